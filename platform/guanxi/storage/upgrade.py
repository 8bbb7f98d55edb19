"""Runs Alembic's linear revisions of the system tables."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from guanxi.storage.database import Database

__all__ = ["FOLDER", "engine_of", "upgrade"]

FOLDER = Path(__file__).resolve().parent / "migrations"
MIGRATION_LOCK = 0x67780001


def upgrade(database: Database) -> None:
    """Apply the revisions that are missing in one transaction."""
    engine = engine_of(database)
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


def engine_of(database: Database) -> Engine:
    """Return a SQLAlchemy engine without a pool, whose transactions are real ones on SQLite too."""
    if database.dialect == "postgresql":
        target = database.address.target.removeprefix("postgresql")
        return create_engine(f"postgresql+psycopg{target}", poolclass=NullPool)
    engine = create_engine("sqlite://", creator=_opener(database), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _opener(database: Database) -> Callable[[], sqlite3.Connection]:
    seconds = database.options.busy_seconds
    # Without `isolation_level` the driver begins nothing by itself; its own way leaves DDL outside of the transaction.
    return lambda: sqlite3.connect(database.address.target, timeout=seconds, isolation_level=None)
