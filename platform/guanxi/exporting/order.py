"""What an export is asked to hold and how it is written, checked with the rights of whoever asks."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from guanxi.errors import Denied, Malformed, Missing, Problem
from guanxi.records.prepared import readable_object
from guanxi.records.question import Query, query_from
from guanxi.records.selection import EVERY, Reader
from guanxi.records.statements import name_problems
from guanxi.screens.offered import with_view
from guanxi.text.shown import shown

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.workspace.context import Context

__all__ = ["CHOICES", "ExportFormat", "ExportOrder", "Naming", "exportable", "order_from"]

ExportFormat: TypeAlias = Literal["csv", "xlsx", "jsonl"]
Naming: TypeAlias = Literal["names", "labels"]
_QUESTION = ("filter", "search", "fields", "sort", "view")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "format": get_args(ExportFormat), "headers": get_args(Naming), "values": get_args(Naming),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """Which records with which fields, in which kind of file; `names` are as import reads them, `labels` for people."""

    object: str
    fields: tuple[str, ...]
    filter: str | None = None
    search: str | None = None
    sort: tuple[str, ...] = ()
    format: ExportFormat = "csv"
    headers: Naming = "names"
    values: Naming = "names"

    def query(self, fields: tuple[str, ...], *, limit: int) -> Query:
        """Return the question that reads one step of the records."""
        return Query(self.object, fields, filter=self.filter, search=self.search, sort=self.sort, limit=limit)

    def as_json(self) -> dict[str, Any]:
        """Return the order as `from_json` takes it."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "ExportOrder":
        """Return the order that `as_json` told."""
        lists: dict[str, Any] = {name: tuple(told[name]) for name in ("fields", "sort")}
        return cls(**{**told, **lists})


def exportable(context: "Context", name: str) -> "ObjectType":
    """Return the object if the principal may export its records; Missing where it may not even know of it."""
    item = readable_object(context, name)
    if context.rights.can(item.name, "export"):
        return item
    if context.principal.audience == "portal":
        raise Missing(kind="object", name=name)
    raise Denied(right="export", object=item.name)


def order_from(context: "Context", object_name: str, given: Mapping[str, object]) -> ExportOrder:
    """Return the order of a call's arguments, with the view and `*` replaced by what they say now.

    Raises Malformed with everything that is wrong with it.
    """
    item = exportable(context, object_name)
    problems = [
        Problem(name[:100], "unknown_argument") for name in given if name not in _QUESTION and name not in CHOICES
    ]
    chosen: dict[str, Any] = {name: _chosen(name, given, problems) for name in CHOICES}
    if chosen["format"] == "jsonl":
        problems += [Problem(name, "not_for_format", {"format": "jsonl"}) for name in ("headers", "values")
                     if given.get(name) is not None]  # fmt: skip
    query = _query(context, item.name, given, problems)
    if problems or query is None:
        raise Malformed(problems=problems)
    fields = _every(context, item, query.fields or (EVERY,))
    return ExportOrder(item.name, fields, query.filter, query.search, query.sort, **chosen)


def _chosen(name: str, given: Mapping[str, object], problems: list[Problem]) -> object:
    allowed, value = CHOICES[name], given.get(name)
    if value is None:
        return allowed[0]
    if value not in allowed:
        problems.append(Problem(name, "not_allowed", {"value": shown(value), "allowed": list(allowed)}))
    return value


def _query(context: "Context", object_name: str, given: Mapping[str, object], problems: list[Problem]) -> Query | None:
    """Return what is asked of the records, adding everything that is wrong with it to the problems."""
    try:
        query = with_view(context, query_from(object_name, {name: given[name] for name in _QUESTION if name in given}))
    except Malformed as error:
        problems += error.problems
        return None
    problems += name_problems(context, replace(query, cursor=None))
    return query


def _every(context: "Context", item: "ObjectType", names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names with `*` spelled out, each once."""
    reader = Reader(context.catalog, context.rights)
    every = [member.name for member in reader.fields(item) if member.whole is None]
    return tuple(dict.fromkeys(one for name in names for one in (every if name == EVERY else (name,))))
