"""A question compiled once: statement, values and the way back, kept in the catalog's memo and run many times."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from guanxi.errors import Denied, Missing
from guanxi.records.encode import ERROR_SLOTS, Record, Row, RowReader, json_object, needs_python
from guanxi.records.filtering import condition
from guanxi.records.frame import Frame, Reading
from guanxi.records.ordering import SortKey, after, key_name, orders
from guanxi.records.selection import Reader, Selection, select_fields
from guanxi.records.shapes import ROOT, Source, is_wide, fixed_columns, page_by_gather, page_by_walk, plain_page
from guanxi.records.sorting import sort_keys
from guanxi.sqltree import Alias, Call, Column, Expr, Join, Not, Param, Select, Subselect, all_of, integer

if TYPE_CHECKING:
    from guanxi.access.rows import RowAccess
    from guanxi.fields import Dialect
    from guanxi.metadata.catalog import Field, ObjectType
    from guanxi.records.question import Query
    from guanxi.storage import Connection, Statement
    from guanxi.workspace.context import Context

__all__ = ["Form", "ListPlan", "Rooted", "compile_list", "compile_record", "connected", "readable_object", "rooted"]

Form: TypeAlias = Literal["json", "values"]
RECORD_SLOT = "record_id"
_PAGE = "p"
_PORTAL_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ListPlan:
    """How a question is answered: JSON made by the database stands in the first column, else `read` makes each record."""

    statement: "Statement"
    fallback: "Statement | None"  # where a walk found too few
    values: Mapping[str, object]
    read: Callable[[Row], Record] | None
    keys: tuple[SortKey, ...]
    now: dt.datetime
    volatile: bool  # its values depend on the instant

    def fits(self, now: dt.datetime) -> bool:
        """Tell whether the plan answers as of that instant."""
        return not self.volatile or self.now == now


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

    @property
    def wide(self) -> bool:
        """Tell whether the reader is expected to see a large part of the rows."""
        return is_wide(self.reading.context.principal.breadth)


@contextmanager
def connected(context: "Context", *, seconds: float | None = None) -> "Iterator[Connection]":
    """Lend the connection to read with: the open transaction's where there is one; statements have a time to end in (B7)."""
    if context.transaction is not None:
        yield context.transaction
        return
    portal = context.principal.audience == "portal"
    with context.database.read(seconds=seconds or (_PORTAL_SECONDS if portal else None)) as connection:
        yield connection


def readable_object(context: "Context", name: str) -> "ObjectType":
    """Return the object if the principal may read it; who may not know of it gets Missing as for one that is not there."""
    item = context.catalog.find(name)
    if item is None or item.name not in context.rights.visible_objects() or item.state == "hidden":
        raise Missing(kind="object", name=name)
    if not context.rights.can(item.name, "read"):
        if context.principal.audience == "portal":
            raise Missing(kind="object", name=name)
        raise Denied(action="read", object=item.name)
    return item


def rooted(context: "Context", object_name: str, *, now: dt.datetime) -> Rooted:
    """Begin a statement on the records of an object as the principal reads them."""
    item = readable_object(context, object_name)
    reading = Reading(context, now)
    joins: list[Join] = []
    frame = Frame(reading, item, ROOT, joins=joins)
    return Rooted(reading, Reader(context.catalog, context.rights), item, frame, joins, reading.access(item, ROOT))


class _PageFrame(Frame):
    """A record of the page: columns of the first storage part come out of the page's select, which learns them here."""

    def __init__(self, root: Frame, *, joins: list[Join]) -> None:
        """Begin with no columns taken."""
        super().__init__(root.reading, root.item, _PAGE, joins=joins, system=root.system)
        self._root = root
        self.taken: dict[Column, None] = {}

    def column(self, member: "Field", part: str = "") -> Column:
        """Return a column of the page."""
        if member.part != 1:
            return super().column(member, part)
        inner = self._root.column(member, part)
        self.taken[inner] = None
        return replace(inner, alias=_PAGE)


def compile_list(context: "Context", query: "Query", *, blanks: Sequence[bool] | None, now: dt.datetime, form: Form) -> ListPlan:
    """Compile a query; `blanks` says which sort values of the cursor are blank, None where the first page is asked for."""
    start = rooted(context, query.object, now=now)
    keys = sort_keys(start.reader, start.frame, query.sort)
    living = start.frame.living()
    where = all_of(Not(living) if query.deleted else living, condition(start, query.filter))
    source = start.source(where, keys)
    branches = () if blanks is None else after(keys, blanks, ROOT)
    limit = integer(query.limit + 1)
    names = query.fields if query.fields is not None else _default_fields(start)
    output = _Output(start, names, form=form)
    columns = output.columns
    plain = plain_page(source, start.access, branches, columns, limit=limit)
    if plain is not None:
        pages = [plain]
    else:
        owners = owners_in_order(start, source)
        pages = [page_by_gather(source, start.access, branches, columns, limit=limit, owners=owners)]
        if start.wide and not start.access.everything:
            pages.insert(0, page_by_walk(source, start.access, branches, columns, limit=limit))
    printed = [context.database.printer.print(output.around(page, keys)) for page in pages]
    return output.plan(printed, keys)


_MOST_OWNERS = 6


def owners_in_order(start: Rooted, source: Source) -> tuple[Expr, ...]:
    """Return one condition per owner id of the reader, where an index has the rows of each in the order asked for.

    Such an index begins with the owner, goes on with columns that the filter fixes, and then with the first sort key.
    """
    ids = start.reading.context.principal.owner_ids
    if not start.item.owned or not source.keys or len(ids) > _MOST_OWNERS:
        return ()
    wanted, fixed = source.keys[0].value, fixed_columns(source.where)
    if not any(_serves(start.item, index.fields, fixed, wanted) for index in start.item.indexes if index.state == "ready"):
        return ()
    owner = start.frame.column(start.item.fields["owner"])
    params = [Param(f"owner{number}", "uuid") for number in range(len(ids))]
    start.reading.values.update({param.slot: identity for param, identity in zip(params, ids, strict=True)})
    return tuple(Call("=", (owner, param), "boolean") for param in params)


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


def compile_record(context: "Context", object_name: str, fields: tuple[str, ...] | None, *, now: dt.datetime, form: Form) -> ListPlan:
    """Compile the reading of one record by its id: the version stands where a list has its sort keys."""
    start = rooted(context, object_name, now=now)
    version = start.item.fields["version"]
    same = Call("=", (start.frame.identity, Param(RECORD_SLOT, "uuid")), "boolean")
    output = _Output(start, fields if fields is not None else ("*",), form=form)
    keys = (SortKey(start.frame.column(version), descending=False, kind="integer", nullable=False),)
    source = start.source(all_of(same, start.frame.living(), start.access.test()), keys)
    wanted = (*(Alias(column.name, column) for column in output.columns), *source.key_columns)
    statement = context.database.printer.print(output.around(replace(source.select(wanted), order=()), keys))
    return output.plan([statement], keys)


def _default_fields(start: Rooted) -> tuple[str, ...]:
    return tuple(name for name in ("id", start.item.name_field) if start.reader.field(start.item, name) is not None)


class _Output:
    """The select around a page: what is shown of each of its rows."""

    def __init__(self, start: Rooted, names: Sequence[str], *, form: Form) -> None:
        """Compile the selection, learning which columns the page must have."""
        self._reading = start.reading
        self._joins: list[Join] = []
        selections: tuple[Selection, ...] = select_fields(start.reader, start.item, names)
        frame = _PageFrame(start.frame, joins=self._joins)
        dialect = start.reading.context.database.dialect
        self.read: Callable[[Row], Record] | None = None
        if form == "json" and dialect == "postgresql" and not needs_python(selections):
            self._shown: tuple[Alias, ...] = (Alias("json", json_object(frame, selections)),)
        else:
            reader = RowReader(frame, selections, dialect=dialect, as_json=form == "json")
            self.read, self._shown = reader.read, tuple(reader.columns)
        self._identity = frame.identity
        self.columns = tuple(frame.taken)

    def around(self, page: Select, keys: tuple[SortKey, ...]) -> Select:
        """Return the whole statement for one way to find the page."""
        marks = tuple(
            Alias(key_name(index), Column(_PAGE, key_name(index), key.kind, key.scale)) for index, key in enumerate(keys)
        )
        order = orders(keys, _PAGE, named=True)
        return Select(
            (*self._shown, *marks, Alias("cursor_id", self._identity)), Subselect(page, _PAGE), tuple(self._joins), order=order
        )

    def plan(self, statements: "list[Statement]", keys: tuple[SortKey, ...]) -> ListPlan:
        """Return the plan that runs the statements."""
        values: dict[str, Any] = {**ERROR_SLOTS, **self._reading.values}
        fallback = statements[1] if len(statements) > 1 else None
        return ListPlan(statements[0], fallback, values, self.read, keys, self._reading.now, self._reading.volatile)
