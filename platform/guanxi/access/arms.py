"""The steps of access.md from the org-wide default to view_all, each as an arm over the object's table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from guanxi.access.columns import alive, equal, number, text, uuid
from guanxi.access.conditions import ONE, Through, probe
from guanxi.access.renamed import names_of
from guanxi.access.surroundings import Surroundings
from guanxi.access.system_paths import column_of
from guanxi.access.vocabulary import Level, rank
from guanxi.sqltree import (
    FALSE,
    TRUE,
    Alias,
    Call,
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
from guanxi.storage.names import share_table_name

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.catalog import Field, ObjectType, Restriction, Sharing, SharingRule

__all__ = [
    "Arm",
    "ArmKind",
    "Limit",
    "applying_rules",
    "arms_of",
    "member_values",
    "restrictions_of",
    "steps_of",
]

ArmKind = Literal["all", "owner", "hierarchy", "own", "lookup", "share", "parent", "inherited"]
_DEEPEST_MASTER = 8
_OWNERS, _GRANTEES, _UNIT = (Param(f"access.{name}", "uuid") for name in ("owners", "grantees", "unit"))
_TEAM = Param("access.team", "text")


@dataclass(frozen=True, slots=True)
class Arm:
    """One reason for which rows are reachable, up to a level, as a condition in three forms that mean the same.

    `predicate` asks rows at hand, many of them; `probe` asks few; `driving` finds rows by itself.

    Reasons: view_all, modify_all, default, owner, hierarchy, rules, rule_paths, share, a parent's (`parent:owner`), or
    inherited from the record that it is about.
    """

    reason: str
    kind: ArmKind
    level: Level
    predicate: Expr
    probe: Expr
    driving: Expr
    rules: tuple[str, ...] = ()  # names of the sharing rules it joins
    through: Through | None = field(default=None, compare=False, repr=False)
    inner: Expr | None = field(default=None, compare=False, repr=False)  # the condition on the record behind `through`


@dataclass(frozen=True, slots=True)
class Limit:
    """A restriction that binds the principal, as a condition that must be TRUE."""

    name: str
    predicate: Expr
    probe: Expr


def member_values(principal: "Principal") -> dict[str, object]:
    """Return the values of the slots that say who the principal is."""
    return {
        _OWNERS.slot: principal.owner_ids, _GRANTEES.slot: principal.grantee_ids, _UNIT.slot: principal.unit_id,
        _TEAM.slot: "team",
    }  # fmt: skip


def arms_of(around: Surroundings, object_name: str, *, level: Level, alias: str, depth: int = 0) -> tuple[Arm, ...]:
    """Return the arms that reach the level, rules joined: those on the row itself in one arm, per lookup in another."""
    steps = tuple(steps_of(around, object_name, level=level, alias=alias, depth=depth))
    whole = next((step for step in steps if step.predicate == TRUE), None)
    return (whole,) if whole is not None else _grouped(step for step in steps if step.predicate != FALSE)


def steps_of(around: Surroundings, object_name: str, *, level: Level, alias: str, depth: int = 0) -> Iterator[Arm]:
    """Yield every single step that can reach the level, the cheapest first; nothing without the right to read."""
    catalog = around.policy.catalog
    item, sharing = catalog.object(object_name), catalog.sharing.get(object_name)
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
    if item.inherits is not None and level == "read" and depth < _DEEPEST_MASTER:
        yield from _inherited(around, item, item.inherits, alias=alias, depth=depth)


def applying_rules(principal: "Principal", sharing: "Sharing", level: Level) -> Iterator["SharingRule"]:
    """Yield the sharing rules that name the principal and reach the level."""
    for rule in sharing.rules:
        if rank(rule.level) >= rank(level) and principal.belongs_to(rule.to.kind, rule.to.name):
            yield rule


def restrictions_of(around: Surroundings, object_name: str, *, alias: str) -> tuple[Limit, ...]:
    """Return the restrictions of the object that bind the principal."""
    item, sharing = around.policy.catalog.object(object_name), around.policy.catalog.sharing.get(object_name)
    bound = [limit for limit in sharing.restrictions if _binds(limit, around.principal)] if sharing is not None else []
    bound += around.policy.guards.restrictions(around.guarded, object_name)
    found = ((limit.name, around.condition(item, limit, limit.where, alias)) for limit in bound)
    return tuple(Limit(name, condition.predicate, condition.probed) for name, condition in found)


def _binds(limit: "Restriction", principal: "Principal") -> bool:
    return limit.unless is None or not principal.belongs_to(limit.unless.kind, limit.unless.name)


def _held_rights(around: Surroundings, object_name: str, level: Level) -> Iterator[Arm]:
    if around.rights.can(object_name, "modify_all"):
        yield Arm("modify_all", "all", "full", TRUE, TRUE, TRUE)
    elif level == "read" and around.rights.can(object_name, "view_all"):
        yield Arm("view_all", "all", "read", TRUE, TRUE, TRUE)


def _default(around: Surroundings, sharing: "Sharing", level: Level) -> Iterator[Arm]:
    default = sharing.portal_default if around.principal.audience == "portal" else sharing.default
    if default != "private" and rank(default) >= rank(level):
        yield Arm("default", "all", default, TRUE, TRUE, TRUE)


def _ownership(around: Surroundings, item: "ObjectType", sharing: "Sharing | None", alias: str) -> Iterator[Arm]:
    owner = column_of(item.fields["owner"], alias)
    owned = InList(owner, _OWNERS)
    yield Arm("owner", "owner", "full", owned, owned, owned)
    principal = around.principal
    if sharing is None or not sharing.hierarchy or principal.unit_id is None or not principal.has_units_below:
        return
    grantee, closure = f"{alias}_g", f"{alias}_c"
    join = Join(
        Table("gx_unit_closure", closure), equal(uuid(closure, "descendant"), uuid(grantee, "unit_id")), inner=True
    )
    deeper = Call(">", (number(closure, "depth"), integer(0)), "boolean")
    below = all_of(equal(uuid(closure, "ancestor"), _UNIT), deeper)
    identity = uuid(grantee, "id")
    asked = Select(ONE, Table("gx_grantee", grantee), (join,), all_of(equal(identity, owner), below))
    found = Select((Alias("id", identity),), Table("gx_grantee", grantee), (join,), below)
    yield Arm("hierarchy", "hierarchy", "full", Exists(asked), probe(asked), InSelect(owner, found))


def _shares(item: "ObjectType", sharing: "Sharing | None", *, level: Level, alias: str) -> Arm:
    share, row = f"{alias}_s", uuid(alias, "id")
    table, record = Table(share_table_name(item.table), share), uuid(share, "record_id")
    mine: list[Expr] = [InList(uuid(share, "grantee_id"), _GRANTEES)]
    if level != "read":
        mine.append(Call(">=", (number(share, "level"), integer(rank(level))), "boolean"))
    if sharing is not None and not sharing.teams:
        mine.append(Not(equal(text(share, "reason"), _TEAM)))
    asked = Select(ONE, table, (), all_of(equal(record, row), *mine))
    found = Select((Alias("id", record),), table, (), all_of(*mine))
    return Arm("share", "share", "full", Exists(asked), probe(asked), InSelect(row, found))


def _parents(around: Surroundings, item: "ObjectType", *, level: Level, alias: str, depth: int) -> Iterator[Arm]:
    """Yield an arm for each arm of the first parent that limits; every further parent must be reachable too."""
    needed: Level = "read" if level == "read" else "write"  # who may change the parent may add and remove its parts
    ways = [_parent_way(around, master, level=needed, alias=alias, depth=depth) for master in item.masters]
    if any(not arms for _, arms in ways):
        return
    limited = [(way, arms) for way, arms in ways if way.limits or arms[0].predicate != TRUE]
    if not limited:
        yield Arm(f"parent:{ways[0][1][0].reason}", "all", level, TRUE, TRUE, TRUE)
        return
    (first, arms), others = limited[0], limited[1:]
    tests = tuple(way.asked(any_of(*(arm.predicate for arm in more))) for way, more in others)
    probes = tuple(way.probed(any_of(*(arm.probe for arm in more))) for way, more in others)
    for arm in arms:
        predicate = all_of(first.asked(arm.predicate), *tests)
        probed, driving = all_of(first.probed(arm.probe), *probes), all_of(first.found(arm.driving), *tests)
        yield Arm(f"parent:{arm.reason}", "parent", level, predicate, probed, driving, arm.rules)


def _parent_way(
    around: Surroundings, master: "Field", *, level: Level, alias: str, depth: int
) -> tuple[Through, tuple[Arm, ...]]:
    parent = around.policy.catalog.object(master.to or "")
    inner = f"{alias}_m{depth}"
    arms = arms_of(around, parent.name, level=level, alias=inner, depth=depth + 1)
    limits = restrictions_of(around, parent.name, alias=inner) if arms else ()
    conditions = tuple(limit.predicate for limit in limits)
    return Through(column_of(master, alias), Table(parent.table, inner), conditions), arms


def _inherited(around: Surroundings, item: "ObjectType", through: str, *, alias: str, depth: int) -> Iterator[Arm]:
    """Yield the arm of rows about a record that is reachable: who sees a customer sees what was noted of it."""
    kind, identity = item.pointer(through)
    ways = [
        way for name in kind.targets if name in around.policy.catalog.objects
        if (way := _way_to(around, name, kind, identity, alias=alias, depth=depth)) is not None
    ]  # fmt: skip
    if ways:
        predicate, probed, driving = (any_of(*forms) for forms in zip(*ways, strict=True))
        yield Arm("inherited", "inherited", "read", predicate, probed, driving)


def _way_to(
    around: Surroundings, target: str, kind: "Field", identity: "Field", *, alias: str, depth: int
) -> tuple[Expr, Expr, Expr] | None:
    """Return the three forms of "about a reachable record of that object"; None where none is reachable."""
    inner, item = f"{alias}_i{depth}", around.policy.catalog.object(target)
    arms = arms_of(around, target, level="read", alias=inner, depth=depth + 1)
    if not arms:
        return None
    limits = tuple(limit.predicate for limit in restrictions_of(around, target, alias=inner))
    way = Through(column_of(identity, alias), Table(item.table, inner), (alive(inner), *limits))
    slots = {f"access.target.{name}": name for name in names_of(kind, target)}
    around.values.update(slots)
    about = any_of(*(equal(column_of(kind, alias), Param(slot, "text")) for slot in slots))
    return (
        all_of(about, way.asked(any_of(*(arm.predicate for arm in arms)))),
        all_of(about, way.probed(any_of(*(arm.probe for arm in arms)))),
        all_of(about, way.found(any_of(*(arm.driving for arm in arms)))),
    )


def _rule_arm(around: Surroundings, item: "ObjectType", rule: "SharingRule", alias: str) -> Arm:
    if rule.where is None:
        return Arm("rules", "all", rule.level, TRUE, TRUE, TRUE, (rule.name,))
    found = around.condition(item, rule, rule.where, alias)
    reason = "rules" if found.reach == "own" else "rule_paths"
    return Arm(
        reason, found.reach, rule.level, found.predicate, found.probed, found.driving, (rule.name,),
        found.through,
        found.expr if found.through is not None else None,
    )  # fmt: skip


def _grouped(steps: Iterable[Arm]) -> tuple[Arm, ...]:
    """Join the rules on the row itself, and those through one lookup, into an arm each: fifty are not fifty selects."""
    kept: list[Arm] = []
    joined: dict[tuple[str, Through | None], list[Arm]] = {}
    for step in steps:
        if step.reason in {"rules", "rule_paths"}:
            joined.setdefault((step.reason, step.through), []).append(step)
        else:
            kept.append(step)
    kept.extend(_joined(arms) for arms in joined.values())
    return tuple(kept)


def _joined(arms: list[Arm]) -> Arm:
    first = arms[0]
    names = tuple(name for arm in arms for name in arm.rules)
    if first.through is None:
        asked, probed, found = (
            any_of(*forms) for forms in zip(*((a.predicate, a.probe, a.driving) for a in arms), strict=True)
        )
    else:
        inner = any_of(*(arm.inner for arm in arms if arm.inner is not None))
        asked, probed, found = first.through.asked(inner), first.through.probed(inner), first.through.found(inner)
    return Arm(first.reason, first.kind, first.level, asked, probed, found, names)
