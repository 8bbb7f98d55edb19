"""Search over HTTP: the best hits among the records of many objects."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxi.records.question import SEARCH, search_from
from guanxi.records.search import search
from guanxi.web.answers import json_answer
from guanxi.web.bodies import arguments
from guanxi.web.call import FixedCall
from guanxi.web.former_names import Asked, with_former_names
from guanxi.web.shapes import FLAG, ID, OPEN, TEXT, TEXTS, Named, closed, data, many, maybe

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "search_blueprint"]


_REASON = closed({"record": ID, "field": TEXT, "label": TEXT, "text": TEXT})
_HITS = Named("hits", "The best records of one object, which fields hold the words where the name does not.", closed({
    "object": TEXT, "label": TEXT, "icon": maybe(TEXT), "name_field": maybe(TEXT), "records": many(OPEN),
    "reasons": many(_REASON), "more": FLAG,
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/search", "Search the records of many objects", data(many(_HITS), {"unfinished": TEXTS}),
              arguments=SEARCH),
)  # fmt: skip


def search_blueprint(door: "Door") -> Blueprint:
    """Return the call that searches."""
    calls = Blueprint("search", __name__)
    calls.add_url_rule("/search", "search_records", door.opened(_search), methods=["GET"])
    return calls


def _search(context: "Context") -> Response:
    """Return the hits by object, the object with the best hit first."""
    question = search_from(arguments(request))
    found = search(context, question)
    told = [
        {
            "object": hits.object.name, "label": hits.object.plural.text(context.language), "icon": hits.object.icon,
            "name_field": _name_field(context, hits.object), "records": hits.records, "more": hits.more,
            "reasons": [
                {"record": one.record, "field": one.field.name, "label": one.field.label.text(context.language),
                 "text": one.text}
                for one in hits.reasons
            ],
        }
        for hits in found.hits
    ]  # fmt: skip
    answer = json_answer({"data": told, "unfinished": [item.name for item in found.unfinished]})
    return with_former_names(context, answer, map(Asked, question.objects))


def _name_field(context: "Context", item: "ObjectType") -> str | None:
    """Return the field by which people know the records, if the caller may read it."""
    return item.name_field if item.name_field in context.rights.readable(item.name) else None
