"""Transactions, the fence, the pool and the errors of both databases."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from guanxi.errors import Busy, CatalogMoved, Malformed, Misconfigured, TooExpensive
from guanxi.sqltree import Alias, Call, Column, Param, Select, Update, integer
from guanxi.sqltree import Table as Source
from guanxi.storage import (
    CatalogStale,
    Connection,
    Database,
    DiskFull,
    LockTimeout,
    NotUnique,
    ReferenceMissing,
    Retryable,
)
from guanxi.storage.ddl import Ddl, IndexColumn, IndexSpec, PhysicalColumn, TableSpec
from guanxi.storage.printer import Statement

from tests.storage.conftest import PATIENCE, prepare
from tests.storage.people import INSERT, NOW, by_id, column, identity, person, select
from tests.support.databases import Databases

OTHERS = "pid <> pg_backend_pid() AND datname = current_database()"
Opened = Callable[[Connection], object]
EVERYTHING = ("id", "name", "salary", "seen", "points", "active")


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(row[0] for row in connection.run_tree(select("name")))


def test_values_come_back_as_they_went_in(database: Database) -> None:
    given = person(1, name="张三 'x\" \\ 🙂", salary=Decimal("-12345.67"), seen=NOW, points=2**62, active=True)
    with database.write() as transaction:
        transaction.run_tree(INSERT, given)
    with database.read() as connection:
        (row,) = connection.run_tree(select(*EVERYTHING, where=by_id()), {"id": identity(1)})
    if database.dialect == "sqlite":
        assert row == (given["id"], given["name"], -1234567, "2026-03-05T06:07:08.123Z", 2**62, 1)
    else:
        assert row == (given["id"], given["name"], given["salary"], NOW, 2**62, True)
        assert row[3].utcoffset().total_seconds() == 0


def test_a_write_that_raises_keeps_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as transaction:
        transaction.run_tree(INSERT, person(1))
        transaction.script("CREATE TABLE later (id TEXT)")
        raise ZeroDivisionError
    assert names(database) == []
    with database.read() as connection, pytest.raises(CatalogStale):
        connection.script("SELECT id FROM later")


def test_a_savepoint_drops_its_own_block_only(database: Database) -> None:
    with database.write() as transaction:
        transaction.run_tree(INSERT, person(1))
        with pytest.raises(NotUnique), transaction.savepoint():
            transaction.run_tree(INSERT, person(2))
            transaction.run_tree(INSERT, person(1))
        with transaction.savepoint(), pytest.raises(ValueError, match="inner"), transaction.savepoint():
            transaction.run_tree(INSERT, person(4))
            raise ValueError("inner")
        transaction.run_tree(INSERT, person(3))
    assert names(database) == ["person 1", "person 3"]


def test_a_failed_statement_that_is_swallowed_never_commits_half(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # it undoes the failed statement alone and goes on
    with pytest.raises(Exception, match="internal"), database.write() as transaction:
        transaction.run_tree(INSERT, person(1))
        with pytest.raises(NotUnique):
            transaction.run_tree(INSERT, person(1))
    assert names(database) == []


def test_another_revision_than_the_stored_one_stops_the_write_before_it_began(database: Database) -> None:
    with database.write() as transaction:
        transaction.update("gx_workspace", {"revision": 7}, {"id": 1})
    assert database.revision() == 7
    with database.write(revision=7) as transaction:
        transaction.run_tree(INSERT, person(1))
    with pytest.raises(CatalogMoved), database.write(revision=6):
        pytest.fail("the block must not run")
    with database.write(revision=7) as transaction:
        transaction.run_tree(INSERT, person(2))


@pytest.mark.parametrize(
    "first",
    [
        lambda transaction: transaction.run_tree(select("name")),
        lambda transaction: transaction.change_tree(INSERT, person(1)),
        lambda transaction: transaction.finish([(transaction.print(INSERT), person(1))]),
        lambda transaction: transaction.run_many(transaction.print(INSERT), [person(1), person(2)]),
        lambda transaction: transaction.script("DELETE FROM person"),
        lambda transaction: transaction.copy_rows("person", ["id"], [[identity(1)]]),
    ],
)
def test_a_brief_write_at_another_revision_is_stopped_by_its_first_statement(database: Database, first: Opened) -> None:
    with database.write() as transaction:
        transaction.update("gx_workspace", {"revision": 7}, {"id": 1})
        transaction.run_tree(INSERT, person(8))
    with pytest.raises(CatalogMoved), database.write(revision=6, brief=True) as transaction:
        first(transaction)
    assert names(database) == ["person 8"]
    with database.write(revision=7, brief=True) as transaction:
        transaction.run_tree(INSERT, person(9))
    assert names(database) == ["person 8", "person 9"]


def test_a_brief_write_that_raises_keeps_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write(revision=0, brief=True) as transaction:
        transaction.run_tree(INSERT, person(1))
        raise ZeroDivisionError
    with database.write(revision=0, brief=True):
        pass
    with pytest.raises(NotUnique), database.write(revision=0, brief=True) as transaction:
        transaction.run_tree(INSERT, person(2))
        transaction.run_tree(INSERT, person(2))
    with database.write(revision=0, brief=True) as transaction:
        transaction.run_tree(INSERT, person(3))
    assert names(database) == ["person 3"]


def test_no_change_of_the_catalog_passes_a_brief_write_that_has_begun(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # its turn began with the block
    with database.write(revision=0, brief=True) as transaction:
        transaction.run_tree(select("name"))
        with pytest.raises(LockTimeout), database.exclusive():
            pytest.fail("the block must not run")


def test_an_exclusive_transaction_passes_no_save(database: Database) -> None:
    order: list[str] = []
    inside, leave = threading.Event(), threading.Event()

    def save() -> None:
        with database.write() as transaction:
            inside.set()
            leave.wait(5)
            transaction.run_tree(INSERT, person(1))
            order.append("saved")

    def apply() -> None:
        def work(connection: object) -> None:
            order.append("applied")

        database.run_exclusive(work)

    with ThreadPoolExecutor(2) as pool:
        saving = pool.submit(save)
        inside.wait(5)
        applying = pool.submit(apply)
        leave.set()
        saving.result(10)
        applying.result(10)
    assert order == ["saved", "applied"]


def test_an_apply_that_finds_no_lock_names_who_holds_it(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # there is one writer, and who it is SQLite does not tell
    with database.write() as transaction:
        transaction.run_tree(INSERT, person(1))
        with pytest.raises(Busy) as caught:
            database.run_exclusive(lambda connection: None)
        assert "idle in transaction" in str(caught.value.params["held_by"])


def test_ddl_on_a_table_that_is_read_gives_up_soon_and_passes_later(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # readers and writers do not meet in WAL
    added = Ddl(database.dialect).add_column("person", PhysicalColumn("note", "text"))
    with database.read() as reader:
        reader.script("BEGIN", "SELECT name FROM person")
        with pytest.raises(LockTimeout), database.exclusive() as transaction:
            transaction.script(*added)
        leaving = threading.Timer(0.15, lambda: reader.script("COMMIT"))
        leaving.start()
        database.run_exclusive(lambda connection: connection.script(*added), tables=("person",))
        leaving.join()  # two threads at once on one connection end the process
    with database.read() as connection:
        connection.script("SELECT note FROM person")


def test_ddl_is_undone_with_its_transaction(database: Database) -> None:
    made = Ddl(database.dialect).create_table(TableSpec("planet", (PhysicalColumn("name", "text"),)))
    with pytest.raises(ZeroDivisionError), database.exclusive() as transaction:
        transaction.script(*made)
        raise ZeroDivisionError
    with database.exclusive() as transaction:
        transaction.script(*made)


def test_a_duplicate_names_the_columns_of_its_index(database: Database) -> None:
    key = IndexSpec("i_key", "person", (IndexColumn("name"), IndexColumn("points")), unique=True, living=True)
    with database.write() as transaction:
        transaction.script(*Ddl(database.dialect).create_index(key))
        transaction.run_tree(INSERT, person(1, points=3))
    with pytest.raises(NotUnique) as caught, database.write() as transaction:
        transaction.run_tree(INSERT, person(2, name="person 1", points=3))
    assert (caught.value.table, caught.value.columns) == ("person", ("name", "points"))
    assert caught.value.index == ("i_key" if database.dialect == "postgresql" else None)


def test_a_full_disk_is_told_with_its_remedy_and_undone(database: Database) -> None:
    if database.dialect == "postgresql":
        return  # its disk is not ours to fill
    with pytest.raises(DiskFull) as caught, database.write() as transaction:
        transaction.script("PRAGMA max_page_count = 1")
        transaction.run_many(transaction.print(INSERT), [person(number, name="x" * 500) for number in range(2000)])
    assert caught.value.params["remedy"] == "free_disk_space"
    assert names(database) == []


def test_a_deadlock_lets_one_pass_and_tells_the_other_to_run_again(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # one writer cannot meet another
    with database.write() as transaction:
        transaction.run_many(transaction.print(INSERT), [person(1), person(2)])
    touch = Update(Source("person", "p"), (("points", integer(1)),), by_id())
    both_hold = threading.Barrier(2)

    def work(first: int, second: int) -> None:
        with database.write() as transaction:
            transaction.run_tree(touch, {"id": identity(first)})
            both_hold.wait(5)
            transaction.run_tree(touch, {"id": identity(second)})

    with ThreadPoolExecutor(2) as pool:
        failures = [done.exception(20) for done in [pool.submit(work, 1, 2), pool.submit(work, 2, 1)]]
    assert sorted(type(failure) for failure in failures if failure) == [Retryable]


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(ReferenceMissing), database.write() as transaction:
        transaction.run_tree(INSERT, person(1, boss=identity(9)))


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b"])
def test_text_that_no_database_keeps_is_malformed(database: Database, text: str) -> None:
    if "\x00" in text and database.dialect == "sqlite":
        return  # SQLite keeps it; the field types refuse it before
    with pytest.raises(Malformed), database.write() as transaction:
        transaction.run_tree(INSERT, person(1, name=text))


def test_numbers_and_ids_out_of_range_are_malformed(database: Database) -> None:
    for values in ({"points": 2**70}, {"salary": Decimal("1e30")}):
        with pytest.raises(Malformed), database.write() as transaction:
            transaction.run_tree(INSERT, person(1, **values))
    assert names(database) == []


def test_a_statement_past_its_time_is_too_expensive_and_the_connection_lives_on(database: Database) -> None:
    endless = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "postgresql": "SELECT pg_sleep(10)",
    }[database.dialect]
    with database.read(seconds=0.1) as connection:
        with pytest.raises(TooExpensive):
            connection.script(endless)
        assert connection.run_tree(select("id")) == []
    if database.dialect == "postgresql":
        with database.read() as connection:
            connection.script("SELECT pg_sleep(0.2)")


def test_a_column_that_has_gone_is_a_stale_catalog_and_the_plan_is_made_anew(database: Database) -> None:
    with database.read() as connection:
        for _ in range(3):
            connection.run_tree(select("id", "points"))
        with database.write() as transaction:
            transaction.script("ALTER TABLE person RENAME COLUMN points TO marks")
        with pytest.raises(CatalogStale):
            connection.run_tree(select("id", "points"))
        with database.write() as transaction:
            transaction.script("ALTER TABLE person RENAME COLUMN marks TO points")
        for _ in range(3):
            assert connection.run_tree(select("id", "points")) == []


def test_statements_run_together_see_each_other_and_fail_together(database: Database) -> None:
    raised = Update(Source("person", "p"), (("points", Call("+", (column("points"), integer(1)))),), by_id())
    with database.write() as transaction:
        one = transaction.print(INSERT)
        results = transaction.run_all(
            [
                (one, person(1, points=1)),
                (transaction.print(raised), {"id": identity(1)}),
                (transaction.print(select("points")), {}),
            ]
        )
        assert results == [[], [], [(2,)]]
    with pytest.raises(NotUnique), database.write() as transaction:
        transaction.run_all([(one, person(2)), (one, person(1)), (one, person(3))])
    assert names(database) == ["person 1"]
    with database.write() as transaction:
        assert transaction.run_many(one, [person(number) for number in range(2, 700)]) == 698
    assert len(names(database)) == 699


def test_the_last_statements_may_carry_the_commit(database: Database) -> None:
    one = database.printer.print(INSERT)
    with database.write() as transaction:
        assert transaction.finish([(one, person(1)), (database.printer.print(select("name")), {})]) == [
            [],
            [("person 1",)],
        ]
    assert names(database) == ["person 1"]
    with pytest.raises(NotUnique), database.write() as transaction:
        transaction.finish([(one, person(2)), (one, person(1))])
    assert names(database) == ["person 1"]
    with database.write() as transaction:
        transaction.run_tree(INSERT, person(2))
    assert names(database) == ["person 1", "person 2"]


def test_a_write_keeps_the_plans_it_needs_where_there_are_more_than_may_be_kept(databases: Databases) -> None:
    database = Database(databases.fresh("storage", prepare), options=replace(PATIENCE, prepared_statements=4))
    texts = [Statement(f"SELECT {number} AS number", raw=f"SELECT {number} AS number".encode()) for number in range(9)]
    for turn in range(9):
        with database.write(0, brief=True) as transaction:
            assert transaction.run(texts[turn]) == [(turn,)]
            assert transaction.run_all([(text, {}) for text in texts]) == [[(number,)] for number in range(9)]
    database.close()


def test_eight_threads_write_and_read_without_a_lock_error(database: Database) -> None:
    def work(thread: int) -> None:
        for step in range(10):
            with database.write() as transaction:
                transaction.run_tree(INSERT, person(1 + thread * 100 + step))
            assert f"person {1 + thread * 100 + step}" in names(database)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, thread) for thread in range(8)]:
            done.result()
    assert len(names(database)) == 80


def test_a_write_inside_a_write_of_the_same_thread_is_a_fault_on_sqlite(database: Database) -> None:
    if database.dialect == "sqlite":
        with database.write(), pytest.raises(RuntimeError), database.write():
            pytest.fail("would wait for itself")


def test_a_forked_process_opens_connections_of_its_own(database: Database) -> None:
    with database.write() as transaction:
        transaction.run_tree(INSERT, person(1))
    child = os.fork()
    if child == 0:  # no assertion may leave the child
        code = 1
        try:
            with database.write() as transaction:
                transaction.run_tree(INSERT, person(2))
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert names(database) == ["person 1", "person 2"]


def test_a_connection_that_the_server_cut_is_replaced(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # there is no server
    names(database)
    admin = Database(database.address.target)
    with admin.read() as other:
        other.script(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {OTHERS}")
    admin.close()
    assert names(database) == []


def test_every_statement_can_be_watched(database: Database) -> None:
    seen: list[str] = []
    database.observe(seen.append)
    names(database)
    database.observe(None)
    names(database)
    assert seen == [database.printer.print(select("name")).text]


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name", "not a url", "postgresql://host:port/x"]
)
def test_a_url_that_names_no_database_of_ours_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured):
        Database(url)


def test_a_closed_database_lends_nothing(database: Database) -> None:
    names(database)
    database.close()
    with pytest.raises(Busy):
        names(database)


def test_more_threads_than_connections_wait_and_then_hear_that_it_is_busy(database: Database) -> None:
    lent = [database.take() for _ in range(database.options.pool_size)]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(names, database)
        database.give(lent.pop())
        assert waiting.result(10) == []
    for connection in lent:
        database.give(connection)


def test_sums_are_exact_beyond_64_bits(database: Database) -> None:
    total = Select((Alias("total", Call("sum", (column("salary"),))),), Source("person", "p"))
    mean = Select((Alias("mean", Call("avg", (column("salary"), integer(2)))),), Source("person", "p"))
    with database.read() as connection:
        assert connection.run_tree(total) == [(None,)]
        assert connection.run_tree(mean) == [(None,)]
    largest = Decimal("9999999999999999.99")
    with database.write() as transaction:
        transaction.run_many(transaction.print(INSERT), [person(number, salary=largest) for number in range(20)])
        transaction.run_tree(INSERT, person(99, salary=Decimal("-0.01")))
    with database.read() as connection:
        (found,), (average,) = connection.run_tree(total)[0], connection.run_tree(mean)[0]
    exact = largest * 20 - Decimal("0.01")
    assert (Decimal(found).scaleb(-2) if database.dialect == "sqlite" else found) == exact
    assert Decimal(average) == (exact / 21).quantize(Decimal("1e-12"))


def test_a_parameter_finer_than_its_column_still_compares_rightly(database: Database) -> None:
    with database.write() as transaction:
        transaction.run_many(
            transaction.print(INSERT), [person(1, salary=Decimal("12.34")), person(2, salary=Decimal("12.35"))]
        )
    above = select("name", where=Call(">", (column("salary"), Param("limit", "number", 2))))
    equal = select("name", where=Call("=", (column("salary"), Param("limit", "number", 2))))
    with database.read() as connection:
        assert connection.run_tree(above, {"limit": Decimal("12.3401")}) == [("person 2",)]
        assert connection.run_tree(above, {"limit": Decimal("12.34")}) == [("person 2",)]
        assert connection.run_tree(equal, {"limit": Decimal("12.3401")}) == []
        assert connection.run_tree(equal, {"limit": Decimal("12.340")}) == [("person 1",)]


def test_the_clock_of_the_database_is_an_instant_of_ours(database: Database) -> None:
    moment = Select((Alias("now", Call("now", ())), Alias("same", Column("p", "seen"))), Source("person", "p"))
    with database.write() as transaction:
        transaction.run_tree(INSERT, person(1, seen=NOW))
        ((now, seen),) = transaction.run_tree(moment)
    assert type(now) is type(seen)


def test_a_statement_planned_for_its_values_leaves_the_others_planned_once(database: Database) -> None:
    word = Param("word", "text")
    held = select("name", where=Call("holds", (column("name"), word), "boolean"))
    spelled = select("name", where=Call("spelled", (column("name"), word), "boolean"))
    with database.write() as transaction:
        transaction.run_tree(INSERT, person(1))
    with database.read() as connection:
        found = [bool(connection.run_tree(held, {"word": part})) for part in ("1", "2", "%", "1")]
        assert found == [True, False, False, True]
        if database.dialect == "postgresql":
            with pytest.raises(Malformed):
                connection.run_tree(spelled, {"word": "((("})
            mode = Statement("SHOW plan_cache_mode", raw=b"SHOW plan_cache_mode")
            assert connection.run(mode) == [("force_generic_plan",)]
