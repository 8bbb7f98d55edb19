"""The rows of an object's share table that people made: with whom a record is shared by hand."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.access.principal import role_grantee_id, unit_and_below_grantee_id
from guanxi.access.vocabulary import LEVEL_NAMES, Level, rank
from guanxi.records.columns import equal
from guanxi.records.history import names_of
from guanxi.sqltree import (
    Alias,
    Column,
    Delete,
    InList,
    Insert,
    Join,
    Param,
    RowColumn,
    Rows,
    Select,
    Table,
    all_of,
)
from guanxi.storage.names import share_table_name

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["Share", "grantee_of", "known_grantees", "read_shares", "write_shares"]

_BY_HAND, _TEAM = "manual", "team"
_KINDS = ("user", "team", "unit", "unit_and_below", "queue", "role")
_COLUMNS = (
    RowColumn("grantee_id", "uuid"), RowColumn("record_id", "uuid"), RowColumn("reason", "text"),
    RowColumn("level", "integer"),
)  # fmt: skip
_GRANTEE, _RECORD = Column("s", "grantee_id", "uuid"), Column("s", "record_id", "uuid")
_REASON = Column("s", "reason", "text")
_OF_RECORD = all_of(equal(_RECORD, Param("record", "uuid")), InList(_REASON, Param("reasons", "list")))
_REASONS = [_BY_HAND, _TEAM]


@dataclass(frozen=True, slots=True)
class Share:
    """What one grantee may do with a record: `read` or `write`, by hand or as one of the record's team."""

    grantee: str
    level: Level
    team: bool = False
    kind: str = ""
    name: str | None = None  # None where the reader may not know it

    def as_json(self) -> dict[str, object]:
        """Return the share as the API and the command line tell it."""
        grantee = {"id": self.grantee, "kind": self.kind, "name": self.name}
        return {"grantee": grantee, "level": self.level, "team": self.team}


def grantee_of(text: str) -> str:
    """Return the id of a grantee that is written as its id, as `role:NAME`, or as `below:ID` of a unit."""
    kind, _, name = text.partition(":")
    if kind == "role":
        return role_grantee_id(name)
    return unit_and_below_grantee_id(name) if kind == "below" else text


def known_grantees(connection: "Connection", ids: Iterable[str]) -> set[str]:
    """Return which of the ids are of people, teams, units, queues and roles of now."""
    where = {"id": sorted(filter(_is_uuid, ids)), "kind": list(_KINDS), "active": True}
    return {str(identity) for (identity,) in connection.select("gx_grantee", ("id",), where)} if where["id"] else set()


def read_shares(context: "Context", connection: "Connection", item: "ObjectType", record_id: str) -> list[Share]:
    """Return with whom a record is shared by hand, by name as far as the reader may know names."""
    cells = (_GRANTEE, _REASON, Column("s", "level", "integer"), Column("g", "kind", "text"))
    whom = Join(Table("gx_grantee", "g"), equal(Column("g", "id", "uuid"), _GRANTEE), inner=True)
    table = Table(share_table_name(item.table), "s")
    select = Select(tuple(Alias(cell.name, cell) for cell in cells), table, (whom,), _OF_RECORD)
    rows = connection.run_tree(select, {"record": record_id, "reasons": _REASONS})
    names = names_of(context, connection, {str(row[0]) for row in rows})
    found = [
        Share(str(grantee), LEVEL_NAMES[int(level)], reason == _TEAM, str(kind), names.get(str(grantee)))
        for grantee, reason, level, kind in rows
    ]
    return sorted(found, key=lambda share: (share.name or "", share.kind, share.grantee))


def write_shares(
    connection: "Connection", item: "ObjectType", record_id: str, given: Sequence[Share], taken: Iterable[str]
) -> None:
    """Give a record to some grantees and take it from others; whom it is given has no other share by hand."""
    name = share_table_name(item.table)
    gone = sorted({*(share.grantee for share in given), *filter(_is_uuid, taken)})
    if gone:
        removal = Delete(Table(name, "s"), all_of(_OF_RECORD, InList(_GRANTEE, Param("gone", "uuid"))))
        connection.change_tree(removal, {"record": record_id, "reasons": _REASONS, "gone": gone})
    rows = [[share.grantee, record_id, _TEAM if share.team else _BY_HAND, rank(share.level)] for share in given]
    if rows:
        values = tuple(Alias(one.name, Column("r", one.name, one.kind)) for one in _COLUMNS)
        insert = Insert(name, tuple(one.name for one in _COLUMNS), Select(values, Rows("rows", _COLUMNS, "r")))
        connection.change_tree(insert, {"rows": rows})


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
