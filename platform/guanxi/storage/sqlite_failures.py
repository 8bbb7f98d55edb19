"""What an error of sqlite3 means for the caller."""

import re
import sqlite3

from guanxi.errors import Busy, GuanxiError, Malformed, Misconfigured, TooExpensive, TooLarge
from guanxi.storage.failures import CatalogStale, DiskFull, NotUnique, ReferenceMissing, StorageFailed, Unreachable

__all__ = ["FAILURES", "failure"]

FAILURES = (sqlite3.Error, OverflowError, UnicodeEncodeError)

_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")
_PRIMARY = 0xFF  # the low byte of an extended result code


def failure(error: Exception) -> GuanxiError:
    """Return the failure that an error of the driver stands for, to be raised from it."""
    if isinstance(error, UnicodeEncodeError):
        return Malformed(reason="text_not_storable")
    if isinstance(error, OverflowError):
        return Malformed(reason="number_out_of_range")
    message = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StorageFailed(detail=message)
    if code in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        return _not_unique(message)
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return ReferenceMissing(table=None, constraint=None)
    return _by_primary_code(code & _PRIMARY, message)


def _by_primary_code(code: int, message: str) -> GuanxiError:
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(reason="write_lock")
    if code == sqlite3.SQLITE_FULL:
        return DiskFull()
    if code == sqlite3.SQLITE_INTERRUPT:
        return TooExpensive(reason="statement_time")
    if code == sqlite3.SQLITE_TOOBIG:
        return TooLarge(reason="value_too_big")
    if code == sqlite3.SQLITE_READONLY:
        return Misconfigured(reason="database_read_only")
    if code == sqlite3.SQLITE_NOTADB:
        return Misconfigured(reason="not_a_database")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return Unreachable(reason="database_unreachable", detail=message)
    if code == sqlite3.SQLITE_ERROR and message.startswith(("no such table", "no such column", "table ")):
        return CatalogStale(detail=message)
    return StorageFailed(detail=message)


def _not_unique(message: str) -> NotUnique:
    found = _UNIQUE.match(message)
    names = [part.strip().rpartition(".") for part in found.group(1).split(",")] if found else []
    if names and names[0][2].startswith("index '"):  # an index on an expression is told by its name
        return NotUnique(table="", index=names[0][2].split("'")[1], columns=())
    return NotUnique(table=names[0][0] if names else "", index=None, columns=tuple(name for _, _, name in names))
