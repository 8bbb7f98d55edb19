"""What two roles give differently, drafts included."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi.access.comparing import compare_roles
from guanxi.access.rights import Policy
from guanxi.change.drafts import Drafts
from guanxi.errors import Missing
from guanxi.records.arguments import Argument, Text
from guanxi.web.answers import json_answer
from guanxi.web.bodies import asked
from guanxi.web.call import FixedCall
from guanxi.web.rights import need
from guanxi.web.shapes import TEXT, TEXTS, Named, closed, data, many

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "comparing_blueprint"]

COMPARE: tuple[Argument, ...] = (
    Text("left", "The name of one role.", required=True), Text("right", "The name of the other.", required=True),
)  # fmt: skip


_SIDES = closed({"left": TEXTS, "right": TEXTS})
_OBJECT = closed({
    "object": TEXT, "label": TEXT, "rights": _SIDES,
    "fields": many(closed({"field": TEXT, "label": TEXT, "left": TEXTS, "right": TEXTS})),
})  # fmt: skip
_COMPARED = Named("compared_roles", "What only one of two roles gives.", closed({
    "objects": many(_OBJECT), "system": _SIDES, "actions": _SIDES,
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/access/roles/compare", "What only one of two roles gives, drafts included", data(_COMPARED),
              arguments=COMPARE, right="setup"),
)  # fmt: skip


def comparing_blueprint(door: "Door") -> Blueprint:
    """Return the call that compares roles; it needs the right `setup`."""
    calls = Blueprint("comparing", __name__)
    calls.add_url_rule("/access/roles/compare", "compare_roles", door.opened(_compare), methods=["GET"])
    return calls


def _compare(context: "Context") -> Response:
    """Say which rights and fields only one of two roles gives."""
    need(context, "setup")
    given = asked(COMPARE)
    catalog = Drafts(context.workspace, context.principal).sketch()
    for name in given.values():
        if name not in catalog.roles:
            raise Missing(kind="role", name=name[:100])
    policy = Policy(catalog, guards=context.workspace.plugins.guards(catalog))
    return json_answer({"data": compare_roles(policy, given["left"], given["right"], language=context.language)})
