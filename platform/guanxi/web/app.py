"""The Flask application of one workspace."""

import re
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from guanxi import clock
from guanxi.access.credentials import Passwords
from guanxi.errors import GuanxiError, Malformed, Missing, TooLarge
from guanxi.web import auth, metadata, operations, pages, records
from guanxi.web.identity import client_language
from guanxi.web.measures import Measures
from guanxi.web.replies import problem_reply

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["API", "create_app"]

API = "/api/v1"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
log = structlog.get_logger("guanxi.web")
BLUEPRINTS = (auth.blueprint, records.blueprint, metadata.blueprint)


class InternalFailure(GuanxiError):
    """A fault of ours; its trace is in the log under the trace id, never in the answer."""


class NotAllowed(GuanxiError):
    """The path is known, the method is not one of its own."""

    code = "method_not_allowed"
    status = 405


def create_app(workspace: "Workspace") -> Flask:
    """Return the application that answers for a workspace."""
    app = Flask("guanxi", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = workspace.settings.text_limit_mb * 1024 * 1024
    app.extensions["guanxi"] = workspace
    app.extensions["guanxi.passwords"] = Passwords()
    app.before_request(_begin)
    app.after_request(_finish)
    Measures().attach(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=API)
    app.register_blueprint(operations.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_error_handler(GuanxiError, problem_reply)
    app.register_error_handler(HTTPException, _translated)
    app.register_error_handler(Exception, _failed)
    return app


def _begin() -> None:
    g.began = clock.monotonic()
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else clock.new_id()
    g.language = client_language()


def _finish(reply: Response) -> Response:
    headers = reply.headers
    headers["X-Request-Id"] = g.request_id
    revision = g.get("revision")
    if revision is not None:
        headers["X-Catalog-Revision"] = str(revision)
    headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers.setdefault("Cache-Control", "no-store")
    return reply


def _translated(error: HTTPException) -> Response:
    """Turn a failure of the framework into ours."""
    if isinstance(error, NotFound):
        return problem_reply(Missing(kind="page"))
    if isinstance(error, RequestEntityTooLarge):
        return problem_reply(TooLarge(limit=request.max_content_length))
    if isinstance(error, MethodNotAllowed):
        reply = problem_reply(NotAllowed())
        reply.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return reply
    if error.code is not None and error.code < 500:  # noqa: PLR2004
        return problem_reply(Malformed(reason="request"))
    return _failed(error)


def _failed(error: Exception) -> Response:
    log.error("request_failed", path=request.path, request_id=g.request_id, exc_info=error)
    return problem_reply(InternalFailure())
