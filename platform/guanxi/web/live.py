"""What mostly waits leaves the threads that the server has for requests: live connections, and answers of many pieces.

The server gives a request to one of its threads until the answer is sent to its end, which a slow reader may put off.
So a live connection has a thread of its own from the start, and any other answer that is not one piece from its second
piece on. Where the server calls the application is no part of what it promises to others; if that place moves, workers
fail when they start.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Protocol, TypeAlias

from granian.server import mp

from guanxi.web.front import API

__all__ = ["LIVE", "apart", "live_apart"]

LIVE = f"{API}/events"
Headers: TypeAlias = Sequence[tuple[str, str]]


class Body(Protocol):
    """The pieces of an answer, as the server asks for them."""

    def __next__(self) -> bytes: ...
    def close(self) -> None: ...


class Answer(Protocol):
    """What the server lets a request be answered with, once, from any thread."""

    def response_bytes(self, status: int, headers: Headers, body: bytes, /) -> None: ...
    def response_iter(self, status: int, headers: Headers, body: Any, /) -> None: ...  # noqa: ANN401 - see Body


Call: TypeAlias = Callable[[Answer, dict[str, Any]], object]


def live_apart() -> None:
    """Have the server of this process answer from further threads what mostly waits.

    It lets no more than its backpressure in at a time, so there are never more of them.
    """
    usual = mp._wsgi_call_wrap  # type: ignore[attr-defined]  # private, as said above

    def wrapped(*given: Any) -> Call:  # noqa: ANN401 - what the server hands over is its own affair
        return apart(usual(*given))

    mp._wsgi_call_wrap = wrapped  # type: ignore[assignment, attr-defined]


def apart(call: Call) -> Call:
    """Return a call that comes back while what mostly waits goes on."""

    def called(answer: Answer, asked: dict[str, Any]) -> None:
        if asked["PATH_INFO"] == LIVE:
            _begin(call, answer, asked)
        else:
            call(_InPieces(answer), asked)

    return called


class _InPieces:
    """An answer that is sent at once where it is one piece, and else from a thread of its own."""

    def __init__(self, answer: Answer) -> None:
        self.response_bytes = answer.response_bytes
        self._answer = answer

    def response_iter(self, status: int, headers: Headers, body: Body) -> None:
        """Look for a second piece."""
        pieces = _pieces(body)
        begun = list(islice(pieces, 2))
        if len(begun) < 2:
            self.response_bytes(status, headers, b"".join(begun))
        else:
            _begin(self._answer.response_iter, status, headers, _continued(begun, pieces))


def _pieces(body: Body) -> Iterator[bytes]:
    try:
        while True:
            try:
                piece = body.__next__()  # not by next(): the server's own body has it in itself, not in its class
            except StopIteration:
                return
            yield piece
    finally:
        with suppress(AttributeError):  # what has no pieces at all is a tuple, and not to be closed
            body.close()


def _continued(begun: list[bytes], pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from begun
    yield from pieces


def _begin(function: Callable[..., object], *given: object) -> None:
    threading.Thread(target=function, args=given, name="guanxi-live", daemon=True).start()
