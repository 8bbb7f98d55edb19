"""A question compiled once: statement, values and the way back, kept in the catalog's memo and run many times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from guanxi.errors import Malformed, Problem
from guanxi.formula.sql import NotFilterable
from guanxi.records.encode import ERROR_SLOTS, Record, Row, RowReader, json_object, needs_python
from guanxi.records.filtering import condition
from guanxi.records.frame import Frame
from guanxi.records.held import page_of_held, words_first
from guanxi.records.late import Late
from guanxi.records.ordering import SortKey, after, key_name, orders
from guanxi.records.prepared import Reading, readable_object
from guanxi.records.searching import Searched, by_rank, search_condition
from guanxi.records.selection import Reader, Selection, select_fields
from guanxi.records.sensitive import sensitive_paths
from guanxi.records.shapes import (
    ROOT,
    Source,
    fixed_columns,
    has_rules,
    page_by_gather,
    page_by_walk,
    plain_page,
    steps_of,
)
from guanxi.records.sorting import sort_keys
from guanxi.sqltree import (
    Alias,
    Call,
    Column,
    Constant,
    Expr,
    Join,
    Not,
    Param,
    Scalar,
    Select,
    Subselect,
    all_of,
    integer,
)

if TYPE_CHECKING:
    from guanxi.access.rows import RowAccess
    from guanxi.catalog import Field, ObjectType
    from guanxi.fields import Dialect
    from guanxi.records.question import Query
    from guanxi.workspace.context import Context

__all__ = [
    "RECORD_SLOT", "Form", "Rooted", "Rows", "compile_list", "compile_record", "each_owner", "living_and_asked",
    "name_problems", "rooted",
]  # fmt: skip

Form: TypeAlias = Literal["json", "values"]
RECORD_SLOT = "record_id"
_PAGE = "p"


@dataclass(frozen=True, slots=True)
class Rows:
    """What rows mean: JSON made by the database in the first column, else what `read` makes of them."""

    read: Callable[[Sequence[Row]], list[Record]] | None
    keys: tuple[SortKey, ...]
    late: tuple[Late, ...]
    sensitive: tuple[str, ...] = ()  # what of class sensitive the answer shows in the clear
    held: bool = False  # the first way is of few rows that hold the words of a search, and says where they are many
    tried: bool = False  # the first way, or the next, only tries whether rules reach many rows
    merged: int = 0  # so many of the last statements are parts whose rows come together; the others are alternatives


@dataclass(slots=True)
class Rooted:
    """A question on one object brought to names: the reader's names, the root frame and the rows asked for."""

    reading: Reading
    reader: Reader
    item: "ObjectType"
    frame: Frame
    joins: list[Join]
    access: "RowAccess"

    def source(self, where: Expr, keys: tuple[SortKey, ...] = ()) -> Source:
        """Return the rows that meet a condition, with all joins met so far."""
        return Source(self.item.table, tuple(self.joins), where, keys)

    @property
    def dialect(self) -> "Dialect":
        """Return the database the statement is for."""
        return self.reading.context.database.dialect


def rooted(reading: Reading, object_name: str, *, unmasked: bool = False) -> Rooted:
    """Begin a statement on the records of an object as the principal reads them."""
    context = reading.context
    item = readable_object(context, object_name)
    joins: list[Join] = []
    frame = Frame(reading, item, ROOT, joins=joins)
    reader = Reader(context.catalog, context.rights, unmasked)
    return Rooted(reading, reader, item, frame, joins, reading.access(item.name, ROOT))


class _PageFrame(Frame):
    """A record of the page: columns of the first storage part come out of the page's select, which learns them here."""

    def __init__(self, root: Frame, *, joins: list[Join]) -> None:
        """Begin with no columns taken."""
        super().__init__(root.reading, root.item, _PAGE, joins=joins, system=root.system)
        self._root = root
        self.paged = True
        self.taken: dict[Column, None] = {}

    def column(self, member: "Field", part: str = "") -> Column | Scalar:
        """Return a column of the page."""
        inner = self._root.column(member, part) if member.part == 1 else None
        if not isinstance(inner, Column):
            return super().column(member, part)
        self.taken[inner] = None
        return replace(inner, alias=_PAGE)


def compile_list(
    reading: Reading, query: "Query", search: Searched, *, blanks: Sequence[bool] | None, form: Form
) -> tuple[list[Select], Rows]:
    """Compile a query; `blanks` says which sort values of the cursor are blank, None where the first page is asked for.

    Where there is a second select, it is for when the first finds too few, or too many hold the words of the search.
    """
    start = rooted(reading, query.object)
    keys = sort_keys(start.reader, start.frame, query.sort) or by_rank(start, search)
    asked = start.source(living_and_asked(start, query, Searched()), keys)
    source = start.source(all_of(asked.where, search_condition(start, search)), keys)
    output = _Output(start, query.fields if query.fields is not None else _default_fields(start), form=form)
    branches = () if blanks is None else after(keys, blanks, ROOT)
    limit = integer(query.limit + 1)
    pages, tried, merged = _pages(start, source, branches, output.columns, limit=limit)
    selects = [output.around(page, keys) for page in pages]
    held = words_first(start, search)
    if held:
        page, mark = page_of_held(start, asked, search, branches, output.columns, limit=limit)
        selects.insert(0, output.around(page, (mark, *keys)))
    return selects, replace(output.rows, keys=keys, held=held, tried=tried, merged=merged)


def name_problems(context: "Context", query: "Query") -> list[Problem]:
    """Return what is wrong with the names in every part of a query, so that it is told all at once."""
    start = rooted(Reading(context, context.now), query.object)
    parts: tuple[Callable[[], object], ...] = (
        lambda: select_fields(start.reader, start.item, query.fields or ()),
        lambda: condition(start, query.filter),
        lambda: sort_keys(start.reader, start.frame, query.sort),
    )
    problems: list[Problem] = []
    for part in parts:
        try:
            part()
        except Malformed as error:
            problems += error.problems
    return problems


def _pages(
    start: Rooted, source: Source, branches: Sequence[Expr], columns: Sequence[Column], *, limit: Constant
) -> tuple[list[Select], bool, int]:
    """Return the ways to find the page, whether the first is but a try, and how many of the last are parts of one."""
    plain = plain_page(source, start.access, branches, columns, limit=limit, few=_is_about_one(start, source))
    if plain is not None:
        return [plain], False, 0
    owners = owners_in_order(start, source)
    wide = steps_of(start.reading.context.principal.breadth)[0]
    walks = (wide or has_rules(start.access)) and not start.access.everything
    # SQLite has no way to the server to save, and would sort every part again when it merges them.
    merged = start.dialect != "sqlite"
    parts = page_by_gather(
        source, start.access, branches, columns, limit=limit, owners=owners, walked=walks, merged=merged
    )
    first = [page_by_walk(source, start.access, branches, columns, limit=limit, wide=wide)] if walks else []
    return [*first, *parts], walks and not wide, 0 if merged else len(parts)


def living_and_asked(start: Rooted, query: "Query", search: Searched) -> Expr:
    """Return the condition that a query asks for: alive, or in the bin, and meeting filter and search."""
    living = start.frame.living()
    asked = all_of(condition(start, query.filter), search_condition(start, search))
    return all_of(Not(living) if query.deleted else living, asked)


def _is_about_one(start: Rooted, source: Source) -> bool:
    """Tell whether the rows asked for are about one record, through which they are reached, so that they are few."""
    through = start.item.inherits
    return through is not None and start.item.pointer(through)[1].column in fixed_columns(source.where)


_MOST_OWNERS = 6


def owners_in_order(start: Rooted, source: Source) -> tuple[Expr, ...]:
    """Return one condition per owner id of the reader, where an index has the rows of each in the order asked for.

    Such an index begins with the owner, goes on with columns that the filter fixes, and then with the first sort key.
    """
    if not start.item.owned or not source.keys:
        return ()
    wanted, fixed = source.keys[0].value, fixed_columns(source.where)
    ready = (index.fields for index in start.item.indexes if index.state == "ready")
    if not any(_serves(start.item, fields, fixed, wanted) for fields in ready):
        return ()
    return each_owner(start)


def each_owner(start: Rooted) -> tuple[Expr, ...]:
    """Return one condition per owner id of the reader, which together are the owner arm; none where they are many.

    PostgreSQL takes a list whose values it does not know for ten owners, and reads all rows where it expects so many.
    """
    if not start.item.owned or len(start.reading.context.principal.owner_ids) > _MOST_OWNERS:
        return ()
    owner = start.frame.column(start.item.fields["owner"])
    return tuple(Call("=", (owner, param), "boolean") for param in start.reading.owners())


def _serves(item: "ObjectType", fields: Sequence[str], fixed: frozenset[str], wanted: Expr) -> bool:
    if not isinstance(wanted, Column) or wanted.alias != ROOT or fields[0] != "owner":
        return False
    for name in fields[1:]:
        member = item.fields[name.lstrip("-")]
        if wanted.name in {member.column, member.sort_column}:
            return True
        if member.column not in fixed:
            return False
    return False


def compile_record(
    reading: Reading, object_name: str, fields: tuple[str, ...] | None, *, form: Form, unmasked: bool = False
) -> tuple[list[Select], Rows]:
    """Compile the reading of one record by its id: the version stands where a list has its sort keys."""
    start = rooted(reading, object_name, unmasked=unmasked)
    version = start.frame.column(start.item.fields["version"])
    same = Call("=", (start.frame.identity, Param(RECORD_SLOT, "uuid")), "boolean")
    output = _Output(start, fields if fields is not None else ("*",), form=form)
    keys = (SortKey(version, descending=False, kind="integer", nullable=False),)
    source = start.source(all_of(same, start.frame.living(), start.access.test()), keys)
    wanted = (*(Alias(column.name, column) for column in output.columns), *source.key_columns)
    return [replace(output.around(source.select(wanted), keys), order=())], replace(output.rows, keys=keys)


def _default_fields(start: Rooted) -> tuple[str, ...]:
    return tuple(name for name in ("id", start.item.name_field) if start.reader.field(start.item, name) is not None)


class _Output:
    """The select around a page: what is shown of each of its rows."""

    def __init__(self, start: Rooted, names: Sequence[str], *, form: Form) -> None:
        """Compile the selection, learning which columns the page must have."""
        start.reading.values.update(ERROR_SLOTS)
        self._joins: list[Join] = []
        selections: tuple[Selection, ...] = select_fields(start.reader, start.item, names)
        frame = _PageFrame(start.frame, joins=self._joins)
        sensitive = tuple(sensitive_paths(selections))
        self.rows = Rows(None, (), (), sensitive)
        made = self._made_by_database(start, frame, selections) if form == "json" else None
        if made is not None:
            self._shown: tuple[Alias, ...] = (Alias("json", made),)
        else:
            reader = RowReader(frame, selections, dialect=start.dialect, as_json=form == "json")
            self.rows = Rows(reader.read, (), tuple(reader.late), sensitive)
            self._shown = tuple(reader.columns)
        self._identity = frame.identity
        self.columns = tuple(frame.taken)

    @staticmethod
    def _made_by_database(start: Rooted, frame: Frame, selections: Sequence[Selection]) -> Expr | None:
        """Return the JSON of a row as PostgreSQL makes it; None where Python has to."""
        if start.dialect != "postgresql" or needs_python(selections):
            return None
        try:
            return json_object(frame, selections)
        except NotFilterable:
            return None

    def around(self, page: Select, keys: tuple[SortKey, ...]) -> Select:
        """Return the whole statement for one way to find the page."""
        names = (key_name(index) for index in range(len(keys)))
        marks = (Alias(name, Column(_PAGE, name, key.kind, key.scale)) for name, key in zip(names, keys, strict=True))
        shown = (*self._shown, *marks, Alias("cursor_id", self._identity))
        order = orders(keys, _PAGE, named=True)
        return Select(shown, Subselect(page, _PAGE), tuple(self._joins), order=order)
