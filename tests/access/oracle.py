"""A brute-force reading of access.md over records in memory: who may reach which row, at which level.

It knows nothing of SQL, arms or closures: it walks units upwards and looks at every rule and share one by one.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guanxi.catalog import Catalog, ChildRelation, Target
from guanxi.formula.environment import PlainEnvironment
from guanxi.formula.evaluate import compile_python

RANK = {"private": 0, "read": 1, "write": 2, "full": 3}
Record = dict[str, Any]


@dataclass
class Data:
    """All records by object and id; a share is (record, grantee id, level, reason)."""

    catalog: Catalog
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    shares: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)
    held: Mapping[str, Any] = field(default_factory=dict)  # rights by user id

    def all(self, name: str) -> dict[str, Record]:
        return self.records.setdefault(name, {})


class Oracle:
    """Answers `may` for users of the data."""

    def __init__(self, data: Data, now: dt.datetime) -> None:
        self.data = data
        self.now = now

    def may(self, user: str, object_name: str, record: str, level: str) -> bool:
        rights, item = self.data.held[user], self.data.catalog.object(object_name)
        sharing, row = self.data.catalog.sharing[object_name], self.data.all(object_name)[record]
        if not rights.can(object_name, "read"):
            return False
        for limit in sharing.restrictions:
            exempt = limit.unless is not None and self.belongs(user, limit.unless)
            if not exempt and not self.holds(user, object_name, row, limit.where):
                return False
        if rights.can(object_name, "modify_all") or (level == "read" and rights.can(object_name, "view_all")):
            return True
        portal = self.data.all("user")[user]["audience"] == "portal"
        if RANK[sharing.portal_default if portal else sharing.default] >= RANK[level]:
            return True
        if item.owned and self.through_ownership(user, object_name, record, level):
            return True
        for rule in sharing.rules:
            if (
                RANK[rule.level] >= RANK[level]
                and self.belongs(user, rule.to)
                and (rule.where is None or self.holds(user, object_name, row, rule.where))
            ):
                return True
        if item.owned or not item.masters:
            return False
        parent_level = "read" if level == "read" else "write"
        return all(self.may(user, master.to, row[master.name], parent_level) for master in item.masters)  # type: ignore[arg-type]

    def through_ownership(self, user: str, object_name: str, record: str, level: str) -> bool:
        sharing, owner = self.data.catalog.sharing[object_name], self.data.all(object_name)[record]["owner"]
        if self.is_in(user, owner):
            return True
        stands, mine = self.unit_of(owner), self.data.all("user")[user]["unit"]
        if sharing.hierarchy and mine is not None and stands is not None and mine in self.above(stands)[1:]:
            return True
        return any(
            shared == record
            and RANK[given] >= RANK[level]
            and self.is_in(user, grantee)
            and (sharing.teams or reason != "team")
            for shared, grantee, given, reason in self.data.shares.get(object_name, [])
        )

    def is_in(self, user: str, grantee: str) -> bool:
        data, row = self.data, self.data.all("user")[user]
        if grantee in {user, row["unit"]}:
            return True
        if any(m["team"] == grantee and m["user"] == user for m in data.all("team_member").values()):
            return True
        return any(m["queue"] == grantee and m["user"] == user for m in data.all("queue_member").values())

    def belongs(self, user: str, to: Target) -> bool:
        row = self.data.all("user")[user]
        if to.kind == "audience":
            return bool(row["audience"] == to.name)
        if to.kind == "role":
            return to.name in row["roles"] and self.data.catalog.roles[to.name].audience == row["audience"]
        named = [
            i
            for i, r in self.data.all("org_unit" if to.kind.startswith("unit") else to.kind).items()
            if r.get("code" if to.kind.startswith("unit") else "name") == to.name
        ]
        if to.kind == "unit_and_below":
            return any(unit in self.above(row["unit"]) for unit in named)
        return any(self.is_in(user, one) for one in named)

    def unit_of(self, grantee: str) -> str | None:
        for name in ("user", "queue"):
            if grantee in self.data.all(name):
                unit: str | None = self.data.all(name)[grantee]["unit"]
                return unit
        return grantee if grantee in self.data.all("org_unit") else None

    def above(self, unit: str | None) -> list[str]:
        return [] if unit is None else [unit, *self.above(self.data.all("org_unit")[unit]["parent"])]

    def holds(self, user: str, object_name: str, row: Record, where: str) -> bool:
        checked = self.data.catalog.formulas.condition(object_name, where)
        values = {
            reference.key: self.read("user", self.data.all("user")[user], reference.path[1:])
            if reference.context
            else self.read(object_name, row, reference.path)
            for reference in checked.references
        }
        granted = frozenset(
            ("role", role) for role in self.data.all("user")[user]["roles"] if self.belongs(user, Target("role", role))
        )
        children = {
            name: self.children(relation, row)
            for name, relation in self.data.catalog.object(object_name).children.items()
        }
        surroundings = PlainEnvironment(values, now=self.now, granted=granted, children=children)  # type: ignore[arg-type]
        return compile_python(checked)(surroundings) is True

    def children(self, relation: ChildRelation, row: Record) -> tuple[PlainEnvironment, ...]:
        below = (child for child in self.data.all(relation.object).values() if child[relation.field] == row["id"])
        return tuple(
            PlainEnvironment({(name,): value for name, value in child.items()}, now=self.now) for child in below
        )

    def read(self, object_name: str, row: Record, path: tuple[str, ...]) -> Any:
        head, _, kind = path[0].partition(":")
        member = self.data.catalog.object(object_name).field(head)
        if len(path) == 1:
            if member.formula is None:
                return row.get(head)
            checked = self.data.catalog.formulas.field(object_name, head)
            values = {reference.key: self.read(object_name, row, reference.path) for reference in checked.references}
            return compile_python(checked)(PlainEnvironment(values, now=self.now))
        if head == "owner" and not kind:
            owner = row["owner"]
            names = (
                self.data.all(name)[owner]["name"]
                for name in ("user", "queue", "team", "org_unit")
                if owner in self.data.all(name)
            )
            return owner if path[1] == "id" else next(names, None)
        target = kind or member.to or ""
        parent = self.data.all(target).get(row.get(head))
        return None if parent is None or parent.get("deleted_at") else self.read(target, parent, path[1:])
