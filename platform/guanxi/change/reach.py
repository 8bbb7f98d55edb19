"""How many records all staff or all portal users see or change, once what sharing gives by default changes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.change.effect import Effect

if TYPE_CHECKING:
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation

__all__ = ["reach_effects", "shared_object"]

_LEVELS = ("private", "read", "write")
_AUDIENCES = {"default": "staff", "portal_default": "portal"}


def reach_effects(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield what another default of sharing gives to everybody or takes from everybody."""
    name = shared_object(at, told)
    known, wanted = at.old.objects.get(name), at.new.objects.get(name)
    if known is None or wanted is None or name not in at.new.sharing or name not in at.old.sharing:
        return
    for key, audience in _AUDIENCES.items():
        if told.path not in {(), (key,)} or not at.first("reach", name, key):
            continue
        before, after = (_LEVELS.index(getattr(catalog.sharing[name], key)) for catalog in (at.old, at.new))
        rows = at.counts.of(known) if before != after else 0
        if not rows:
            continue
        seen = 0 in {before, after}  # else the records are seen both times, and changed only once
        verb = ("opens" if before < after else "closes") if seen else ("lets_change" if before < after else "locks")
        yield Effect(f"{verb}_to_{audience}", {"object": name, "rows": rows}, examples=at.examples.any_of(known))


def shared_object(at: "Situation", told: "Difference") -> str:
    """Return the object whose sharing a difference is about, '' for other differences."""
    if told.kind != "sharing":
        return ""
    item = at.merged.get("sharing", told.name)
    body = item.body if item is not None else told.before  # a document that goes is told whole
    return str(body["object"])
