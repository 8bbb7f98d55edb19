"""Which part of a question costs too much, so that whoever asks knows what to change."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from guanxi.errors import GuanxiError, Malformed, Problem, TooExpensive
from guanxi.records.filtering import checked_formula, condition
from guanxi.records.prepared import Reading
from guanxi.records.sorting import sort_keys
from guanxi.records.statements import rooted

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.records.question import Query
    from guanxi.records.statements import Rooted
    from guanxi.workspace.context import Context

__all__ = ["naming"]


def naming(context: "Context", query: "Query", error: TooExpensive) -> TooExpensive:
    """Return the refusal of a question with the arguments that make it dear."""
    if error.problems:
        return error
    start, reason = rooted(Reading(context, context.now), query.object), str(error.params.get("reason"))
    found = _slow(start, query) if reason == "statement_time" else _large(start, query, reason)
    return TooExpensive(problems=list(found), **error.params)


def _large(start: "Rooted", query: "Query", reason: str) -> Iterator[Problem]:
    """Yield the arguments whose formulas become too large; where none does alone, a field that is asked for does."""
    parts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("filter", lambda: condition(start, query.filter)),
        ("sort", lambda: sort_keys(start.reader, start.frame, query.sort)),
    )
    names = [name for name, part in parts if _is_dear(part)]
    yield from (Problem(name, reason) for name in names or ["fields"])


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
