"""Answers in JSON, made from bytes that are ready or from plain values."""

from collections.abc import Mapping

import orjson
from flask import Response

__all__ = ["json_answer", "json_bytes", "nothing"]

_JSON = "application/json"


def json_bytes(body: bytes, status: int = 200) -> Response:
    """Return an answer whose JSON is printed already."""
    return Response([body], status, content_type=_JSON)


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer of plain values."""
    answer = Response([orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=_plain)], status, content_type=_JSON)
    if headers:
        answer.headers.update(headers)
    return answer


def nothing() -> Response:
    """Return the answer of a call that has nothing to say."""
    return Response(status=204)


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
