"""The plan: everything a change would do, worked out against the present state without touching it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from guanxi.change.difference import Difference, differences
from guanxi.change.effects import Effect, effects_of
from guanxi.change.items import Allotment, allot
from guanxi.change.wanted import Wanted, wanted_layers
from guanxi.metadata.check import check_layers
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.findings import Finding, errors_of
from guanxi.metadata.layers import merge
from guanxi.text.messages import message
from guanxi.workspace.stored import stored_aliases, stored_items, stored_layers

if TYPE_CHECKING:
    from guanxi.metadata.catalog import Catalog, ItemRow
    from guanxi.metadata.layers import Layer, Merged
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["Change", "Plan", "make_plan", "plan"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan: what differs and what that does to data."""

    difference: Difference
    effects: tuple[Effect, ...]

    @property
    def destructive(self) -> bool:
        """Tell whether data goes out of sight."""
        return any(effect.destructive for effect in self.effects)

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the change as the API and the command line show it."""
        told = self.difference
        return {
            "action": told.action, "kind": told.kind, "name": told.name, "package": told.package, "path": list(told.path),
            "before": told.before, "after": told.after, "destructive": self.destructive,
            "effects": [
                {"code": effect.code, "message": message(effect.code, effect.params, language=language), "params": dict(effect.params)}
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
    catalog: "Catalog | None"  # as it would be, None where errors forbid to compile

    @property
    def id(self) -> str:
        """Return a fingerprint: the same input against the same revision gives the same plan."""
        told = [self.revision, [change.as_json("en") for change in self.changes]]
        return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:32]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that forbid to apply it."""
        return errors_of(self.findings)

    @property
    def is_empty(self) -> bool:
        """Tell whether applying it would change nothing."""
        return not self.changes and self.stored == self.layers

    def as_json(self, language: str) -> dict[str, Any]:
        """Return the plan as the API and the command line show it."""
        return {
            "revision": self.revision,
            "plan_id": self.id,
            "changes": [change.as_json(language) for change in self.changes],
            "findings": [_finding(found, language) for found in self.findings],
        }


def plan(workspace: "Workspace", wanted: Wanted) -> Plan:
    """Work out what a change would do, against the revision that the database shows now."""
    while True:
        revision = workspace.database.revision()
        with workspace.database.read() as connection:
            made = make_plan(connection, wanted, revision=revision)
        if workspace.database.revision() == revision:
            return made


def make_plan(connection: "Connection", wanted: Wanted, *, revision: int) -> Plan:
    """Work out a plan over a connection, which may be that of the transaction that applies it."""
    stored, rows = stored_layers(connection), stored_items(connection)
    aliases = stored_aliases(connection)
    layers, findings = wanted_layers(stored, wanted)
    old = merge(stored)
    new, faults = check_layers(layers, trusted=frozenset(layer.package for layer in layers if layer in stored))
    findings = (*findings, *faults)
    if errors_of(findings):
        return Plan(revision, layers, stored, (), findings, rows, _NOTHING, None)
    allotment = allot(compile_catalog(new, rows, aliases, revision=revision), rows)
    findings = (*findings, *_refused(new, allotment))
    catalog = compile_catalog(new, allotment.applied_to(rows), aliases, revision=revision + 1)
    former = compile_catalog(old, rows, aliases, revision=revision)
    changes = tuple(
        Change(told, effects_of(told, former, catalog, connection)) for told in differences(old, new)
    )
    return Plan(revision, layers, stored, changes, findings, rows, allotment, catalog)


_NOTHING = Allotment((), (), (), (), ())


def _refused(merged: "Merged", allotment: Allotment) -> tuple[Finding, ...]:
    """Return a finding for each field that wants another kind of column."""
    found = []
    for row in allotment.retyped:
        item = merged.get("object", str(row.object))
        if item is not None:
            found.append(item.finding("retype", ("fields", row.name, "type"), field=row.name))
    return tuple(found)


def _finding(found: Finding, language: str) -> Mapping[str, Any]:
    return {
        "code": found.code, "severity": found.severity, "file": found.file, "line": found.line, "path": found.path,
        "message": message(found.code, found.params, language=language), "fix": found.fix,
    }  # fmt: skip
