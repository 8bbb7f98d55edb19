"""Sessions of the caller: where one is signed in, and the end of one or of all others."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from guanxi.access.audit import Entry, write_audit
from guanxi.access.sessions import end_other_sessions, end_own_session, list_sessions
from guanxi.errors import Denied
from guanxi.storage.encode import instant_text
from guanxi.web.answers import json_answer, nothing
from guanxi.web.call import FixedCall
from guanxi.web.shapes import FLAG, ID, INSTANT, TEXT, WHOLE, Named, closed, data, many, maybe

if TYPE_CHECKING:
    import uuid

    from guanxi.access.sessions import Session
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "sessions_blueprint"]


_SESSION = Named("session", "Where somebody is signed in.", closed({
    "id": ID, "current": FLAG, "address": maybe(TEXT), "agent": maybe(TEXT), "created_at": INSTANT, "seen_at": INSTANT,
    "expires_at": INSTANT,
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/sessions", "Where the caller is signed in", data(many(_SESSION))),
    FixedCall("DELETE", "/sessions", "End every session of the caller but this one", closed({"ended": WHOLE})),
    FixedCall("DELETE", "/sessions/{session_id}", "End a session of the caller", None, status=204),
)  # fmt: skip


def sessions_blueprint(door: "Door") -> Blueprint:
    """Return the calls about one's own sessions."""
    calls = Blueprint("sessions", __name__)
    listed = door.opened(lambda context: _list(door, context))
    calls.add_url_rule("/sessions", "list_sessions", listed, methods=["GET"])
    calls.add_url_rule("/sessions", "end_other_sessions", door.opened(_end_others), methods=["DELETE"])
    calls.add_url_rule("/sessions/<uuid:session_id>", "end_session", door.opened(_end), methods=["DELETE"])
    return calls


def _present(context: "Context") -> str:
    """Return the session that asks; a token is a program, which is not told where its person works."""
    if context.principal.session_id is None:
        raise Denied(right="sessions")
    return context.principal.session_id


def _list(door: "Door", context: "Context") -> Response:
    """List the caller's own sessions."""
    present = _present(context)
    with context.database.read() as connection:
        found = list_sessions(connection, context.principal.user_id, now=context.now, limits=door.limits)
    return json_answer({"data": [_shown(session, present) for session in found]})


def _end_others(context: "Context") -> Response:
    """End every session of the caller but the one that asks."""
    present, who = _present(context), context.principal
    with context.database.write() as transaction:
        ended = end_other_sessions(transaction, who.user_id, keep=present)
        entry = Entry("session_end", "user", who.user_id, {"others": ended})
        write_audit(transaction, who, [entry], now=context.now)
    return json_answer({"ended": ended})


def _end(context: "Context", session_id: "uuid.UUID") -> Response:
    """End a session of the caller at once."""
    _present(context)
    who = context.principal
    with context.database.write() as transaction:
        end_own_session(transaction, str(session_id), user_id=who.user_id)
        entry = Entry("session_end", "user", who.user_id, {"session": str(session_id)})
        write_audit(transaction, who, [entry], now=context.now)
    return nothing()


def _shown(session: "Session", present: str) -> dict[str, Any]:
    return {
        "id": session.id, "current": session.id == present, "address": session.address, "agent": session.agent,
        "created_at": instant_text(session.created_at), "seen_at": instant_text(session.seen_at),
        "expires_at": instant_text(session.expires_at),
    }  # fmt: skip
