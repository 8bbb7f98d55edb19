"""Rows in bulk."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from guanxi.sqltree import Order
from guanxi.storage import Database, NotUnique, instant_text

from tests.storage.people import KINDS, NOW, column, identity, person, select


def stored(database: Database, values: Any) -> tuple[Any, ...]:
    """Return the values of a person in the form of the database, as field types make them."""
    if database.dialect == "postgresql":
        return tuple(values[name] for name in KINDS)
    forms = {Decimal: lambda value: int(value.scaleb(2)), dt.datetime: instant_text, bool: int}
    return tuple(forms.get(type(values[name]), lambda value: value)(values[name]) for name in KINDS)


def test_rows_are_taken_from_a_stream(database: Database) -> None:
    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(3000):
            yield stored(
                database, person(number, name=f"行\t{number}\n\\N", seen=NOW, active=number % 2 == 0, points=None)
            )

    with database.write() as transaction:
        assert transaction.copy_rows("person", tuple(KINDS), rows()) == 3000
        assert transaction.copy_rows("person", tuple(KINDS), []) == 0
    with database.read() as connection:
        found = connection.run_tree(select("id", "name", "salary", "active", "points", order=(Order(column("id")),)))
    assert len(found) == 3000
    assert found[7][1] == "行\t7\n\\N"
    assert found[7][0] == identity(7)
    assert found[7][2] == (700 if database.dialect == "sqlite" else Decimal("7.00"))
    assert (bool(found[7][3]), found[7][4]) == (False, None)


def test_a_duplicate_in_the_stream_keeps_nothing(database: Database) -> None:
    twice = [stored(database, person(1)), stored(database, person(2)), stored(database, person(1))]
    with pytest.raises(NotUnique), database.write() as transaction:
        transaction.copy_rows("person", tuple(KINDS), twice)
    with database.read() as connection:
        assert connection.run_tree(select("id")) == []


def test_a_stream_that_fails_leaves_the_connection_usable(database: Database) -> None:
    def broken() -> Iterator[tuple[Any, ...]]:
        yield stored(database, person(1))
        raise ZeroDivisionError

    with database.write() as transaction:
        with pytest.raises(ZeroDivisionError), transaction.savepoint():
            transaction.copy_rows("person", tuple(KINDS), broken())
        transaction.copy_rows("person", tuple(KINDS), [stored(database, person(2))])
    with database.read() as connection:
        assert connection.run_tree(select("name")) == [("person 2",)]
