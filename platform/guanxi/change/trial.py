"""Trying a rule before it is applied: how many of the newest records it would have refused."""

from typing import TYPE_CHECKING

from guanxi.change.effect import Effect
from guanxi.change.limits import NEWEST
from guanxi.errors import GuanxiError
from guanxi.records.query import rows
from guanxi.records.question import Query

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation

__all__ = ["rule_effect"]


def rule_effect(at: "Situation", difference: "Difference") -> tuple[Effect, ...]:
    """Return what a new or changed validation rule says of the newest records, by id; nothing for other differences.

    A rule about fields that are not there yet, or one that only Python can judge, is not tried, and says so.
    """
    whole = difference.action == "add" and not difference.path
    if difference.kind != "rule" or not (whole or difference.path == ("when",)):
        return ()
    rule = difference.after if whole else {"object": _object_of(at.old, difference.name), "when": difference.after}
    found = at.old.objects.get(str(rule["object"]))
    if found is None:
        return ()
    if rule.get("blank_as", "blank") != "blank":  # a filter reads blanks as blanks
        return (Effect("rule_not_tried", {"rule": difference.name}),)
    context = at.context()
    newest = Query(found.name, fields=("id",), sort=("-id",), limit=NEWEST)
    try:
        tried = rows(context, newest)
        if not tried:
            return ()
        since = f"id >= '{tried[-1]['id']}' AND ({rule['when']})"
        refused = rows(context, Query(found.name, fields=("id",), filter=since, sort=("-id",), limit=NEWEST))
    except GuanxiError:
        return (Effect("rule_not_tried", {"rule": difference.name}),)
    shown = at.examples.these(found, [str(row["id"]) for row in refused])
    params = {"rule": difference.name, "refused": len(refused), "of": len(tried)}
    return (Effect("rule_would_refuse", params, examples=shown),)


def _object_of(former: "Catalog", rule: str) -> str:
    return next((item.name for item in former.objects.values() if any(known.name == rule for known in item.rules)), "")
