"""Personal views: the caller's own ways to look at the records of an object."""

from typing import TYPE_CHECKING, Any, get_args

from flask import Blueprint, Response, request

from guanxi.catalog.screens import ViewType
from guanxi.records.prepared import readable_object
from guanxi.screens.personal import change_view, create_view, delete_view, find_view, personal_views
from guanxi.web.answers import json_answer, nothing
from guanxi.web.bodies import BodySchema, flag, json_object, json_objects, text, texts
from guanxi.web.call import FixedCall
from guanxi.web.former_names import NAMING, telling_former_names
from guanxi.web.screens import VIEW, told_view
from guanxi.web.shapes import FLAG, ID, TEXT, Members, Named, closed, data, many

if TYPE_CHECKING:
    from guanxi.screens.personal import PersonalView
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "views_blueprint"]


class ViewBody(BodySchema):
    """A personal view as it is sent: a view of metadata without a name, for its owner alone."""

    label = text(required=True, help="What its owner calls it.")
    type = text(help="How the records are drawn.", among=get_args(ViewType))
    columns = json_objects(help="The fields to show, each with a width where it is not the usual one.")
    filter = text(help="A formula.")
    sort = texts(help="Fields, each with - in front for descending order.")
    group = text(help="The field by whose values records stand together.")
    start = text(help="The field by which records stand in a calendar or on a timeline.")
    end = text(help="The field that says until when.")
    parent = text(help="The field by which records hang in a tree.")
    place = text(help="The field by which records stand on a map.")
    summaries = json_objects(help="Numbers over the records: field and function.")
    default = flag(help="Whether it opens first.")


_NAMING = (*NAMING, "columns", "summaries", "start", "end", "parent", "place")
_OWN: Members = {"id": ID, "label": TEXT, "default": FLAG, "usable": FLAG}
_VIEW = Named("own_view", "A view of the caller's own; one that cannot be used tells its name alone.", {
    "anyOf": [closed({**VIEW, **_OWN}), closed({"name": TEXT, **_OWN})],
})  # fmt: skip
CALLS = (
    FixedCall("GET", "/views/{object_name}", "The caller's own views of an object", data(many(_VIEW))),
    FixedCall("POST", "/views/{object_name}", "Keep a view of one's own", data(_VIEW), ViewBody, 201),
    FixedCall("GET", "/views/{object_name}/{view_id}", "One of the caller's own views", data(_VIEW)),
    FixedCall("PATCH", "/views/{object_name}/{view_id}", "Change a view of one's own", data(_VIEW), ViewBody),
    FixedCall("DELETE", "/views/{object_name}/{view_id}", "Delete a view of one's own", None, status=204),
)  # fmt: skip


def views_blueprint(door: "Door") -> Blueprint:
    """Return the calls about personal views."""
    calls = Blueprint("views", __name__)
    every, one = "/views/<object_name>", "/views/<object_name>/<view_id>"
    for path, method, function in (
        (every, "GET", list_views), (every, "POST", add_view),
        (one, "GET", read_view), (one, "PATCH", edit_view), (one, "DELETE", remove_view),
    ):  # fmt: skip
        calls.add_url_rule(
            path, function.__name__, door.opened(telling_former_names(function, _NAMING)), methods=[method]
        )
    return calls


def list_views(context: "Context", object_name: str) -> Response:
    """List the caller's own views of an object."""
    found = personal_views(context, readable_object(context, object_name))
    return json_answer({"data": [_told(context, known) for known in found]})


def add_view(context: "Context", object_name: str) -> Response:
    """Keep a new view."""
    made = create_view(context, readable_object(context, object_name), json_object(request))
    return json_answer({"data": _told(context, made)}, 201)


def read_view(context: "Context", object_name: str, view_id: str) -> Response:
    """Tell one of the caller's own views."""
    return json_answer({"data": _told(context, find_view(context, readable_object(context, object_name), view_id))})


def edit_view(context: "Context", object_name: str, view_id: str) -> Response:
    """Change what is sent of a view."""
    changed = change_view(context, readable_object(context, object_name), view_id, json_object(request))
    return json_answer({"data": _told(context, changed)})


def remove_view(context: "Context", object_name: str, view_id: str) -> Response:
    """Put a view into the recycle bin."""
    delete_view(context, readable_object(context, object_name), view_id)
    return nothing()


def _told(context: "Context", known: "PersonalView") -> dict[str, Any]:
    """Return a view as describe tells it; one that cannot be used any more tells its name and nothing of its parts."""
    shown = {"id": known.id, "label": known.label, "default": known.opens_first, "usable": known.view is not None}
    return {**(told_view(context, known.view) if known.view is not None else {"name": known.id}), **shown}
