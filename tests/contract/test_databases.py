"""The tests' own ground: both databases are real, private and fresh."""

import sqlite3

import psycopg

from tests.support.databases import Databases


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        rows = connection.execute(statement).fetchall()
        connection.commit()
        connection.close()
        return rows
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as session:
        cursor = session.execute(statement)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def test_two_databases_of_one_test_do_not_see_each_other(databases: Databases) -> None:
    first, second = databases.fresh(), databases.fresh()
    for url in (first, second):
        execute(url, "CREATE TABLE only_here (id integer)")
    execute(first, "INSERT INTO only_here VALUES (1)")
    assert execute(second, "SELECT count(*) FROM only_here") == [(0,)]


def test_a_database_made_from_a_template_carries_what_was_prepared(databases: Databases) -> None:
    def prepare(url: str) -> None:
        execute(url, "CREATE TABLE prepared (id integer)")
        execute(url, "INSERT INTO prepared VALUES (7)")

    copies = [databases.fresh("prepared-by-test", prepare) for _ in range(2)]
    execute(copies[0], "DELETE FROM prepared")
    assert execute(copies[1], "SELECT id FROM prepared") == [(7,)]


def test_sqlite_writes_durably_and_the_private_server_need_not(databases: Databases) -> None:
    if databases.kind == "postgresql":
        assert execute(databases.fresh(), "SHOW fsync") == [("off",)]
    else:
        assert execute(databases.fresh(), "PRAGMA synchronous") == [(2,)]
