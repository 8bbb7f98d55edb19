"""Tables of objects: parts, links, shares and indexes that the planner can use."""

import re

import pytest
from guanxi.errors import Malformed
from guanxi.sqltree import Alias, Call, Column, Param, Select, Table, all_of, any_of
from guanxi.storage import Database, NotUnique, StorageFailed
from guanxi.storage.ddl import (
    FIELD_COLUMNS_PER_PART,
    Ddl,
    IndexColumn,
    IndexSpec,
    PhysicalColumn,
    StoredKind,
    TableSpec,
)
from guanxi.storage.upgrade import engine_of

from tests.storage.people import INSERT, NOW, identity, person

KINDS: tuple[StoredKind, ...] = ("text", "integer", "scaled", "boolean", "date", "datetime", "uuid")


def plan(database: Database, query: str, *, bitmaps: bool = False) -> str:
    """Return the plan of a query with sequential scans discouraged."""
    if database.dialect == "sqlite":
        with engine_of(database).connect() as connection:
            return "\n".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))
    with engine_of(database).connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        if not bitmaps:
            connection.exec_driver_sql("SET enable_bitmapscan = off")
        return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {query.replace('%', '%%')}"))


def test_an_object_of_hundreds_of_fields_lies_in_parts(database: Database) -> None:
    ddl = Ddl(database.dialect)
    columns = tuple(PhysicalColumn(f"field_{number}", KINDS[number % 7]) for number in range(FIELD_COLUMNS_PER_PART))
    with database.exclusive() as transaction:
        transaction.script(*ddl.create_table(TableSpec("wide", columns, owned=True)))
        transaction.script(*ddl.create_table(TableSpec("wide__2", columns, part_of="wide")))
        transaction.script(*ddl.add_column("wide__2", PhysicalColumn("person", "uuid", references="person")))
    query = "SELECT w.id, w.owner_id, p.field_199, p.person FROM wide AS w JOIN wide__2 AS p ON p.id = w.id"
    with engine_of(database).connect() as connection:
        assert connection.exec_driver_sql(query).fetchall() == []


def test_a_foreign_key_added_later_is_real(database: Database) -> None:
    ddl = Ddl(database.dialect)
    with database.exclusive() as transaction:
        transaction.run_tree(INSERT, person(1))
        transaction.script(*ddl.add_column("person", PhysicalColumn("friend", "uuid", references="person")))
        transaction.script(*ddl.add_owner("person"), *ddl.create_owner_index("person"))
    with pytest.raises(Exception, match="reference_not_found"), database.write() as transaction:
        transaction.script(f"UPDATE person SET friend = '{identity(5)}'")


def test_links_and_shares_are_keyed_by_record(database: Database) -> None:
    ddl = Ddl(database.dialect)
    with database.exclusive() as transaction:
        transaction.run_tree(INSERT, person(1))
        transaction.script(*ddl.create_link_table("person__tags", "person", item_id=identity(77)))
        transaction.script(*ddl.create_share_table("person"))
        transaction.script(
            f"INSERT INTO person__tags (record_id, value) VALUES ('{identity(1)}', 'a')",
            "INSERT INTO person__share (record_id, grantee_id, level, reason)"
            f" VALUES ('{identity(1)}', '{identity(2)}', 1, 'manual')",
        )
        with pytest.raises(NotUnique), transaction.savepoint():
            transaction.script(f"INSERT INTO person__tags (record_id, value) VALUES ('{identity(1)}', 'a')")


def test_a_unique_index_forgets_deleted_records_and_blanks(database: Database) -> None:
    key = IndexSpec("i_name", "person", (IndexColumn("name"),), unique=True, living=True)
    with database.write() as transaction:
        transaction.script(*Ddl(database.dialect).create_index(key))
        transaction.run_many(
            transaction.print(INSERT), [person(1, name="a"), person(2, name=None), person(3, name=None)]
        )
        transaction.script(f"UPDATE person SET deleted_at = '{NOW.isoformat()}' WHERE name = 'a'")
        transaction.run_tree(INSERT, person(4, name="a"))
        with pytest.raises(NotUnique), transaction.savepoint():
            transaction.run_tree(INSERT, person(5, name="a"))


@pytest.mark.parametrize("descending", [False, True])
def test_an_index_serves_the_order_of_a_list_both_ways(database: Database, descending: bool) -> None:
    index = IndexSpec("i_points", "person", (IndexColumn("points"), IndexColumn("id", blank=False)))
    with database.exclusive() as transaction:
        transaction.script(*Ddl(database.dialect).create_index(index))
    if database.dialect == "sqlite":
        order = "points DESC, id DESC" if descending else "points, id"
    else:
        order = "points DESC NULLS LAST, id DESC" if descending else "points NULLS FIRST, id"
    text = plan(database, f"SELECT id, points FROM person ORDER BY {order} LIMIT 50")
    assert "i_points" in text
    assert "SORT" not in text.upper().replace("TEMP B-TREE", "SORT")


def test_sums_over_carried_columns_are_read_from_the_index_alone(database: Database) -> None:
    index = IndexSpec("i_name", "person", (IndexColumn("name"), IndexColumn("id", blank=False)), include=("points",))
    with database.exclusive() as transaction:
        transaction.script(*Ddl(database.dialect).create_index(index))
    text = plan(database, "SELECT sum(points) FROM person WHERE name = 'a'")
    assert "INDEX ONLY SCAN" in text.upper() or "COVERING INDEX I_NAME" in text.upper()


def test_postgresql_finds_what_texts_hold_or_spell_by_indexes(database: Database) -> None:
    key = (IndexColumn("name"),)
    parts, wide = (IndexSpec(f"i_{purpose}", "person", key, purpose=purpose) for purpose in ("parts", "wide"))
    with database.exclusive() as transaction:
        made = [text for spec in (parts, wide) for text in Ddl(database.dialect).create_index(spec)]
        transaction.script(*made)
        name, word = Column("p", "name", "text"), Param("word", "text")
        order = Call("lower", (name,), "text")  # stands for the key of order, which has no index of parts
        spelled = all_of(Call("wide", (name,), "boolean"), Call("spelled", (order, word), "boolean"))
        found = any_of(Call("holds", (name, word), "boolean"), spelled)
        printed = transaction.print(Select((Alias("id", Column("p", "id")),), Table("person", "p"), where=found))
    assert len(made) == (0 if database.dialect == "sqlite" else 2)
    if made:
        text = plan(database, re.sub(r"%s|\$\d+|%\(\w+\)s", "'acme'", printed.text), bitmaps=True)
        assert ("i_parts" in text, "i_wide" in text) == (True, True), (printed.text, text)


def test_an_index_can_be_built_while_writers_go_on(database: Database) -> None:
    index = IndexSpec("i_points", "person", (IndexColumn("points"),))
    (text,) = Ddl(database.dialect).create_index(index, concurrently=True)
    with database.read(seconds=60) as connection:
        connection.script(text)
    assert ("CONCURRENTLY" in text) == (database.dialect == "postgresql")


def test_a_column_takes_values_of_its_type_only(database: Database) -> None:
    with database.write() as transaction:
        transaction.run_tree(INSERT, person(1))
        with pytest.raises((StorageFailed, Malformed)), transaction.savepoint():
            transaction.script("UPDATE person SET salary = 'abc'")
