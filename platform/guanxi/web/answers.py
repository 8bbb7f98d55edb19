"""Answers in JSON, made from bytes that are ready or from plain values."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from flask import Response

__all__ = ["Ready", "json_answer", "json_bytes", "nothing"]

_JSON = "application/json"


class Ready(Response):
    """An answer whose body is one piece of bytes and whose headers are complete: it leaves without a second look."""

    def __init__(self, body: bytes, status: int = 200, content_type: str = _JSON) -> None:
        """Take the body."""
        super().__init__([body], status, content_type=content_type)
        self._body = body

    def set_data(self, value: bytes | str) -> None:
        """Take another body instead."""
        self._body = value.encode() if isinstance(value, str) else value
        self.response = [self._body]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with one piece, which the server sends in one go."""
        body = self._body
        headers = self.headers.to_wsgi_list()
        headers.append(("Content-Length", str(len(body))))
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def json_bytes(body: bytes, status: int = 200) -> Response:
    """Return an answer whose JSON is printed already."""
    return Ready(body, status)


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer of plain values."""
    answer = Ready(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=_plain), status)
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
