"""The three shapes of "the first rows that the reader may see" (decision A7), all made from the same named arms.

gather: UNION ALL of the arms, each with filter, cursor, order and limit, doubles removed: for readers who see few rows.
walk:   the arms asked row by row along the order of a bounded window: for readers who see most rows.
test:   the arms joined by OR: for one record, and for numbers over all rows of readers who see most of them.
Who sees everything, or reaches rows in one way only, needs one plain select.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from guanxi.records.ordering import SortKey, key_name, orders
from guanxi.sqltree import (
    TRUE,
    Alias,
    And,
    Call,
    Column,
    Constant,
    Expr,
    Join,
    Not,
    Param,
    Select,
    Subselect,
    Table,
    Union,
    all_of,
    integer,
)

if TYPE_CHECKING:
    from guanxi.access.arms import Arm
    from guanxi.access.rows import RowAccess

__all__ = [
    "IDENTITY",
    "ROOT",
    "WINDOW",
    "Source",
    "columns_of",
    "counted_rows",
    "fixed_columns",
    "has_rules",
    "page_by_gather",
    "page_by_walk",
    "plain_page",
    "steps_of",
    "visible_rows",
    "wanted",
]

ROOT = "t"
IDENTITY = Column(ROOT, "id", "uuid")
WINDOW = 5_000
_TRY = 1_000
_WIDE, _TESTED = 0.05, 0.2
_FENCE = integer(2_000_000_000)
# Arms that reach few rows of a narrow reader; rules may reach most rows of an object.
_NARROW = frozenset({"owner", "hierarchy", "share", "parent", "inherited"})

Limit: TypeAlias = Param | Constant


@dataclass(frozen=True, slots=True)
class Source:
    """The rows asked for, before anybody's rights: table, joins, condition and order; its table has the alias ROOT."""

    table: str
    joins: tuple[Join, ...]
    where: Expr
    keys: tuple[SortKey, ...] = ()

    def select(
        self, columns: Sequence[Alias], *conditions: Expr, limit: Limit | None = None, driving: Expr = TRUE
    ) -> Select:
        """Return the rows that meet the further conditions, in order where there is a limit.

        Where there is a driving condition, it alone finds the rows and the others are tested.
        """
        where = all_of(self.where, *conditions)
        if driving != TRUE:
            where = all_of(driving, Call("aside", (where,), "boolean"))
        return Select(
            tuple(columns),
            Table(self.table, ROOT),
            self.joins,
            where,
            order=orders(self.keys, ROOT, named=False) if limit is not None else (),
            limit=limit,
        )

    @property
    def key_columns(self) -> tuple[Alias, ...]:
        """Return the sort keys under the names by which the enclosing select orders."""
        return tuple(Alias(key_name(index), key.value) for index, key in enumerate(self.keys))

    def named_keys(self, alias: str) -> tuple[Alias, ...]:
        """Return the sort keys as they come out of a subselect of that alias."""
        return tuple(
            Alias(key_name(index), Column(alias, key_name(index), key.kind, key.scale))
            for index, key in enumerate(self.keys)
        )


def steps_of(breadth: float) -> tuple[bool, bool]:
    """Tell of a reader with that share of members below it whether lists walk, and whether numbers test all rows."""
    return breadth >= _WIDE, breadth >= _TESTED


def plain_page(
    source: Source, access: "RowAccess", branches: Sequence[Expr], columns: Sequence[Column], *, limit: Limit,
    few: bool = False,
) -> Select | None:  # fmt: skip
    """Return one ordered select of the first rows; None where it takes several: of arms, or ranges after a cursor.

    Of rows known to be `few`, each is asked whether it is reachable.
    """
    if len(branches) > 1 or not (few or access.everything or access.nothing):
        return None
    return source.select(wanted(source, columns), access.probe(), *branches, limit=limit)


def has_rules(access: "RowAccess") -> bool:
    """Tell whether an arm may reach any number of rows: a walk then finds out whether they are many."""
    return any(arm.kind not in _NARROW for arm in access.arms)


def page_by_gather(
    source: Source,
    access: "RowAccess",
    branches: Sequence[Expr],
    columns: Sequence[Column],
    *,
    limit: Limit,
    owners: Sequence[Expr] = (),
    walked: bool = False,
    merged: bool = True,
) -> list[Select]:
    """Return one select of the first rows over all arms, or one for each whose rows the caller has to merge.

    `branches` are the ranges after the cursor, if there is one. `owners` are conditions that together are the owner
    arm, given where an index has the rows of each in order. `walked` says that rules are known to reach few rows, so
    that these are found before they are sorted too.
    """
    parts = [replace(part, fenced=part.fenced or (walked and part.rule)) for part in _parts(access, owners)]
    if not any(part.fenced and part.driving == TRUE for part in parts):
        found = _found(source, access, branches, _apart(parts, paged=True), columns, limit=limit)
        return [_together(source, found, columns, limit=limit)] if merged and len(found) > 1 else found
    # Many rows may be found and sorted for one page: their ids and sort keys do, which may all stand in an index, and
    # what a page shows is read of its rows alone. Whoever has so little can drop doubles at the end, which costs less
    # than to ask of every row whether another arm has it too.
    found = _found(source, access, branches, parts, (), limit=limit)
    if not merged:
        return [_filled(source, select, columns) for select in found]
    return [_filled(source, _together(source, found, (IDENTITY,), limit=limit, doubles=True), columns)]


def _found(
    source: Source, access: "RowAccess", branches: Sequence[Expr], parts: "Sequence[_Part]", columns: Sequence[Column],
    *, limit: Limit,
) -> list[Select]:  # fmt: skip
    """Return the first rows of each part in each range."""
    inner = wanted(source, (IDENTITY, *columns))
    return [
        _first_rows(source, inner, part, (*access.probes, branch), limit=limit)
        for part in parts
        for branch in branches or (TRUE,)
    ]


def _together(
    source: Source, parts: Sequence[Select], columns: Sequence[Column], *, limit: Limit, doubles: bool = False
) -> Select:
    """Return the first rows over all parts."""
    return Select(
        (*(Alias(item.name, replace(item, alias="u")) for item in columns), *source.named_keys("u")),
        Subselect(Union(tuple(parts), distinct=doubles), "u"),
        order=orders(source.keys, "u", named=True),
        limit=limit,
    )


def _filled(source: Source, found: Select, columns: Sequence[Column]) -> Select:
    """Return the columns of rows of which id and sort keys are found."""
    same = Call("=", (IDENTITY, replace(IDENTITY, alias="k")), "boolean")
    shown = (*(Alias(column.name, column) for column in dict.fromkeys(columns)), *source.named_keys("k"))
    return Select(shown, Subselect(found, "k"), (Join(Table(source.table, ROOT), same, inner=True),))


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one arm, or of one owner of the owner arm."""

    arm: "Arm | None"
    conditions: tuple[Expr, ...]
    fenced: bool
    driving: Expr = TRUE  # what alone is to find the rows
    rule: bool = False  # reaches nobody knows how many rows


def _parts(access: "RowAccess", owners: Sequence[Expr] = ()) -> list[_Part]:
    """Return the arms as conditions that find rows; some rows may be found by several."""
    if access.everything:
        return [_Part(None, (), fenced=False)]
    parts: list[_Part] = []
    for arm in access.arms:
        if arm.kind == "share":
            parts.append(_Part(arm, (), fenced=True, driving=arm.driving))
        elif arm.kind == "owner" and owners:
            parts += [_Part(arm, (owner,), fenced=False) for owner in owners]
        else:
            narrow = arm.kind in _NARROW
            parts.append(_Part(arm, (arm.driving,), fenced=narrow, rule=not narrow))
    return parts


def _apart(parts: Sequence[_Part], *, paged: bool) -> list[_Part]:
    """Return parts none of which has a row of an arm before it, so that they need no search for doubles."""
    before: list[Arm] = []
    found: list[_Part] = []
    for part in parts:
        others = tuple(Not(arm.probe if paged else arm.predicate) for arm in before if arm is not part.arm)
        found.append(replace(part, conditions=(*part.conditions, *others)))
        if part.arm is not None and not any(part.arm is arm for arm in before):
            before.append(part.arm)
    return found


def _first_rows(
    source: Source, columns: tuple[Alias, ...], part: _Part, further: tuple[Expr, ...], *, limit: Limit
) -> Select:
    """Return the first rows of one part. A narrow arm is fenced: its rows are found first and sorted then.

    Without the fence PostgreSQL, which plans for unknown values, walks the order's index and tests row after row for
    owners of a few rows (measured: 14 ms instead of 1.5 ms at 2 % of 100,000 rows).
    """
    if not part.fenced:
        return source.select(columns, *part.conditions, *further, limit=limit)
    found = replace(source.select(columns, *part.conditions, *further, driving=part.driving), limit=_FENCE)
    named = tuple(Alias(item.name, Column("f", item.name)) for item in columns)
    return Select(named, Subselect(found, "f"), order=orders(source.keys, "f", named=True), limit=limit)


def wanted(source: Source, columns: Sequence[Column]) -> tuple[Alias, ...]:
    """Return the columns and the sort keys under the names by which the enclosing select knows them."""
    named = dict.fromkeys(columns)
    return (*(Alias(column.name, column) for column in named), *source.key_columns)


def page_by_walk(
    source: Source,
    access: "RowAccess",
    branches: Sequence[Expr],
    columns: Sequence[Column],
    *,
    limit: Limit,
    wide: bool,
) -> Select:
    """Return the first visible rows of a window of the order; too few mean that the window may be too short.

    For a reader who is not wide it is a try whether some rule reaches many rows, and therefore short.
    """
    test = access.probe()
    inner = wanted(source, (IDENTITY, *columns, *columns_of(test)))
    length = integer(WINDOW if wide else _TRY)
    windows = tuple(source.select(inner, branch, limit=length) for branch in branches or (TRUE,))
    keys = tuple(
        replace(key, value=Column(ROOT, key_name(index), key.kind, key.scale)) for index, key in enumerate(source.keys)
    )
    shown = (*(Alias(column.name, column) for column in columns), *source.named_keys(ROOT))
    window = Subselect(windows[0] if len(windows) == 1 else Union(windows), ROOT)
    return Select(shown, window, (), test, order=orders(keys, ROOT, named=True), limit=limit)


def counted_rows(
    source: Source, access: "RowAccess", *, tested: bool, limit: Limit | None, owners: Sequence[Expr] = ()
) -> Select:
    """Return how many rows the reader sees, at most the limit where there is one."""
    rows = visible_rows(source, access, (Alias("id", IDENTITY),), tested=tested, limit=limit, owners=owners)
    return Select((Alias("count", Call("count_rows", (), "integer")),), Subselect(rows, "n"))


def visible_rows(
    source: Source,
    access: "RowAccess",
    columns: Sequence[Alias],
    *,
    tested: bool,
    limit: Limit | None = None,
    owners: Sequence[Expr] = (),
) -> Select | Union:
    """Return values of all visible rows, unordered: arm after arm, or row by row for readers who see most of them.

    `owners` are conditions that together are the owner arm, as for pages.
    """
    if tested or access.everything or access.nothing:
        return replace(source.select(columns, access.test()), limit=limit)
    selects = tuple(
        replace(source.select(columns, *part.conditions, *access.restrictions, driving=part.driving), limit=limit)
        for part in _apart(_parts(access, owners), paged=False)
    )
    return selects[0] if len(selects) == 1 else Union(selects, limit=limit)


def fixed_columns(where: Expr) -> frozenset[str]:
    """Return the names of the root table's columns that a condition holds to one value."""
    if isinstance(where, And):
        return frozenset[str]().union(*(fixed_columns(item) for item in where.items))
    match where:
        case Call("=", (Column(alias, name), Param())) if alias == ROOT:
            return frozenset({name})
    return frozenset()


def columns_of(tree: object) -> list[Column]:
    """Return the columns of the root table that an expression names, those in its subselects included."""
    if isinstance(tree, Column):
        return [tree] if tree.alias == ROOT else []
    if isinstance(tree, tuple):
        return [column for item in tree for column in columns_of(item)]
    if is_dataclass(tree):
        return [column for field in fields(tree) for column in columns_of(getattr(tree, field.name))]
    return []
