"""One hint about metadata, and the ground on which hints are looked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import role_grantee_id

if TYPE_CHECKING:
    from datetime import datetime

    from guanxi.catalog import Catalog
    from guanxi.change.naming import Naming
    from guanxi.storage.connection import Connection

__all__ = ["Ground", "Hint", "held_roles"]


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing worth a look: its code, the item that it is about, and the values of its words."""

    code: str
    kind: str
    name: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, naming: "Naming") -> str:
        """Return the sentence for people."""
        return naming.sentence(self.code, self.params, self.kind, self.name)

    def as_json(self, naming: "Naming") -> dict[str, Any]:
        """Return the hint as JSON."""
        return {
            "code": self.code, "kind": self.kind, "name": self.name, "params": dict(self.params),
            "message": self.text(naming),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """What every look needs: the metadata, the data, and what was found of both once for all looks."""

    catalog: "Catalog"
    connection: "Connection"
    now: "datetime"
    held: frozenset[str]  # the roles that somebody holds, by name or through another role
    unfilled: Mapping[str, frozenset[str]]  # by object with records: the fields that none of them fills


def held_roles(catalog: "Catalog", connection: "Connection") -> frozenset[str]:
    """Return the roles that somebody holds, and those that a held role inherits."""
    held = {row[0] for row in connection.select("gx_membership", ("grantee_id",))}
    waiting = [name for name in catalog.roles if role_grantee_id(name) in held]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in catalog.roles and name not in used:
            used.add(name)
            waiting += catalog.roles[name].inherits
    return frozenset(used)
