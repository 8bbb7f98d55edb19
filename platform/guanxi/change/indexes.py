"""Making indexes; those for searches need an extension of PostgreSQL, and without them searches read every record."""

from typing import TYPE_CHECKING

from guanxi.change.tables import index_specs
from guanxi.sqltree import Alias, Column, InList, Param, Select, Table
from guanxi.storage.ddl import Ddl
from guanxi.storage.failures import NotUnique
from guanxi.storage.printer import quote
from guanxi.storage.trigrams import has_trigrams
from guanxi.workspace.stored import stored_items

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection
    from guanxi.storage.ddl import IndexSpec
    from guanxi.workspace.workspace import Workspace

__all__ = ["LONGEST_SECONDS", "create", "create_concurrently", "makeable", "make_search_indexes"]

LONGEST_SECONDS = 24 * 3600.0


def makeable(connection: "Connection", specs: "tuple[IndexSpec, ...]") -> "tuple[IndexSpec, ...]":
    """Return the indexes that this database can have."""
    if all(spec.purpose == "order" for spec in specs) or has_trigrams(connection):
        return specs
    return tuple(spec for spec in specs if spec.purpose == "order")


def create(connection: "Connection", specs: "tuple[IndexSpec, ...]") -> None:
    """Make indexes in a transaction of the caller's."""
    connection.limit(LONGEST_SECONDS)
    for spec in makeable(connection, specs):
        connection.script(*Ddl(connection.dialect).create_index(spec))


def create_concurrently(workspace: "Workspace", specs: "tuple[IndexSpec, ...]") -> None:
    """Make indexes of PostgreSQL while writers go on; each statement is a transaction of its own."""
    with workspace.database.read(seconds=LONGEST_SECONDS) as connection:
        try:
            # It waits for every older transaction without standing in anybody's way.
            connection.script("SET lock_timeout = 0")
            for spec in makeable(connection, specs):
                # A build that died leaves an invalid index behind.
                connection.script(f"DROP INDEX CONCURRENTLY IF EXISTS {quote(spec.name)}")
                connection.script(*Ddl(connection.dialect).create_index(spec, concurrently=True))
        except NotUnique:
            # An invalid unique index would go on refusing.
            connection.script(f"DROP INDEX CONCURRENTLY IF EXISTS {quote(specs[0].name)}")
            raise
        finally:
            if not connection.broken:
                connection.script("RESET lock_timeout")


def make_search_indexes(workspace: "Workspace") -> None:
    """Make the indexes for searches that could not be made before the database got the extension."""
    catalog = workspace.snapshot().catalog
    searched = {item.search_index.id: item for item in catalog.objects.values() if item.search_index is not None}
    with workspace.database.read() as connection:
        if not searched or not has_trigrams(connection):
            return
        rows = [row for row in stored_items(connection) if row.id in searched and row.state == "ready"]
        specs = [spec for row in rows for spec in index_specs(searched[row.id], row)]
        present = connection.run_tree(_PRESENT, {"names": [spec.name for spec in specs]})
    lacking = {spec.name for spec in specs} - {str(name) for (name,) in present}
    if lacking:
        create_concurrently(workspace, tuple(spec for spec in specs if spec.name in lacking))


_PRESENT = Select(
    (Alias("name", Column("i", "indexname", "text")),),
    Table("pg_indexes", "i"),
    where=InList(Column("i", "indexname", "text"), Param("names", "list")),
)
