"""System tables: the migrations lead to exactly the tables that the code names."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.script import ScriptDirectory
from guanxi.storage import Database
from guanxi.storage.migrate import SCHEMA_VERSION, migrate, schema_version
from guanxi.storage.system_metadata import system_metadata
from guanxi.storage.tables import SYSTEM_KINDS
from guanxi.storage.upgrade import FOLDER, engine_of
from guanxi.storage.versions import VERSION_TABLE

from tests.support.databases import Databases


def test_an_empty_database_is_brought_to_the_version_of_the_code(database_url: str) -> None:
    database = Database(database_url)
    assert schema_version(database) is None
    migrate(database)
    assert schema_version(database) == SCHEMA_VERSION
    assert database.revision() == 0
    migrate(database)
    with database.read() as connection:
        ((secret, settings),) = connection.select("gx_workspace", ("secret", "settings"))
    assert (len(secret) > 20, settings) == (True, {})
    database.close()


def test_two_processes_may_migrate_at_once(databases: Databases) -> None:
    url = databases.fresh()
    both = [Database(url), Database(url)]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(migrate, database) for database in both]:
            done.result()
    assert {schema_version(database) for database in both} == {SCHEMA_VERSION}
    for database in both:
        database.close()


def test_the_newest_revision_is_the_one_the_code_needs() -> None:
    assert ScriptDirectory(str(FOLDER)).get_heads() == [SCHEMA_VERSION]


def schema(database: Database) -> set[tuple[str, ...]]:
    """Return all system columns and indexes as the database tells them."""
    with engine_of(database).connect() as connection:
        if database.dialect == "sqlite":
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE name LIKE 'gx~_%' ESCAPE '~'")
            return {(name, " ".join(str(sql).split())) for name, sql in rows}
        columns = connection.exec_driver_sql(
            "SELECT table_name, column_name, ordinal_position::text, data_type, is_nullable, collation_name,"
            " datetime_precision::text"
            " FROM information_schema.columns WHERE table_name LIKE 'gx~_%%' ESCAPE '~'"
        ).fetchall()
        indexes = connection.exec_driver_sql(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'gx~_%%' ESCAPE '~'"
        )
        return {tuple(row) for row in (*columns, *indexes)}


def test_migrated_tables_are_those_of_the_code(databases: Databases) -> None:
    migrated, made = Database(databases.fresh()), Database(databases.fresh())
    migrate(migrated)
    with engine_of(made).connect() as connection, connection.begin():
        system_metadata().create_all(connection)
    ours = {row for row in schema(migrated) if not row[0].startswith(VERSION_TABLE)}
    assert ours == schema(made)
    assert {"gx_job", "gx_job_due", "gx_alias_name"} <= {row[0] for row in ours}
    for database in (migrated, made):
        database.close()


@pytest.mark.parametrize("table", sorted(SYSTEM_KINDS))
def test_every_system_table_is_reserved_by_its_name(table: str) -> None:
    assert table.startswith("gx_")
