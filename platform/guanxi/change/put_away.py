"""What an object keeps no longer: its owners, the history of its records; and fields whose history stops or begins."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.change.effect import Effect

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, ObjectType
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation

__all__ = ["put_away"]

_HISTORY = "history"


def put_away(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield what goes out of sight or stops where an object has owners or keeps history no longer."""
    both = at.both(told)
    if both is None:
        return
    known, wanted = both
    if told.path == ("owned",) and known.owned and not wanted.owned:
        yield from _owners(at, known)
    if told.path == ("features",) and _HISTORY in known.features - wanted.features:
        yield from _history(at, known, wanted)
    if told.path[0] == "fields" and told.path[2:] == ("track_history",):
        yield from _field_history(at, known, wanted, told.path[1])


def _owners(at: "Situation", known: "ObjectType") -> Iterator[Effect]:
    owner = known.fields["owner"]
    rows = at.counts.of(known, owner)
    if rows:
        params = {"object": known.name, "rows": rows}
        yield Effect("hides_owner", params, destructive=True, examples=at.examples.holding(known, [owner]))


def _history(at: "Situation", known: "ObjectType", wanted: "ObjectType") -> Iterator[Effect]:
    """Yield that changes are recorded no longer, and whether pages still show what was recorded: it stays."""
    rows = at.counts.of(known)
    if not rows:
        return
    shown = at.examples.any_of(known)
    params = {"object": known.name, "rows": rows}
    kept = any(field.track_history for field in wanted.declared)
    yield Effect("history_thins" if kept else "history_stops", params, examples=shown)
    if _shows_history(at.old, known) and not _shows_history(at.new, wanted):
        yield Effect("hides_history", params, destructive=True, examples=shown)


def _field_history(at: "Situation", known: "ObjectType", wanted: "ObjectType", name: str) -> Iterator[Effect]:
    """Yield whether changes of one field are recorded from now on, where there are records that change."""
    rows = at.counts.of(known)
    if not rows or name not in known.fields or name not in wanted.fields:
        return
    before, after = known.tracks(known.fields[name]), wanted.tracks(wanted.fields[name])
    params = {"field": name, "rows": rows}
    if before != after:
        yield Effect("tracks_from_now" if after else "tracks_no_longer", params)
    elif after and not wanted.fields[name].track_history:
        yield Effect("tracks_on", {"field": name, "object": wanted.name})


def _shows_history(catalog: "Catalog", item: "ObjectType") -> bool:
    return any(
        part.component == _HISTORY for page in catalog.layouts_of(item) for tab in page.tabs for part in tab.components
    )
