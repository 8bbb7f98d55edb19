"""Telling callers of former names what things are called now: the header `Warning` with the code 299 (decision A6)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, request

from guanxi.formula.formula_type import FormulaType
from guanxi.records.actions import actions_for
from guanxi.records.filtering import former_values, former_values_of_groups, has_former_values

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["NAMING", "Asked", "telling_former_names", "texts_in", "with_former_names"]

MOST = 10  # names that one answer tells of
_LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_PATH = re.compile(r"[a-z][a-z0-9_]*(?:[.:][a-z][a-z0-9_]*)*")
_RETURNS = {"filter": FormulaType.BOOLEAN, "group_by": None, "measures": None}  # what is said in a formula
NAMING = ("fields", "sort", "filter", "group", "group_by", "measures", "having", "match", "upsert_by")
_PLAIN = "".join(map(chr, range(32, 127))).translate({ord(sign): None for sign in '"\\%'})
"""What a header may say as it is; all else, such as a value in Chinese, stands in it as in an address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caller says of one object: values of records by field, and texts that name fields, by what they are."""

    object: str
    rows: tuple[Mapping[str, Any], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    action: str | None = None  # whose parameters the rows are, instead of records


def texts_in(given: Mapping[str, Any], naming: Iterable[str] = NAMING) -> tuple[tuple[str, str], ...]:
    """Return the texts in which arguments name fields, each with its argument."""
    return tuple((key, text) for key in naming if key in given for text in _texts(given[key]))


def telling_former_names(function: Callable[..., Response], naming: Iterable[str] = NAMING) -> Callable[..., Response]:
    """Make a view that adds a warning for each former name of the object, of a field or of a value that is used."""

    @wraps(function)
    def view(context: "Context", object_name: str, **path: str) -> Response:
        answer = function(context, object_name, **path)
        if not context.memo(("former names", object_name), lambda: _may_use_one(context, object_name)):
            return answer  # most requests: what they say need not be read again
        return with_former_names(context, answer, [_asked(object_name, naming)])

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
    return found.name != object_name or has_former_values(context) or _reaches_aliases(context, found)


def _reaches_aliases(context: "Context", item: "ObjectType") -> bool:
    """Tell whether any object that paths from this one reach has a field that was called otherwise."""
    seen, waiting = {item.name}, [item]
    while waiting:
        found = waiting.pop()
        if found.aliases:
            return True
        for member in found.fields.values():
            targets = (context.catalog.find(name) for name in (member.to, *member.targets) if name)
            fresh = [target for target in targets if target is not None and target.name not in seen]
            seen.update(target.name for target in fresh)
            waiting += fresh
    return False


def _asked(object_name: str, naming: Iterable[str]) -> Asked:
    """Return what the request at hand says of an object."""
    body = request.get_json(silent=True) if request.is_json else None
    given: Mapping[str, Any] = body if isinstance(body, dict) else {}
    records = given.get("records")
    rows = [given, given.get("set"), *(records if isinstance(records, list) else ())]  # one record, or many of them
    texts = (*texts_in(request.args, naming), *texts_in(given, naming))
    return Asked(object_name, tuple(row for row in rows if isinstance(row, dict)), texts)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of an argument: itself, of a list each, of a column or measure what it is of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Mapping):
        named = value.values() if len(value) == 1 else (value.get("field"),)
        yield from (part for part in named if isinstance(part, str))


def _former(context: "Context", asked: Asked) -> Iterator[tuple[str, str]]:
    found = context.catalog.find(asked.object)
    if found is None or found.name not in context.rights.visible_objects():
        return
    if found.name != asked.object:
        yield asked.object, found.name
    if asked.action is not None:
        yield from _said_of_parameters(context, found, asked)
        return
    readable = context.rights.readable(found.name)
    for path in _paths(asked):
        yield from _former_fields(context, found, path)
    values = context.memo(("former values", found.name), lambda: _values(found))
    for row in asked.rows if values else ():
        for name, value in row.items():
            member = found.find(name)
            if member is not None and member.name in values and member.name in readable:
                yield from _said(values[member.name], value)
    for key, text in asked.texts:
        if key in _RETURNS:
            formula = text.partition(":")[2] if key == "measures" and ":" in text else text
            yield from former_values(context, found, formula, _RETURNS[key])
        elif key == "having":
            groups = tuple(group for name, group in asked.texts if name == "group_by")
            yield from former_values_of_groups(context, found, groups, _literals(text))


def _former_fields(context: "Context", start: "ObjectType", path: str) -> Iterator[tuple[str, str]]:
    """Yield the former names of fields on a path, as far as the caller may read."""
    item: ObjectType | None = start
    for step in path.split("."):
        name, _, kind = step.partition(":")
        member = item.find(name) if item is not None else None
        if item is None or member is None or member.name not in context.rights.readable(item.name):
            return
        if name in item.aliases and member.name != name:
            yield name, member.name
        target = kind or member.to
        item = context.catalog.find(target) if target else None


def _said_of_parameters(context: "Context", item: "ObjectType", asked: Asked) -> Iterator[tuple[str, str]]:
    action = next((one for one in actions_for(context, item) if one.name == asked.action), None)
    for parameter in action.parameters if action is not None else ():
        for row in asked.rows:
            yield from _said(dict(parameter.former_values), row.get(parameter.name))


def _values(item: "ObjectType") -> dict[str, dict[str, str]]:
    """Return the former names of values by field, for the fields whose values have some."""
    return {field.name: dict(field.former_values) for field in item.fields.values() if field.former_values}


def _said(former: Mapping[str, str], value: object) -> Iterator[tuple[str, str]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one in former:
            yield one, former[one]


def _paths(asked: Asked) -> Iterator[str]:
    """Yield the words that can be fields or paths, those of formulas outside of their literals."""
    for key, text in asked.texts:
        said = text.partition(":")[2] if key == "measures" and ":" in text else text
        yield from _PATH.findall(_LITERAL.sub("", said))
    for row in asked.rows:
        yield from row


def _literals(text: str) -> frozenset[str]:
    return frozenset(literal[1:-1] for literal in _LITERAL.findall(text))
