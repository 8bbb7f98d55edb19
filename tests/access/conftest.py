"""A world of core records: tables in a fresh database of each kind."""

from collections.abc import Iterator

import pytest
from guanxi.storage.database import Database

from tests.access.catalogs import a_catalog, a_role, a_role_object, core_objects
from tests.access.world import World, make_tables
from tests.support.databases import Databases

CORE = a_catalog(
    core_objects(),
    [
        a_role("clerk", a_role_object("user", {"read"}, read=("name",))),
        a_role("chief", inherits=["clerk"]),
        a_role("guest", audience="portal"),
    ],
    revision=7,
)


def _prepare(url: str) -> None:
    database = Database(url)
    make_tables(database, CORE)
    database.close()


@pytest.fixture
def core(databases: Databases) -> Iterator[World]:
    """A world with the core tables and three roles, one of them for the portal."""
    database = Database(databases.fresh("access-core", _prepare))
    yield World(database, CORE)
    database.close()
