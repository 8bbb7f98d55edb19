"""The views that a reader is offered of an object: its own beside those of metadata, and the one a query names."""

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.errors import Malformed, Missing, Problem
from guanxi.formula.problems import nearest
from guanxi.screens.personal import find_view, personal_views
from guanxi.screens.visible import views_for

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType, View
    from guanxi.records.question import Aggregate, Query
    from guanxi.workspace.context import Context

__all__ = ["offered_views", "with_view", "with_view_counted"]


def offered_views(context: "Context", item: "ObjectType") -> tuple["View", ...]:
    """Return the views to choose from, the one that opens first in front: the reader's default, then metadata's.

    Of the reader's own that name what is gone the rest is offered; a query that names such a one is refused.
    """
    own = personal_views(context, item)
    first = tuple(known.remaining for known in own if known.remaining is not None and known.opens_first)
    others = tuple(known.remaining for known in own if known.remaining is not None and not known.opens_first)
    return (*first, *views_for(context, item), *others)


def with_view(context: "Context", query: "Query") -> "Query":
    """Return the query with what its view says: its filter beside the caller's, its columns and order by default."""
    if query.view is None:
        return query
    view = _named(context, query.object, query.view)
    fields = query.fields if query.fields is not None else tuple(column.field for column in view.columns)
    both = _both(query.filter, view.filter)
    return replace(query, view=None, fields=fields or None, filter=both, sort=query.sort or view.sort)


def with_view_counted(context: "Context", question: "Aggregate") -> "Aggregate":
    """Return the aggregate over what its view shows: the view's filter beside the caller's."""
    if question.view is None:
        return question
    view = _named(context, question.object, question.view)
    return replace(question, view=None, filter=_both(question.filter, view.filter))


def _named(context: "Context", object_name: str, name: str) -> "View":
    """Return the view of that name, or of that id where it is the reader's own; Malformed where there is none."""
    item = context.catalog.find(object_name)
    visible = item is not None and item.state != "hidden" and item.name in context.rights.visible_objects()
    views = {view.name: view for view in views_for(context, item)} if item is not None and visible else {}
    view = views.get(name)
    if view is None and item is not None and visible:
        view = _own(context, item, name)
    if view is None:
        params = {"name": name[:100], "path": name[:100], "nearest": nearest(name[:100], list(views))}
        raise Malformed(problems=[Problem("view", "unknown_name", params)])
    return view


def _both(*filters: str | None) -> str | None:
    """Return the condition that all given ones are met, None where there is none."""
    parts = [text for text in filters if text is not None]
    return parts[0] if len(parts) == 1 else " AND ".join(f"({text})" for text in parts) or None


def _own(context: "Context", item: "ObjectType", name: str) -> "View | None":
    """Return a view of the reader's own by its id, None where the name is no such id."""
    try:
        return find_view(context, item, str(uuid.UUID(name))).view
    except (ValueError, Missing):
        return None
