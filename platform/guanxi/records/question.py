"""What a caller asks of the records of one object, as typed values; nothing here touches a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from guanxi.records.arguments import Argument, ArgumentReader, Choice, Flag, Names, Number, Text, Whole, read
from guanxi.text.shown import shown

__all__ = [
    "AGGREGATE", "BULK_DELETE", "BULK_EDIT", "COUNT", "FIELDS", "LIMIT", "QUERY", "SEARCH", "Aggregate", "BulkOrder",
    "CountMode", "Measure", "Page", "Query", "Search", "aggregate_from", "bulk_from", "count_from",
    "query_from", "search_from",
]  # fmt: skip

LIMIT = 200
_SKIP = 100_000  # rows that a page may lie behind the first
_DEFAULT_LIMIT = 50
_MAXIMUM_NAMES = 500
_MAXIMUM_KEYS = 8

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


@dataclass(frozen=True, slots=True)
class _Measures(Argument):
    """Numbers to be counted: "count", "sum:F" or, in a body, {"sum": F}."""

    def read(self, reader: ArgumentReader, value: object) -> tuple[Measure, ...]:
        """Return the measures, each once."""
        found = (self._measure(reader, item) for item in reader.items(self.name, value, 50))
        return tuple(dict.fromkeys(measure for measure in found if measure is not None))

    def _measure(self, reader: ArgumentReader, item: object) -> Measure | None:
        if isinstance(item, Mapping) and len(item) == 1:
            function, of = next(iter(item.items()))
        else:
            function, _, of = str(item).partition(":")
        name, expression = str(function).strip(), str(of or "").strip()
        if name not in _FUNCTIONS or (not expression and name != "count"):
            reader.refuse(self.name, "not_a_measure", given=shown(item), allowed=list(_FUNCTIONS))
            return None
        return Measure(name, expression or None)

    def schema(self) -> dict[str, Any]:
        """Return what may be given, as JSON Schema."""
        return {"type": "array", "items": {"type": ["string", "object"]}}


FIELDS = Names("fields", "Fields and paths to be read; * stands for all that the caller may read.", _MAXIMUM_NAMES)
_FILTER = Text("filter", "Which records, as a formula.")
_WORDS = Text("search", "Words that the name or another searchable field must hold.")
_VIEW = Text("view", "A view of the object that says what the other arguments do not.")
_SORT = Names("sort", "Fields or paths, each with - in front for descending order.", _MAXIMUM_KEYS)
_DELETED = Flag("deleted", "The recycle bin instead of the living records.")
QUERY: tuple[Argument, ...] = (
    FIELDS, _FILTER, _WORDS, _SORT,
    Number("limit", f"How many records make a page, at most {LIMIT}.", _DEFAULT_LIMIT, LIMIT),
    Whole("skip", "How many records the page lies behind the first.", _SKIP, 0),
    Text("cursor", "Where the page before ended: its `next`."),
    Choice("count", "Whether all that are found are counted, and how far.", _COUNTS, "none"), _DELETED, _VIEW,
)  # fmt: skip
COUNT: tuple[Argument, ...] = (
    _FILTER, _WORDS, Choice("count", "How far is counted.", ("capped", "exact"), "exact"), _DELETED, _VIEW,
)  # fmt: skip
SEARCH: tuple[Argument, ...] = (
    Text("q", "The words to be found.", required=True),
    Names("objects", "The objects whose records are searched; all where none is named.", _MAXIMUM_NAMES),
    Number("limit", f"How many records of each object, at most {_DEFAULT_LIMIT}.", 5, _DEFAULT_LIMIT),
)  # fmt: skip
AGGREGATE: tuple[Argument, ...] = (
    Names("group_by", "Fields, paths or formulas.", _MAXIMUM_KEYS),
    _Measures("measures", f"count, or one of {', '.join(_FUNCTIONS)} of a field: sum:amount."),
    _FILTER, Text("having", "Which groups, as a formula over the keys of the answer."),
    Names("sort", "Keys of the answer, each with - in front for descending order.", _MAXIMUM_KEYS),
    Number("limit", "How many groups, at most 10000.", 2_000, 10_000), _VIEW, _WORDS,
)  # fmt: skip
BULK_DELETE: tuple[Argument, ...] = (
    Text("filter", "Which records, as a formula.", required=True), _WORDS,
    Flag("dry_run", "Only count what would be changed."),
    Whole("expect", "How many records a dry run counted; needed to change them."),
)  # fmt: skip
BULK_EDIT: tuple[Argument, ...] = (
    *BULK_DELETE, Names("with", "Relations whose records go to the new owner too.", 20),
)  # fmt: skip


def query_from(object_name: str, arguments: Mapping[str, object]) -> Query:
    """Read a query from URL arguments (texts) or a JSON body; what is unknown or malformed is reported together."""
    found = read(QUERY, arguments)
    return Query(object_name, **{**found, "fields": found["fields"] or None})


def count_from(object_name: str, arguments: Mapping[str, object]) -> Query:
    """Read a question for a number alone from a JSON body."""
    return Query(object_name, **read(COUNT, arguments))


def search_from(arguments: Mapping[str, object]) -> Search:
    """Read a search over many objects from URL arguments."""
    found = read(SEARCH, arguments)
    return Search(found["q"], found["objects"], found["limit"])


def aggregate_from(object_name: str, arguments: Mapping[str, object]) -> Aggregate:
    """Read an aggregate from a JSON body or command line values; without measures records are counted."""
    found = read(AGGREGATE, arguments)
    return Aggregate(object_name, **{**found, "measures": found["measures"] or (Measure("count"),)})


def bulk_from(object_name: str, operation: Literal["update", "delete"], arguments: Mapping[str, object]) -> BulkOrder:
    """Read a bulk call: `filter`, of an edit `set`, and either `dry_run` or the count that the caller expects.

    A call that expects no count is answered with it when it is carried out, as one that expects another count.
    An edit that sets the owner may name in `with` relations whose records change hands too.
    """
    editing = operation == "update"
    given = {name: value for name, value in arguments.items() if not (editing and name == "set")}
    reader = ArgumentReader(BULK_EDIT if editing else BULK_DELETE, given)
    found, values = reader.found, arguments.get("set")
    along = found.get("with", ())
    if along and not (isinstance(values, Mapping) and "owner" in values):
        reader.refuse("with", "needs_owner")
    if editing and not (isinstance(values, Mapping) and values):
        reader.refuse("set", "required")
    elif editing and isinstance(values, Mapping):
        for name in ("id", "version"):
            if name in values:
                reader.refuse(f"set.{name}", "field_not_writable")
    reader.finish()
    return BulkOrder(
        object_name, operation, found["filter"], values if editing and isinstance(values, Mapping) else {},
        found["dry_run"], None if found["dry_run"] else found["expect"], along, found["search"],
    )  # fmt: skip
