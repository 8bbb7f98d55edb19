"""Which revision of the system tables a database has and which this version needs; cheap to ask at every start."""

from guanxi.sqltree import Alias, Column, Select, Table
from guanxi.storage.database import Database
from guanxi.storage.failures import CatalogStale

__all__ = ["SCHEMA_VERSION", "VERSION_TABLE", "schema_version"]

SCHEMA_VERSION = "0008"
VERSION_TABLE = "gx_schema"

_VERSION = Select((Alias("version", Column("v", "version_num")),), Table(VERSION_TABLE, "v"))


def schema_version(database: Database) -> str | None:
    """Return the revision of the system tables, None for an empty database."""
    with database.read() as connection:
        try:
            rows = connection.run_tree(_VERSION)
        except CatalogStale:
            return None
    return str(rows[0][0]) if rows else None
