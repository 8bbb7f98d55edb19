"""What happened to a record: its history, its timeline, and the record as it was."""

import datetime as dt
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxi.records.history import history
from guanxi.records.question import LIMIT, ArgumentReader
from guanxi.screens.as_of import as_of
from guanxi.screens.timeline import timeline
from guanxi.web.answers import json_answer
from guanxi.web.bodies import arguments
from guanxi.web.former_names import telling_former_names

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["past_blueprint"]


def past_blueprint(door: "Door") -> Blueprint:
    """Return the calls about what happened to a record."""
    calls = Blueprint("past", __name__)
    for name, function in (("history", read_history), ("timeline", read_timeline), ("as_of", read_past)):
        path = f"/records/<object_name>/<record_id>/{name}"
        calls.add_url_rule(path, name, door.opened(telling_former_names(function)), methods=["GET"])
    return calls


def read_history(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell what was changed in a record, when and by whom."""
    return json_answer({"data": history(context, object_name, record_id=record_id)})


def read_timeline(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell what was done about a record, said and changed, the newest first."""
    reader = ArgumentReader(arguments(request), {"limit", "cursor"})
    limit, cursor = reader.number("limit", 50, LIMIT), reader.text("cursor")
    reader.finish()
    found = timeline(context, object_name, record_id=record_id, limit=limit, cursor=cursor)
    return json_answer({"data": found.entries, "page": {"next": found.next}})


def read_past(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell what a record was at an instant, as far as its history knows."""
    reader = ArgumentReader(arguments(request), {"at"})
    at = _instant(reader)
    reader.finish()
    past = as_of(context, object_name, record_id=record_id, at=at or context.now)
    return json_answer({"data": past.values, "unknown": list(past.unknown)})


def _instant(reader: ArgumentReader) -> dt.datetime | None:
    """Return the instant that is asked for; what is no instant is noted as wrong."""
    text = reader.text("at")
    if text is None:
        reader.refuse("at", "required")
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        reader.refuse("at", "not_datetime", value=text[:100])
        return None
    if found.tzinfo is None or not 1970 <= found.year <= 9998:
        reader.refuse("at", "datetime_needs_zone" if found.tzinfo is None else "not_datetime", value=text[:100])
        return None
    return found.astimezone(dt.UTC)
