"""The outermost step of every request: its id, the headers that every answer has, its log line and its numbers.

It stands in front of Flask as plain WSGI, since it is passed by every request.
"""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi import clock
from guanxi.logs import Log
from guanxi.web.noted import KEY, Note

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.web.metrics import Metrics

__all__ = ["API", "PAGE_POLICY", "Front"]

API = "/api/v1"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
Environment: TypeAlias = dict[str, Any]
Application: TypeAlias = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]
Headers: TypeAlias = list[tuple[str, str]]

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ALWAYS: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
_OF_PAGES: Headers = [*_ALWAYS, ("Content-Security-Policy", PAGE_POLICY)]
_OF_THE_API: Headers = [
    *_ALWAYS,
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Vary", "Accept-Language, Authorization, Cookie"),
]
_NO_STORE = ("Cache-Control", "no-store")
log = Log("guanxi.requests")


class Front:
    """Wraps the application of Flask."""

    def __init__(self, inner: Application, door: "Door", metrics: "Metrics") -> None:
        """Take what answers, and where the numbers go."""
        self._inner = inner
        self._door = door
        self._metrics = metrics

    def __call__(self, environment: Environment, start: Callable[..., Any], /) -> Iterable[bytes]:
        """Answer a request."""
        started = clock.monotonic()
        given = environment.get("HTTP_X_REQUEST_ID")
        note = Note(given if given is not None and _REQUEST_ID.fullmatch(given) else clock.new_id())
        environment[KEY] = note

        def finish(status: str, headers: Headers, *error: object) -> object:
            self._finish(environment, note, headers, started=started, status=int(status[:3]))
            return start(status, headers, *error)

        return self._inner(environment, finish)

    def _finish(self, environment: Environment, note: Note, headers: Headers, *, started: float, status: int) -> None:
        """Add to the headers what every answer has; log and count the request."""
        context, path = note.context, environment.get("PATH_INFO", "")
        headers.append(("X-Request-Id", note.request_id))
        revision = note.revision or (context.catalog.revision if context is not None else self._door.revision)
        if revision:
            headers.append(("X-Catalog-Revision", str(revision)))
        if path.startswith(API):
            headers += _OF_THE_API
            if not any(name == "Cache-Control" for name, _ in headers):
                headers.append(_NO_STORE)
        else:
            headers += _OF_PAGES
        seconds = clock.monotonic() - started
        method = environment.get("REQUEST_METHOD", "")
        self._metrics.observe(method, note.route, status, seconds)
        # The caller stands in the log as an id: never a name, a secret or a value.
        log.info(
            "request", method=method, path=path[:300], status=status, ms=round(seconds * 1000, 2),
            request_id=note.request_id, user=None if context is None else context.principal.user_id,
        )  # fmt: skip
