"""Databases with system tables and one table of an object."""

from collections.abc import Iterator

import pytest
from guanxi.storage import Database, DatabaseOptions
from guanxi.storage.ddl import Ddl, PhysicalColumn, TableSpec
from guanxi.storage.migrate import migrate

from tests.support.databases import Databases

PATIENCE = DatabaseOptions(pool_size=12, busy_seconds=5.0, apply_patience_seconds=0.4)

PERSON = TableSpec(
    "person",
    (
        PhysicalColumn("name", "text"),
        PhysicalColumn("boss", "uuid", references="person"),
        PhysicalColumn("salary", "scaled", 2),
        PhysicalColumn("born", "date"),
        PhysicalColumn("seen", "datetime"),
        PhysicalColumn("points", "integer"),
        PhysicalColumn("active", "boolean"),
    ),
)


def prepare(url: str) -> None:
    """Make the system tables and the table `person`."""
    database = Database(url)
    migrate(database)
    with database.write() as transaction:
        transaction.script(*Ddl(database.dialect).create_table(PERSON))
    database.close()


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A database with the system tables and the table `person`."""
    opened = Database(databases.fresh("storage", prepare), options=PATIENCE)
    yield opened
    opened.close()
