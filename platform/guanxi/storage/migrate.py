"""Brings the system tables of a database to the state this version needs."""

import importlib
from typing import Protocol, cast

from guanxi.storage.database import Database
from guanxi.storage.versions import SCHEMA_VERSION, schema_version

__all__ = ["SCHEMA_VERSION", "migrate", "schema_version"]


class _Upgrade(Protocol):
    def upgrade(self, database: Database) -> None: ...


def migrate(database: Database) -> None:
    """Apply the revisions that are missing, all or none; two processes at once wait for each other."""
    if schema_version(database) != SCHEMA_VERSION:
        # Alembic and SQLAlchemy cost 0.8 s and 40 MB, which a start on a current database need not pay.
        cast("_Upgrade", importlib.import_module("guanxi.storage.upgrade")).upgrade(database)
