"""The web application: every call of the API, the pages, and what is said with every answer."""

import re
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from guanxi import clock
from guanxi.web.door import Door
from guanxi.web.explaining import explain_blueprint
from guanxi.web.imports import imports_blueprint
from guanxi.web.jobs import jobs_blueprint
from guanxi.web.metadata import metadata_blueprint
from guanxi.web.metrics import Metrics
from guanxi.web.objects import objects_blueprint
from guanxi.web.openapi import openapi_blueprint
from guanxi.web.operations import operations_blueprint
from guanxi.web.pages import PAGE_POLICY, pages_blueprint
from guanxi.web.problems import answer_problems
from guanxi.web.records import records_blueprint
from guanxi.web.request_log import log_request
from guanxi.web.signing import signing_blueprint
from guanxi.web.tokens import tokens_blueprint

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["API", "create_app"]

API = "/api/v1"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BLUEPRINTS = (
    signing_blueprint, tokens_blueprint, objects_blueprint, records_blueprint, metadata_blueprint, explain_blueprint,
    jobs_blueprint, imports_blueprint, openapi_blueprint,
)  # fmt: skip
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_OF_THE_API = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Vary", "Accept-Language, Authorization, Cookie"),
)


def create_app(workspace: "Workspace") -> Flask:
    """Return the WSGI application of a workspace."""
    app = Flask("guanxi", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = workspace.settings.text_limit_mb * 1024 * 1024
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    door, metrics = Door(workspace), Metrics()
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint(door), url_prefix=API)
    app.register_blueprint(operations_blueprint(door, metrics))
    app.register_blueprint(pages_blueprint())
    answer_problems(app, door)
    _begin_and_end(app, door, metrics)
    return app


def _begin_and_end(app: Flask, door: Door, metrics: Metrics) -> None:
    def begin() -> None:
        g.started = clock.monotonic()
        given = request.headers.get("X-Request-Id")
        g.request_id = given if given is not None and _REQUEST_ID.fullmatch(given) else clock.new_id()
        g.context = None
        g.revision = None

    def end(answer: Response) -> Response:
        headers = answer.headers
        headers["X-Request-Id"] = g.request_id
        context = g.context
        if g.revision is not None or context is not None or door.revision:
            headers["X-Catalog-Revision"] = str(g.revision or (context.catalog.revision if context else door.revision))
        for name, value in _ALWAYS:
            headers[name] = value
        if request.path.startswith(API):
            for name, value in _OF_THE_API:
                headers.setdefault(name, value)
        else:
            headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        seconds = clock.monotonic() - g.started
        rule = request.url_rule.rule if request.url_rule is not None else ""
        metrics.observe(request.method, rule, answer.status_code, seconds)
        log_request(request, answer, seconds)
        return answer

    app.before_request(begin)
    app.after_request(end)
