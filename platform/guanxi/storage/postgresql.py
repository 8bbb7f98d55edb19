"""A connection to PostgreSQL on libpq itself: statements are prepared once and run in one call without Python's lock.

psycopg's cursors cost a third of a short statement (150 against 93 µs for fifty rows), so only its result loaders, its
errors and its COPY are used here. Every parameter travels as text of unknown type and is cast in the statement, so that
a NULL or a small integer never makes a second plan.
"""

import select
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import pq
from psycopg.abc import Buffer
from psycopg.adapt import Loader, Transformer
from psycopg.conninfo import make_conninfo
from psycopg.types.string import TextLoader

from guanxi.errors import CatalogMoved, GuanxiError
from guanxi.storage.connection import NO_VALUES, Connection, Row
from guanxi.storage.encode import Dialect
from guanxi.storage.failures import CatalogStale, StorageFailed, Unreachable
from guanxi.storage.options import DatabaseOptions
from guanxi.storage.postgresql_failures import failure
from guanxi.storage.printer import Printer, Statement, quote

__all__ = ["PostgresqlConnection"]

READ_REVISION = "SELECT revision FROM gx_workspace WHERE id = 1"
FENCE_CLASS = 0x6758  # first half of the advisory lock's key; the second is the schema's, as a schema is a workspace

_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK, pq.ExecStatus.EMPTY_QUERY)
_COMMIT = Statement("COMMIT", raw=b"COMMIT")
_PLAN_ONCE = Statement("SET plan_cache_mode = force_generic_plan", raw=b"SET plan_cache_mode = force_generic_plan")
_PLAN_ANEW = Statement("SET plan_cache_mode = force_custom_plan", raw=b"SET plan_cache_mode = force_custom_plan")
_BEGIN = Statement("BEGIN", raw=b"BEGIN")
_REVISION = Statement(READ_REVISION, raw=READ_REVISION.encode())
_UNKNOWN_STATEMENT = "26000"


class _RawJsonLoader(Loader):
    """Hands JSON on as the bytes that PostgreSQL made."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


class PostgresqlConnection(Connection):
    """One libpq connection in autocommit with session settings that make results the same everywhere."""

    dialect: Dialect = "postgresql"
    begin_snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def __init__(self, conninfo: str, printer: Printer, options: DatabaseOptions) -> None:
        """Connect and set the session up in the same step."""
        super().__init__(printer)
        self._usual = self._allowed = options.statement_seconds
        self._most = options.prepared_statements
        try:
            self.raw = psycopg.connect(_with_settings(conninfo, options), autocommit=True)
        except psycopg.Error as error:
            raise failure(error) from error
        self.raw.adapters.register_loader("uuid", TextLoader)
        self.raw.adapters.register_loader("json", _RawJsonLoader)
        self.raw.adapters.register_loader("jsonb", _RawJsonLoader)
        self._pgconn = self.raw.pgconn
        self._loader = Transformer(self.raw)
        self._prepared: dict[str, bytes] = {}
        self._met: dict[str, None] = {}
        self._made = 0
        self._poll = select.poll()
        self._poll.register(self._pgconn.socket, select.POLLIN)
        self._expected: int | None = None  # revision of a transaction that its first statement opens
        self._schema_key = int(self._simple("SELECT hashtext(current_schema())")[0][0])
        fence = f"SELECT pg_advisory_xact_lock_shared({FENCE_CLASS}, {self._schema_key})"
        self._opening = tuple((one, NO_VALUES) for one in (_BEGIN, Statement(fence, raw=fence.encode()), _REVISION))

    def run(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES) -> list[Row]:
        """Run a statement and return all its rows."""
        return self._load(self._execute(statement, values))

    def run_json(
        self, statement: Statement, values: Mapping[str, Any] = NO_VALUES, *, whole: Collection[int]
    ) -> list[Row]:
        """Run a statement whose first column is JSON, which is handed on as it came."""
        result = self._execute(statement, values)
        value = result.get_value
        rows: list[Row] = [(value(index, 0),) for index in range(result.ntuples)]
        self._loader.set_pgresult(result)
        for index in whole:
            if index < len(rows):
                rows[index] = self._loader.load_rows(index, index + 1, tuple)[0]
        return rows

    def change(self, statement: Statement, values: Mapping[str, Any] = NO_VALUES) -> int:
        """Run a change and return how many rows it touched."""
        return self._execute(statement, values).command_tuples or 0

    def run_all(self, steps: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[list[Row]]:
        """Run statements one after the other in one round trip."""
        return [self._load(result) for result in self._pipeline(steps)]

    def finish(self, steps: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[list[Row]]:
        """Run the last statements of a write transaction and commit it, in one round trip."""
        return [self._load(result) for result in self._pipeline([*steps, (_COMMIT, NO_VALUES)])[:-1]]

    def run_many(self, statement: Statement, many: Sequence[Mapping[str, Any]]) -> int:
        """Run one change once for each set of values in one round trip."""
        return sum(result.command_tuples or 0 for result in self._pipeline([(statement, values) for values in many]))

    def script(self, *statements: str) -> None:
        """Run statements without parameters in one round trip."""
        self._simple("; ".join(statements))

    def copy_rows(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Add rows in bulk through COPY."""
        text = f"COPY {quote(table)} ({', '.join(quote(name) for name in columns)}) FROM STDIN"
        if self._expected is not None:
            self._open()
        self._observe(text)
        try:
            with self.raw.cursor() as cursor:
                with cursor.copy(text.encode()) as copy:
                    for row in rows:
                        copy.write_row(row)
                return cursor.rowcount
        except psycopg.Error as error:
            raise self._mapped(error) from error

    def begin(self, *, exclusive: bool = False, lock_seconds: float | None = None) -> int | None:
        """Open a transaction, pass the fence and read the revision, all in one round trip."""
        try:
            if exclusive or lock_seconds is not None:
                rows = self._simple(f"{self._fence(exclusive, lock_seconds)}; {READ_REVISION}")
            else:
                rows = self._load(self._pipeline(self._opening)[-1])
        except CatalogStale:  # no system tables yet
            self.rollback()
            self._simple(self._fence(exclusive, lock_seconds))
            return None
        except GuanxiError:
            self.rollback()
            raise
        return int(rows[0][0]) if rows else None

    def begin_late(self, revision: int) -> None:
        """Have the next statement open the transaction, in the same round trip; it raises what `begin` would tell."""
        self._expected = revision

    def commit(self) -> None:
        """Keep what the transaction did, unless `finish` has done so."""
        self._expected = None
        if self._pgconn.transaction_status == pq.TransactionStatus.IDLE:
            return
        if self._pgconn.transaction_status == pq.TransactionStatus.INERROR:
            self.rollback()  # PostgreSQL would answer COMMIT with a silent ROLLBACK
            raise StorageFailed(detail="commit after a failed statement")
        self._simple("COMMIT")

    def rollback(self) -> None:
        """Drop what the transaction did."""
        self._expected = None
        if not self.broken and self._pgconn.transaction_status != pq.TransactionStatus.IDLE:
            self._simple("ROLLBACK")

    def limit(self, seconds: float | None) -> None:
        """Bound the time one statement may take from now on."""
        wanted = self._usual if seconds is None else seconds
        if wanted != self._allowed:
            self._simple(f"SET statement_timeout = {round(wanted * 1000)}")
            self._allowed = wanted

    def usable(self) -> bool:
        """Tell whether nothing arrived while the connection lay idle: what arrives then is the server's farewell."""
        return not self._poll.poll(0)

    def close(self) -> None:
        """End the connection."""
        self.raw.close()

    def _execute(self, statement: Statement, values: Mapping[str, Any]) -> pq.abc.PGresult:
        """Run a statement; of one that is planned by value, a failure takes the change of the setting back too."""
        if self._expected is not None and not statement.by_value:
            return self._opened(statement, values)
        if statement.by_value:
            return self._pipeline([(_PLAN_ANEW, NO_VALUES), (statement, values), (_PLAN_ONCE, NO_VALUES)])[1]
        self._observe(statement.text)
        parameters = statement.parameters(values)
        name = self._prepared.get(statement.text)
        if name is None and statement.text in self._met:
            name = self._prepare(statement)
        if name is None:
            self._met[statement.text] = None  # the first run of a text is not prepared: many run once
            result = self._pgconn.exec_params(statement.raw, parameters)
        else:
            result = self._pgconn.exec_prepared(name, parameters)
        if result.status not in _DONE:
            raise self._failed(result)
        return result

    def _fence(self, exclusive: bool, lock_seconds: float | None) -> str:
        lock = "pg_advisory_xact_lock" if exclusive else "pg_advisory_xact_lock_shared"
        timeout = "" if lock_seconds is None else f"SET LOCAL lock_timeout = {round(lock_seconds * 1000)}; "
        return f"BEGIN; {timeout}SELECT {lock}({FENCE_CLASS}, {self._schema_key})"

    def _opened(self, statement: Statement, values: Mapping[str, Any]) -> pq.abc.PGresult:
        """Open the transaction and run its first statement; where the revision is another, its end undoes both."""
        expected, self._expected = self._expected, None
        results = self._pipeline([*self._opening, (statement, values)])
        stored = self._load(results[2])[0][0]
        if stored != expected:
            raise CatalogMoved(stored=stored, expected=expected)
        return results[3]

    def _open(self) -> None:
        """Open the transaction before statements that may also end it."""
        expected, self._expected = self._expected, None
        stored = self.begin()
        if stored != expected:
            raise CatalogMoved(stored=stored, expected=expected)

    def _prepare(self, statement: Statement, needed: Collection[str] = ()) -> bytes:
        name = self._new_name(statement, needed)
        result = self._pgconn.prepare(name, statement.raw)
        if result.status not in _DONE:
            raise self._failed(result)
        self._prepared[statement.text] = name
        return name

    def _new_name(self, statement: Statement, needed: Collection[str]) -> bytes:
        """Return a free name; where there are many, the oldest plan makes room that is not `needed` just now."""
        if len(self._met) > 2 * self._most:
            self._met.clear()
        free = [text for text in self._prepared if text not in needed] if len(self._prepared) >= self._most else []
        for oldest in free[: 1 + len(self._prepared) - self._most]:
            self._simple(f"DEALLOCATE {self._prepared.pop(oldest).decode()}")
        self._met[statement.text] = None
        self._made += 1
        return b"gx%d" % self._made

    def _pipeline(self, steps: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[pq.abc.PGresult]:
        if self._expected is not None:
            self._open()
        connection = self._pgconn
        parameters = [statement.parameters(values) for statement, values in steps]
        for statement, _ in steps:
            self._observe(statement.text)
            if statement.text not in self._prepared:
                self._prepare(statement, {step.text for step, _ in steps})
        connection.enter_pipeline_mode()
        try:
            for (statement, _), sent in zip(steps, parameters, strict=True):
                connection.send_query_prepared(self._prepared[statement.text], sent)
            connection.pipeline_sync()
            results = self._collect(len(steps))
        finally:
            if connection.status == pq.ConnStatus.OK:
                connection.exit_pipeline_mode()
        for result in results:
            if result.status not in _DONE:
                raise self._failed(result)
        return results

    def _collect(self, expected: int) -> list[pq.abc.PGresult]:
        """Wait, without the interpreter lock, for one result of each step and the end of the pipeline."""
        connection = self._pgconn
        while connection.flush():
            select.select([connection.socket], [connection.socket], [])
            connection.consume_input()
        results: list[pq.abc.PGresult] = []
        while True:
            while connection.is_busy():
                self._poll.poll()
                connection.consume_input()
            result = connection.get_result()
            if result is None:
                continue  # the end of one step
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                break
            results.append(result)
        if len(results) != expected:
            raise StorageFailed(detail="a pipeline answered with the wrong number of results")
        return results

    def _simple(self, text: str) -> list[Row]:
        if self._expected is not None:
            self._open()
        self._observe(text)
        result = self._pgconn.exec_(text.encode())
        if result.status not in _DONE:
            raise self._failed(result)
        return self._load(result)

    def _load(self, result: pq.abc.PGresult) -> list[Row]:
        if not result.nfields:
            return []
        self._loader.set_pgresult(result)
        return self._loader.load_rows(0, result.ntuples, tuple)

    def _observe(self, text: str) -> None:
        if self.observer is not None:
            self.observer(text)

    def _failed(self, result: pq.abc.PGresult) -> GuanxiError:
        error = psycopg.errors.error_from_result(result, encoding="utf-8")
        mapped = self._mapped(error)
        mapped.__cause__ = error
        return mapped

    def _mapped(self, error: psycopg.Error) -> GuanxiError:
        if self._pgconn.status != pq.ConnStatus.OK:
            self.broken = True
            return Unreachable(reason="database_unreachable")
        mapped = failure(error)
        if isinstance(mapped, CatalogStale) or error.sqlstate == _UNKNOWN_STATEMENT:
            self._forget()
        return mapped

    def _forget(self) -> None:
        """Drop every prepared plan: a table or column they name has gone."""
        self._prepared.clear()
        self._met.clear()
        if self._pgconn.transaction_status == pq.TransactionStatus.IDLE:
            self._pgconn.exec_(b"DEALLOCATE ALL")


def _with_settings(conninfo: str, options: DatabaseOptions) -> str:
    """Return the connection string with the session's settings, which then need no round trip of their own."""
    given = psycopg.conninfo.conninfo_to_dict(conninfo)
    settings = {
        "TimeZone": "UTC",
        "DateStyle": "ISO",
        "client_min_messages": "warning",
        "jit": "off",  # compiling costs more than the short statements of a record page
        # Statements with list parameters would be planned anew at every run: 0.75 against 0.4 ms for a page of 50 rows.
        "plan_cache_mode": "force_generic_plan",
        "statement_timeout": str(round(options.statement_seconds * 1000)),
        "lock_timeout": str(round(options.busy_seconds * 1000)),
        "idle_in_transaction_session_timeout": str(round(options.idle_in_transaction_seconds * 1000)),
    }
    flags = " ".join([str(given.pop("options", "") or ""), *(f"-c {name}={value}" for name, value in settings.items())])
    return make_conninfo(
        conninfo,
        options=flags.strip(),
        client_encoding="utf8",
        application_name=str(given.get("application_name") or "guanxi"),
    )
