"""How many records a rule or a restriction of sharing bears on, where that is the same for everybody."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.access.facts import BY_MEMBERSHIP
from guanxi.catalog import Restriction, SharingRule
from guanxi.change.effect import Effect
from guanxi.change.examples import CANDIDATES
from guanxi.change.reach import shared_object
from guanxi.errors import GuanxiError
from guanxi.records.query import count, rows
from guanxi.records.question import Query

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.change.difference import Difference
    from guanxi.change.examples import Example
    from guanxi.change.situation import Situation

__all__ = ["shared_rows"]

_LISTS = ("rules", "restrictions")
_WORDS = frozenset({"label"})  # what changes nobody's sight
Named = SharingRule | Restriction


def shared_rows(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield how many records each rule and restriction that a difference brings, changes or takes bears on."""
    name, path = shared_object(at, told), told.path
    known = at.old.objects.get(name)
    if known is None or (path and path[0] not in _LISTS) or (path[2:3] and path[2] in _WORDS):
        return
    if path[1:2] == ("order",) or not at.counts.of(known):
        return
    before, after = _named(at.old, name), _named(at.new, name)
    for key in sorted(before.keys() | after.keys()):
        if (not path or key == path[:2]) and before.get(key) != after.get(key) and at.first("shared", name, *key):
            yield _effect(at, name, before.get(key), after.get(key))


def _named(catalog: "Catalog", name: str) -> dict[tuple[str, ...], Named]:
    sharing = catalog.sharing.get(name)
    rules = () if sharing is None else sharing.rules
    limits = () if sharing is None else sharing.restrictions
    return {("rules", rule.name): rule for rule in rules} | {("restrictions", one.name): one for one in limits}


def _effect(at: "Situation", name: str, before: Named | None, after: Named | None) -> Effect:
    one = after or before
    limit = isinstance(one, Restriction)
    met = None if one is None else _met(at, at.old if after is None else at.new, name, one)
    params: dict[str, object] = {"rule": "" if one is None else one.name, "object": name}
    if met is None:
        return Effect("reach_not_counted", params)
    of = at.counts.of(at.old.objects[name])
    params |= {"rows": of - met if limit else met, "of": of}
    deed = "ends" if after is None else "comes" if before is None else "changes"
    examples = () if limit or one is None else _examples(at, name, one)
    return Effect(f"{'limit' if limit else 'rule'}_{deed}", params, examples=examples)


def _examples(at: "Situation", name: str, rule: Named) -> "tuple[Example, ...]":
    if rule.where is None:
        return at.examples.any_of(at.old.objects[name])
    newest = Query(name, fields=("id",), filter=rule.where, sort=("-id",), limit=CANDIDATES)
    return at.examples.these(at.old.objects[name], [str(row["id"]) for row in rows(at.context(), newest)])


def _met(at: "Situation", catalog: "Catalog", name: str, one: Named) -> int | None:
    """Return how many records meet a condition of sharing; None where it depends on who asks or costs too much."""
    if one.where is None:
        return at.counts.of(at.old.objects[name])
    if one.blank_as != "blank":  # a filter reads blanks as blanks
        return None
    checked = catalog.formulas.condition(name, one.where)
    if BY_MEMBERSHIP & set(checked.functions) or any(reference.context for reference in checked.references):
        return None
    try:
        met, cut = count(at.context(), Query(name, filter=one.where, count="capped"))
    except GuanxiError:  # of fields yet to come, or what no filter can say
        return None
    return None if cut else met
