"""Telling callers of former names what things are called now: the header `Warning` with the code 299 (decision A6)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, request

from guanxi.records.filtering import former_values, has_former_values

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["Asked", "telling_former_names", "with_former_names"]

MOST = 10  # names that one answer tells of
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_NAMING = ("fields", "sort", "filter", "group")
_PLAIN = "".join(map(chr, range(32, 127))).translate({ord(sign): None for sign in '"\\%'})
"""What a header may say as it is; all else, such as a value in Chinese, stands in it as in an address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caller says of one object: values of records by field, and texts that name fields, by what they are."""

    object: str
    rows: tuple[Mapping[str, Any], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


def telling_former_names(function: Callable[..., Response]) -> Callable[..., Response]:
    """Make a view that adds a warning for each former name of the object, of a field or of a value that is used."""

    @wraps(function)
    def view(context: "Context", object_name: str, **path: str) -> Response:
        answer = function(context, object_name, **path)
        if not context.memo(("former names", object_name), lambda: _may_use_one(context, object_name)):
            return answer  # most requests: what they say need not be read again
        return with_former_names(context, answer, [_asked(object_name)])

    return view


def with_former_names(context: "Context", answer: Response, asked: Iterable[Asked]) -> Response:
    """Return an answer with a warning for each former name that was used."""
    told = dict.fromkeys(pair for one in asked for pair in _former(context, one))
    if told:
        pairs = [(quote(old, safe=_PLAIN), quote(new, safe=_PLAIN)) for old, new in list(told)[:MOST]]
        answer.headers["Warning"] = ", ".join(f'299 - "{old} is called {new} now"' for old, new in pairs)
    return answer


def _may_use_one(context: "Context", object_name: str) -> bool:
    """Tell whether a call about an object can use a former name: its own, of a field, or of a value that it reaches."""
    found = context.catalog.find(object_name)
    if found is None:
        return False
    return found.name != object_name or bool(found.aliases) or bool(_values(found)) or has_former_values(context)


def _asked(object_name: str) -> Asked:
    """Return what the request at hand says of an object."""
    body = request.get_json(silent=True) if request.is_json else None
    given: Mapping[str, Any] = body if isinstance(body, dict) else {}
    records = given.get("records")
    rows = [given, given.get("set"), *(records if isinstance(records, list) else ())]  # one record, or many of them
    texts = [(key, str(source[key])) for source in (request.args, given) for key in _NAMING if key in source]
    return Asked(object_name, tuple(row for row in rows if isinstance(row, dict)), tuple(texts))


def _former(context: "Context", asked: Asked) -> Iterator[tuple[str, str]]:
    found = context.catalog.find(asked.object)
    if found is None:
        return
    if found.name != asked.object:
        yield asked.object, found.name
    readable = context.rights.readable(found.name)
    if found.aliases:
        used = _words(asked)
        yield from ((old, new) for old, new in found.aliases.items() if old in used and new in readable)
    values = context.memo(("former values", found.name), lambda: _values(found))
    for row in asked.rows if values else ():
        for name, value in row.items():
            member = found.find(name)
            if member is not None and member.name in values and member.name in readable:
                yield from _said(values[member.name], value)
    for key, text in asked.texts:
        if key == "filter":
            yield from former_values(context, found, text)


def _values(item: "ObjectType") -> dict[str, dict[str, str]]:
    """Return the former names of values by field, for the fields whose values have some."""
    return {field.name: dict(field.former_values) for field in item.fields.values() if field.former_values}


def _said(former: Mapping[str, str], value: object) -> Iterator[tuple[str, str]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one in former:
            yield one, former[one]


def _words(asked: Asked) -> frozenset[str]:
    """Return the words that can be names of fields."""
    words = {word for _, text in asked.texts for word in _WORD.findall(_LITERAL.sub("", text))}
    return frozenset(words.union(*asked.rows))
