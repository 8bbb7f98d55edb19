"""Live connections, which mostly wait: each has a thread of its own, beside those that the server has for requests.

The server gives a request to one of its threads until its answer is sent to the end, and has no others to give. So a
live one leaves that thread at once. Where the server calls the application is no part of what it promises to others;
if that place moves, workers fail when they start.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeAlias

from granian.server import mp

from guanxi.web.front import API

__all__ = ["LIVE", "live_apart"]

LIVE = f"{API}/events"
Call: TypeAlias = Callable[[Any, dict[str, Any]], object]


def live_apart() -> None:
    """Have the server of this process answer live connections from threads of their own.

    It lets no more than its backpressure in at a time, so there are never more of them.
    """
    usual = mp._wsgi_call_wrap  # type: ignore[attr-defined]  # private, as said above

    def wrapped(*given: Any) -> Call:  # noqa: ANN401 - what the server hands over is its own affair
        return _apart(usual(*given))

    mp._wsgi_call_wrap = wrapped  # type: ignore[assignment, attr-defined]


def _apart(call: Call) -> Call:
    def called(answer: Any, asked: dict[str, Any]) -> None:  # noqa: ANN401 - the server's own type
        if asked["PATH_INFO"] == LIVE:
            threading.Thread(target=call, args=(answer, asked), name="guanxi-live", daemon=True).start()
        else:
            call(answer, asked)

    return called
