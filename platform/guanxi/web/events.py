"""Changes as they are committed: a feed to be read in pages, and live to browsers as server-sent events."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import orjson
from flask import Blueprint, Response, request

from guanxi import clock
from guanxi.errors import Busy, CatalogMoved, Denied, Unauthenticated
from guanxi.feed.changes import MOST, NOW, changes
from guanxi.feed.watch import Watch
from guanxi.notifications.inbox import unread_count
from guanxi.records.arguments import Argument, Number, Text
from guanxi.storage.failures import CatalogStale
from guanxi.web.answers import json_answer
from guanxi.web.bodies import asked
from guanxi.web.call import FixedCall
from guanxi.web.shapes import FLAG, ID, INSTANT, TEXT, TEXTS, WHOLE, Named, closed, data, many, maybe, one_of

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "events_blueprint"]

EVENTS: tuple[Argument, ...] = (Text("after", "The mark of the last change that the caller has; now without one."),)
_LAST_EVENT = Text("Last-Event-ID", "The mark of the last change that came, which a browser sends of itself.")
CHANGES: tuple[Argument, ...] = (
    Text("after", "Where the page before ended; the oldest changes that are kept without one, now for the newest."),
    Number("limit", f"How many changes make a page, at most {MOST}.", 100, MOST),
)  # fmt: skip
_LIVE_SECONDS = 600.0  # then the browser connects anew, perhaps to another process
_HEARTBEAT_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_ENDING = (Unauthenticated, Denied, Busy, CatalogMoved, CatalogStale)


_GONE = closed({"object": TEXT, "id": ID, "change": one_of("gone")})
_RESET = closed({"object": maybe(TEXT), "change": one_of("reset")})
_CHANGED = closed({
    "object": TEXT, "id": ID, "change": TEXT, "version": maybe(WHOLE), "fields": TEXTS, "at": INSTANT,
    "revision": WHOLE,
})  # fmt: skip
_CHANGE = Named(
    "record_change",
    "A change of a record; one that left the caller's sight is gone; after a reset all of an object's are read anew.",
    {"anyOf": [_GONE, _RESET, _CHANGED]},
)  # fmt: skip
CALLS = (
    FixedCall("GET", "/events/changes", "What was changed since, as far as the caller may see it",
              data(many(_CHANGE), {"page": closed({"next": TEXT, "more": FLAG})}), arguments=CHANGES),
    FixedCall("GET", "/events", "The same live, as server-sent events", TEXT, arguments=EVENTS, headers=(_LAST_EVENT,),
              media="text/event-stream"),
)  # fmt: skip


def events_blueprint(door: "Door") -> Blueprint:
    """Return the calls about changes."""
    calls = Blueprint("events", __name__)
    watch = Watch(door.workspace.database, limit=door.workspace.settings.streams)
    door.at_end(watch.close)

    def stream_events(context: "Context") -> Response:
        """Send the changes that the caller may see, from now or from the last one it has, until either side ends."""
        given = asked(EVENTS)["after"]
        after = request.headers.get("Last-Event-ID") or given or NOW
        start = changes(context, after=after, limit=1)  # a cursor that is none is refused before anything is sent
        watch.enter(context.principal.user_id)
        again = door.renewing(request, context)
        sent = _stream(watch, again, start.next if after == NOW else after)
        answer = Response(sent, mimetype="text/event-stream", headers=_HEADERS)
        answer.call_on_close(lambda: watch.leave(context.principal.user_id))
        return answer

    calls.add_url_rule("/events/changes", "list_changes", door.opened(list_changes), methods=["GET"])
    calls.add_url_rule("/events", "stream_events", door.opened(stream_events), methods=["GET"])
    return calls


def list_changes(context: "Context") -> Response:
    """Tell the changes after a cursor that the caller may see."""
    found = changes(context, **asked(CHANGES))
    return json_answer({"data": found.entries, "page": {"next": found.next, "more": found.more}})


def _stream(watch: Watch, again: Callable[[], "Context"], after: str) -> Iterator[bytes]:
    """Yield events; the caller is asked for anew each time, so that what was taken from it is not sent to it."""
    until, unread = clock.monotonic() + _LIVE_SECONDS, -1
    yield b"retry: 3000\n\n"
    while clock.monotonic() < until and not watch.closed:
        known = watch.newest()
        try:
            with watch.turn:
                context = again()
                found = changes(context, after=after)
                waiting = unread_count(context)
        except _ENDING:
            return  # the browser connects anew, and is told why it may not where it may not
        for index, entry in enumerate(found.entries, start=1):
            mark = found.next if index == len(found.entries) else None
            yield _event("change", entry, mark)
        after = found.next
        if waiting != unread:
            unread = waiting
            yield _event("notifications", {"unread": unread}, None)
        if not found.more:
            yield b": \n\n"  # says that the connection lives, and finds out whether it does
            watch.wait(known, seconds=_HEARTBEAT_SECONDS)


def _event(kind: str, told: object, mark: str | None) -> bytes:
    name = b"" if mark is None else b"id: " + mark.encode() + b"\n"
    return name + b"event: " + kind.encode() + b"\ndata: " + orjson.dumps(told) + b"\n\n"
