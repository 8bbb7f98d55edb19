"""Answers of the HTTP API: JSON bodies, and failures as problem+json (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response, g

from guanxi.errors import Busy, CatalogMoved, GuanxiError, Problem
from guanxi.text.messages import message

__all__ = ["body_of", "json_reply", "problem_reply"]

JSON, PROBLEM = "application/json", "application/problem+json"
DOCS = "/docs/reference/errors#"
_SECRET = frozenset({"statement", "detail", "held_by", "path"})


def json_reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON answer; bytes are taken as finished JSON."""
    body = value if isinstance(value, bytes) else orjson.dumps(value, default=str)
    return Response(body, status, headers=dict(headers or {}), mimetype=JSON)


def problem_reply(error: GuanxiError) -> Response:
    """Return a failure in the caller's language, every problem of the request with it."""
    language = getattr(g, "language", "en")
    headers = {}
    status = error.status
    if isinstance(error, Busy | CatalogMoved):
        headers["Retry-After"] = "1"
    if "retry_after" in error.params:
        headers["Retry-After"] = str(error.params["retry_after"])
    if status == 401:  # noqa: PLR2004
        headers["WWW-Authenticate"] = 'Bearer realm="guanxi"'
    return Response(
        orjson.dumps(body_of(error, language, getattr(g, "request_id", None)), default=str), status, headers,
        mimetype=PROBLEM,
    )


def body_of(error: GuanxiError, language: str, trace_id: str | None) -> dict[str, Any]:
    """Return the one body that every failure has, in HTTP, jobs and imports."""
    code = str(error.params.get("reason") or error.code)
    params = {name: value for name, value in error.params.items() if name not in _SECRET and name != "reason"}
    body: dict[str, Any] = {
        "type": f"{DOCS}{code}", "title": message(error.code, error.params, language=language), "status": error.status,
        "code": code, "detail": message(code, error.params, language=language),
        "errors": [problem_body(item, language) for item in error.problems], "trace_id": trace_id,
    }
    return {**body, "params": params} if params else body


def problem_body(problem: Problem, language: str) -> dict[str, Any]:
    """Return one problem with its words; an administrator's own words go before ours."""
    own = problem.message or {}
    words = own.get(language) or own.get("en") or message(problem.code, problem.params, language=language)
    told = {"field": problem.field, "code": problem.code, "message": words, "params": dict(problem.params)}
    return told if problem.row is None else {**told, "row": problem.row}
