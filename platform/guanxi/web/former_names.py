"""Telling callers of former names what things are called now: the header `Warning` with the code 299 (decision A6)."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Response, request

if TYPE_CHECKING:
    from guanxi.workspace.context import Context

__all__ = ["telling_former_names"]

_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_NAMING = ("fields", "sort", "filter", "group")


def telling_former_names(function: Callable[..., Response]) -> Callable[..., Response]:
    """Make a view that adds a warning for each former name of the object, or of a field the caller may read."""

    @wraps(function)
    def view(context: "Context", object_name: str, **path: str) -> Response:
        answer = function(context, object_name, **path)
        told = list(_former(context, object_name))
        if told:
            answer.headers["Warning"] = ", ".join(f'299 - "{old} is called {new} now"' for old, new in told)
        return answer

    return view


def _former(context: "Context", object_name: str) -> Iterator[tuple[str, str]]:
    found = context.catalog.find(object_name)
    if found is None:
        return
    if found.name != object_name:
        yield object_name, found.name
    used = _words() if found.aliases else frozenset[str]()
    for old, new in found.aliases.items():
        if old in used and new in context.rights.readable(found.name):
            yield old, new


def _words() -> frozenset[str]:
    """Return the words of a request that can be names of fields."""
    body = request.get_json(silent=True) if request.is_json else None
    given: Mapping[str, Any] = body if isinstance(body, dict) else {}
    records = given.get("records")
    rows = [given, *(row for row in (records if isinstance(records, list) else ()) if isinstance(row, dict))]
    texts = [str(source[key]) for source in (request.args, given) for key in _NAMING if key in source]
    words = {word for text in texts for word in _WORD.findall(_LITERAL.sub("", text))}
    return frozenset(words.union(*rows))
