"""Who asks: a cookie session with its CSRF token, or an API token; one statement per request."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import current_app, g, request

from guanxi import clock
from guanxi.access.authenticate import Authenticated, Authenticator
from guanxi.access.sessions import SessionLimits, check_csrf, is_due, touch
from guanxi.errors import Denied, Missing, Unauthenticated
from guanxi.workspace.context import Context

if TYPE_CHECKING:
    from guanxi.workspace.context import Snapshot
    from guanxi.workspace.workspace import Workspace

__all__ = ["COOKIE", "caller", "client_language", "require", "the_workspace"]

COOKIE = "gx_session"
PORTAL_COOKIE = "gx_portal"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class _Held:
    snapshot: "Snapshot"
    found: Authenticated


def the_workspace() -> "Workspace":
    """Return the workspace that this application serves."""
    found: Workspace = current_app.extensions["guanxi"]
    return found


def client_language() -> str:
    """Return the language that the client prefers: Accept-Language, else the workspace's."""
    return request.accept_languages.best_match(_LANGUAGES) or the_workspace().settings.language


def caller() -> Context:
    """Return the context of the request; raise Unauthenticated when nobody is signed in."""
    kept: Context | None = g.get("context")
    if kept is not None:
        return kept
    workspace, now = the_workspace(), clock.now()
    held = _authenticate(workspace)
    principal = held.found.principal
    if "Accept-Language" in request.headers:
        language = client_language()
    else:
        language = principal.language or workspace.settings.language
    g.language = language
    g.revision = held.snapshot.catalog.revision
    context = Context(
        workspace=workspace, snapshot=held.snapshot, principal=principal, now=now, zone=_zone(workspace),
        language=language, request_id=g.request_id,
    )  # fmt: skip
    g.context = context
    if principal.session_id is not None and is_due(held.found.seen_at, now):
        with workspace.database.write() as transaction:
            touch(transaction, principal.session_id, now)
    return context


def _zone(workspace: "Workspace") -> ZoneInfo:
    try:
        return ZoneInfo(workspace.settings.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _authenticate(workspace: "Workspace") -> _Held:
    """Authenticate with the catalog at hand, and again when the database shows a newer one."""
    snapshot = workspace.holder.held() or workspace.snapshot()
    while True:
        found = _ask(workspace, snapshot)
        if found.revision <= snapshot.catalog.revision:
            return _Held(snapshot, found)
        snapshot = workspace.holder.at(found.revision)


def _ask(workspace: "Workspace", snapshot: "Snapshot") -> Authenticated:
    now = clock.now()
    authenticator = snapshot.memo("authenticator", lambda: Authenticator(snapshot.catalog, limits=limits_of(workspace)))
    header = request.headers.get("Authorization")
    if header is not None:
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Unauthenticated(reason="token_invalid")
        with workspace.database.read() as connection:
            return authenticator.by_token(connection, secret.strip(), now=now)
    cookie = request.cookies.get(COOKIE) or request.cookies.get(PORTAL_COOKIE)
    if cookie is None:
        raise Unauthenticated(reason="unauthenticated")
    if request.method not in _SAFE:
        check_csrf(cookie, request.headers.get("X-CSRF-Token"))
    with workspace.database.read() as connection:
        return authenticator.by_session(connection, cookie, now=now)


def limits_of(workspace: "Workspace") -> SessionLimits:
    """Return how long sessions live here."""
    settings = workspace.settings
    return SessionLimits(dt.timedelta(minutes=settings.session_idle_minutes), dt.timedelta(days=settings.session_days))


def require(right: str) -> Context:
    """Return the context when the caller holds a system right; portal users do not learn that there is anything."""
    context = caller()
    if not context.rights.system(right):
        if context.principal.audience == "portal":
            raise Missing(kind="page")
        raise Denied(right=right)
    return context
