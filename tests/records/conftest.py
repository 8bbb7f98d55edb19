"""Fixtures of the reading and writing tests."""

from collections.abc import Iterator

import pytest

from tests.records.shop import Shop, open_shop
from tests.records.world import World, make_tables, open_database, reading_catalog
from tests.support.databases import Databases


@pytest.fixture
def world(databases: Databases) -> Iterator[World]:
    """An empty world with tables, once with SQLite and once with PostgreSQL."""
    catalog = reading_catalog()

    def prepare(url: str) -> None:
        database = open_database(url)
        make_tables(database, catalog)
        database.close()

    database = open_database(databases.fresh("records-reading", prepare))
    yield World(database, catalog)
    database.close()


@pytest.fixture
def shop(databases: Databases) -> Iterator[Shop]:
    """A shop to write in, once with SQLite and once with PostgreSQL."""
    opened = open_shop(databases)
    yield opened
    opened.workspace.close()
