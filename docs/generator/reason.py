"""A finer code of an answer: what the page of errors says of it in both languages."""

from dataclasses import dataclass

__all__ = ["Pair", "Reason"]

Pair = tuple[str, str]
"""A text in English and in Chinese."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a code of a class comes, a request that meets it, and what mends it.

    The request is a call or a command, then its headers and its body. Without `when` it meets the code as it stands,
    and a test sends it. Without a request `when` says all.
    """

    code: str
    kind: str  # the code of the class
    cause: Pair
    remedy: Pair
    request: tuple[str, ...] = ()
    when: Pair | None = None
    status: int | None = None  # where it is not that of the class
