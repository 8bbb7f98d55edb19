"""The plan: everything a change would do, worked out against the present state without touching it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson

from guanxi.catalog import COPY
from guanxi.change.consequences import consequences
from guanxi.change.copies import held_back, settled
from guanxi.change.counts import Counts
from guanxi.change.difference import Difference, differences
from guanxi.change.effect import Effect
from guanxi.change.effects import Effects
from guanxi.change.examples import Examples
from guanxi.change.items import Allotment, allot
from guanxi.change.locks import Lock, lock_of
from guanxi.change.naming import Naming
from guanxi.change.obstacles import obstacles
from guanxi.change.purge import Purge, purge_of
from guanxi.change.relabel import Relabelled, kept_aliases, relabelled
from guanxi.change.retype import Retype, retype_findings, retypes, shown_to
from guanxi.change.situation import Situation
from guanxi.change.wanted import Wanted, wanted_layers
from guanxi.metadata.check import check_layers
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.findings import Finding, errors_of
from guanxi.metadata.layers import merge
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.structure import place_of
from guanxi.text.messages import message
from guanxi.workspace.stored import MANIFEST_KIND, sleeping, stored_aliases, stored_items, stored_layers

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog, ItemRow
    from guanxi.metadata.layers import Layer, Merged
    from guanxi.metadata.renames import Rename
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["Change", "Plan", "plan"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan: what differs and what that does to data."""

    difference: Difference
    effects: tuple[Effect, ...]
    lock: Lock = "none"

    @property
    def destructive(self) -> bool:
        """Tell whether data goes out of sight."""
        return any(effect.destructive for effect in self.effects)

    def as_json(self, naming: Naming) -> dict[str, Any]:
        """Return the change as the API and the command line show it."""
        told = self.difference
        return {
            "action": told.action, "kind": told.kind, "name": told.name, "package": told.package,
            "path": list(told.path), "before": told.before, "after": told.after, "destructive": self.destructive,
            "lock": {"class": self.lock, "message": message(f"lock_{self.lock}", {}, language=naming.language)},
            "effects": [
                {
                    "code": effect.code, "params": dict(effect.params),
                    "message": naming.sentence(effect.code, effect.params, told.kind, told.name),
                    "examples": [asdict(example) for example in effect.examples],
                }
                for effect in self.effects
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """A change worked out against one revision; it can be applied while that revision stands."""

    revision: int
    layers: "tuple[Layer, ...]"
    stored: "tuple[Layer, ...]"
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    items: "tuple[ItemRow, ...]"
    allotment: Allotment
    former: "Catalog"  # as it is, with the new names of what is renamed
    catalog: "Catalog | None"  # as it would be, None where errors forbid to compile
    asleep: frozenset[str] = frozenset()  # packages that stay in the database, switched off
    forgotten: frozenset[str] = frozenset()  # packages that were switched off and go now
    retried: "tuple[ItemRow, ...]" = ()  # items whose build failed and starts again
    relabelled: Relabelled | None = None  # what is renamed, None where errors forbid to compile
    retired: frozenset[str] = frozenset()  # former names that answer no longer
    purges: tuple[Purge, ...] = ()  # what leaves the database for ever
    retypes: tuple[Retype, ...] = ()  # fields that get another type
    abandoned: "tuple[ItemRow, ...]" = ()  # columns whose filling came to nothing, hidden now
    zone: ZoneInfo = ZoneInfo("UTC")  # noqa: RUF009 - frozen; where days begin for values that become another type
    present: "Catalog | None" = None  # as it is, before the renames that `former` has already

    @property
    def id(self) -> str:
        """Return a fingerprint: the same input against the same revision gives the same plan.

        The counts of records do not belong to it: they move with every save.
        """
        told = [
            [change.difference.action, change.difference.kind, change.difference.name, change.difference.path,
             change.difference.before, change.difference.after, [effect.code for effect in change.effects]]
            for change in self.changes
        ]  # fmt: skip
        plain = orjson.dumps([self.revision, told], option=orjson.OPT_SORT_KEYS, default=str)
        return hashlib.sha256(plain).hexdigest()[:32]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that forbid to apply it."""
        return errors_of(self.findings)

    @property
    def copies(self) -> tuple[Retype, ...]:
        """Return the fields whose values have to be copied before anything else can happen."""
        return tuple(one for one in self.retypes if one.copies)

    @property
    def is_empty(self) -> bool:
        """Tell whether applying it would change nothing."""
        return not self.changes and self.stored == self.layers

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the plan as the API and the command line show it."""
        catalogs = (self.catalog, self.former, self.present)
        naming = Naming(tuple(one for one in catalogs if one is not None), language)
        return {
            "revision": self.revision,
            "plan_id": self.id,
            "changes": [change.as_json(naming) for change in self.changes],
            "findings": [_finding(found, language) for found in self.findings],
        }


def plan(workspace: "Workspace", wanted: Wanted, *, reader: "Principal | None" = None) -> Plan:
    """Work out what a change would do, against the revision that the database shows now.

    Samples of values are those that the reader may see.
    """
    while True:
        former = workspace.snapshot().catalog
        with workspace.database.read() as connection:
            made = _make(workspace, connection, wanted, former, reader)
        if workspace.database.revision() == former.revision:
            return made


@dataclass(frozen=True, slots=True)
class _Wished:
    """What shall be, before it is checked and compiled."""

    stored: "tuple[Layer, ...]"
    known: Relabelled
    purges: tuple[Purge, ...]
    findings: tuple[Finding, ...]
    abandoned: "tuple[ItemRow, ...]"


def _make(
    workspace: "Workspace", connection: "Connection", wanted: Wanted, former: "Catalog", reader: "Principal | None"
) -> Plan:  # fmt: skip
    wished, present = _wished(connection, wanted), former
    known, revision, blanked = wished.known, former.revision, wanted.blanked
    layers, rows, aliases = known.layers, known.rows, known.aliases
    # What did not change is taken over from the catalog that stands.
    compiled = partial(compile_catalog, items=rows, aliases=aliases, revision=revision, previous=former)
    new, faults = check_layers(layers, stored=known.former, compiled=compiled)
    findings = (*wished.findings, *faults)
    if errors_of(findings):
        return Plan(revision, layers, wished.stored, (), findings, rows, _NOTHING, former, None)
    if known.renames:
        former = compiled(merge(known.former))
    allotment = allot(compiled(new), rows)
    catalog = compile_catalog(
        new, allotment.applied_to(rows), aliases, revision=revision + 1, previous=former,
        hook=workspace.plugins.compile_kind,
    )  # fmt: skip
    zone, shows = ZoneInfo(workspace.settings.zone), shown_to(workspace, connection, reader)
    retyped = retypes(connection, former, catalog, allotment.retyped, blanked=blanked, zone=zone, shows=shows)
    told = _differences(wished, wanted, new, frozenset(), ())
    running = {} if wanted.resumes else held_back(former, told, wished.abandoned)
    findings = (
        *findings, *retype_findings(new, retyped, blanked=blanked, running=running),
        *obstacles(new, workspace, former, catalog),
    )  # fmt: skip
    forgotten = wanted.dropped & sleeping(connection)
    retried = _retried(connection, rows, allotment, _touched(wanted, new))
    examples = Examples(workspace, connection, former, reader)
    at = Situation(workspace, connection, former, catalog, new, Counts(connection), examples)
    effects = Effects(at, known.touched, wished.purges, retyped)

    def change(told: Difference) -> Change:
        found = consequences(at, effects, told)
        return Change(told, found, lock_of(found, connection.dialect))

    changes = tuple(map(change, _differences(wished, wanted, new, forgotten, retried)))
    return Plan(
        revision, layers, wished.stored, changes, findings, rows, allotment, former, catalog, wanted.asleep, forgotten,
        retried, known, wanted.retired, wished.purges, retyped, wished.abandoned, zone, present,
    )  # fmt: skip


def _wished(connection: "Connection", wanted: Wanted) -> _Wished:
    stored = stored_layers(connection)
    rows, abandoned = settled(connection, stored_items(connection))
    aliases = kept_aliases(stored_aliases(connection), wanted.retired)
    purges = tuple(purge_of(rows, name) for name in sorted(wanted.purged))
    gone = {row.id for purge in purges for row in purge.rows}
    layers, findings = wanted_layers(stored, wanted)
    known = relabelled(stored, layers, tuple(row for row in rows if row.id not in gone), aliases)
    return _Wished(stored, known, purges, (*findings, *known.findings), abandoned)


def _differences(
    wished: _Wished, wanted: Wanted, new: "Merged", forgotten: frozenset[str], retried: "tuple[ItemRow, ...]"
) -> tuple[Difference, ...]:
    return (
        *map(_renamed, wished.known.renames),
        *(Difference("purge", "item", purge.name, WORKSPACE) for purge in wished.purges),
        *map(_retired, sorted(wanted.retired)), *differences(merge(wished.known.former), new),
        *map(_gone, sorted(forgotten)), *map(_again, retried),
    )  # fmt: skip


def _retried(
    connection: "Connection", rows: "tuple[ItemRow, ...]", allotment: Allotment, touched: set[str]
) -> "tuple[ItemRow, ...]":
    """Return the items of touched objects whose build came to nothing."""
    hidden, given_up = {row.id for row in allotment.hidden}, _given_up(connection)
    failed = (row for row in rows if row.kind != COPY and (row.state == "failed" or row.id in given_up))
    return tuple(row for row in failed if row.object in touched and row.id not in hidden)


_NOTHING = Allotment((), (), (), (), ())


def _touched(wanted: Wanted, merged: "Merged") -> set[str]:
    """Return the objects that the documents of a change name."""
    packages = {package.manifest.name for package in wanted.packages}
    named = {document.name for document in wanted.documents if document.kind == "object"}
    named |= {str(document.body.get("object")) for document in wanted.documents}
    return named | {item.name for item in merged.of_kind("object") if item.package in packages}


def _given_up(connection: "Connection") -> frozenset[str]:
    """Return the items that wait for a build whose job was cancelled or failed."""
    rows = connection.select("gx_build", ("item", "job"), {"state": "building"})
    jobs = [job for _, job in rows]
    over = {job for (job,) in connection.select("gx_job", ("id",), {"id": jobs, "state": ["cancelled", "failed"]})}
    return frozenset(item for item, job in rows if job in over)


def _gone(package: str) -> Difference:
    return Difference("remove", MANIFEST_KIND, package, package)


def _renamed(rename: "Rename") -> Difference:
    kind, name, path = rename.kind, rename.new, tuple[str, ...]()
    if rename.owner is not None:
        (kind, key), name = place_of(rename.kind), rename.owner
        path = (key, rename.new)
    return Difference("rename", kind, name, "", path, rename.old, rename.new, rename)


def _retired(name: str) -> Difference:
    return Difference("remove", "alias", name, WORKSPACE)


def _again(row: "ItemRow") -> Difference:
    return Difference(
        "change", "object", str(row.object), row.package, (row.kind, row.name, "state"), "failed", "building"
    )


def _finding(found: Finding, language: str) -> Mapping[str, Any]:
    return {
        "code": found.code, "severity": found.severity, "file": found.file, "line": found.line, "path": found.path,
        "message": message(found.code, found.params, language=language), "fix": found.fix,
        "params": dict(found.params),
    }  # fmt: skip
