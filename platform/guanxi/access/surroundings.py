"""For whom and when the arms of sharing are made, and what the slots of their conditions stand for."""

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from guanxi.access.conditions import Condition, compile_condition
from guanxi.access.environment import PrincipalEnvironment
from guanxi.sqltree import Param

if TYPE_CHECKING:
    from guanxi.access.guards import GuardKey
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Policy, Rights
    from guanxi.catalog import ObjectType, Restriction, SharingRule

__all__ = ["Surroundings"]

Tree = TypeVar("Tree")


@dataclass(slots=True)
class Surroundings:
    """For whom and when arms are made; gathers the values of the conditions' slots."""

    policy: "Policy"
    principal: "Principal"
    now: dt.datetime
    zone: dt.tzinfo
    guarded: "GuardKey"
    values: dict[str, object] = field(default_factory=dict)
    _slots: dict[tuple[type, Hashable], str] = field(default_factory=dict)  # of values met so far

    @property
    def rights(self) -> "Rights":
        """Return what the principal may do."""
        return self.policy.rights_of(self.principal)

    def condition(self, item: "ObjectType", named: "SharingRule | Restriction", where: str, alias: str) -> Condition:
        """Compile a formula of sharing and keep the values of its slots."""
        checked = self.policy.catalog.formulas.condition(item.name, where, blank_as=named.blank_as)
        environment = PrincipalEnvironment(
            self.principal, self.rights, now=self.now, zone=self.zone, known=self.policy.known
        )
        prefix = f"access.{item.name}.{type(named).__name__}.{named.package}.{named.name}."
        condition = compile_condition(
            self.policy.catalog, item, checked, alias=alias, prefix=prefix, environment=environment
        )
        return self._sharing_slots(condition)

    def _sharing_slots(self, condition: Condition) -> Condition:
        """Keep the values of a condition's slots, and let equal values have one slot.

        Rules of one object mostly share a part, such as that a record is open: PostgreSQL asks it once of every row
        where it sees the same parameter, and not once for each rule.
        """
        renamed = {}
        for slot, value in condition.values.items():
            if isinstance(value, Hashable):
                kept = self._slots.setdefault((type(value), value), slot)
                if kept != slot:
                    renamed[slot] = kept
                    continue
            self.values[slot] = value
        return replace(condition, expr=_with_slots(condition.expr, renamed)) if renamed else condition


def _with_slots(tree: Tree, renamed: Mapping[str, str]) -> Tree:
    """Return a tree whose parameters of one slot take the value of another."""
    if isinstance(tree, Param):
        return replace(tree, slot=renamed.get(tree.slot, tree.slot))
    if isinstance(tree, tuple):
        return type(tree)(_with_slots(item, renamed) for item in tree)
    if is_dataclass(tree) and not isinstance(tree, type):
        parts = {part.name: _with_slots(getattr(tree, part.name), renamed) for part in fields(tree)}
        return replace(tree, **parts)
    return tree
