"""What a change of type means for the values that are there: counted before anything is touched (decision A1)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from guanxi.catalog import Successor
from guanxi.change.examples import shown_value
from guanxi.fields.base import FieldProblem
from guanxi.fields.conversion import LOSSY, converts
from guanxi.metadata.findings import Finding
from guanxi.records.reach import reached
from guanxi.records.recast import KEPT, Recast

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog, Field
    from guanxi.change.items import Retyped
    from guanxi.metadata.layers import Merged
    from guanxi.records.columns import Values
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["Retype", "Shows", "shown_to", "lossy", "retype_findings", "retypes"]

Shows: TypeAlias = "Callable[[Field, tuple[str, ...]], frozenset[str]]"
"""Says of a field's records whose values may be shown to whoever reads the plan."""

SAMPLES, _KEPT = 5, 50


@dataclass(slots=True)
class Retype:
    """One field that gets another type, with what was found in its records."""

    told: "Retyped"
    before: "Field"
    after: "Field"
    blanks: bool
    possible: bool = True
    records: int = 0
    rows: int = 0  # those with a value
    kept: int = 0  # those that get back what they had under that type
    unfit: int = 0
    clashes: int = 0  # values that a unique field would have twice
    samples: dict[str, str] = field(default_factory=dict)  # by record, values that do not convert

    @property
    def name(self) -> str:
        """Return the field as people name it."""
        return f"{self.after.object}.{self.after.name}"

    @property
    def place(self) -> tuple[str, str]:
        """Return object and field."""
        return (self.after.object, self.after.name)

    @property
    def copies(self) -> bool:
        """Tell whether values have to be copied before the type can change."""
        return not self.told.copied and self.rows > 0

    def shown(self) -> str:
        """Return the samples as words."""
        return ", ".join(f"“{text}”" for text in dict.fromkeys(self.samples.values())) or "–"


def shown_to(workspace: "Workspace", connection: "Connection", reader: "Principal | None") -> Shows:
    """Return which values a reader may be shown, all of them to the platform itself."""
    if reader is None or reader.is_system:
        return lambda field, ids: frozenset(ids)
    context = workspace.context(reader)
    present = {member.id: member for item in context.catalog.objects.values() for member in item.declared}

    def shows(field: "Field", ids: tuple[str, ...]) -> frozenset[str]:
        known = present.get(field.id)
        if known is None or known.name not in context.rights.clear(known.object):
            return frozenset()
        return frozenset(reached(context, connection, known.object, set(ids)))

    return shows


def retypes(
    connection: "Connection", former: "Catalog", catalog: "Catalog", told: "Iterable[Retyped]", *,
    blanked: frozenset[str], zone: dt.tzinfo, shows: "Shows",
) -> tuple[Retype, ...]:  # fmt: skip
    """Return what a change does to the values of the fields whose type it changes."""
    found = []
    for one in told:
        owner, name = str(one.row.object), one.row.name
        before, after = former.objects[owner].fields[name], catalog.objects[owner].fields[name]
        made = Retype(one, before, after, blanks=f"{owner}.{name}" in blanked)
        made.possible = converts(before.type, after.type)
        if made.possible and not one.copied:
            _count(connection, former, catalog, made, zone)
            seen = shows(made.before, tuple(made.samples)) if made.samples else frozenset()
            made.samples = dict([pair for pair in made.samples.items() if pair[0] in seen][:SAMPLES])
        found.append(made)
    return tuple(found)


def _count(connection: "Connection", former: "Catalog", catalog: "Catalog", made: Retype, zone: dt.tzinfo) -> None:
    picklist = catalog.picklists.get(made.after.picklist or "")
    words = () if picklist is None else tuple(picklist.words().items())
    recast = Recast(
        former, former.objects[made.before.object], made.before.name, Successor(made.after, words),
        dialect=connection.dialect, zone=zone, former=made.told.former is not None,
    )  # fmt: skip
    met: set[int] = set()
    for page in recast.pages(connection):
        for values in page:
            made.records += 1
            if not recast.is_blank(values):
                made.rows += 1
                _judge(made, recast, values, met)


def _judge(made: Retype, recast: Recast, values: "Values", met: set[int]) -> None:
    try:
        value = recast.value(values)
    except FieldProblem:
        made.unfit += 1
        if len(made.samples) < _KEPT:
            made.samples[str(values["id"])] = shown_value(made.before, values[made.before.name])
        return
    made.kept += value is KEPT
    if made.after.unique and value is not None and value is not KEPT and values["deleted_at"] is None:
        fold = made.after.kind.derive(made.after).get("fold")
        key = hash(value if fold is None else fold(value))
        made.clashes += key in met
        met.add(key)


def retype_findings(
    merged: "Merged", made: Sequence[Retype], *, blanked: frozenset[str], running: Mapping[tuple[str, str], str]
) -> Iterator[Finding]:
    """Yield what stands against changes of types, at the field; and marks that mean nothing."""
    for one in made:
        item = merged.get("object", one.after.object)
        if item is None:
            continue
        path, name = ("fields", one.after.name, "type"), one.after.name
        if not one.possible:
            yield item.finding("retype", path, field=name, before=one.before.type, after=one.after.type)
        elif one.unfit and not one.blanks:
            yield item.finding(
                "retype_unfit", path, field=name, after=one.after.type, unfit=one.unfit, rows=one.rows,
                samples=one.shown(), name=one.name,
            )  # fmt: skip
        elif one.clashes:
            yield item.finding("retype_clashes", path, field=name, rows=one.clashes)
    for name in sorted(blanked - {one.name for one in made}):
        yield Finding("blank_nothing", path=name[:100], params={"name": name[:100]})
    for (kind, name), by in sorted(running.items()):
        yield Finding("retype_running", path=f"{kind}/{name}", params={"name": name, "field": by})


def lossy(made: Retype) -> bool:
    """Tell whether converted values say less than those before."""
    return (made.before.type, made.after.type) in LOSSY
