"""Whether PostgreSQL can keep indexes of the parts of texts: its extension pg_trgm does."""

from typing import TYPE_CHECKING

from guanxi.sqltree import Alias, Call, Column, Param, Select, Table

if TYPE_CHECKING:
    from guanxi.storage.connection import Connection

__all__ = ["EXTENSION", "has_trigrams", "lacks_trigrams"]

EXTENSION = "pg_trgm"
_ASK = Select(
    (Alias("name", Column("e", "extname", "text")),),
    Table("pg_extension", "e"),
    where=Call("=", (Column("e", "extname", "text"), Param("name", "text")), "boolean"),
)


def has_trigrams(connection: "Connection") -> bool:
    """Tell whether indexes of parts can be made in this database."""
    return connection.dialect == "postgresql" and bool(connection.run_tree(_ASK, {"name": EXTENSION}))


def lacks_trigrams(connection: "Connection") -> bool:
    """Tell whether the database could keep such indexes, had it the extension."""
    return connection.dialect == "postgresql" and not has_trigrams(connection)
