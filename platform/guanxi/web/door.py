"""The door that every call of the API passes: who asks, in which catalog, and from which site."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

from flask import Request, Response, request

from guanxi import clock
from guanxi.access.authenticate import Authenticated, Authenticator
from guanxi.access.credentials import Passwords
from guanxi.access.sessions import SessionLimits, check_csrf, is_due, touch
from guanxi.access.viewing import seen_by
from guanxi.errors import Busy, CatalogMoved, Denied, GuanxiError, Unauthenticated
from guanxi.logs import Log
from guanxi.storage.failures import CatalogStale
from guanxi.web.languages import accepted_language
from guanxi.web.noted import KEY, Note, noted
from guanxi.web.pace import Pace
from guanxi.workspace.context import Context

if TYPE_CHECKING:
    from guanxi.access.principal import Audience, Principal
    from guanxi.web.tally import Tally
    from guanxi.workspace.context import Snapshot
    from guanxi.workspace.workspace import Workspace

__all__ = ["COOKIE", "CSRF_HEADER", "Door", "View"]

COOKIE = "gx_session"
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"  # of a form that a page sends without a script
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = "bearer "
_MOST_LOADS = 5
View: TypeAlias = Callable[..., Response]
log = Log("guanxi.web")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a call is open: see `Door.opened`."""

    forced: bool = False
    reads: bool = False
    own: bool = False


_PLAINLY = _Manner()


class Door:
    """Turns requests into contexts; one for each application."""

    def __init__(self, workspace: "Workspace", tally: "Tally") -> None:
        """Take the workspace that is served, and where the requests of each caller are counted."""
        self.workspace = workspace
        settings = workspace.settings
        self.limits = SessionLimits(
            idle=dt.timedelta(minutes=settings.session_idle_minutes), age=dt.timedelta(days=settings.session_days)
        )
        self.zone = ZoneInfo(settings.zone)
        self._paces: Mapping[Audience, Pace] = {
            "staff": Pace(settings.requests_per_minute, tally),
            "portal": Pace(settings.portal_requests_per_minute, tally),
        }  # fmt: skip
        self.revision = 0  # of the catalog that the last request was answered from
        self._passwords: Passwords | None = None
        self._ends: list[Callable[[], None]] = []

    def at_end(self, function: Callable[[], None]) -> None:
        """Have a function called when the application is about to end."""
        self._ends.append(function)

    def close(self) -> None:
        """End what goes on between requests."""
        for function in self._ends:
            function()

    @property
    def passwords(self) -> Passwords:
        """Return the hasher, made at the first sign-in since making it costs a hash."""
        if self._passwords is None:
            self._passwords = Passwords()
        return self._passwords

    def opened(
        self, function: View, *, forced: bool = False, reads: bool = False, own: bool = False
    ) -> Callable[..., Response]:
        """Make a view of a function that takes a context: the caller is known, and the catalog is the newest.

        When the catalog moves while the request is worked on, all of it begins again in the new one, once. A
        call is `forced` when it is open to those who must change their password before anything else, `reads` when it
        writes nothing whatever its method says, and `own` when whoever looks as somebody else asks it as oneself.
        """
        manner = _Manner(forced=forced, reads=reads, own=own)

        @wraps(function)
        def view(**path: Any) -> Response:  # noqa: ANN401 - the parts of a path are what the route says
            arrived = request._get_current_object()  # type: ignore[attr-defined]  # one look instead of one per use
            try:
                return function(self.enter(arrived, manner), **path)
            except (CatalogMoved, CatalogStale):
                return function(self.enter(arrived, manner), **path)

        return view

    def enter(self, arrived: Request, manner: _Manner = _PLAINLY) -> Context:
        """Return the context of a request; raise where nobody is signed in, or where the password must change first.

        Who looks as somebody else is that person in all that is read, and writes nothing.
        """
        secret = _bearer(arrived)
        cookie = arrived.cookies.get(COOKIE) if secret is None else None
        if secret is None and cookie is None:
            raise Unauthenticated
        if secret is None and cookie is not None and arrived.method not in _READING:
            check_csrf(cookie, arrived.headers.get(CSRF_HEADER) or arrived.form.get(CSRF_FIELD))
        now = clock.now()
        found, snapshot = self._authenticate(secret, cookie or "", now)
        principal = found.principal if manner.own else self._seen(found, snapshot, now)
        if is_due(found.seen_at, now) and principal.session_id is not None:
            self._note_use(principal.session_id, now)
        settings = self.workspace.settings
        note: Note = arrived.environ[KEY]
        context = Context(
            workspace=self.workspace, snapshot=snapshot, principal=principal, now=now, zone=self.zone,
            language=accepted_language(arrived, _languages(snapshot)) or principal.language or settings.language,
            request_id=note.request_id,
        )  # fmt: skip
        note.context = context
        self._paces[principal.audience].spend(found.principal.token_id or found.principal.user_id)
        if found.principal.must_change_password and not manner.forced:
            raise Denied(reason="password_change_required")
        if principal.viewer is not None and not manner.reads and arrived.method not in _READING:
            raise Denied(reason="view_as_reads_only")
        return context

    def visitor(self, arrived: Request) -> Context | None:
        """Return the context of who looks at a page; None where that cannot be told, which its own calls then meet."""
        try:
            return self.enter(arrived)
        except GuanxiError:
            return None

    def _seen(self, found: Authenticated, snapshot: "Snapshot", now: dt.datetime) -> "Principal":
        """Return as whom the session looks."""
        if found.viewing is None:
            return found.principal
        authenticator = snapshot.memo("authenticator", self._authenticator_of(snapshot))
        with self.workspace.database.read() as connection:
            return seen_by(
                snapshot.policy, authenticator, connection, found.principal, found.viewing, now=now, zone=self.zone
            )  # fmt: skip

    def renewing(self, arrived: Request, context: Context) -> Callable[[], Context]:
        """Return what makes a request's context anew, for an answer that goes on: who it is, now, in this catalog."""
        secret = _bearer(arrived)
        cookie = arrived.cookies.get(COOKIE) if secret is None else None

        def renewed() -> Context:
            now = clock.now()
            found, snapshot = self._authenticate(secret, cookie or "", now)
            return replace(context, snapshot=snapshot, principal=self._seen(found, snapshot, now), now=now)

        return renewed

    def language(self) -> str:
        """Return the language of the request's answer, whether or not somebody is signed in."""
        context = noted().context
        if context is not None:
            return context.language
        return accepted_language(request) or self.workspace.settings.language

    def _authenticate(self, secret: str | None, cookie: str, now: dt.datetime) -> tuple[Authenticated, "Snapshot"]:
        """Ask the database who it is in the held catalog, and again in the newer one when the revision has moved."""
        snapshot = self.workspace.holder.held() or self.workspace.snapshot()
        for _ in range(_MOST_LOADS):
            authenticator = snapshot.memo("authenticator", self._authenticator_of(snapshot))
            try:
                with self.workspace.database.read() as connection:
                    if secret is not None:
                        found = authenticator.by_token(connection, secret, now=now)
                    else:
                        found = authenticator.by_session(connection, cookie, now=now)
            except CatalogStale:
                snapshot = self.workspace.snapshot()
                continue
            if found.revision == snapshot.catalog.revision:
                self.revision = found.revision
                return found, snapshot
            snapshot = self.workspace.holder.at(found.revision)
        raise CatalogMoved

    def _authenticator_of(self, snapshot: "Snapshot") -> Callable[[], Authenticator]:
        return lambda: Authenticator(snapshot.catalog, limits=self.limits)

    def _note_use(self, session_id: str, now: dt.datetime) -> None:
        try:
            with self.workspace.database.write() as transaction:
                touch(transaction, session_id, now)
        except Busy as error:
            log.info("session_use_not_noted", reason=error.params.get("reason"))  # the next request notes it


def _languages(snapshot: "Snapshot") -> frozenset[str]:
    """Return the languages that people may have: what translations say in them is told to those who ask for one."""
    spoken = snapshot.catalog.picklist("language").values
    return snapshot.memo("languages", lambda: frozenset(one.name for one in spoken))


def _bearer(arrived: Request) -> str | None:
    header = arrived.headers.get("Authorization")
    if header is None:
        return None
    if header[: len(_BEARER)].lower() != _BEARER:
        raise Unauthenticated(reason="token_invalid")
    return header[len(_BEARER) :].strip()
