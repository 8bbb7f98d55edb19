"""What happened to a record: its history, its timeline, the record as it was, and who sees what is said of it."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi.notifications.foretold import foretold
from guanxi.notifications.mentions import MOST
from guanxi.records.arguments import Argument, Instant, Names, Number, Text
from guanxi.records.history import history
from guanxi.records.question import LIMIT
from guanxi.screens.as_of import as_of
from guanxi.screens.timeline import timeline
from guanxi.web.answers import json_answer
from guanxi.web.bodies import asked
from guanxi.web.former_names import telling_former_names

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["AS_OF", "MENTIONS", "TIMELINE", "past_blueprint"]

TIMELINE: tuple[Argument, ...] = (
    Number("limit", f"How many entries make a page, at most {LIMIT}.", 50, LIMIT),
    Text("cursor", "Where the page before ended: its `next`."),
)  # fmt: skip
MENTIONS: tuple[Argument, ...] = (Names("logins", "The sign-in names of the people who are named.", MOST),)
AS_OF: tuple[Argument, ...] = (Instant("at", "The moment, with its zone.", required=True),)


def past_blueprint(door: "Door") -> Blueprint:
    """Return the calls about what happened to a record."""
    calls = Blueprint("past", __name__)
    reads = {"history": read_history, "timeline": read_timeline, "as_of": read_past, "mentions": foretell_mentions}
    for name, function in reads.items():
        path = f"/records/<object_name>/<record_id>/{name}"
        calls.add_url_rule(path, name, door.opened(telling_former_names(function)), methods=["GET"])
    return calls


def read_history(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell what was changed in a record, when and by whom."""
    return json_answer({"data": history(context, object_name, record_id=record_id)})


def read_timeline(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell what was done about a record, said and changed, the newest first."""
    found = timeline(context, object_name, record_id=record_id, **asked(TIMELINE))
    return json_answer({"data": found.entries, "page": {"next": found.next}})


def read_past(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell what a record was at an instant, as far as its history knows."""
    past = as_of(context, object_name, record_id=record_id, **asked(AS_OF))
    return json_answer({"data": past.values, "unknown": list(past.unknown)})


def foretell_mentions(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell who of the people named would see a comment on a record."""
    return json_answer({"data": foretold(context, object_name, record_id=record_id, **asked(MENTIONS))})
