"""What a caller asks of the records of one object, as typed values; nothing here touches a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, cast

from guanxi.errors import Malformed, Problem
from guanxi.text.shown import shown

__all__ = [
    "LIMIT", "SKIP", "Aggregate", "ArgumentReader", "BulkOrder", "CountMode", "Measure", "Page", "Query", "Search",
    "aggregate_from", "bulk_from", "query_from", "search_from",
]  # fmt: skip

LIMIT = 200
SKIP = 100_000  # rows that a page may lie behind the first
_DEFAULT_LIMIT = 50
_MAXIMUM_NAMES = 500
_MAXIMUM_KEYS = 8
_GROUPING = frozenset("()'\"")

CountMode: TypeAlias = Literal["none", "capped", "exact"]
MeasureFunction: TypeAlias = Literal["count", "sum", "avg", "min", "max", "count_distinct"]
_FUNCTIONS: tuple[MeasureFunction, ...] = ("count", "sum", "avg", "min", "max", "count_distinct")
_COUNTS: tuple[CountMode, ...] = ("none", "capped", "exact")


@dataclass(frozen=True, slots=True)
class Query:
    """A page of records: which fields, which rows, in which order, from where on."""

    object: str
    fields: tuple[str, ...] | None = None  # None: the default of the call
    filter: str | None = None
    search: str | None = None  # words that the name or another searchable field must hold
    sort: tuple[str, ...] = ()  # fields or paths, "-" in front for descending
    limit: int = _DEFAULT_LIMIT
    skip: int = 0
    cursor: str | None = None
    count: CountMode = "none"
    deleted: bool = False  # the recycle bin instead of the living records
    view: str | None = None  # a view of the object that says what the query does not


@dataclass(frozen=True, slots=True)
class Search:
    """Words to be found among the records of several objects, so many of each."""

    text: str
    objects: tuple[str, ...] = ()  # none: every object that the reader may read
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """The answer to a query: the rows as one JSON array."""

    rows_json: bytes
    next: str | None = None
    count: int | None = None
    count_capped: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One number per group: a function and, except for count, the expression it is applied to."""

    function: MeasureFunction
    of: str | None = None

    @property
    def key(self) -> str:
        """Return the name under which the measure stands in the answer."""
        return "count" if self.of is None else f"{self.of}_{self.function}"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Numbers over records: grouped by fields, paths or formulas, narrowed before (filter) and after (having)."""

    object: str
    group_by: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = (Measure("count"),)
    filter: str | None = None
    having: str | None = None
    sort: tuple[str, ...] = ()
    limit: int = 2_000
    view: str | None = None  # a view of the object whose filter counts too
    search: str | None = None  # words that the records counted must hold, as in a list


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """An edit or a delete of all records that a filter finds, if they are as many as expected; or their count."""

    object: str
    operation: Literal["update", "delete"]
    filter: str
    values: Mapping[str, Any] = field(default_factory=dict)
    dry_run: bool = False
    expect: int | None = None
    along: tuple[str, ...] = ()  # relations whose records go to the new owner too
    search: str | None = None  # words that they must hold besides, as in a list


_MOST_RELATIONS = 20


def query_from(object_name: str, arguments: Mapping[str, object]) -> Query:
    """Read a query from URL arguments (texts) or a JSON body; what is unknown or malformed is reported together."""
    known = {"fields", "filter", "search", "sort", "limit", "skip", "cursor", "count", "deleted", "view"}
    reader = ArgumentReader(arguments, known)
    fields = reader.names("fields", _MAXIMUM_NAMES)
    query = Query(
        object_name,
        fields=fields or None,
        filter=reader.text("filter"),
        search=reader.text("search"),
        sort=reader.names("sort", _MAXIMUM_KEYS),
        limit=reader.number("limit", _DEFAULT_LIMIT, LIMIT),
        skip=reader.skipped("skip"),
        cursor=reader.text("cursor"),
        count=cast("CountMode", reader.choice("count", _COUNTS, "none")),
        deleted=reader.flag("deleted"),
        view=reader.text("view"),
    )
    reader.finish()
    return query


def search_from(arguments: Mapping[str, object]) -> Search:
    """Read a search over many objects from URL arguments: `q`, `objects` and `limit`."""
    reader = ArgumentReader(arguments, {"q", "objects", "limit"})
    text, objects = reader.text("q"), reader.names("objects", _MAXIMUM_NAMES)
    if text is None:
        reader.refuse("q", "required")
    found = Search(text or "", objects, reader.number("limit", 5, _DEFAULT_LIMIT))
    reader.finish()
    return found


def aggregate_from(object_name: str, arguments: Mapping[str, object]) -> Aggregate:
    """Read an aggregate from a JSON body or command line values; `measures` holds "count", "sum:F" or {"sum": F}."""
    reader = ArgumentReader(arguments, {"group_by", "measures", "filter", "search", "having", "sort", "limit", "view"})
    measures = tuple(reader.measure(item) for item in reader.items("measures", 50))
    question = Aggregate(
        object_name,
        group_by=reader.names("group_by", _MAXIMUM_KEYS),
        filter=reader.text("filter"),
        having=reader.text("having"),
        sort=reader.names("sort", _MAXIMUM_KEYS),
        limit=reader.number("limit", 2_000, 10_000),
        view=reader.text("view"),
        search=reader.text("search"),
    )
    reader.finish()
    return replace(question, measures=tuple(dict.fromkeys(item for item in measures if item))) if measures else question


def bulk_from(object_name: str, operation: Literal["update", "delete"], arguments: Mapping[str, object]) -> BulkOrder:
    """Read a bulk call: `filter`, of an edit `set`, and either `dry_run` or the count that the caller expects.

    `search` may narrow what the filter finds.

    An edit that sets the owner may name in `with` relations whose records change hands too.
    """
    editing = operation == "update"
    reader = ArgumentReader(arguments, {"filter", "search", "dry_run", "expect", *(("set", "with") if editing else ())})
    text, search = reader.text("filter"), reader.text("search")
    dry_run, values = reader.flag("dry_run"), arguments.get("set")
    expect = None if dry_run else reader.whole("expect")
    along = reader.names("with", _MOST_RELATIONS)
    if along and not (isinstance(values, Mapping) and "owner" in values):
        reader.refuse("with", "needs_owner")
    if text is None:
        reader.refuse("filter", "required")
    if editing and not (isinstance(values, Mapping) and values):
        reader.refuse("set", "required")
    elif isinstance(values, Mapping):
        for name in ("id", "version"):
            if name in values:
                reader.refuse(f"set.{name}", "field_not_writable")
    reader.finish()
    given = values if isinstance(values, Mapping) else {}
    return BulkOrder(object_name, operation, text or "", given, dry_run, expect, along, search)


def split_names(text: str) -> tuple[str, ...]:
    """Split at commas that stand outside brackets and quotes, since a name may be a formula."""
    if not _GROUPING.intersection(text):
        return tuple(filter(None, map(str.strip, text.split(","))))
    parts, start, depth, quote = [], 0, 0, ""
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
        else:
            depth += (character == "(") - (character == ")")
    return tuple(part.strip() for part in (*parts, text[start:]) if part.strip())


class ArgumentReader:
    """Reads arguments one by one and gathers what is wrong with them."""

    def __init__(self, arguments: Mapping[str, object], known: set[str]) -> None:
        self._arguments = arguments
        self._problems = [Problem(name, "unknown_argument") for name in arguments if name not in known]

    def refuse(self, name: str, code: str, **params: object) -> None:
        """Note that an argument is wrong."""
        self._problems.append(Problem(name, code, params))

    def finish(self) -> None:
        """Raise when anything was wrong."""
        if self._problems:
            raise Malformed(problems=self._problems)

    def text(self, name: str) -> str | None:
        """Return a text argument, None when it is absent or empty."""
        value = self._arguments.get(name)
        if value is not None and not isinstance(value, str):
            self.refuse(name, "not_text")
            return None
        return value if value and value.strip() else None

    def items(self, name: str, limit: int) -> tuple[object, ...]:
        """Return a list argument; a text is split at its commas."""
        value = self._arguments.get(name)
        if value is None:
            return ()
        if isinstance(value, str):
            value = split_names(value)
        if not isinstance(value, Sequence):
            self.refuse(name, "not_a_list")
            return ()
        if len(value) > limit:
            self.refuse(name, "too_many", limit=limit)
            return ()
        return tuple(value)

    def names(self, name: str, limit: int) -> tuple[str, ...]:
        """Return a list of texts without doubles, in order."""
        items = self.items(name, limit)
        if not all(isinstance(item, str) for item in items):
            self.refuse(name, "not_text")
            return ()
        return tuple(dict.fromkeys(cast("tuple[str, ...]", items)))

    def number(self, name: str, default: int, highest: int) -> int:
        """Return a whole number from 1 to the highest; more is cut to it."""
        value = self._arguments.get(name)
        if value is None:
            return default
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.refuse(name, "not_a_positive_number")
            return default
        return min(value, highest)

    def skipped(self, name: str) -> int:
        """Return how many rows a page lies behind the first; more than may be is refused, since it would be others."""
        value = self.whole(name) if self._arguments.get(name) is not None else 0
        if value > SKIP:
            self.refuse(name, "max", max=SKIP)
        return value

    def whole(self, name: str) -> int:
        """Return a whole number from 0 on that must be given."""
        value = self._arguments.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if value is None:
            self.refuse(name, "required")
        else:
            self.refuse(name, "not_number", value=shown(value))
        return 0

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """Return one of the allowed texts."""
        value = self._arguments.get(name, default)
        if value not in allowed:
            self.refuse(name, "not_allowed", value=shown(value), allowed=list(allowed))
            return default
        return str(value)

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        return (
            self.choice(name, ("true", "false"), "false") == "true"
            if not isinstance(self._arguments.get(name), bool)
            else bool(self._arguments[name])
        )

    def measure(self, item: object) -> Measure | None:
        """Return one measure from "count", "sum:F" or {"sum": F}."""
        if isinstance(item, Mapping) and len(item) == 1:
            function, of = next(iter(item.items()))
        else:
            function, _, of = str(item).partition(":")
        name, expression = str(function).strip(), str(of or "").strip()
        if name not in _FUNCTIONS or (not expression and name != "count"):
            self.refuse("measures", "not_a_measure", given=shown(item), allowed=list(_FUNCTIONS))
            return None
        return Measure(name, expression or None)
