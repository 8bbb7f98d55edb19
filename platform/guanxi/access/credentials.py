"""Passwords: argon2id hashes that no query reaches, and a door that stays closed longer after every wrong try.

Tries are counted in the database under the name that was tried, whether or not somebody has that name, so that neither
answers nor delays tell who exists; an unknown name costs the same hash as a known one.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.access.columns import CoreTable, alive, equal
from guanxi.access.sessions import close_sessions_of
from guanxi.errors import Invalid, Problem, Unauthenticated
from guanxi.sqltree import Alias, Call, Column, Delete, Join, Param, Select, Table, all_of
from guanxi.storage.tables import system_column
from guanxi.text.keys import TextRefused, fold_key, normalise

if TYPE_CHECKING:
    from guanxi.access.principal import Audience, Principal
    from guanxi.catalog import Catalog
    from guanxi.storage.connection import Connection
    from guanxi.storage.database import Database

__all__ = [
    "FREE_TRIES",
    "Passwords",
    "SignedIn",
    "check_password_rules",
    "give_password",
    "renew_password",
    "set_password",
    "sign_in",
    "wait_after",
]

FREE_TRIES = 5
_LONGEST_WAIT = dt.timedelta(minutes=15)
_FORGET_AFTER = dt.timedelta(days=1)
_SHORTEST, _LONGEST = 10, 200
_FORGET_OLD = Delete(
    Table("gx_attempt", "a"),
    Call("<", (system_column("gx_attempt", "last_at", "a"), Param("before", "datetime")), "boolean"),
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and whether the password must be changed first."""

    user_id: str
    must_change: bool


class Passwords:
    """Hashes and verifies passwords with argon2id at the cost that OWASP names for servers with little memory."""

    def __init__(self, *, time_cost: int = 2, memory_kib: int = 19_456) -> None:
        """Prepare the hasher and the hash that stands in for people who do not exist."""
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._dummy = self._hasher.hash(clock.new_secret())

    def hash(self, password: str) -> str:
        """Return the hash that is stored."""
        return self._hasher.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Tell whether the password fits; without a stored hash it takes as long and never fits."""
        try:
            return self._hasher.verify(stored or self._dummy, password) and stored is not None
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Tell whether the hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)


def check_password_rules(password: str, *, login: str = "") -> None:
    """Refuse passwords that are too short, too long, not text, or the sign-in name itself."""
    if len(password) < _SHORTEST:
        raise Invalid(problems=[Problem("password", "password_too_short", {"min": _SHORTEST})])
    if len(password) > _LONGEST:
        raise Invalid(problems=[Problem("password", "password_too_long", {"max": _LONGEST})])
    if any("\ud800" <= character <= "\udfff" for character in password):
        raise Invalid(problems=[Problem("password", "text_not_storable")])
    if fold_key(password) == fold_key(login):
        raise Invalid(problems=[Problem("password", "password_is_login")])


def set_password(
    transaction: "Connection",
    user_id: str,
    password: str,
    *,
    passwords: Passwords,
    now: dt.datetime,
    must_change: bool = False,
) -> None:
    """Store a new password, which its owner must change where another chose it; the caller ends sessions and audits."""
    check_password_rules(password)
    row = {"user_id": user_id, "password_hash": passwords.hash(password), "changed_at": now, "must_change": must_change}
    transaction.upsert("gx_credential", row, ("user_id",))


def give_password(
    transaction: "Connection", principal: "Principal", user_id: str, *, passwords: Passwords, now: dt.datetime,
    must_change: bool = True,
) -> str:  # fmt: skip
    """Give somebody a random password and return it; the sessions end, and the audit keeps who gave it.

    It must be changed at the next sign-in unless told otherwise.
    """
    chosen = clock.new_secret(12)
    set_password(transaction, user_id, chosen, passwords=passwords, now=now, must_change=must_change)
    close_sessions_of(transaction, user_id)
    write_audit(transaction, principal, [Entry("password.set", "user", user_id)], now=now)
    return chosen


def renew_password(
    transaction: "Connection", user_id: str, *, old: str, new: str, passwords: Passwords, now: dt.datetime
) -> None:
    """Store the password that its owner chose in place of the old one, and end all of the owner's sessions."""
    if new == old:
        raise Invalid(problems=[Problem("new_password", "password_unchanged")])
    set_password(transaction, user_id, new, passwords=passwords, now=now)
    close_sessions_of(transaction, user_id)


def sign_in(
    database: "Database",
    catalog: "Catalog",
    *,
    login: str,
    password: str,
    audience: "Audience",
    passwords: Passwords,
    now: dt.datetime,
) -> SignedIn:
    """Return who it is, or raise Unauthenticated: `wrong_credentials`, or `locked` with the seconds to wait.

    The try is counted before the password is looked at, so that many at once cannot outrun the count.
    """
    folded = _folded(login)
    key = hashlib.sha256(f"{audience}:{folded}".encode()).hexdigest()
    with database.write() as transaction:
        _count_try(transaction, key, now)
    with database.read() as connection:
        rows = connection.run_tree(_credential(catalog), {"login": folded, "audience": audience})
    user_id, stored, must_change = rows[0] if rows else (None, None, False)
    if not passwords.verify(stored, password[: _LONGEST + 1]) or user_id is None:
        raise Unauthenticated(reason="wrong_credentials")
    fresh = passwords.hash(password) if passwords.is_outdated(stored) else None
    with database.write() as transaction:
        transaction.delete("gx_attempt", {"key": key})
        transaction.change_tree(_FORGET_OLD, {"before": now - _FORGET_AFTER})
        if fresh is not None:
            transaction.update("gx_credential", {"password_hash": fresh}, {"user_id": user_id, "password_hash": stored})
    return SignedIn(user_id, bool(must_change))


def wait_after(failures: int) -> dt.timedelta | None:
    """Return how long the door stays closed after so many wrong tries in a row: 1 s, 2 s, 4 s … 15 minutes."""
    if failures < FREE_TRIES:
        return None
    return min(dt.timedelta(seconds=2 ** min(failures - FREE_TRIES, 20)), _LONGEST_WAIT)


def _count_try(transaction: "Connection", key: str, now: dt.datetime) -> None:
    rows = transaction.select("gx_attempt", ("failures", "locked_until"), {"key": key}, lock="update")
    failures, until = rows[0] if rows else (0, None)
    if until is not None and until > now:
        raise Unauthenticated(reason="locked", retry_after=max(1, round((until - now).total_seconds())))
    wait = wait_after(failures + 1)
    row = {"key": key, "failures": failures + 1, "last_at": now, "locked_until": None if wait is None else now + wait}
    transaction.upsert("gx_attempt", row, ("key",))


def _credential(catalog: "Catalog") -> Select:
    user = CoreTable(catalog, "user", "u")
    login = Column("u", user.item.field("login").fold_column or user.item.field("login").column, "text")
    stored = [system_column("gx_credential", name, "k") for name in ("password_hash", "must_change", "user_id")]
    joined = Join(Table("gx_credential", "k"), equal(stored[2], user.id), inner=True)
    met = all_of(
        equal(login, Param("login", "text")),
        equal(user.column("audience", "text"), Param("audience", "text")),
        user.column("active", "boolean"),
        alive("u"),
    )
    return Select(
        (Alias("id", user.id), Alias("hash", stored[0]), Alias("change", stored[1])), user.table, (joined,), met
    )


def _folded(login: str) -> str:
    try:
        return fold_key(normalise(login) or "")
    except TextRefused as error:
        raise Unauthenticated(reason="wrong_credentials") from error
