"""What the formulas of sharing depend on beside the row, so that compiled arms can be kept and found again."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.formula.functions import CORE_FUNCTIONS

if TYPE_CHECKING:
    from guanxi.access.guards import GuardKey
    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog, ObjectType, Restriction, Sharing, SharingRule, Target
    from guanxi.formula.typed import Checked

__all__ = ["BY_MEMBERSHIP", "Facts", "all_formulas", "facts_of", "shared_formulas"]

BY_MEMBERSHIP = frozenset({"HASROLE", "INTEAM", "HASPERMISSION", "ISOWNER"})
_DEEPEST = 10  # formula fields within formula fields; the checker refuses cycles


@dataclass(frozen=True, slots=True)
class Facts:
    """Which targets, values of the user and moments the sharing of an object and of its parents asks about."""

    targets: frozenset[tuple[str, str]]
    user_paths: tuple[tuple[str, ...], ...]
    by_membership: bool
    by_day: bool
    by_instant: bool

    def key(self, principal: "Principal", now: dt.datetime, zone: dt.tzinfo) -> tuple[object, ...] | None:
        """Return what arms depend on for this principal now; None where they hold for this instant only."""
        if self.by_instant:
            return None
        return (
            frozenset(target for target in self.targets if principal.belongs_to(*target)),
            tuple(principal.attribute(path) for path in self.user_paths),
            frozenset((grantee.kind, grantee.name) for grantee in principal.grantees) if self.by_membership else None,
            now.astimezone(zone).date() if self.by_day else None,
            str(zone),
        )


def facts_of(catalog: "Catalog", object_name: str, guarded: "GuardKey" = ()) -> Facts:
    """Return what the sharing of an object and of all its parents asks about, and what guards say of them."""
    targets: set[tuple[str, str]] = set()
    formulas: list[Checked] = []
    for sharing in _lineage(catalog, object_name):
        targets.update((target.kind, target.name) for target in _targets(sharing))
        formulas.extend(all_formulas(catalog, sharing))
    for name, _, text in guarded:
        formulas.extend(_with_entered(catalog, catalog.object(name), catalog.formulas.condition(name, text)))
    paths = {reference.path for checked in formulas for reference in checked.references if reference.context}
    names = {name for checked in formulas for name in checked.functions}
    moving = {name for name in names if (row := CORE_FUNCTIONS.get(name)) is None or row.volatile}
    return Facts(
        frozenset(targets),
        tuple(sorted(path[1:] for path in paths if path[0].lower() == "$user")),
        by_membership=bool(names & BY_MEMBERSHIP),
        by_day="TODAY" in moving,
        # What children are computed from is not followed further: such arms are made anew each time.
        by_instant=bool(moving - {"TODAY"}) or any(checked.children for checked in formulas),
    )


def all_formulas(catalog: "Catalog", sharing: "Sharing") -> Iterator["Checked"]:
    """Yield the formulas of rules and restrictions, and those of the formula fields that they enter."""
    for _, checked in shared_formulas(catalog, sharing):
        yield from _with_entered(catalog, catalog.object(sharing.object), checked)


def _with_entered(catalog: "Catalog", item: "ObjectType", checked: "Checked", depth: int = 0) -> Iterator["Checked"]:
    """Yield the formula and those of the formula fields that it names, which are computed with it."""
    yield checked
    for reference in checked.references:
        if reference.context or depth > _DEEPEST:
            continue
        owner: ObjectType | None = item
        for step in reference.path[:-1]:
            head, _, kind = step.partition(":")
            member = owner.find(head) if owner is not None else None
            owner = catalog.find(kind or member.to or "") if member is not None else None
        last = owner.find(reference.path[-1]) if owner is not None else None
        if owner is not None and last is not None and last.formula is not None and not last.stored:
            yield from _with_entered(catalog, owner, catalog.formulas.field(owner.name, last.name), depth + 1)


def shared_formulas(catalog: "Catalog", sharing: "Sharing") -> "Iterator[tuple[SharingRule | Restriction, Checked]]":
    """Yield the rules and restrictions that have a formula, each with its checked form."""
    named: tuple[SharingRule | Restriction, ...] = (*sharing.rules, *sharing.restrictions)
    for item in named:
        if item.where is not None:
            yield item, catalog.formulas.condition(sharing.object, item.where, blank_as=item.blank_as)


def _targets(sharing: "Sharing") -> "Iterator[Target]":
    yield from (rule.to for rule in sharing.rules)
    yield from (limit.unless for limit in sharing.restrictions if limit.unless is not None)


def _lineage(catalog: "Catalog", object_name: str) -> Iterator["Sharing"]:
    waiting, seen = [object_name], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in catalog.sharing:
            yield catalog.sharing[name]
        waiting.extend(catalog.reached_through(catalog.object(name)))
