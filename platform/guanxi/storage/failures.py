"""What can go wrong between Guanxi and its database, told apart by what the caller can do about it."""

from typing import ClassVar

from guanxi.errors import Busy, Conflict, GuanxiError, Invalid

__all__ = [
    "CatalogStale",
    "DiskFull",
    "LockTimeout",
    "NotUnique",
    "ReferenceMissing",
    "Retryable",
    "StorageFailed",
    "Unreachable",
]


class NotUnique(Conflict):
    """A unique index refused the row.

    `columns` are its columns, `index` its physical name or None where the database (SQLite) does not tell it.
    """

    reason: ClassVar[str] = "not_unique"

    def __init__(self, *, table: str, index: str | None, columns: tuple[str, ...]) -> None:
        """Keep the table, index and columns that refused."""
        super().__init__(reason=self.reason)
        self.table = table
        self.index = index
        self.columns = columns


class ReferenceMissing(Invalid):
    """A foreign key refused: the row referred to is not there, or a row to be removed is still referred to."""

    def __init__(self, *, table: str | None, constraint: str | None) -> None:
        """Keep what refused, where the database (PostgreSQL) tells it."""
        super().__init__(reason="reference_not_found")
        self.table = table
        self.constraint = constraint


class Retryable(Busy):
    """A deadlock or serialization failure: nothing was kept, and the whole unit of work may run again at once."""


class LockTimeout(Busy):
    """A lock was not given in the time allowed; nothing was kept."""


class DiskFull(Busy):
    """The database cannot grow."""

    def __init__(self) -> None:
        """Say the remedy."""
        super().__init__(reason="disk_full", remedy="free_disk_space")


class Unreachable(Busy):
    """The database does not answer."""


class CatalogStale(GuanxiError):
    """A table or column named is gone, or a prepared plan is outdated: reload the catalog, retry once."""

    code = "catalog_stale"
    status = 503


class StorageFailed(GuanxiError):
    """The database refused a statement for a reason that is a fault of the program."""
