"""The caller's notifications: told in its language, with names that it may read, and marked as read."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from guanxi.access.principal import SYSTEM_USER_ID
from guanxi.errors import Denied, Invalid, Missing, Problem
from guanxi.notifications.inbox import inbox, mark_read, unread_count
from guanxi.records.arguments import Argument, Flag, Number, Text
from guanxi.records.history import names_of
from guanxi.records.query import record
from guanxi.storage.encode import instant_text
from guanxi.text.messages import message
from guanxi.text.shown import shown
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, asked, loaded, texts
from guanxi.web.call import FixedCall
from guanxi.web.shapes import ANYTHING, ID, INSTANT, OPEN, TEXT, WHOLE, Named, closed, data, many, maybe

if TYPE_CHECKING:
    from guanxi.notifications.inbox import Kept
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "notifications_blueprint"]

NOTIFICATIONS: tuple[Argument, ...] = (
    Flag("unread", "Only those that were not read."), Number("limit", "How many make a page, at most 100.", 50, 100),
    Text("cursor", "Where the page before ended: its `next`."),
)  # fmt: skip


class ReadBody(BodySchema):
    """Which notifications were read."""

    ids = texts(help="All when not said.")


_NOTICE = Named("notification", "What somebody is told of, in its language.", closed({
    "id": ID, "at": INSTANT, "kind": TEXT, "params": OPEN, "text": TEXT,
    "by": maybe(closed({"id": ID, "name": TEXT})),
    "record": maybe(closed({"object": TEXT, "id": maybe(ID), "name": ANYTHING})), "read_at": maybe(INSTANT),
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/notifications", "What the caller is told of",
              data(many(_NOTICE), {"page": closed({"next": maybe(TEXT)}), "unread": WHOLE}),
              arguments=NOTIFICATIONS),
    FixedCall("POST", "/notifications/read", "Mark notifications as read", closed({"unread": WHOLE}), ReadBody),
)  # fmt: skip


def notifications_blueprint(door: "Door") -> Blueprint:
    """Return the calls about notifications."""
    calls = Blueprint("notifications", __name__)
    calls.add_url_rule("/notifications", "list_notifications", door.opened(list_notifications), methods=["GET"])
    calls.add_url_rule("/notifications/read", "read_notifications", door.opened(read_notifications), methods=["POST"])
    return calls


def list_notifications(context: "Context") -> Response:
    """List the newest notifications of the caller."""
    _check_hand(context)
    kept, following = inbox(context, **asked(NOTIFICATIONS))
    told = told_notices(context, kept)
    return json_answer({"data": told, "page": {"next": following}, "unread": unread_count(context)})


def read_notifications(context: "Context") -> Response:
    """Mark notifications as read and tell how many are left."""
    _check_hand(context, writing=True)
    ids: Sequence[str] | None = loaded(ReadBody()).get("ids")
    mark_read(context, None if ids is None else [_identity(text) for text in ids])
    return json_answer({"unread": unread_count(context)})


def told_notices(context: "Context", kept: "Sequence[Kept]") -> list[dict[str, Any]]:
    """Return notices as the caller may read them; a record that it no longer sees is not named, nor linked to."""
    with context.database.read() as connection:
        names = names_of(context, connection, {str(notice.params["by"]) for notice in kept if "by" in notice.params})
    seen = {pair: _record(context, *pair) for pair in {(notice.object, notice.record_id) for notice in kept}}
    return [_told(context, notice, names, seen[notice.object, notice.record_id]) for notice in kept]


def _check_hand(context: "Context", *, writing: bool = False) -> None:
    """Refuse tokens that were made for something narrower than reading, or writing, as their user."""
    scopes = context.principal.scopes
    if scopes is not None and "write" not in scopes and (writing or "read" not in scopes):
        raise Denied(right="write" if writing else "read")


def _identity(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise Invalid(problems=[Problem("ids", "not_reference", {"value": shown(text)})]) from error


def _record(context: "Context", object_name: str | None, record_id: str | None) -> dict[str, Any] | None:
    """Return object, label, id and name of what a notice is about, None where the caller may not see it now."""
    item = context.catalog.find(object_name or "")
    if item is None or item.state == "hidden" or not context.rights.can(item.name, "read"):
        return None
    told = {"object": item.name, "label": item.label.text(context.language), "id": None, "name": None}
    if record_id is None:
        return {**told, "label": item.plural.text(context.language)}
    readable = item.name_field in context.rights.clear(item.name)
    try:
        found = record(context, item.name, record_id=record_id, fields=(item.name_field,) if readable else ("id",))
    except Missing:
        return None
    return {**told, "id": record_id, "name": found[item.name_field] if readable else None}


def _shown(words: "Callable[..., str]", seen: Mapping[str, Any] | None) -> str:
    if seen is None:
        return words("record")
    return words("named_record", **seen) if seen["name"] else str(seen["label"])


def _told(
    context: "Context", notice: "Kept", names: Mapping[str, str], seen: Mapping[str, Any] | None
) -> dict[str, Any]:
    def words(code: str, **params: object) -> str:
        return message(f"notice_{code}", params, language=context.language)

    giver = str(notice.params.get("by"))
    by = words("system") if giver == SYSTEM_USER_ID else names.get(giver)
    params = {name: value for name, value in notice.params.items() if name != "by"}
    file = words("named_file", name=params["file"]) if "file" in params else words("file")
    return {
        "id": notice.id, "at": instant_text(notice.at), "kind": notice.kind, "params": params,
        "text": words(notice.kind, by=by or words("somebody"), record=_shown(words, seen), **{**params, "file": file}),
        "by": {"id": notice.params["by"], "name": by} if by is not None else None,
        "record": None if seen is None else {name: seen[name] for name in ("object", "id", "name")},
        "read_at": None if notice.read_at is None else instant_text(notice.read_at),
    }  # fmt: skip
