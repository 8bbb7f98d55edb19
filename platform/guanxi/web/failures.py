"""The refusals that a call may answer, by what it takes and who may ask it."""

from collections.abc import Mapping
from types import MappingProxyType

from guanxi.web.calls import FixedCall, RecordCall

__all__ = ["FAILURES", "failures_of"]

FAILURES: Mapping[int, tuple[str, str]] = MappingProxyType({
    400: ("malformed", "The request cannot be read, or would cost too much: all that is wrong with it is told."),
    401: ("unauthenticated", "Nobody is signed in, or the sign-in is wrong or has ended."),
    403: ("denied", "The caller lacks a right that it may know about."),
    404: ("missing", "There is no such thing, or the caller may not know of it."),
    409: ("conflict", "The request fights with the present state."),
    412: ("stale", "Somebody saved first: the version that was sent is not the stored one."),
    413: ("too_large", "The body, or the number of its rows, is larger than the limit."),
    422: ("invalid", "The data is refused, with every problem of it."),
    429: ("too_many", "The caller asks too often."),
    503: ("busy", "A lock, an overload or the end of the server stands in the way; the same call may pass later."),
})  # fmt: skip
"""By status: a name, and why a call is answered so."""


def failures_of(call: "FixedCall | RecordCall") -> list[int]:
    """Return the statuses of the refusals that a call may answer."""
    asks = "{" in call.path or bool(call.arguments or call.headers)
    signed_in = isinstance(call, RecordCall) or call.signed_in
    writes, sends = call.method != "GET", call.method in {"POST", "PUT", "PATCH"}
    found = {
        400: asks or sends, 401: True, 403: signed_in, 404: signed_in, 409: writes,
        412: writes and isinstance(call, RecordCall), 413: sends, 422: writes or call.right == "setup", 429: True,
        503: True,
    }  # fmt: skip
    more = () if isinstance(call, RecordCall) else call.refusals
    return [status for status, given in found.items() if given or status in more]
