"""How a database is opened: sizes, durability and the bounds on waiting."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["DatabaseOptions"]


@dataclass(frozen=True, slots=True)
class DatabaseOptions:
    """The choices of one database; the defaults suit one machine and lose nothing on a power cut."""

    pool_size: int = 16  # connections per process; a thread that finds none waits up to `busy_seconds`
    synchronous: Literal["full", "normal"] = (
        "full"  # SQLite: normal may lose the last commits on a power cut, never the file
    )
    busy_seconds: float = 20.0  # longest wait for SQLite's one write lock, for a connection or for a row lock
    statement_seconds: float = 30.0  # longest run of one statement, unless `limit` says otherwise
    idle_in_transaction_seconds: float = 60.0
    apply_lock_seconds: float = 0.05  # A3: an apply never makes readers queue behind it for longer than this
    apply_patience_seconds: float = 30.0
    prepared_statements: int = 400  # per connection
    sqlite_cache_kib: int = 2048  # per connection; pages of the log, and of the file beyond what is mapped
    sqlite_map_mib: int = 512  # of the file is read where it lies: copying pages was half of a sum over 2,000 rows
