"""The tree of failures that Guanxi raises on purpose; each class knows its stable code and the answer it deserves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import ClassVar

__all__ = [
    "Busy",
    "CatalogMoved",
    "Conflict",
    "Denied",
    "GuanxiError",
    "Invalid",
    "Malformed",
    "Misconfigured",
    "Missing",
    "Problem",
    "Refused",
    "Stale",
    "TooExpensive",
    "TooLarge",
    "TooMany",
    "Unauthenticated",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (field or path, None for the whole), which stable code, and the values its words
    need."""

    field: str | None
    code: str
    params: Mapping[str, object] = attribute(default_factory=dict)
    message: Mapping[str, str] | None = None  # an admin's own words by language, e.g. of a validation rule
    row: int | None = None  # position in the batch, counted from 0


class GuanxiError(Exception):
    """Root of every failure that Guanxi raises on purpose."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500

    def __init__(self, *, problems: Sequence[Problem] = (), **params: object) -> None:
        """Keep the problems and the values that the words of this failure need."""
        super().__init__(self.code, params or "", *problems)
        self.problems = tuple(problems)
        self.params = params


class Refused(GuanxiError):
    """The caller can act on it: a 4xx answer."""

    code = "refused"
    status = 400


class Malformed(Refused):
    """The request cannot be read: a bad document, filter, cursor or argument. `reason` names the finer code."""

    code = "malformed"


class TooExpensive(Refused):
    """The question would cost more than its caller may spend."""

    code = "too_expensive"


class Unauthenticated(Refused):
    """Nobody is signed in, or the sign-in is wrong, expired or locked."""

    code = "unauthenticated"
    status = 401


class Denied(Refused):
    """The caller lacks a right it may know about."""

    code = "denied"
    status = 403


class Missing(Refused):
    """There is no such thing, or the caller may not know of it."""

    code = "missing"
    status = 404


class Conflict(Refused):
    """The request fights with the present state; `reason` names it: id_taken, busy, base_moved, key_reused,
    not_unique."""

    code = "conflict"
    status = 409


class Stale(Refused):
    """Somebody saved first: the version sent is not the stored one."""

    code = "stale"
    status = 412


class TooLarge(Refused):
    """The body or batch is larger than the limit it names."""

    code = "too_large"
    status = 413


class Invalid(Refused):
    """The data is refused; every problem of the request is listed."""

    code = "invalid"
    status = 422


class TooMany(Refused):
    """The caller asks too often."""

    code = "too_many"
    status = 429


class Busy(GuanxiError):
    """A lock or an overload stands in the way; the same call may pass later. `held_by` names the holder where it is
    known."""

    code = "busy"
    status = 503


class CatalogMoved(GuanxiError):
    """The catalog changed between reading it and writing; the unit of work starts again in the new catalog."""

    code = "catalog_moved"
    status = 503


class Misconfigured(GuanxiError):
    """Metadata, settings or plugins are wrong; stops `check` and boot, and lists every fault."""

    code = "misconfigured"
