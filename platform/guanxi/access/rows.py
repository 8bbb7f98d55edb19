"""Which rows a principal may reach: sharing compiled to named arms (decision A7), and restrictions that subtract.

An arm says of a row "reachable, because". Its `predicate` asks one row at hand (test and walk shapes); its `driving`
form finds the rows by itself, through an index where there is one (gather shape, one select per arm). Both mean the
same. Trees depend on metadata and on what the principal *is*; who it is stands in `values`, so equal shapes print once.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from guanxi.access.arms import Arm, arms_of, member_values, restrictions_of
from guanxi.access.facts import facts_of
from guanxi.access.surroundings import Surroundings
from guanxi.access.vocabulary import Level
from guanxi.sqltree import FALSE, TRUE, Expr, all_of, any_of

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.access.rights import Policy

__all__ = ["RowAccess", "row_access"]


@dataclass(frozen=True, slots=True)
class RowAccess:
    """The rows of one object that a principal may reach at one level.

    `everything`: every row, `nothing`: none, before restrictions; otherwise a row that any arm reaches. Restrictions
    are conditions that must be TRUE of every row in any case. Neither says anything about deleted records.
    """

    arms: tuple[Arm, ...]
    restrictions: tuple[Expr, ...]
    everything: bool
    nothing: bool
    values: Mapping[str, object]
    probes: tuple[Expr, ...] = ()  # the restrictions in the form for few rows at hand

    @property
    def unlimited(self) -> bool:
        """Tell whether every row is reachable, restrictions included."""
        return self.everything and not self.restrictions

    def test(self) -> Expr:
        """Return the condition that a row is reachable, for one record or for a great many of them."""
        if self.nothing:
            return FALSE
        granted = TRUE if self.everything else any_of(*(arm.predicate for arm in self.arms))
        return all_of(granted, *self.restrictions)

    def probe(self) -> Expr:
        """Return the same condition for a page of rows: each is looked up by itself, nothing is read beforehand."""
        if self.nothing:
            return FALSE
        granted = TRUE if self.everything else any_of(*(arm.probe for arm in self.arms))
        return all_of(granted, *self.probes)


_WHOLE = RowAccess((), (), everything=True, nothing=False, values=MappingProxyType({}))


def row_access(
    policy: "Policy", principal: "Principal", object_name: str, *, level: Level = "read", alias: str = "t",
    now: dt.datetime, zone: dt.tzinfo,
) -> RowAccess:  # fmt: skip
    """Return the arms and restrictions through which the principal reaches rows of the object at the level or above."""
    if principal.is_system:
        return _WHOLE
    guarded = policy.guards.key(policy.catalog, principal, object_name)
    facts = policy.remember(("facts", object_name, guarded), lambda: facts_of(policy.catalog, object_name, guarded))
    around = Surroundings(policy, principal, now, zone, guarded)
    depends = facts.key(principal, now, zone)
    if depends is None:
        shape = _shape(around, object_name, level=level, alias=alias)
    else:
        key = (
            "rows", object_name, level, alias, principal.roles, principal.scopes, principal.audience,
            principal.unit_id is not None and principal.has_units_below, depends, guarded,
        )  # fmt: skip
        shape = policy.remember(key, lambda: _shape(around, object_name, level=level, alias=alias))
    return replace(shape, values={**shape.values, **member_values(principal)})


def _shape(around: Surroundings, object_name: str, *, level: Level, alias: str) -> RowAccess:
    arms = arms_of(around, object_name, level=level, alias=alias)
    everything = any(arm.predicate == TRUE for arm in arms)
    limits = restrictions_of(around, object_name, alias=alias) if arms else ()
    if any(limit.predicate == FALSE for limit in limits):
        arms, everything, limits = (), False, ()
    limits = tuple(limit for limit in limits if limit.predicate != TRUE)
    return RowAccess(
        () if everything else arms, tuple(limit.predicate for limit in limits), everything=everything,
        nothing=not arms, values=MappingProxyType(around.values),
        probes=tuple(limit.probe for limit in limits),
    )  # fmt: skip
