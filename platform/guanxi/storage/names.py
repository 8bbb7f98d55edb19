"""Physical names: made once, never changed, at most 63 bytes, where PostgreSQL would cut (decisions A1, A6)."""

from collections.abc import Container

__all__ = [
    "TABLE_BYTES",
    "index_name",
    "link_table_name",
    "part_table_name",
    "physical_name",
    "share_table_name",
    "short_id",
]

LONGEST = 63
TABLE_BYTES = 48  # of an object's table, so that `__share` and the numbers of its parts fit behind


def short_id(item_id: str) -> str:
    """Return the last twelve hexadecimal digits of an item's id, which are random."""
    return item_id.replace("-", "")[-12:]


def physical_name(name: str, item_id: str, taken: Container[object] = frozenset(), *, longest: int = LONGEST) -> str:
    """Return the name itself where it fits and is free, else its beginning and the item's short id."""
    if len(name.encode()) <= longest and name not in taken:
        return name
    tail = f"__{short_id(item_id)}"
    return name.encode()[: longest - len(tail)].decode(errors="ignore").rstrip("_") + tail


def index_name(item_id: str, *, part: str = "") -> str:
    """Return the name of the index that belongs to an item; `part` tells several of one item apart."""
    return f"i_{short_id(item_id)}{'_' if part else ''}{part}"


def part_table_name(table: str, number: int) -> str:
    """Return the table of an object's storage part, counted from 1 (decision A14)."""
    return table if number == 1 else f"{table}__{number}"


def share_table_name(table: str) -> str:
    """Return the table of an object's shares."""
    return f"{table}__share"


def link_table_name(table: str, column: str, item_id: str, taken: Container[object] = frozenset()) -> str:
    """Return the link table of a field that holds several values."""
    name = f"{table}__{column}"
    return physical_name(name, item_id, {name} if name == share_table_name(table) or name in taken else frozenset())
