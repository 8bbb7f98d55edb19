"""Mentions: whoever is named by @ and a sign-in name in a comment is told of it, if it may see the comment."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import Principal
from guanxi.errors import Refused
from guanxi.notifications.inbox import Notice, is_told
from guanxi.records.query import record

if TYPE_CHECKING:
    from guanxi.notifications.following import Audience, Committed

__all__ = ["mentioned", "mentions"]

MOST = 50  # people in one comment
_COMMENT = "comment"
_MENTION = re.compile(r"(?<![\w@.])@(\w[\w.+-]*(?:@[\w.-]+)?)")


def mentioned(text: str) -> tuple[str, ...]:
    """Return the sign-in names that a text mentions, in order and once; a full stop after a name is none of it."""
    names = (found.rstrip(".-+") for found in _MENTION.findall(text))
    return tuple(dict.fromkeys(names))[:MOST]


def mentions(audience: "Audience", events: "Iterable[Committed]") -> Iterator[Notice]:
    """Yield a notice for everybody whom a new or changed comment mentions for the first time."""
    written = [event for event in events if event.object == _COMMENT and event.kind in {"created", "updated"}]
    known: set[tuple[str, str]] = set()
    for event in written:
        for note in event.records:
            comment = _comment(audience, str(note["id"]))
            for login in mentioned(str(comment.get("text") or "")):
                notice = _notice(audience, comment, login, event.by)
                if notice is not None and (notice.user_id, str(comment["id"])) not in known:
                    known.add((notice.user_id, str(comment["id"])))
                    yield notice


def _comment(audience: "Audience", identity: str) -> Mapping[str, Any]:
    """Return a comment as the platform reads it, nothing where it is gone."""
    context = audience.workspace.context(Principal.system("mentions"), snapshot=audience.snapshot)
    try:
        return record(context, _COMMENT, record_id=identity, fields=("id", "text", "record"))
    except Refused:
        return {}


def _notice(audience: "Audience", comment: Mapping[str, Any], login: str, by: str) -> Notice | None:
    context = audience.named(login)
    if context is None or context.principal.user_id == by:
        return None
    try:
        record(context, _COMMENT, record_id=str(comment["id"]), fields=("id",))
    except Refused:
        return None  # it may not see the comment, and is not told that there is one
    user_id, about = context.principal.user_id, comment["record"]
    notice = Notice(user_id, "mentioned", {"by": by, "comment": str(comment["id"])}, about["type"], str(about["id"]))
    with audience.workspace.database.read() as connection:
        return None if is_told(connection, notice) else notice
