"""Failures as documents of problems (RFC 9457): one code, all problems at once, in the caller's language."""

from typing import TYPE_CHECKING, Any

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.errors import Busy, CatalogMoved, Denied, GuanxiError, Malformed, Missing, Problem, Refused, TooLarge
from guanxi.logs import Log
from guanxi.storage.failures import CatalogStale
from guanxi.text.messages import MESSAGES, detail, message
from guanxi.web.answers import Ready
from guanxi.web.noted import noted
from guanxi.web.shapes import OPEN, TEXT, WHOLE, Named, closed, many, maybe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["PROBLEM", "PROBLEMS", "WARNED", "answer_problems", "problem_answer", "problem_entry", "problem_json"]

_PAGES = {"en": "/docs/reference/errors#", "zh": "/docs/reference/errors.zh#"}  # each code has a place there
_UNTOLD = frozenset({"reason", "held_by", "detail", "trace_id"})  # what databases say is for operators, not for callers
_TOLD_OF_OURS = frozenset({"limit", "remedy"})  # what a database says of itself names tables
_OF_ONESELF = frozenset({"csrf", "password_change_required"})  # refusals that tell nothing of what was asked for
_RETRY_SECONDS = 1
_ENTRY = Named("problem_entry", "One thing that is wrong: where, which code, in words.", closed(
    {"field": maybe(TEXT), "code": TEXT, "message": TEXT, "params": OPEN}, {"row": WHOLE},
))  # fmt: skip
PROBLEMS = many(_ENTRY)
WARNED = {"warnings": PROBLEMS}
PROBLEM = Named("problem", "Why a call was refused (RFC 9457), with all problems at once.", closed(
    {"type": TEXT, "title": TEXT, "status": WHOLE, "code": TEXT, "trace_id": TEXT},
    {"detail": TEXT, "params": OPEN, "errors": PROBLEMS},
))  # fmt: skip
log = Log("guanxi.web")


def answer_problems(app: Flask, door: "Door") -> None:
    """Have every failure of the application leave as a document of problems."""

    def refused(error: GuanxiError) -> Response:
        shown = _shown(error, noted().context)
        if isinstance(error, Denied):
            _audit_denial(error, noted().context)
        if shown.status >= 500 and not isinstance(error, Busy | CatalogMoved | CatalogStale):
            log.error("request_failed", request_id=noted().request_id, params=error.params, exc_info=error)
            shown = GuanxiError()
        return problem_answer(shown, door.language())

    def http(error: HTTPException) -> Response:
        return _plain_http(error, door.language())

    def crashed(error: Exception) -> Response:
        if isinstance(error, RecursionError):
            return problem_answer(Malformed(reason="nested_too_deep"), door.language())
        log.error("request_crashed", request_id=noted().request_id, exc_info=error)
        return problem_answer(GuanxiError(), door.language())

    app.register_error_handler(GuanxiError, refused)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, crashed)


def problem_answer(error: GuanxiError, language: str) -> Response:
    """Return the answer that tells of a failure."""
    told = orjson.dumps(problem_json(error, language), option=orjson.OPT_NON_STR_KEYS, default=str)
    answer = Ready(told, error.status, "application/problem+json")
    if error.status in {429, 503} or "retry_after" in error.params:
        answer.headers["Retry-After"] = str(error.params.get("retry_after", _RETRY_SECONDS))
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def problem_json(error: GuanxiError, language: str) -> dict[str, Any]:
    """Return a failure as its document."""
    code = str(error.params.get("reason") or error.code)
    told: dict[str, Any] = {
        "type": _PAGES.get(language.partition("-")[0], _PAGES["en"]) + _place(code, error),
        "title": message(error.code, error.params, language=language),
        "status": error.status, "code": code,
    }  # fmt: skip
    if (words := detail(error.code, error.params, language=language)) is not None:
        told["detail"] = words
    own_fault = error.status >= 500
    params = {
        name: value
        for name, value in error.params.items()
        if (name in _TOLD_OF_OURS if own_fault else name not in _UNTOLD)
    }
    if params:
        told["params"] = params
    if error.problems:
        told["errors"] = [problem_entry(problem, language) for problem in error.problems]
    told["trace_id"] = noted().request_id
    return told


def _place(code: str, error: GuanxiError) -> str:
    """Return the place of a code on the page of errors; a plugin's own is told of at the class that it refines."""
    if code in MESSAGES:
        return code
    own = (kind for kind in type(error).__mro__ if issubclass(kind, GuanxiError))
    return next(kind.code for kind in own if kind.__module__ == GuanxiError.__module__)


def problem_entry(problem: Problem, language: str) -> dict[str, Any]:
    """Return one problem as it stands in the document."""
    own: Mapping[str, str] = problem.message or {}
    words = own.get(language) or own.get("en") or message(problem.code, problem.params, language=language)
    told: dict[str, Any] = {
        "field": problem.field, "code": problem.code, "message": words, "params": dict(problem.params),
    }  # fmt: skip
    if problem.row is not None:
        told["row"] = problem.row
    return told


def _shown(error: GuanxiError, context: "Context | None") -> GuanxiError:
    """Return what the caller may know of a failure: a portal user is not told of rights on what it does not know."""
    if not isinstance(error, Denied) or context is None or context.principal.audience != "portal":
        return error
    name = error.params.get("object")
    if error.params.get("reason") in _OF_ONESELF or (isinstance(name, str) and context.rights.can(name, "read")):
        return error
    return Missing()


def _audit_denial(error: Denied, context: "Context | None") -> None:
    """Keep who was refused what (access.md, Audit)."""
    if context is None:
        return
    told = {key: str(value)[:200] for key, value in error.params.items() if key not in {"object", "id"}}
    name, identity = error.params.get("object"), error.params.get("id")
    entry = Entry(
        "denied", str(name) if name is not None else None, str(identity) if identity else None,
        {**told, "request_id": context.request_id},
    )  # fmt: skip
    try:
        with context.database.write() as transaction:
            write_audit(transaction, context.principal, [entry], now=clock.now())
    except Busy as busy:
        log.warning("denial_not_audited", request_id=context.request_id, reason=busy.params.get("reason"))


_OF_STATUS: "Mapping[int, Callable[[], GuanxiError]]" = {
    404: Missing,
    405: lambda: Refused(reason="method_not_allowed"),
    413: TooLarge,
}


def _plain_http(error: HTTPException, language: str) -> Response:
    """Return the answer to what Flask itself refuses."""
    status = error.code or 500
    make = _OF_STATUS.get(status)
    known = Refused() if make is None else make()
    if status in {301, 308}:
        return Response(status=status, headers=dict(error.get_headers()))
    told = problem_json(known, language)
    told["status"] = status
    answer = Response([orjson.dumps(told)], status, content_type="application/problem+json")
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(allowed)
    return answer
