"""The audit trail: who did what, written in the save's own transaction or at once, later sealed into a chain of hashes.

Rows are written unnumbered; a leased sequencer gives them positions and links after commit (decision A17). A link is
the hash of the row's content and of the link before it, so that no row can be changed or removed unseen.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from guanxi import clock
from guanxi.storage.encode import instant_text

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.storage.connection import Connection

__all__ = [
    "FIRST_LINK", "AuditRow", "AuditValues", "Entry", "Sealed", "audit_row", "describe", "link_of", "seal", "verify",
    "write_audit", "write_rows",
]  # fmt: skip

AuditValues: TypeAlias = dict[str, Any]

FIRST_LINK = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done or refused: a stable action such as `update`, `sign_in`, `denied`, `metadata.apply`."""

    action: str
    object: str | None = None
    record_id: str | None = None
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A stored row as the sequencer and the verifier read it."""

    id: str
    at: dt.datetime
    principal: Any
    action: str
    object: str | None
    record_id: str | None
    detail: Any
    position: int | None = None
    hash: str | None = None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """What sealing adds to a row."""

    id: str
    position: int
    hash: str
    previous: str


def describe(principal: "Principal") -> dict[str, object]:
    """Return who acts, as the audit and the outbox keep it; blank parts are left out."""
    parts = {
        "kind": principal.kind,
        "user": principal.user_id,
        "name": principal.name,
        "token": principal.token_id,
        "session": principal.session_id,
        "reason": principal.reason,
        "viewer": None if principal.viewer is None else principal.viewer.user_id,
    }
    return {name: value for name, value in parts.items() if value is not None}


def write_audit(
    transaction: "Connection", principal: "Principal", entries: Sequence[Entry], *, now: dt.datetime
) -> None:
    """Write entries in the transaction at hand, with one statement for any number of them."""
    write_rows(transaction, [audit_row(principal, entry, now=now) for entry in entries])


def audit_row(principal: "Principal", entry: Entry, *, now: dt.datetime) -> AuditValues:
    """Return the values of an entry's row but for its id, which is drawn when it is written."""
    return {
        "at": now, "principal": describe(principal), "action": entry.action, "object": entry.object,
        "record_id": entry.record_id, "detail": dict(entry.detail or {}),
    }  # fmt: skip


def write_rows(transaction: "Connection", rows: Sequence[AuditValues]) -> None:
    """Write rows with new ids: the chain follows the order of ids, which is so the order of writing."""
    identities = clock.new_id.many(len(rows))
    transaction.insert("gx_audit", [{"id": identity, **row} for identity, row in zip(identities, rows, strict=True)])


def link_of(row: AuditRow, previous: str) -> str:
    """Return the link of a row: the hash of the link before it and of everything the row says."""
    content = [row.id, instant_text(row.at), row.principal, row.action, row.object, row.record_id, row.detail]
    return hashlib.sha256(previous.encode() + orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def seal(rows: Iterable[AuditRow], previous_hash: str, *, position: int) -> list[Sealed]:
    """Return positions from `position` on and links for unsealed rows in the order given."""
    sealed, previous = [], previous_hash
    for number, row in enumerate(rows, start=position):
        link = link_of(row, previous)
        sealed.append(Sealed(row.id, number, link, previous))
        previous = link
    return sealed


def verify(rows: Iterable[AuditRow], previous_hash: str = FIRST_LINK, *, position: int = 1) -> int | None:
    """Return the first position at which sealed rows, given in order, do not follow on each other; None if all do."""
    expected, previous = position, previous_hash
    for row in rows:
        if row.position != expected or row.previous != previous or row.hash != link_of(row, previous):
            return expected
        previous, expected = row.hash, expected + 1
    return None
