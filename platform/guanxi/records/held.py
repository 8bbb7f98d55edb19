"""Searches whose words few records hold: PostgreSQL's index of parts finds those, and they alone are asked further.

Within a question the database would have to guess from samples how many rows hold a word, and a guess of one in a
hundred makes it read the whole table in the order asked for. A select in no order with a bound is never guessed at.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.records.frame import Frame
from guanxi.records.ordering import SortKey
from guanxi.records.searching import Searched, search_condition
from guanxi.records.shapes import IDENTITY, ROOT, Source, columns_of, has_rules, steps_of, wanted
from guanxi.sqltree import (
    TRUE,
    Alias,
    Call,
    Case,
    Column,
    Constant,
    Expr,
    Join,
    Select,
    Subselect,
    Table,
    all_of,
    any_of,
    integer,
)

if TYPE_CHECKING:
    from guanxi.records.statements import Rooted

__all__ = ["MOST", "holding", "page_of_held", "words_first"]

MOST = 1000  # records that are few
_PLACE = Column(ROOT, "place", "integer")


def words_first(start: "Rooted", search: Searched) -> bool:
    """Tell whether the reader may reach so many rows that the database would walk through them in their order.

    The few that somebody owns are read from their index, which never reads what others own.
    """
    if not search.words or start.dialect != "postgresql" or start.item.search_index is None:
        return False
    access = start.access
    return access.everything or has_rules(access) or steps_of(start.reading.context.principal.breadth)[0]


def holding(start: "Rooted", search: Searched, columns: Sequence[Alias]) -> Select:
    """Return the records that hold the words, whoever may see them, and one more than few where they are many."""
    joins: list[Join] = []
    apart = replace(start, frame=Frame(start.reading, start.item, ROOT, joins=joins), joins=joins)
    held = search_condition(apart, search)
    return Select(tuple(columns), Table(start.item.table, ROOT), tuple(joins), held, limit=integer(MOST + 1))


def page_of_held(
    start: "Rooted", source: Source, search: Searched, branches: Sequence[Expr], columns: Sequence[Column], *,
    limit: Constant,
) -> tuple[Select, SortKey]:  # fmt: skip
    """Return the first of those rows that hold the words and which the reader may see, and a key before all others.

    The key is 1 in the first row, which then counts for nothing, where the rows that hold the words are not few.
    """
    many = Call(">", (_PLACE, integer(MOST)), "boolean")
    mark = SortKey(Case(((many, integer(1)),), integer(0)), descending=True, kind="integer", nullable=False)
    seen = all_of(source.where, start.access.probe(), any_of(*branches) if branches else TRUE)
    asked = replace(source, where=any_of(many, seen), keys=(mark, *source.keys))
    page = asked.select(wanted(asked, columns), limit=limit)
    inner = {column.name: column for column in (IDENTITY, *columns_of(page)) if column != _PLACE}
    place = Alias(_PLACE.name, Call("row_number", (), "integer"))
    window = holding(start, search, (*(Alias(name, column) for name, column in inner.items()), place))
    return replace(page, source=Subselect(window, ROOT)), mark
