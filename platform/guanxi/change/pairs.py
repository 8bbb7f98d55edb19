"""Trying a blocking duplicate rule before it is applied: which of the newest records have a pair already."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.change.effect import Effect
from guanxi.errors import GuanxiError
from guanxi.records.duplicates import paired
from guanxi.records.query import rows
from guanxi.records.question import Query

if TYPE_CHECKING:
    from guanxi.catalog.duplicates import DuplicateRule
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation

__all__ = ["pair_effects"]

NEWEST = 200  # records that a plan tries
_TRIED = frozenset({"action", "match"})


def pair_effects(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield how many of the newest records a blocking duplicate rule takes for the same as others, once per rule."""
    if told.kind != "duplicate_rule" or (told.action == "remove" and not told.path):
        return
    if told.path and told.path[0] not in _TRIED:
        return
    rule = next((one for some in at.new.duplicate_rules.values() for one in some if one.name == told.name), None)
    if rule is None or rule.action != "block" or not at.first("pairs", rule.name):
        return
    known = at.old.objects.get(rule.object)
    if known is None or not at.counts.of(known):
        return
    tried = _tried(at, rule)
    if tried is None:
        yield Effect("pairs_not_tried", {"rule": rule.name})
        return
    found, of = tried
    params = {"rule": rule.name, "rows": len(found), "of": of}
    yield Effect("pairs_already", params, examples=at.examples.these(known, found))


def _tried(at: "Situation", rule: "DuplicateRule") -> tuple[list[str], int] | None:
    """Return which of the newest records have a pair, and how many were tried; None where fields are yet to come."""
    context = at.context()
    present = context.catalog.objects.get(rule.object)
    names = {name for key in rule.keys for name in key.names}
    if present is None or not names <= present.fields.keys():
        return None
    try:
        newest = rows(context, Query(rule.object, fields=("id",), sort=("-id",), limit=NEWEST))
        found = paired(context, rule, [str(row["id"]) for row in newest])
    except GuanxiError:
        return None
    return [str(row["id"]) for row in newest if str(row["id"]) in found], len(newest)
