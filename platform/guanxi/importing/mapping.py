"""The mapping of an import: which column, formula or constant gives which field, and how its text is read.

Cerberus checks it with rules that are derived from the type of each field, so a constant of a mapping is read exactly
as a value of a record. All findings are reported at once.
"""

import codecs
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from cerberus import Validator

from guanxi.errors import Denied, Invalid, Missing, Problem
from guanxi.fields.base import FieldProblem
from guanxi.importing.formats import FORMATTED, FormatFault, compile_format
from guanxi.importing.source import PROBLEM_COLUMN

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.workspace.context import Context

__all__ = [
    "ImportMapping",
    "MappedField",
    "check_writing",
    "mapping_of_titles",
    "read_mapping",
    "target_of",
    "unique_field",
]

Rules: TypeAlias = dict[str, Any]
Refuse: TypeAlias = Callable[[str, str], None]
_SOURCES = ("column", "formula", "value")


@dataclass(frozen=True, slots=True)
class MappedField:
    """Where the values of one field come from: a column, a formula over the columns as text, or one value for all."""

    field: str
    column: str | None = None
    formula: str | None = None
    value: object = None
    default: object = None  # stands where the column is blank
    values: Mapping[str, object] | None = None  # text of the file -> value of the field
    other: Literal["keep", "refuse"] = "refuse"  # a text that `values` does not name
    format: str | None = None  # of dates and instants, in tokens such as M/D/YYYY
    lookup: str | None = None  # the unique field by which the text names a record
    to: str | None = None  # the object it names, where the field does not say it


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """How the rows of a file become records of one object."""

    object: str
    fields: tuple[MappedField, ...]
    match: str | None = None  # the unique field by which existing records are found; without it every row is new
    distinct: bool = False  # rows that say the same count once
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def columns(self) -> frozenset[str]:
        """Return the columns that are named outright."""
        return frozenset(field.column for field in self.fields if field.column is not None)

    def as_json(self) -> "dict[str, Any]":
        """Return the mapping as `read_mapping` takes it."""
        told: dict[str, Any] = {name: value for name, value in asdict(self).items() if value not in (None, False)}
        return {**told, "fields": [_shown(field) for field in self.fields]}


def _shown(field: MappedField) -> dict[str, Any]:
    told = {name: value for name, value in asdict(field).items() if value is not None}
    return told if field.values is not None else {name: value for name, value in told.items() if name != "other"}


def read_mapping(context: "Context", body: object, *, object_name: str, match: str | None = None) -> ImportMapping:
    """Return the checked mapping; Invalid lists all that is wrong with it. `match` wins over the mapping's own."""
    rights = context.rights
    item = context.catalog.find(object_name)
    if item is None or item.name not in rights.visible_objects():
        raise Missing(kind="object", name=object_name)
    if not rights.can(item.name, "import"):
        raise Denied(right="import", object=item.name)
    document = dict(body) if isinstance(body, Mapping) else {"fields": body}
    if match is not None:
        document["match"] = match
    problems = list(_check(_document_rules(context, item), document, ""))
    entries = document.get("fields")
    fields = []
    for index, entry in enumerate(entries if isinstance(entries, Sequence) and not isinstance(entries, str) else ()):
        found, faults = _read_entry(context, item, entry, f"fields.{index}")
        problems += faults
        fields += [] if found is None else [found]
    problems += _whole(item, document, fields) if not problems else ()
    if problems:
        raise Invalid(problems=problems)
    names = ("match", "distinct", "encoding", "delimiter")
    options: dict[str, Any] = {name: document[name] for name in names if document.get(name) is not None}
    return ImportMapping(item.name, tuple(fields), **options)


def mapping_of_titles(context: "Context", object_name: str, titles: Sequence[str]) -> dict[str, object]:
    """Return the mapping of a file whose titles are names or labels of fields; `parent.code` looks the parent up."""
    item, rights = context.catalog.object(object_name), context.rights
    known = rights.readable(item.name) | rights.writable(item.name)
    fields_known = [field for field in item.fields.values() if field.name in known]
    labels = {
        text.casefold(): field.name for field in fields_known for text in (field.label.en, field.label.zh) if text
    }
    fields = []
    for title in titles:
        name, _, key = title.strip().partition(".")
        field = item.find(name.casefold()) or item.find(labels.get(name.casefold(), ""))
        part = item.part(field.name, key.casefold()) if field is not None and key else None
        if part is not None:
            field, key = item.field(part), ""
        if field is not None and field.name not in known:
            field = None  # not even a former name or a label tells of it
        if title.strip() != PROBLEM_COLUMN:
            entry = {"field": field.name if field is not None else title, "column": title}
            fields.append({**entry, "lookup": key} if key else entry)
    return {"object": object_name, "fields": fields}


def unique_field(item: "ObjectType", name: str) -> "Field | None":
    """Return the field of that name where it alone is a unique key of the object, or is the id."""
    field = item.find(name)
    if field is None or not (field.name == "id" or any(key.fields == (field.name,) for key in item.unique_keys)):
        return None
    return field


def target_of(context: "Context", field: "Field", to: str | None) -> "ObjectType | None":
    """Return the object whose records the field points to; an owner is a user unless the mapping says otherwise."""
    return context.catalog.find((to if field.name == "owner" else None) or field.to or "user")


def check_writing(encoding: str | None, delimiter: str | None) -> None:
    """Refuse an encoding or delimiter that no file can have."""
    given = {"encoding": encoding, "delimiter": delimiter}
    problems = list(_check(_writing_rules(), {name: text for name, text in given.items() if text is not None}, ""))
    if problems:
        raise Invalid(problems=problems)


def _writing_rules() -> Rules:
    return {
        "encoding": {"type": "string", "check_with": _is_encoding},
        "delimiter": {"type": "string", "minlength": 1, "maxlength": 1, "forbidden": ['"', "\n", "\r"]},
    }


def _document_rules(context: "Context", item: "ObjectType") -> Rules:
    names = sorted({item.name, *(old for old in context.catalog.aliases if context.catalog.find(old) is item)})
    return {
        "object": {"type": "string", "allowed": names},
        "match": {"type": "string", "nullable": True, "check_with": partial(_is_match_key, context, item)},
        "distinct": {"type": "boolean"},
        **_writing_rules(),
        "fields": {"type": "list", "required": True, "minlength": 1, "schema": {"type": "dict"}},
    }


def _read_entry(
    context: "Context", item: "ObjectType", entry: object, place: str
) -> tuple[MappedField | None, list[Problem]]:
    if not isinstance(entry, Mapping):
        return None, []  # the document's own rules have said so
    name = entry.get("field")
    field = item.find(name) if isinstance(name, str) else None
    rights = context.rights
    if field is None or field.name not in rights.readable(item.name) | rights.writable(item.name) | {"id"}:
        return None, [Problem(f"{place}.field", "unknown_field", {"name": name})]
    if field.name != "id" and (field.name not in rights.writable(item.name) or not field.writable):
        return None, [Problem(f"{place}.field", "field_not_writable", {"name": field.name})]
    problems = list(_check(_entry_rules(context, field, entry), entry, place))
    if sum(source in entry for source in _SOURCES) != 1:
        problems.append(Problem(place, "mapping_one_source"))
    return (None, problems) if problems else (MappedField(**{**entry, "field": field.name}), [])


def _entry_rules(context: "Context", field: "Field", entry: Mapping[str, object]) -> Rules:
    """Return the rules of one entry, as the type of its field demands them."""
    constant = {"check_with": partial(_parses, field)}
    looked_up = "lookup" in entry
    named: Rules = {"type": "string"} if looked_up else constant
    rules: Rules = {
        "field": {"required": True}, "column": {"type": "string", "minlength": 1},
        "formula": {"type": "string", "minlength": 1, "coerce": str.strip}, "value": named, "default": named,
        "values": {"type": "dict", "keysrules": {"type": "string"}, "valuesrules": named},
        "other": {"allowed": ["keep", "refuse"], "dependencies": "values"},
    }  # fmt: skip
    if (field.kind.reference or field.kind.links) and field.name != "id":
        rules["lookup"] = {"type": "string", "check_with": partial(_is_lookup, context, field, entry)}
        rules["to"] = {"type": "string", "dependencies": "lookup"}
    if field.type in FORMATTED:
        rules["format"] = {"type": "string", "check_with": partial(_is_format, field)}
    return rules


def _check(rules: Rules, document: Mapping[str, object], place: str) -> Iterator[Problem]:
    validator = Validator(rules)
    validator.validate(dict(document))
    yield from (problem for error in validator._errors for problem in _problems(error, place))


def _problems(error: Any, place: str) -> Iterator[Problem]:  # noqa: ANN401 - cerberus publishes no types
    """Turn an error of cerberus, or the group it stands for, into problems with our own codes."""
    if error.child_errors:
        for child in error.child_errors:
            yield from _problems(child, place)
        return
    path = ".".join([*([place] if place else []), *(str(step) for step in error.document_path)])
    if error.rule is None and error.info and isinstance(error.info[0], _Said):
        yield Problem(path, error.info[0].code, error.info[0].params)
    elif error.rule is None:
        yield Problem(path, "mapping_key_unknown", {"key": error.document_path[-1]})
    elif error.rule == "required":
        yield Problem(path, "required")
    elif error.rule == "allowed":
        yield Problem(path, "mapping_value", {"expected": list(error.constraint)})
    else:
        yield Problem(path, "mapping_value", {"expected": f"{error.rule} {error.constraint}"})


class _Said(str):
    """What a check of ours found; cerberus carries it as the text of its error."""

    code: str
    params: Mapping[str, object]

    __slots__ = ("code", "params")


def _said(code: str, **params: object) -> _Said:
    said = _Said(code)
    said.code, said.params = code, params
    return said


def _parses(field: "Field", name: str, value: object, refuse: Refuse) -> None:
    try:
        field.kind.parser(field)(value)
    except FieldProblem as problem:
        refuse(name, _said(problem.code, **problem.params))


def _is_encoding(name: str, value: str, refuse: Refuse) -> None:
    try:
        codecs.lookup(value).incrementaldecoder  # noqa: B018 - the look-up itself tells
        "".encode(value)
    except (LookupError, ValueError):
        refuse(name, _said("encoding_unknown", encoding=value))


def _is_format(field: "Field", name: str, value: str, refuse: Refuse) -> None:
    try:
        compile_format(value, field.type)
    except FormatFault:
        refuse(name, _said("mapping_format", format=value))


def _is_match_key(context: "Context", item: "ObjectType", name: str, value: str, refuse: Refuse) -> None:
    field = unique_field(item, value)
    if field is None or field.name not in context.rights.clear(item.name) | {"id"}:
        refuse(name, _said("match_key_not_unique", field=value))


def _is_lookup(
    context: "Context", field: "Field", entry: Mapping[str, object], name: str, value: str, refuse: Refuse
) -> None:
    to = entry.get("to")
    target = target_of(context, field, to if isinstance(to, str) else None)
    if target is None or target.name not in context.rights.visible_objects():
        refuse(name, _said("lookup_object", object=to))
        return
    key = unique_field(target, value)
    if key is None or key.name not in context.rights.clear(target.name) | {"id"}:
        refuse(name, _said("lookup_not_unique", field=value, object=target.name))


def _whole(item: "ObjectType", document: Mapping[str, object], fields: Sequence[MappedField]) -> Iterator[Problem]:
    names = [field.field for field in fields]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("fields", "mapping_field_repeated", {"field": name})
    match = document.get("match")
    key = item.find(match) if isinstance(match, str) else None
    if key is not None and key.name not in names:
        yield Problem("match", "match_key_not_mapped", {"field": key.name})
    if document.get("distinct") and key is None:
        yield Problem("distinct", "distinct_needs_match")
