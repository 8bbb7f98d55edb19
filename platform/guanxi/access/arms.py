"""The steps of access.md from the org-wide default to view_all, each as an arm over the object's table."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from guanxi.access.conditions import Condition, compile_condition
from guanxi.access.vocabulary import Level, rank
from guanxi.sqltree import (
    TRUE,
    Alias,
    Call,
    Column,
    Exists,
    Expr,
    InList,
    InSelect,
    Join,
    Not,
    Param,
    Select,
    Table,
    all_of,
    any_of,
    integer,
)

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Policy, Rights
    from guanxi.metadata.catalog import Field, ObjectType, Restriction, Sharing, SharingRule

__all__ = ["Arm", "ArmKind", "Limit", "Surroundings", "applying_rules", "arms_of", "restrictions_of", "steps_of"]

ArmKind = Literal["all", "owner", "hierarchy", "own", "lookup", "share", "parent"]
_DEEPEST_MASTER = 8
_OWNERS, _GRANTEES, _UNIT = (Param(f"access.{name}", "uuid") for name in ("owners", "grantees", "unit"))
_TEAM = Param("access.team", "text")
_ONE = (Alias("one", integer(1)),)


@dataclass(frozen=True, slots=True)
class Arm:
    """One reason for which rows are reachable, up to a level, in a form that asks and a form that finds."""

    reason: (
        str  # view_all, modify_all, default, owner, hierarchy, rules, rule_paths, share; "parent:" in front for a parent's
    )
    kind: ArmKind
    level: Level
    predicate: Expr
    driving: Expr
    rules: tuple[str, ...] = ()  # names of the sharing rules it joins


@dataclass(frozen=True, slots=True)
class Limit:
    """A restriction that binds the principal, as a condition that must be TRUE."""

    name: str
    predicate: Expr


@dataclass(slots=True)
class Surroundings:
    """For whom and when arms are made; gathers the values of their slots."""

    policy: "Policy"
    principal: "Principal"
    now: dt.datetime
    zone: dt.tzinfo
    values: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Bind who the principal is."""
        who = self.principal
        self.values.update(
            {
                _OWNERS.slot: who.owner_ids,
                _GRANTEES.slot: who.grantee_ids,
                _UNIT.slot: who.unit_id,
                _TEAM.slot: "team",
            }
        )

    @property
    def rights(self) -> "Rights":
        """Return what the principal may do."""
        return self.policy.rights_of(self.principal)


def arms_of(around: Surroundings, object_name: str, *, level: Level, alias: str, depth: int = 0) -> tuple[Arm, ...]:
    """Return the arms that reach the level, rules joined: those on the row itself in one arm, per lookup in another."""
    steps = tuple(steps_of(around, object_name, level=level, alias=alias, depth=depth))
    whole = next((step for step in steps if step.predicate == TRUE), None)
    return (whole,) if whole is not None else _grouped(steps)


def steps_of(around: Surroundings, object_name: str, *, level: Level, alias: str, depth: int = 0) -> Iterator[Arm]:
    """Yield every single step that can reach the level, the cheapest first; nothing without the right to read."""
    item, sharing = around.policy.catalog.object(object_name), around.policy.catalog.sharing.get(object_name)
    if not around.rights.can(object_name, "read"):
        return
    yield from _held_rights(around, object_name, level)
    if sharing is not None:
        yield from _default(around, sharing, level)
    if item.owned:
        yield from _ownership(around, item, sharing, alias)
    if sharing is not None:
        for rule in applying_rules(around.principal, sharing, level):
            yield _rule_arm(around, item, rule, alias)
    if item.owned:
        yield _shares(item, sharing, level=level, alias=alias)
    elif item.masters and depth < _DEEPEST_MASTER:
        yield from _parents(around, item, level=level, alias=alias, depth=depth)


def applying_rules(principal: "Principal", sharing: "Sharing", level: Level) -> Iterator["SharingRule"]:
    """Yield the sharing rules that name the principal and reach the level."""
    for rule in sharing.rules:
        if rank(rule.level) >= rank(level) and principal.belongs_to(rule.to.kind, rule.to.name):
            yield rule


def restrictions_of(around: Surroundings, object_name: str, *, alias: str) -> tuple[Limit, ...]:
    """Return the restrictions of the object that bind the principal."""
    sharing = around.policy.catalog.sharing.get(object_name)
    bound = (limit for limit in sharing.restrictions if _binds(limit, around.principal)) if sharing is not None else ()
    return tuple(Limit(limit.name, _condition(around, object_name, limit, alias).predicate) for limit in bound)


def _binds(limit: "Restriction", principal: "Principal") -> bool:
    return limit.unless is None or not principal.belongs_to(limit.unless.kind, limit.unless.name)


def _held_rights(around: Surroundings, object_name: str, level: Level) -> Iterator[Arm]:
    if around.rights.can(object_name, "modify_all"):
        yield Arm("modify_all", "all", "full", TRUE, TRUE)
    elif level == "read" and around.rights.can(object_name, "view_all"):
        yield Arm("view_all", "all", "read", TRUE, TRUE)


def _default(around: Surroundings, sharing: "Sharing", level: Level) -> Iterator[Arm]:
    default = sharing.portal_default if around.principal.audience == "portal" else sharing.default
    if default != "private" and rank(default) >= rank(level):
        yield Arm("default", "all", default, TRUE, TRUE)


def _ownership(around: Surroundings, item: "ObjectType", sharing: "Sharing | None", alias: str) -> Iterator[Arm]:
    owner = Column(alias, item.fields["owner"].column, "uuid")
    owned = InList(owner, _OWNERS)
    yield Arm("owner", "owner", "full", owned, owned)
    if sharing is None or not sharing.hierarchy or around.principal.unit_id is None:
        return
    grantee, closure = f"{alias}_xg", f"{alias}_xc"
    join = Join(
        Table("gx_unit_closure", closure),
        _equal(Column(closure, "descendant", "uuid"), Column(grantee, "unit_id", "uuid")),
        inner=True,
    )
    below = all_of(
        _equal(Column(closure, "ancestor", "uuid"), _UNIT),
        Call(">", (Column(closure, "depth", "integer"), integer(0)), "boolean"),
    )
    identity = Column(grantee, "id", "uuid")
    asked = Select(_ONE, Table("gx_grantee", grantee), (join,), all_of(_equal(identity, owner), below))
    found = Select((Alias("id", identity),), Table("gx_grantee", grantee), (join,), below)
    yield Arm("hierarchy", "hierarchy", "full", Exists(asked), InSelect(owner, found))


def _shares(item: "ObjectType", sharing: "Sharing | None", *, level: Level, alias: str) -> Arm:
    share, row = f"{alias}_xs", Column(alias, "id", "uuid")
    table, record = Table(f"{item.table}__share", share), Column(share, "record_id", "uuid")
    mine: list[Expr] = [InList(Column(share, "grantee_id", "uuid"), _GRANTEES)]
    if level != "read":
        mine.append(Call(">=", (Column(share, "level", "integer"), integer(rank(level))), "boolean"))
    if sharing is not None and not sharing.teams:
        mine.append(Not(_equal(Column(share, "reason", "text"), _TEAM)))
    asked = Select(_ONE, table, (), all_of(_equal(record, row), *mine))
    found = Select((Alias("id", record),), table, (), all_of(*mine))
    return Arm("share", "share", "full", Exists(asked), InSelect(row, found))


def _parents(around: Surroundings, item: "ObjectType", *, level: Level, alias: str, depth: int) -> Iterator[Arm]:
    """Yield an arm for each arm of the first parent that limits; every further parent must be reachable too."""
    needed: Level = "read" if level == "read" else "write"  # who may change the parent may add and remove its parts
    ways = [_parent_way(around, master, level=needed, alias=alias, depth=depth) for master in item.masters]
    if any(not way.arms for way in ways):
        return
    limited = [way for way in ways if way.restrictions or way.arms[0].predicate != TRUE]
    if not limited:
        yield Arm(f"parent:{ways[0].arms[0].reason}", "all", level, TRUE, TRUE)
        return
    first, others = limited[0], tuple(way.test() for way in limited[1:])
    for arm in first.arms:
        yield Arm(
            f"parent:{arm.reason}",
            "parent",
            level,
            all_of(first.asked(arm.predicate), *others),
            all_of(first.found(arm.driving), *others),
            arm.rules,
        )


@dataclass(frozen=True, slots=True)
class _ParentWay:
    """How rows of a child are reached through one master_detail field."""

    column: Column
    table: Table
    arms: tuple[Arm, ...]
    restrictions: tuple[Expr, ...]

    def asked(self, condition: Expr) -> Expr:
        same = _equal(Column(self.table.alias, "id", "uuid"), self.column)
        return Exists(Select(_ONE, self.table, (), all_of(same, condition, *self.restrictions)))

    def found(self, condition: Expr) -> Expr:
        identity = (Alias("id", Column(self.table.alias, "id", "uuid")),)
        return InSelect(self.column, Select(identity, self.table, (), all_of(condition, *self.restrictions)))

    def test(self) -> Expr:
        return self.asked(any_of(*(arm.predicate for arm in self.arms)))


def _parent_way(around: Surroundings, master: "Field", *, level: Level, alias: str, depth: int) -> _ParentWay:
    parent = around.policy.catalog.object(master.to or "")
    inner = f"{alias}_x{depth}"
    arms = arms_of(around, parent.name, level=level, alias=inner, depth=depth + 1)
    limits = restrictions_of(around, parent.name, alias=inner) if arms else ()
    column = Column(alias, master.column, "uuid")
    return _ParentWay(column, Table(parent.table, inner), arms, tuple(limit.predicate for limit in limits))


def _rule_arm(around: Surroundings, item: "ObjectType", rule: "SharingRule", alias: str) -> Arm:
    if rule.where is None:
        return Arm("rules", "all", rule.level, TRUE, TRUE, (rule.name,))
    condition = _condition(around, item.name, rule, alias)
    reason, kind = ("rule_paths", "lookup") if condition.looks_up else ("rules", "own")
    return Arm(reason, kind, rule.level, condition.predicate, condition.driving, (rule.name,))  # type: ignore[arg-type]


def _condition(around: Surroundings, object_name: str, item: "SharingRule | Restriction", alias: str) -> Condition:
    condition = compile_condition(
        around.policy.catalog,
        object_name,
        item.where or "TRUE",
        blank_as=item.blank_as,
        alias=alias,
        prefix=f"access.{object_name}.{item.name}.",
        principal=around.principal,
        now=around.now,
        zone=around.zone,
    )
    around.values.update(condition.values)
    return condition


def _grouped(steps: Iterable[Arm]) -> tuple[Arm, ...]:
    """Join the rules of one kind and lookup into one arm each: fifty rules are not fifty selects."""
    kept: list[Arm] = []
    joined: dict[str, list[Arm]] = {}
    for step in steps:
        if step.reason in {"rules", "rule_paths"}:
            joined.setdefault(step.reason, []).append(step)
        else:
            kept.append(step)
    for reason, arms in joined.items():
        names = tuple(name for arm in arms for name in arm.rules)
        predicate, driving = any_of(*(arm.predicate for arm in arms)), any_of(*(arm.driving for arm in arms))
        kept.append(Arm(reason, arms[0].kind, arms[0].level, predicate, driving, names))
    return tuple(kept)


def _equal(left: Expr, right: Expr) -> Expr:
    return Call("=", (left, right), "boolean")
