"""What an SQLSTATE of PostgreSQL means for the caller."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import psycopg

from guanxi.errors import Busy, GuanxiError, Malformed, Misconfigured, TooExpensive, TooLarge
from guanxi.storage.failures import (
    CatalogStale,
    DiskFull,
    LockTimeout,
    NotUnique,
    ReferenceMissing,
    Retryable,
    StorageFailed,
    Unreachable,
)

__all__ = ["failure"]

_KEY_COLUMNS = re.compile(r"\(([^)]*)\)=")  # the detail "Key (a, b)=(1, 2) already exists." in any language
_TURNED_AWAY: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "database_absent": re.compile(r'FATAL: .*database ".*" does not exist'),
        "database_password": re.compile(
            r'password authentication failed|no password supplied|role ".*" does not exist|no pg_hba\.conf entry'
        ),
    }
)


def failure(error: psycopg.Error) -> GuanxiError:
    """Return the failure that an error of the driver stands for, to be raised from it."""
    state = error.sqlstate
    if state is None:
        return _not_connected(str(error))
    made = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
    return (
        StorageFailed(sqlstate=state, detail=error.diag.message_primary or str(error)) if made is None else made(error)
    )


def _not_connected(told: str) -> GuanxiError:
    """Tell who did not let us in; libpq hands out no SQLSTATE for that, only the server's words."""
    for reason, words in _TURNED_AWAY.items():
        if words.search(told):
            return Misconfigured(reason=reason)
    return Unreachable(reason="database_unreachable")


def _not_unique(error: psycopg.Error) -> GuanxiError:
    found = _KEY_COLUMNS.search(error.diag.message_detail or "")
    columns = tuple(name.strip().strip('"') for name in found.group(1).split(",")) if found else ()
    return NotUnique(table=error.diag.table_name or "", index=error.diag.constraint_name, columns=columns)


def _reference(error: psycopg.Error) -> GuanxiError:
    return ReferenceMissing(table=error.diag.table_name, constraint=error.diag.constraint_name)


_BY_STATE: Mapping[str, Callable[[psycopg.Error], GuanxiError]] = MappingProxyType(
    {
        "23505": _not_unique,
        "23503": _reference,
        "40001": lambda error: Retryable(reason="serialization"),
        "40P01": lambda error: Retryable(reason="deadlock"),
        "55P03": lambda error: LockTimeout(reason="lock"),
        "57014": lambda error: TooExpensive(reason="statement_time"),
        "0A000": lambda error: CatalogStale(detail=error.diag.message_primary),
        "42703": lambda error: CatalogStale(detail=error.diag.message_primary),
        "42P01": lambda error: CatalogStale(detail=error.diag.message_primary),
        "53100": lambda error: DiskFull(),
        "53300": lambda error: Busy(reason="too_many_connections"),
        "54000": lambda error: TooLarge(reason="row_too_big"),
        "25006": lambda error: Misconfigured(reason="database_read_only"),
        "28P01": lambda error: Misconfigured(reason="database_password"),
        "28000": lambda error: Misconfigured(reason="database_password"),
        "3D000": lambda error: Misconfigured(reason="database_absent"),
    }
)

_BY_CLASS: Mapping[str, Callable[[psycopg.Error], GuanxiError]] = MappingProxyType(
    {
        "08": lambda error: Unreachable(reason="database_unreachable"),
        "57": lambda error: Unreachable(reason="database_unreachable"),
        "53": lambda error: Busy(reason="database_resources"),
        "22": lambda error: Malformed(reason="value_out_of_range", detail=error.diag.message_primary),
    }
)
