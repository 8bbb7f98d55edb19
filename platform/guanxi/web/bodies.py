"""Request bodies: read within the limit, parsed strictly, refused with a stable code."""

import math
from typing import Any

import orjson
from flask import request

from guanxi.errors import Malformed, Problem, TooLarge

__all__ = ["json_body", "json_object", "query_arguments"]

DEEPEST = 40


def json_body() -> Any:  # noqa: ANN401 - any JSON value
    """Return the parsed body; a body that is too large, not JSON, or nested too deeply is refused."""
    limit = request.max_content_length
    if limit is not None and request.content_length is not None and request.content_length > limit:
        raise TooLarge(limit=limit)
    content = request.get_data(cache=False)
    if not content.strip():
        raise Malformed(reason="body_missing")
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Malformed(reason="not_json", problems=[Problem(None, "not_json", {"detail": str(error)[:200]})]) from error
    _check_depth(value)
    return value


def json_object() -> dict[str, Any]:
    """Return the parsed body, which must be an object."""
    value = json_body()
    if not isinstance(value, dict):
        raise Malformed(reason="not_an_object")
    return value


def query_arguments() -> dict[str, str]:
    """Return the URL's arguments; one that comes twice is refused."""
    doubled = [name for name, values in request.args.lists() if len(values) > 1]
    if doubled:
        raise Malformed(problems=[Problem(name, "argument_doubled") for name in doubled])
    return request.args.to_dict()


def _check_depth(value: object) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Malformed(reason="nested_too_deeply", limit=DEEPEST)
        deeper: list[object] = []
        for item in level:
            if isinstance(item, dict):
                deeper += item.values()
            elif isinstance(item, list):
                deeper += item
            elif isinstance(item, float) and not math.isfinite(item):
                raise Malformed(reason="not_json")
        level = [item for item in deeper if isinstance(item, dict | list)]
