"""Sessions of people: a random cookie, of which only the hash is stored, ended by idleness, age or sign-out."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.errors import Denied, Missing
from guanxi.sqltree import Call, Delete, Param, Table, Update, all_of, any_of
from guanxi.storage.tables import system_column, system_param

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = [
    "SEEN_EVERY",
    "OpenedSession",
    "Session",
    "SessionLimits",
    "check_csrf",
    "close_session",
    "close_sessions_of",
    "csrf_of",
    "end_other_sessions",
    "end_own_session",
    "end_session",
    "is_due",
    "list_sessions",
    "open_session",
    "remove_ended",
    "session_hash",
    "touch",
]

SEEN_EVERY = dt.timedelta(minutes=5)
"""`seen_at` is written at most this often, or every read would be a write (decision B6)."""

_LONGEST_AGENT = 200
_COLUMNS = ("id", "created_at", "seen_at", "expires_at", "address", "agent")
_SESSION = Table("gx_session", "s")
_SEEN, _EXPIRES = system_column("gx_session", "seen_at", "s"), system_column("gx_session", "expires_at", "s")
_REMOVE = Delete(
    _SESSION,
    any_of(
        Call("<=", (_EXPIRES, Param("now", "datetime")), "boolean"),
        Call("<=", (_SEEN, Param("idle_since", "datetime")), "boolean"),
    ),
)
_TOUCH = Update(
    _SESSION,
    (("seen_at", Param("now", "datetime")),),
    all_of(
        Call("=", (system_column("gx_session", "id", "s"), system_param("gx_session", "id")), "boolean"),
        Call("<", (_SEEN, Param("now", "datetime")), "boolean"),
    ),
)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives without a request, and how long in any case."""

    idle: dt.timedelta = dt.timedelta(minutes=480)
    age: dt.timedelta = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """What the browser gets: the cookie's value, the CSRF token bound to it, and when it ends at the latest."""

    cookie: str
    csrf: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its owner may know it: never its secret."""

    id: str
    created_at: dt.datetime
    seen_at: dt.datetime
    expires_at: dt.datetime
    address: str | None
    agent: str | None


def session_hash(cookie: str) -> str:
    """Return the hash under which the session of a cookie is stored."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()


def csrf_of(cookie: str) -> str:
    """Return the CSRF token of a session: it follows from the secret cookie, so nobody can guess or swap it."""
    return hashlib.sha256(b"csrf:" + cookie.encode("utf-8", "replace")).hexdigest()


def check_csrf(cookie: str, header: str | None) -> None:
    """Refuse a changing request of a cookie session whose CSRF header is not the session's own."""
    if not hmac.compare_digest(csrf_of(cookie).encode(), (header or "").encode("utf-8", "replace")):
        raise Denied(reason="csrf")


def open_session(
    transaction: "Connection",
    user_id: str,
    *,
    now: dt.datetime,
    limits: SessionLimits,
    previous: str | None = None,
    address: str | None = None,
    agent: str | None = None,
) -> OpenedSession:
    """Open a session with a new cookie; the session of the cookie presented at sign-in ends, whoever set it."""
    if previous is not None:
        close_session(transaction, previous)
    cookie, expires = clock.new_secret(), now + limits.age
    transaction.insert(
        "gx_session",
        {
            "id": clock.new_id(),
            "hash": session_hash(cookie),
            "user_id": user_id,
            "csrf": csrf_of(cookie),
            "created_at": now,
            "seen_at": now,
            "expires_at": expires,
            "address": address,
            "agent": _printable(agent),
        },
    )
    return OpenedSession(cookie, csrf_of(cookie), expires)


def close_session(transaction: "Connection", cookie: str) -> bool:
    """End the session of a cookie; tell whether there was one."""
    return transaction.delete("gx_session", {"hash": session_hash(cookie)}) > 0


def close_sessions_of(transaction: "Connection", user_id: str) -> int:
    """End every session of a user, as after a new password; return how many."""
    return transaction.delete("gx_session", {"user_id": user_id})


def end_session(transaction: "Connection", session_id: str) -> str:
    """End a session of anybody and return whose it was; raise Missing where there is none."""
    found = transaction.select("gx_session", ("user_id",), {"id": session_id}, lock="update")
    if not found:
        raise Missing(kind="session", id=session_id)
    transaction.delete("gx_session", {"id": session_id})
    return str(found[0][0])


def list_sessions(connection: "Connection", user_id: str, *, now: dt.datetime, limits: SessionLimits) -> list[Session]:
    """Return the sessions of a user that still live, the last used first."""
    rows = connection.select("gx_session", _COLUMNS, {"user_id": user_id}, order=("seen_at", "id"))
    found = [Session(*row) for row in reversed(rows)]
    return [one for one in found if one.expires_at > now and one.seen_at > now - limits.idle]


def end_own_session(transaction: "Connection", session_id: str, *, user_id: str) -> None:
    """End a session of that user; raise Missing where there is none."""
    if transaction.delete("gx_session", {"id": session_id, "user_id": user_id}) == 0:
        raise Missing(kind="session", id=session_id)


def end_other_sessions(transaction: "Connection", user_id: str, *, keep: str) -> int:
    """End every session of a user but one; return how many."""
    rows = transaction.select("gx_session", ("id",), {"user_id": user_id})
    others = [identity for (identity,) in rows if identity != keep]
    for identity in others:
        transaction.delete("gx_session", {"id": identity})
    return len(others)


def is_due(seen_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether the use of a session is to be noted by `touch`."""
    return seen_at is not None and now - seen_at >= SEEN_EVERY


def touch(transaction: "Connection", session_id: str, now: dt.datetime) -> None:
    """Note that the session is in use."""
    transaction.change_tree(_TOUCH, {"id": session_id, "now": now})


def remove_ended(transaction: "Connection", *, now: dt.datetime, limits: SessionLimits) -> int:
    """Remove sessions that ended by age or idleness; return how many."""
    return transaction.change_tree(_REMOVE, {"now": now, "idle_since": now - limits.idle})


def _printable(text: str | None) -> str | None:
    if text is None:
        return None
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:_LONGEST_AGENT]
