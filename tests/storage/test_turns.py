"""Writes to SQLite that wait for each other and share a commit: all are kept, or each hears of it."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from guanxi.errors import Busy, CatalogMoved
from guanxi.storage import Connection, Database, DatabaseOptions, ReferenceMissing
from guanxi.storage.turns import Shared, Turns, _Waiter

from tests.storage.conftest import prepare
from tests.storage.people import INSERT, identity, person, select

Work = Callable[[Connection], None]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database of SQLite with the system tables and the table `person`."""
    url = f"sqlite:///{tmp_path / 'turns.db'}"
    prepare(url)
    opened = Database(url, options=DatabaseOptions(pool_size=12, busy_seconds=5.0))
    yield opened
    opened.close()


@contextmanager
def held(database: Database, *waiting: tuple[Work, bool]) -> Iterator[list["Future[None]"]]:
    """Hold the turn until the works, brief or not, wait for it in this order; then they go on."""
    with ThreadPoolExecutor(len(waiting)) as pool:
        with database.write() as transaction:
            transaction.script("SELECT 1")
            done = []
            for number, (work, brief) in enumerate(waiting, start=1):
                done.append(pool.submit(written, database, work, brief))
                wait_until(lambda number=number: len(database._turns._waiting) == number)  # type: ignore[union-attr,misc]
        yield done


def written(database: Database, work: Work, brief: bool) -> None:
    with database.write(brief=brief) as transaction:
        work(transaction)


def wait_until(true: Callable[[], bool]) -> None:
    patience_ends = time.monotonic() + 10
    while not true():
        assert time.monotonic() < patience_ends
        time.sleep(0.001)


def adding(number: int) -> Work:
    def work(transaction: Connection) -> None:
        transaction.run_tree(INSERT, person(number))

    return work


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(row[0] for row in connection.run_tree(select("name")))


def test_brief_writes_that_wait_share_a_commit(database: Database) -> None:
    seen: list[str] = []
    database.observe(seen.append)
    with held(database, *((adding(number), True) for number in range(1, 6))) as done:
        for one in done:
            one.result(10)
    assert names(database) == [f"person {number}" for number in range(1, 6)]
    assert seen.count("COMMIT") == 2  # of what they waited for, and of all five


def test_a_long_write_shares_no_commit(database: Database) -> None:
    seen: list[str] = []
    database.observe(seen.append)
    with held(database, (adding(1), True), (adding(2), False), (adding(3), False)) as done:
        for one in done:
            one.result(10)
    assert len(names(database)) == 3
    assert seen.count("COMMIT") == 4


def test_a_write_that_fails_takes_nothing_of_the_others_with_it(database: Database) -> None:
    def failing(transaction: Connection) -> None:
        adding(9)(transaction)
        raise ZeroDivisionError

    works = [(adding(1), True), (failing, True), (adding(2), True), (failing, True)]
    with held(database, *works) as done:
        assert [type(one.exception(10)) for one in done] == [
            type(None), ZeroDivisionError, type(None), ZeroDivisionError,
        ]  # fmt: skip
    assert names(database) == ["person 1", "person 2"]


def test_a_write_of_another_revision_is_stopped_and_the_others_are_kept(database: Database) -> None:
    def moved() -> None:
        with database.write(revision=6, brief=True):
            pytest.fail("the block must not run")

    with ThreadPoolExecutor(1) as pool:
        with held(database, (adding(1), True)) as (first,):
            other = pool.submit(moved)
            first.result(10)
        with pytest.raises(CatalogMoved):
            other.result(10)
    assert names(database) == ["person 1"]


def test_where_the_shared_commit_fails_everybody_hears_of_it_and_nothing_is_kept(database: Database) -> None:
    def late(transaction: Connection) -> None:
        transaction.script("PRAGMA defer_foreign_keys = ON")
        transaction.run_tree(INSERT, person(2, boss=identity(9)))

    with held(database, (adding(1), True), (late, True), (adding(3), True)) as done:
        assert {type(one.exception(10)) for one in done} == {ReferenceMissing}
    assert names(database) == []
    written(database, adding(4), True)
    assert names(database) == ["person 4"]


def test_where_the_transaction_is_lost_everybody_hears_of_it(database: Database) -> None:
    def losing(transaction: Connection) -> None:
        transaction.rollback()
        raise ZeroDivisionError

    with held(database, (adding(1), True), (losing, True)) as (first, second):
        assert isinstance(second.exception(10), ZeroDivisionError)
        assert first.exception(10) is not None
    assert names(database) == []
    written(database, adding(4), True)
    assert names(database) == ["person 4"]


def test_whoever_waits_too_long_for_the_turn_hears_that_it_is_busy(tmp_path: Path, database: Database) -> None:
    hasty = Database(f"sqlite:///{tmp_path / 'turns.db'}", options=DatabaseOptions(busy_seconds=0.05))
    with hasty.write(), ThreadPoolExecutor(1) as pool, pytest.raises(Busy):
        pool.submit(written, hasty, adding(1), True).result(10)
    written(hasty, adding(2), True)
    hasty.close()
    assert names(database) == ["person 2"]


def test_whoever_handed_its_turn_on_may_ask_for_another_at_once(database: Database) -> None:
    turns = Turns(0.05)
    turns.enter(brief=True)
    turns._waiting.append(_Waiter(brief=True))  # one that does not come to take it up
    with database.write() as transaction:
        assert turns.hand_on(Shared(transaction))  # type: ignore[arg-type]  # it is not looked at
    with pytest.raises(Busy):
        turns.enter(brief=True)


def test_many_brief_writes_at_once_lose_nothing(database: Database) -> None:
    begin = threading.Barrier(8)

    def work(thread: int) -> None:
        begin.wait(10)
        for step in range(20):
            number = 1 + thread * 100 + step
            written(database, adding(number), step % 5 != 0)
            assert f"person {number}" in names(database)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, thread) for thread in range(8)]:
            done.result(60)
    assert len(names(database)) == 160
