"""The first steps of a save: may the caller do this at all, and what do its values mean."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.errors import Denied, Malformed, Missing, Problem, TooLarge
from guanxi.fields.base import FieldProblem
from guanxi.records.batch import Batch, Row
from guanxi.text.shown import shown

if TYPE_CHECKING:
    from guanxi.fields.base import Converter

__all__ = ["authorize", "parse"]

MOST_ROWS = 100_000
_RIGHTS = {
    "create": ("create",), "update": ("update",), "upsert": ("create", "update"), "delete": ("delete",),
    "restore": ("delete",),
}  # fmt: skip
_IS_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
_ENVELOPE = frozenset({"id", "version"})


def authorize(batch: Batch, count: int) -> None:
    """Refuse the call when the principal lacks the right on the object; an object it may not know of is missing."""
    rights = batch.rights
    if batch.object not in rights.visible_objects():
        raise Missing(kind="object", name=batch.object)
    for right in _RIGHTS[batch.operation]:
        if not rights.can(batch.object, right):
            raise Denied(right=right, object=batch.object)
    if count > MOST_ROWS:
        raise TooLarge(limit=MOST_ROWS, rows=count)


class _Layout:
    """How rows with one set of keys are read, worked out once: rows of one call mostly have the same."""

    __slots__ = ("columns", "problems", "wholes")

    def __init__(self, batch: Batch, keys: Sequence[object]) -> None:
        self.columns: list[tuple[str, Converter] | None] = []
        self.wholes: list[tuple[str, tuple[tuple[str, str, Converter], ...]]] = []  # composites: parts with parsers
        self.problems: list[tuple[str, str, dict[str, str]]] = []
        rights = batch.rights
        writable, readable = rights.writable(batch.object), rights.readable(batch.object)
        for key in keys:
            field = batch.plan.object.find(key) if isinstance(key, str) else None
            column = None
            if key in _ENVELOPE:
                pass
            elif field is None or (field.name not in readable and field.name not in writable):
                name = str(key)[:100]
                self.problems.append((name, "unknown_field", {"name": name}))
            elif field.name not in writable or field.name not in batch.plan.writable_fields:
                self.problems.append((field.name, "field_not_writable", {}))
            else:
                column = (field.name, batch.plan.parser(field.name))
                parts = batch.plan.object.parts_of(field)
                if parts:
                    read = tuple((short, part.name, batch.plan.parser(part.name)) for short, part in parts)
                    self.wholes.append((field.name, read))
            self.columns.append(column)


def parse(batch: Batch, rows: Sequence[Mapping[str, object]]) -> None:
    """Read every row's id, version and values; what cannot be read is a problem of that row and field."""
    batch.start(len(rows))
    layouts: dict[tuple[str, ...], _Layout] = {}
    for row, given in zip(batch.all_rows, rows, strict=True):
        if not isinstance(given, Mapping):
            raise Malformed(reason="row_not_object", row=row.index)
        keys = tuple(given)
        layout = layouts.get(keys)
        if layout is None:
            layout = layouts[keys] = _Layout(batch, keys)
        _parse_row(batch, row, given, layout)
    if batch.operation == "create":
        _give_ids(batch)


def _parse_row(batch: Batch, row: Row, given: Mapping[str, object], layout: _Layout) -> None:
    if "id" in given:
        _read_id(batch, row, given["id"])
    elif batch.operation not in {"create", "upsert"}:
        batch.lose(row, "id", "required")
    if given.get("version") is not None:
        _read_version(batch, row, given["version"])
    for name, code, params in layout.problems:
        batch.refuse(row, name, code, params)
    values = row.given
    for column, value in zip(layout.columns, given.values(), strict=True):
        if column is not None:
            try:
                values[column[0]] = column[1](value)
            except FieldProblem as problem:
                # An import hands over what it could not read as the problem itself; no field takes one for a value.
                said = value if isinstance(value, FieldProblem) else problem
                batch.report(row, Problem(column[0], said.code, said.params, said.words, row=row.index))
    for whole, parts in layout.wholes:
        _parse_parts(batch, row, values.pop(whole, None), parts)


def _parse_parts(batch: Batch, row: Row, given: object, parts: "Iterable[tuple[str, str, Converter]]") -> None:
    """Read the parts of a composite value, each as the field that it is; a part that is not said is blank."""
    if not isinstance(given, Mapping):
        return
    for short, name, read in parts:
        try:
            row.given[name] = read(given[short])
        except FieldProblem as problem:
            batch.refuse(row, name, problem.code, problem.params)


def _read_id(batch: Batch, row: Row, value: object) -> None:
    if value is None and batch.operation in {"create", "upsert"}:
        return
    if type(value) is str and _IS_ID(value):
        row.id, row.named = value, True
        return
    try:
        row.id = str(uuid.UUID(value)) if isinstance(value, str) and len(value) == 36 else ""
    except ValueError:
        row.id = ""
    row.named = bool(row.id)
    if not row.id:
        batch.lose(row, "id", "not_reference")


def _read_version(batch: Batch, row: Row, value: object) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        row.version = value
    else:
        batch.lose(row, "version", "not_number", {"value": shown(value)})


def _give_ids(batch: Batch) -> None:
    lacking = [row for row in batch.rows if not row.id]
    for row, made in zip(lacking, clock.new_id.many(len(lacking)), strict=True):
        row.id = made
