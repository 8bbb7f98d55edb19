"""Turns the texts of a chunk into values for the write pipeline, column by column.

What cannot be read travels on as the problem itself in the place of the value: the pipeline reports it with the row and
field, together with everything else that is wrong with the row.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi.errors import Invalid, Problem
from guanxi.fields.base import FieldProblem
from guanxi.formula import (
    ERROR,
    FormulaInvalid,
    FormulaSyntax,
    FormulaType,
    PlainEnvironment,
    Reference,
    check,
    compile_rows,
    describe,
)
from guanxi.importing.choices import reader_of_choices
from guanxi.importing.formats import FORMATTED, compile_format, is_plain, without_format
from guanxi.importing.guarding import unguarded_rows
from guanxi.importing.lookups import Lookup
from guanxi.importing.mapping import ImportMapping, MappedField, target_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from guanxi.catalog import Field
    from guanxi.workspace.context import Context

__all__ = ["Converted", "Converter", "Deferred"]

Rows: TypeAlias = Sequence[Sequence[str]]
Values: TypeAlias = list[Any]
Stage: TypeAlias = "Callable[[Context, Values], Values]"
Origin: TypeAlias = "Callable[[Context, Rows], Values]"


class _Later:
    """Stands for a record of the same file that may not be there yet."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


@dataclass(frozen=True, slots=True)
class Deferred:
    """A reference to be set when all rows of the step are there."""

    position: int
    field: str
    text: str


@dataclass(slots=True)
class Converted:
    """The values of a chunk's rows, and the references that have to wait."""

    rows: list[dict[str, object]]
    deferred: list[Deferred] = field(default_factory=list)


class Converter:
    """Reads rows of one file by one mapping in one catalog."""

    def __init__(self, context: "Context", mapping: ImportMapping, header: Sequence[str]) -> None:
        """Work out every field's way from text to value; Invalid lists what does not fit the file."""
        self.mapping = mapping
        self._item = context.catalog.object(mapping.object)
        self._header = header
        self.lookups: dict[tuple[str, str], Lookup] = {}
        problems: list[Problem] = []
        self._fields: list[tuple[str, Origin, tuple[Stage, ...]]] = []
        for index, mapped in enumerate(mapping.fields):
            try:
                self._fields.append((mapped.field, self._origin(mapped), tuple(self._stages(context, mapped))))
            except Invalid as error:
                problems += [
                    Problem(f"fields.{index}", said.code, said.params, said.message) for said in error.problems
                ]
        if problems:
            raise Invalid(problems=problems)
        self._names = tuple(name for name, _, _ in self._fields)
        self._may_defer = any(lookup.target is self._item for lookup in self.lookups.values())

    def convert(self, context: "Context", rows: Rows) -> Converted:
        """Return the values of the rows in their order."""
        rows, columns = unguarded_rows(rows), []
        for _, origin, stages in self._fields:
            values = origin(context, rows)
            for stage in stages:
                values = stage(context, values)
            columns.append(values)
        names = self._names
        converted = Converted([dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)])
        if self._may_defer:
            for position, row in enumerate(converted.rows):
                waiting = [(name, value.text) for name, value in row.items() if type(value) is _Later]
                for name, text in waiting:
                    del row[name]
                    converted.deferred.append(Deferred(position, name, text))
        return converted

    def lookup_of(self, name: str) -> Lookup:
        """Return the look-up that a field of the mapping uses."""
        mapped = next(mapped for mapped in self.mapping.fields if mapped.field == name)
        return next(
            found for (target, key), found in self.lookups.items() if target == self._item.name and key == mapped.lookup
        )

    def forget(self) -> None:
        """Forget what look-ups found: another transaction begins."""
        for lookup in self.lookups.values():
            lookup.forget()

    def _origin(self, mapped: MappedField) -> Origin:
        if mapped.column is not None:
            position = self._position(mapped.column)
            return lambda context, rows: [row[position] for row in rows]
        if mapped.formula is not None:
            return self._formula(mapped.formula)
        value = mapped.value
        return lambda context, rows: list(repeat(value, len(rows)))

    def _position(self, column: str) -> int:
        name = column.strip()
        found = [index for index, title in enumerate(self._header) if title == name]
        if len(found) != 1:
            raise Invalid(problems=[Problem(None, "column_repeated" if found else "column_missing", {"column": name})])
        return found[0]

    def _formula(self, text: str) -> Origin:
        try:
            checked = check(text, _Columns(self._header))
        except (FormulaSyntax, FormulaInvalid) as error:
            raise Invalid(
                problems=[
                    Problem(
                        None, "mapping_formula", {"formula": text}, {one: describe(said, one) for one in ("en", "zh")}
                    )
                    for said in error.found
                ]
            ) from error
        run = compile_rows(checked, {index: index for index in range(len(self._header))})

        def compute(context: "Context", rows: Rows) -> Values:
            surroundings = PlainEnvironment(now=context.now, zone=context.zone)
            values = [run(row, surroundings) for row in rows]
            return [
                FieldProblem("mapping_formula_error", formula=text) if value is ERROR else value for value in values
            ]

        return compute

    def _stages(self, context: "Context", mapped: MappedField) -> "Iterator[Stage]":
        member = self._item.field(mapped.field)
        if mapped.values is not None:
            yield _mapped_values(mapped)
        if mapped.default is not None:
            default = mapped.default
            yield lambda context, values: [default if _is_blank(value) else value for value in values]
        if member.values and mapped.value is None:
            yield _chosen(reader_of_choices(context, member))
        if member.type in FORMATTED and mapped.value is None:
            yield from _dates(member, mapped.format)
        if mapped.lookup is not None:
            yield self._looked_up(context, member, mapped)

    def _looked_up(self, context: "Context", member: "Field", mapped: MappedField) -> Stage:
        target = target_of(context, member, mapped.to)
        if target is None or mapped.lookup is None:
            raise Invalid(problems=[Problem(None, "lookup_object", {"object": mapped.to})])
        key = target.field(mapped.lookup).name
        lookup = self.lookups.setdefault((target.name, key), Lookup(target, key))
        if member.kind.links:
            return partial(_all_found, lookup)
        own = target is self._item

        def resolve(context: "Context", values: Values) -> Values:
            texts = [value.strip() if type(value) is str else value for value in values]
            known = lookup.find(context, {text for text in texts if type(text) is str and text})
            missing: dict[str, object] = {"": None}
            for text in set(filter(lambda text: type(text) is str and text and text not in known, texts)):
                missing[text] = _Later(text) if own else lookup.problem(text)
            return [(known.get(text) or missing[text]) if type(text) is str else text for text in texts]

        return resolve


class _Columns:
    """The columns of the file as names of a formula, each a text; signs that no name has are written as underscores."""

    def __init__(self, header: Sequence[str]) -> None:
        names: dict[str, list[int]] = {}
        for index, title in enumerate(header):
            written = title.casefold()
            for name in {written, "".join(sign if sign.isalnum() else "_" for sign in written)}:
                names.setdefault(name, []).append(index)
        self._positions = {name: found[0] for name, found in names.items() if len(found) == 1}

    @property
    def key(self) -> "Hashable":
        return "row"

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        position = self._positions.get(path[0].casefold()) if len(path) == 1 else None
        return None if position is None else Reference(path, FormulaType.TEXT, position)

    def names(self, prefix: tuple[str, ...]) -> "Iterable[str]":
        return () if prefix else self._positions

    def children(self, name: str) -> None:
        del name


def _all_found(lookup: Lookup, context: "Context", values: Values) -> Values:
    """Return the ids of the records that each text names, parted by semicolons; they have to be there already."""
    parted = [_parted(value) if type(value) is str else [] for value in values]
    known = lookup.find(context, {text for texts in parted for text in texts})
    found: Values = []
    for value, texts in zip(values, parted, strict=True):
        missing = [text for text in texts if text not in known]
        one: object = lookup.problem(missing[0]) if missing else [known[text] for text in texts]
        found.append(one if type(value) is str else value)
    return found


def _parted(text: str) -> list[str]:
    return [part for part in map(str.strip, text.split(";")) if part]


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _mapped_values(mapped: MappedField) -> Stage:
    table = {text.strip(): value for text, value in (mapped.values or {}).items()}
    keep = mapped.other == "keep"

    def one(value: object) -> object:
        text = value.strip() if isinstance(value, str) else value
        if isinstance(text, str) and text in table:
            return table[text]
        if keep or _is_blank(value) or not isinstance(text, str):
            return value
        return FieldProblem("not_in_mapping", value=text[:100])

    def translate(context: "Context", values: Values) -> Values:
        del context
        made: dict[object, object] = {}
        return [made[value] if value in made else made.setdefault(value, one(value)) for value in values]

    return translate


def _chosen(read: "Callable[[object], object]") -> Stage:
    """Return the stage that reads texts as values of a list, each different text once."""

    def stage(context: "Context", values: Values) -> Values:
        del context
        made = {value: read(value) for value in {value for value in values if type(value) is str}}
        return [made[value] if type(value) is str else value for value in values]

    return stage


def _dates(member: "Field", text: str | None) -> "Iterator[Stage]":
    """Yield the stage that reads dates in the writing of the file."""
    if text is not None and is_plain(text, member.type):
        return
    read = compile_format(text, member.type) if text is not None else None
    kind = member.type

    def one(context: "Context", value: str) -> object:
        try:
            return without_format(value, kind) if read is None else read(value, context.zone)
        except FieldProblem as problem:
            return problem

    def stage(context: "Context", values: Values) -> Values:
        return [
            one(context, value) if type(value) is str and value and not value.isspace() else value for value in values
        ]

    yield stage
