"""What an operator should know: things that do not mend themselves."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.change.install import bringing
from guanxi.change.plan import plan
from guanxi.change.wanted import FOUNDATION
from guanxi.records.rotation import keys_in_use, sealed_fields
from guanxi.storage.trigrams import EXTENSION, lacks_trigrams
from guanxi.storage.versions import SCHEMA_VERSION, schema_version
from guanxi.text.messages import message

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["Ailment", "findings_of"]

_SEALED_WITHIN = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing that needs attention."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence for people."""
        return message(self.code, self.params, language=language)

    def as_json(self, language: str) -> dict[str, object]:
        """Return the finding as JSON."""
        return {"code": self.code, "params": dict(self.params), "message": self.text(language)}


def findings_of(workspace: "Workspace") -> list[Ailment]:
    """Return everything that needs attention, nothing when all is well."""
    if schema_version(workspace.database) != SCHEMA_VERSION:
        return [
            Ailment("doctor_migrate", {"stored": schema_version(workspace.database) or "-", "needed": SCHEMA_VERSION})
        ]
    return [found for check in _CHECKS for found in check(workspace)]


def _foundation(workspace: "Workspace") -> Iterator[Ailment]:
    if plan(workspace, bringing(workspace, *FOUNDATION)).changes:
        yield Ailment("doctor_foundation")


def _searches(workspace: "Workspace") -> Iterator[Ailment]:
    with workspace.database.read() as connection:
        if lacks_trigrams(connection):
            yield Ailment("doctor_searches", {"extension": EXTENSION})


def _builds(workspace: "Workspace") -> Iterator[Ailment]:
    with workspace.database.read() as connection:
        rows = connection.select("gx_build", ("item", "detail"), {"state": "failed"})
        names = dict(connection.select("gx_item", ("id", "name"), {"id": [row[0] for row in rows]})) if rows else {}
    for item, _ in rows:
        yield Ailment("doctor_build", {"name": names.get(item, item)})


def _jobs(workspace: "Workspace") -> Iterator[Ailment]:
    with workspace.database.read() as connection:
        rows = connection.select("gx_job", ("id", "kind", "error"), {"state": "failed"}, order=("id",), limit=20)
    for identity, kind, error in rows:
        yield Ailment("doctor_job", {"id": identity, "kind": kind, "error": error})


def _unsealed(workspace: "Workspace") -> Iterator[Ailment]:
    with workspace.database.read() as connection:
        rows = connection.select("gx_audit", ("at",), {"position": None}, order=("id",), limit=1)
    if rows and rows[0][0] < clock.now() - _SEALED_WITHIN:
        yield Ailment("doctor_unsealed", {"since": rows[0][0].isoformat()})


def _plugins(workspace: "Workspace") -> Iterator[Ailment]:
    for name, reason in workspace.plugins.failed.items():
        yield Ailment("doctor_plugin", {"name": name, "reason": reason})
    snapshot = workspace.snapshot()
    for kind in snapshot.catalog.kinds.values():
        if kind.failed is not None:
            yield Ailment("doctor_kind", {"name": kind.package, "kind": kind.name, "reason": kind.failed})
    for guarded, name in sorted(snapshot.policy.guards.missing.items()):
        yield Ailment("doctor_guard", {"object": guarded, "name": name})
    for name, (here, there) in workspace.plugins.behind(snapshot.catalog).items():
        yield Ailment("doctor_plugin_behind", {"name": name, "here": here, "there": there})


def _keys(workspace: "Workspace") -> Iterator[Ailment]:
    """Yield the keys that values were sealed by and that this process lacks."""
    known = {name for name, _ in workspace.settings.keys.keys}
    lacking: dict[str, Counter[str]] = {}
    for member in sealed_fields(workspace):
        for name, count in keys_in_use(workspace, member).items():
            if name not in known:
                lacking.setdefault(name, Counter())[f"{member.object}.{member.name}"] += count
    for name, fields in sorted(lacking.items()):
        yield Ailment("doctor_key", {"key": name, "fields": ", ".join(sorted(fields)), "values": fields.total()})


_CHECKS: tuple[Callable[["Workspace"], Iterator[Ailment]], ...] = (
    _foundation, _searches, _builds, _jobs, _unsealed, _plugins, _keys,
)  # fmt: skip
