"""Which part of a question costs too much, so that whoever asks knows what to change."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from guanxi.errors import GuanxiError, Malformed, Problem, TooExpensive
from guanxi.records.filtering import checked_formula, condition
from guanxi.records.measures import group_of, measure_of
from guanxi.records.prepared import Reading
from guanxi.records.sorting import sort_keys
from guanxi.records.statements import rooted

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.records.question import Aggregate, Query
    from guanxi.records.statements import Rooted
    from guanxi.workspace.context import Context

__all__ = ["naming", "naming_of_numbers"]

_Parts: TypeAlias = "tuple[tuple[str, Callable[[], object]], ...]"


def naming(context: "Context", query: "Query", error: TooExpensive) -> TooExpensive:
    """Return the refusal of a question with the arguments that make it dear."""
    if error.problems:
        return error
    start, reason = rooted(Reading(context, context.now), query.object), str(error.params.get("reason"))
    found = _slow(start, query) if reason == "statement_time" else _large(start, query, reason)
    return TooExpensive(problems=list(found), **error.params)


def naming_of_numbers(context: "Context", question: "Aggregate", error: TooExpensive) -> TooExpensive:
    """Return the refusal of numbers over records with the arguments that make them dear."""
    if error.problems:
        return error
    start, reason = rooted(Reading(context, context.now), question.object), str(error.params.get("reason"))
    found = _many(start, question) if reason == "statement_time" else _large_numbers(start, question, reason)
    return TooExpensive(problems=list(found), **error.params)


def _large(start: "Rooted", query: "Query", reason: str) -> Iterator[Problem]:
    """Yield the arguments whose formulas become too large; where none does alone, a field that is asked for does."""
    parts: _Parts = (
        ("filter", lambda: condition(start, query.filter)),
        ("sort", lambda: sort_keys(start.reader, start.frame, query.sort)),
    )
    names = [name for name, part in parts if _is_dear(part)]
    yield from (Problem(name, reason) for name in names or ["fields"])


def _large_numbers(start: "Rooted", question: "Aggregate", reason: str) -> Iterator[Problem]:
    """Yield the arguments whose formulas become too large; where none does alone, what narrows the result does."""
    parts: _Parts = (
        ("filter", lambda: condition(start, question.filter)),
        ("group_by", lambda: [group_of(start, text) for text in question.group_by]),
        ("measures", lambda: [measure_of(start, measure) for measure in question.measures]),
    )
    names = [name for name, part in parts if _is_dear(part)]
    yield from (Problem(name, reason) for name in names or ["having" if question.having is not None else "measures"])


def _is_dear(part: "Callable[[], object]") -> bool:
    try:
        part()
    except TooExpensive:
        return True
    except Malformed:
        return False
    return False


def _slow(start: "Rooted", query: "Query") -> Iterator[Problem]:
    """Yield the arguments that no index serves, and those that have every record read."""
    item = start.item
    if query.filter is not None:
        asked = _asked_of(start, query.filter)
        if not any(_is_indexed(item, name) for name in asked):
            yield Problem("filter", "part_unindexed", {"name": ", ".join(sorted(asked))})
    for name in (name.lstrip("-") for name in query.sort):
        if not _is_indexed(item, name):
            yield Problem("sort", "part_unindexed", {"name": name[:100]})
    if query.search:
        yield Problem("search", "part_searches")
    if query.skip:
        yield Problem("skip", "part_skips", {"skip": query.skip})
    if query.count == "exact":
        yield Problem("count", "part_counts_all")


def _many(start: "Rooted", question: "Aggregate") -> Iterator[Problem]:
    """Yield why so many records are read: numbers are made of all that the filter leaves."""
    asked = set() if question.filter is None else _asked_of(start, question.filter)
    if question.search:
        yield Problem("search", "part_searches")
    if asked and not any(_is_indexed(start.item, name) for name in asked):
        yield Problem("filter", "part_unindexed", {"name": ", ".join(sorted(asked))})
    else:
        yield Problem("filter", "part_leaves_many")


def _asked_of(start: "Rooted", text: str) -> set[str]:
    try:
        return {".".join(reference.path) for reference in checked_formula(start, text).references}
    except GuanxiError:
        return set()


def _is_indexed(item: "ObjectType", name: str) -> bool:
    """Tell whether an index begins with a field."""
    member = item.find(name)
    lists = [*(key.fields for key in item.unique_keys), *(index.fields for index in item.indexes)]
    entries = {names[0].lstrip("-") for names in lists if names}
    return member is not None and (member.name == "id" or member.name in entries)
