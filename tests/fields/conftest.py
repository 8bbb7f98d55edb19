"""Fixtures of the tests of field types."""

from collections.abc import Iterator

import pytest

from tests.fields.things_world import Things, open_things
from tests.support.databases import Databases


@pytest.fixture
def things(databases: Databases) -> Iterator[Things]:
    """A workspace with the object `thing`, once with SQLite and once with PostgreSQL."""
    opened = open_things(databases)
    yield opened
    opened.workspace.close()
