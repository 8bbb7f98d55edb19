"""How far changes of type are: fields whose values are being copied, and those whose change failed of late."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from guanxi.clock import now
from guanxi.sqltree import TRUE, Alias, Call, Select, Table
from guanxi.text.messages import message

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.storage.connection import Connection
    from guanxi.workspace.workspace import Workspace

__all__ = ["Copy", "copies_of"]

_TOLD_FOR = dt.timedelta(days=7)
_MOST_FAILED = 50


@dataclass(frozen=True, slots=True)
class Copy:
    """A field that is getting another type, or did not get it: how many records are copied, of how many."""

    object: str
    field: str
    state: Literal["copying", "failed"]
    type: str
    wanted: str | None = None
    rows: int = 0
    of: int = 0
    code: str | None = None
    reasons: tuple[str, ...] = ()  # what stood against it, in sentences

    def as_json(self, language: str) -> dict[str, Any]:
        """Return it as JSON, with the sentence of a failure."""
        return {
            "object": self.object, "field": self.field, "state": self.state, "type": self.type, "wanted": self.wanted,
            "rows": self.rows, "of": self.of, "reasons": list(self.reasons),
            "message": None if self.code is None else message(self.code, {}, language=language),
        }  # fmt: skip


def copies_of(workspace: "Workspace") -> list[Copy]:
    """Return what is being copied now, then what failed within a week and was not tried again."""
    catalog = workspace.snapshot().catalog
    with workspace.database.read() as connection:
        return [*_under_way(catalog, connection), *_failed(catalog, connection)]


def _under_way(catalog: "Catalog", connection: "Connection") -> Iterator[Copy]:
    for item in catalog.objects.values():
        becoming = [member for member in item.declared if member.successor is not None]
        every = _count(connection, item.table) if becoming else 0
        for member in becoming:
            if member.successor is None:
                continue
            coming = member.successor.field
            found = connection.select("gx_build", ("detail",), {"item": coming.id, "state": "building"})
            rows = min(every, max((int(detail.get("rows", 0)) for (detail,) in found), default=0))
            yield Copy(item.name, member.name, "copying", member.type, coming.type, rows, every)


def _count(connection: "Connection", table: str) -> int:
    every = Select((Alias("every", Call("count_rows", (), "number")),), Table(table, "r"), (), TRUE)
    return int(connection.run_tree(every)[0][0])


def _failed(catalog: "Catalog", connection: "Connection") -> Iterator[Copy]:
    since = now() - _TOLD_FOR
    where = {"kind": ["retype", "swap"], "state": "failed"}
    for detail, at in connection.select(
        "gx_build", ("detail", "at"), where, order=("at",), descending=True, limit=_MOST_FAILED
    ):
        item = catalog.find(str(detail.get("object")))
        member = item.find(str(detail.get("name"))) if item is not None else None
        if at >= since and member is not None and member.successor is None:
            code = str(detail.get("code", "retype_stopped"))
            yield Copy(member.object, member.name, "failed", member.type, code=code, reasons=_reasons(detail))


def _reasons(detail: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences of what stood against it; which records did not fit is not everybody's to know."""
    if detail.get("code") != "retype_stopped":
        return ()
    return tuple(str(value) for sample in detail.get("samples", ()) for value in sample.get("values", ()))
