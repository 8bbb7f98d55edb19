"""The part of an explanation that rows decide: every step of sharing asked of one record, then the restrictions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guanxi.access.arms import Arm, Limit, applying_rules, member_values, restrictions_of, steps_of
from guanxi.access.columns import alive, equal, text, uuid
from guanxi.access.explain_rights import right_steps
from guanxi.access.explanation import Step
from guanxi.access.surroundings import Surroundings
from guanxi.access.system_paths import column_of
from guanxi.access.vocabulary import Level, rank
from guanxi.sqltree import Alias, Call, Expr, InList, Join, Param, Select, Table, all_of
from guanxi.storage.names import share_table_name

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType, Restriction, Sharing, SharingRule
    from guanxi.storage.connection import Connection

__all__ = ["record_steps"]


@dataclass(frozen=True, slots=True)
class _Record:
    """What the sentences about a record need to know."""

    owner: str
    shares: tuple[tuple[str, str], ...] = ()  # with whom it is shared that the user belongs to, and how


def record_steps(
    around: Surroundings, connection: "Connection", object_name: str, record: str, level: Level
) -> list[Step]:
    """Return every step for one record; it is reachable when one allows and none denies."""
    item = around.policy.catalog.object(object_name)
    # The hierarchy is asked even where it gives no rows, so that the answer says so.
    around = replace(around, principal=replace(around.principal, has_units_below=True))
    arms = tuple(steps_of(around, object_name, level=level, alias="t"))
    limits = restrictions_of(around, object_name, alias="t")
    answers = _ask(
        around, connection, item, record, [arm.predicate for arm in arms] + [limit.predicate for limit in limits]
    )
    if answers is None:
        return [Step("record", "deny", "record_missing")]
    living, held = answers[0], answers[1:]
    about = _about(around, connection, item, record, level)
    steps = [] if living else [Step("record", "deny", "record_deleted")]
    if around.rights.can(object_name, "read"):
        steps += [_sharing_step(around, item, arm, about, met=met) for arm, met in zip(arms, held, strict=False)]
        steps += _absent(around, item, arms, level)
        if not any(held[: len(arms)]):
            steps.append(Step("sharing", "deny", "no_arm", {"level": level}))
    steps += _limit_steps(around, item, limits, held[len(arms) :])
    return steps


def _ask(
    around: Surroundings, connection: "Connection", item: "ObjectType", record: str, asked: list[Expr]
) -> list[bool] | None:
    """Return whether the record lives and which predicates hold of it; None where there is no record."""
    columns = tuple(
        Alias(f"c{index}", Call("is_true", (condition,), "boolean"))
        for index, condition in enumerate((alive("t"), *asked))
    )
    select = Select(columns, Table(item.table, "t"), (), equal(uuid("t", "id"), Param("explain.id", "uuid")))
    values = {**around.values, **member_values(around.principal), "explain.id": record}
    rows = connection.run_tree(select, values)
    return [bool(value) for value in rows[0]] if rows else None


def _about(around: Surroundings, connection: "Connection", item: "ObjectType", record: str, level: Level) -> _Record:
    if not item.owned:
        return _Record("")
    wanted = equal(uuid("t", "id"), Param("explain.id", "uuid"))
    joined = Join(Table("gx_grantee", "g"), equal(uuid("g", "id"), column_of(item.fields["owner"], "t")))
    owner = Select((Alias("name", text("g", "name")),), Table(item.table, "t"), (joined,), wanted)
    names = connection.run_tree(owner, {"explain.id": record})
    share = Table(share_table_name(item.table), "s")
    whom = Join(Table("gx_grantee", "g"), equal(uuid("g", "id"), uuid("s", "grantee_id")), inner=True)
    mine = all_of(
        equal(uuid("s", "record_id"), Param("explain.id", "uuid")),
        InList(uuid("s", "grantee_id"), Param("access.grantees", "uuid")),
    )
    shares = Select(
        tuple(Alias(name, text(alias, name)) for alias, name in (("g", "name"), ("s", "reason"))), share, (whom,), mine
    )
    found = connection.run_tree(shares, {**member_values(around.principal), "explain.id": record})
    return _Record(names[0][0] or "" if names else "", tuple(sorted((name, reason) for name, reason in found)))


def _sharing_step(around: Surroundings, item: "ObjectType", arm: Arm, about: _Record, *, met: bool) -> Step:
    reason, _, by = arm.reason.partition(":")
    sharing = around.policy.catalog.sharing.get(item.name)
    params: dict[str, object] = {
        "level": arm.level,
        "owner": about.owner,
        "grantees": ", ".join(f"{name} ({how})" for name, how in about.shares),
        "shares": [list(share) for share in about.shares],
        "by": by,
        "audience": around.principal.audience,
    }
    if reason in {"view_all", "modify_all"}:
        granted = right_steps(around.policy, around.principal, reason, item.name)
        params["role"] = next((step.params["role"] for step in granted if step.effect == "allow"), "")
    if reason in {"rules", "rule_paths"} and sharing is not None:
        rule = next(rule for rule in sharing.rules if rule.name == arm.rules[0])
        params |= _rule_params(rule)
    return Step("sharing", "allow" if met else "none", reason if met else f"not_{reason}", params)


def _absent(around: Surroundings, item: "ObjectType", arms: tuple[Arm, ...], level: Level) -> Iterator[Step]:
    """Yield why steps that could have helped are not among the arms."""
    sharing, principal = around.policy.catalog.sharing.get(item.name), around.principal
    present = {arm.reason for arm in arms}
    if sharing is None:
        return
    if "default" not in present:
        default = sharing.portal_default if principal.audience == "portal" else sharing.default
        yield Step("sharing", "none", "not_default", {"audience": principal.audience, "default": default})
    if item.owned and "hierarchy" not in present:
        yield Step("sharing", "none", "no_unit" if sharing.hierarchy else "hierarchy_off")
    applying = set(applying_rules(principal, sharing, level))
    for rule in sharing.rules:
        if rule not in applying:
            low = rank(rule.level) < rank(level) and principal.belongs_to(rule.to.kind, rule.to.name)
            yield Step("sharing", "none", "rule_too_low" if low else "rule_for_others", _rule_params(rule))


def _limit_steps(
    around: Surroundings, item: "ObjectType", limits: tuple[Limit, ...], held: list[bool]
) -> Iterator[Step]:
    sharing: Sharing | None = around.policy.catalog.sharing.get(item.name)
    met = {limit.name: holds for limit, holds in zip(limits, held, strict=True)}
    for named in sharing.restrictions if sharing is not None else ():
        if named.name not in met:
            yield Step("restriction", "none", "restriction_exempt", _limit_params(named))
        elif met[named.name]:
            yield Step("restriction", "none", "restriction_met", _limit_params(named))
        else:
            yield Step("restriction", "deny", "restriction_failed", _limit_params(named))
    for named in around.policy.guards.restrictions(around.guarded, item.name):
        params = {"package": named.package, "where": named.where}
        yield (
            Step("restriction", "none", "guard_met", params)
            if met[named.name]
            else Step("restriction", "deny", "guard_failed", params)
        )


def _rule_params(rule: "SharingRule") -> dict[str, object]:
    return {
        "rule": rule.name, "level": rule.level, "kind": rule.to.kind, "name": rule.to.name, "package": rule.package,
        "where": f" ({rule.where})" if rule.where else "", "label": rule.label.as_mapping(),
    }  # fmt: skip


def _limit_params(limit: "Restriction") -> dict[str, object]:
    unless = limit.unless
    return {
        "rule": limit.name, "package": limit.package, "where": f" ({limit.where})", "label": limit.label.as_mapping(),
        "kind": unless.kind if unless else "", "name": unless.name if unless else "",
    }  # fmt: skip
