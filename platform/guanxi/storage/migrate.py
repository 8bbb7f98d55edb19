"""Brings the system tables of a database to the state this version needs, through Alembic's linear revisions."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from guanxi.storage.database import Database
from guanxi.storage.versions import SCHEMA_VERSION, schema_version

__all__ = ["SCHEMA_VERSION", "migrate", "schema_version"]

FOLDER = Path(__file__).resolve().parent / "migrations"
MIGRATION_LOCK = 0x67780001


def migrate(database: Database) -> None:
    """Apply the revisions that are missing, all or none; two processes at once wait for each other."""
    if schema_version(database) == SCHEMA_VERSION:
        return
    engine = database.engine()
    try:
        with engine.connect() as connection, connection.begin():
            if database.dialect == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            config = Config()
            config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
