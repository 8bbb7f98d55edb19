"""Rows of the screens, read as they are stored, a page at a time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.errors import Missing
from guanxi.storage.rows import Below
from guanxi.storage.tables import SYSTEM_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guanxi.backoffice.screens import Row, Screen
    from guanxi.workspace.context import Context

__all__ = ["Page", "page_of", "row_of"]

_PAGE = 50
_PEOPLE = ("user_id", "author", "created_by")


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a screen, the key after which older ones follow, and the names of the users in them."""

    rows: "list[Row]"
    older: str | None
    names: "Mapping[str, str]"


def page_of(context: "Context", screen: "Screen", *, value: str | None, after: str | None) -> Page:
    """Return the newest rows, or those older than a key, cut to one value of the screen's filter."""
    where: dict[str, Any] = {}
    if screen.filter is not None and value in screen.choices:
        where[screen.filter] = value
    if after is not None:
        where[screen.key] = Below(_key(screen, after))
    columns = _columns(screen.key, *screen.columns)
    with context.database.read() as connection:
        found = connection.select(
            screen.table, columns, where, order=(screen.key,), descending=True, limit=_PAGE + 1
        )  # fmt: skip
    rows: list[Row] = [dict(zip(columns, row, strict=True)) for row in found[:_PAGE]]
    older = str(rows[-1][screen.key]) if len(found) > _PAGE else None
    return Page(rows, older, _names(context, rows))


def row_of(context: "Context", screen: "Screen", key: str) -> "tuple[Row, Mapping[str, str]]":
    """Return one row with everything that the screen shows of it, and the names of the users in it."""
    columns = _columns(screen.key, *screen.columns, *screen.more)
    with context.database.read() as connection:
        found = connection.select(screen.table, columns, {screen.key: _key(screen, key)})
    if not found:
        raise Missing(kind=screen.name, id=key[:100])
    row = dict(zip(columns, found[0], strict=True))
    if screen.table == "gx_layer":
        row["failed"] = context.workspace.plugins.failed.get(key)
    if screen.table == "gx_outbox":  # the values in it are those of fields, which the right to this page does not show
        noted = [
            {name: value for name, value in record.items() if name != "sight"} for record in row["payload"]["records"]
        ]
        row["payload"] = {**row["payload"], "records": noted}
    return row, _names(context, [row])


def _columns(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _key(screen: "Screen", text: str) -> object:
    """Return a key of the address as its column holds it; what cannot be one is no key of any row."""
    kind = SYSTEM_KINDS[screen.table][screen.key]
    if kind == "integer" and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Missing(kind=screen.name, id=text[:100])
    if kind == "uuid" and not _is_uuid(text):
        raise Missing(kind=screen.name, id=text[:100])
    if kind == "text" and "\x00" in text:
        raise Missing(kind=screen.name, id=text[:100].replace("\x00", ""))
    return int(text) if kind == "integer" else text


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and all(
        sign == "-" if place in {8, 13, 18, 23} else sign in "0123456789abcdef" for place, sign in enumerate(text)
    )


def _names(context: "Context", rows: "list[Row]") -> "Mapping[str, str]":
    people = sorted({str(row[name]) for row in rows for name in _PEOPLE if row.get(name) is not None})
    if not people:
        return {}
    with context.database.read() as connection:
        return dict(connection.select("gx_grantee", ("id", "name"), {"id": people}))
