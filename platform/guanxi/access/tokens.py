"""API tokens: principals of their own that carry a secret `gx_…` of which only the hash is stored, and scopes."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.access.vocabulary import ScopeRow
from guanxi.errors import Invalid, Missing, Problem

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = [
    "PREFIX", "Token", "create_token", "is_token", "list_tokens", "revoke_any_token", "revoke_token", "token_hash",
]  # fmt: skip

PREFIX = "gx_"
_LONGEST_NAME = 120

_COLUMNS = ("id", "name", "scopes", "created_at", "expires_at", "revoked_at", "seen_at")


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner may see it; the secret is known only to who was given it."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    seen_at: dt.datetime | None


def is_token(secret: str) -> bool:
    """Tell whether a bearer value has the form of a token."""
    return secret.startswith(PREFIX)


def token_hash(secret: str) -> str:
    """Return the hash under which a token is stored; its 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def create_token(
    transaction: "Connection",
    user_id: str,
    *,
    name: str,
    scopes: Collection[str],
    created_by: str,
    now: dt.datetime,
    expires_at: dt.datetime | None = None,
    within: frozenset[str] | None = None,
) -> tuple[str, str]:
    """Create a token and return its id and its secret, which is shown once.

    `within` are the scopes of the principal that creates it, when that is a token itself: it cannot give away more.
    """
    problems = [
        Problem("scopes", "scope_unknown", {"scope": scope})
        for scope in sorted(scopes)
        if ScopeRow.parse(scope) is None
    ]
    if not scopes:
        problems.append(Problem("scopes", "required"))
    problems += [
        Problem("scopes", "scope_too_wide", {"scope": scope}) for scope in sorted(scopes) if not _covered(scope, within)
    ]
    if not name.strip() or len(name) > _LONGEST_NAME:
        problems.append(Problem("name", "length", {"min": 1, "max": _LONGEST_NAME}))
    if expires_at is not None and expires_at <= now:
        problems.append(Problem("expires_at", "in_the_past"))
    if problems:
        raise Invalid(problems=problems)
    identity, secret = clock.new_id(), PREFIX + clock.new_secret()
    transaction.insert(
        "gx_token",
        {
            "id": identity,
            "hash": token_hash(secret),
            "user_id": user_id,
            "name": name.strip(),
            "scopes": sorted(scopes),
            "created_at": now,
            "created_by": created_by,
            "expires_at": expires_at,
        },
    )
    return identity, secret


def list_tokens(connection: "Connection", user_id: str) -> list[Token]:
    """Return all tokens of a user, the oldest first, revoked ones included."""
    rows = connection.select("gx_token", _COLUMNS, {"user_id": user_id}, order=("created_at", "id"))
    return [Token(identity, name, tuple(scopes), *instants) for identity, name, scopes, *instants in rows]


def revoke_token(transaction: "Connection", token_id: str, *, user_id: str, now: dt.datetime) -> None:
    """End a token of that user at once; raise Missing where there is none in force."""
    if (
        transaction.update("gx_token", {"revoked_at": now}, {"id": token_id, "user_id": user_id, "revoked_at": None})
        == 0
    ):
        raise Missing(kind="token", id=token_id)


def revoke_any_token(transaction: "Connection", token_id: str, *, now: dt.datetime) -> str:
    """End a token of anybody at once and return whose it was; raise Missing where there is none in force."""
    found = transaction.select("gx_token", ("user_id",), {"id": token_id})
    if not found:
        raise Missing(kind="token", id=token_id)
    user = str(found[0][0])
    revoke_token(transaction, token_id, user_id=user, now=now)
    return user


def _covered(scope: str, within: frozenset[str] | None) -> bool:
    if within is None or scope in within:
        return True
    wanted = ScopeRow.parse(scope)
    held = [row for row in map(ScopeRow.parse, within) if row is not None]
    if wanted is None:
        return True  # reported as unknown
    if wanted.system is not None:
        return any(row.system in {"*", wanted.system} for row in held)
    return any(
        row.objects in {"*", wanted.objects} and row.writes >= wanted.writes for row in held if row.objects is not None
    )
