"""What a caller may do with one connection, the same for both databases."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, TypeAlias

from guanxi.errors import CatalogMoved
from guanxi.sqltree import Change, Query
from guanxi.storage.encode import Dialect
from guanxi.storage.printer import Printer, Statement, quote
from guanxi.storage.rows import NOTHING, SystemRows

__all__ = ["NO_VALUES", "Connection", "Observer", "Row"]

Row: TypeAlias = tuple[Any, ...]
Observer: TypeAlias = Callable[[str], None]
NO_VALUES = NOTHING


class Connection(SystemRows):
    """One connection, used by one thread at a time; reads run alone, changes inside `Database.write`."""

    dialect: Dialect
    begin_snapshot: ClassVar[str]  # opens a transaction whose reads all see one state of the data

    def __init__(self, printer: Printer) -> None:
        """Take the printer for the trees that are run through this connection."""
        self.printer = printer
        self.observer: Observer | None = None
        self.broken = False
        self._depth = 0

    @abstractmethod
    def run(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES) -> list[Row]:
        """Run a statement and return all its rows, none for a change without RETURNING."""

    @abstractmethod
    def change(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES) -> int:
        """Run a change and return how many rows it touched."""

    @abstractmethod
    def run_all(self, steps: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[list[Row]]:
        """Run statements one after the other, each seeing what the former did, in one round trip to PostgreSQL."""

    @abstractmethod
    def finish(self, steps: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[list[Row]]:
        """Run the last statements of a write transaction; PostgreSQL commits it in the same round trip."""

    @abstractmethod
    def run_many(self, statement: Statement, many: Sequence[Mapping[str, Any]]) -> int:
        """Run one change once for each set of values and return how many rows it touched in all."""

    @abstractmethod
    def script(self, *statements: str) -> None:
        """Run statements without parameters, such as DDL, in one round trip to PostgreSQL."""

    @abstractmethod
    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Add rows in bulk, streaming them; values stand in database form; return how many."""

    @abstractmethod
    def begin(self, *, exclusive: bool = False, lock_seconds: float | None = None) -> int | None:
        """Open a write transaction behind the fence and return the stored revision, None where there is none yet."""

    def begin_late(self, revision: int) -> None:
        """Open a write transaction with its first statement, which raises CatalogMoved at another stored revision."""
        stored = self.begin()
        if stored != revision:
            raise CatalogMoved(stored=stored, expected=revision)

    @abstractmethod
    def commit(self) -> None:
        """Keep what the transaction did."""

    @abstractmethod
    def rollback(self) -> None:
        """Drop what the transaction did."""

    @abstractmethod
    def limit(self, seconds: float | None) -> None:
        """Bound the time one statement may take from now on; None for the configured bound."""

    @abstractmethod
    def usable(self) -> bool:
        """Tell whether the connection, which lay idle, still stands."""

    @abstractmethod
    def close(self) -> None:
        """End the connection."""

    def print(self, tree: Query | Change) -> Statement:
        """Return the statement of a tree, printed at most once per shape."""
        return self.printer.print(tree)

    def run_json(
        self, statement: Statement, values: Mapping[str, Any] = NO_VALUES, *, whole: Sequence[int]
    ) -> list[Row]:
        """Run a statement whose first column is JSON; only the rows at those positions need their other columns."""
        del whole
        return self.run(statement, values)

    def run_tree(self, tree: Query | Change, values: Mapping[str, Any] = NO_VALUES) -> list[Row]:
        """Print a tree, at most once per shape, and run it."""
        return self.run(self.printer.print(tree), values)

    def change_tree(self, tree: Change, values: Mapping[str, Any] = NO_VALUES) -> int:
        """Print a change, at most once per shape, run it and return how many rows it touched."""
        return self.change(self.printer.print(tree), values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads of the block see one state of the data."""
        self.script(self.begin_snapshot)
        try:
            yield
        finally:
            self.rollback()

    def lock_tables(self, tables: Iterable[str]) -> None:
        """Keep readers out of tables until the transaction ends, in name order; SQLite's readers need not leave."""
        if self.dialect == "postgresql" and (names := ", ".join(quote(name) for name in sorted(tables))):
            self.script(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Drop what the block did when it raises, and only that."""
        self._depth += 1
        name = quote(f"step{self._depth}")
        self.script(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            if not self.broken:
                self.script(f"ROLLBACK TO SAVEPOINT {name}", f"RELEASE SAVEPOINT {name}")
            raise
        else:
            self.script(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1
