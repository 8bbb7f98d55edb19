"""The database: connections, printing of SQL trees, tables made from the catalog, system tables, bulk copy."""

from guanxi.storage.connection import Connection, Row
from guanxi.storage.database import Database
from guanxi.storage.encode import Dialect, instant_text
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
from guanxi.storage.options import DatabaseOptions
from guanxi.storage.printer import Printer, Statement
from guanxi.storage.sqlite_functions import SqliteFunction

__all__ = [
    "CatalogStale",
    "Connection",
    "Database",
    "DatabaseOptions",
    "Dialect",
    "DiskFull",
    "LockTimeout",
    "NotUnique",
    "Printer",
    "ReferenceMissing",
    "Retryable",
    "Row",
    "SqliteFunction",
    "Statement",
    "StorageFailed",
    "Unreachable",
    "instant_text",
]
