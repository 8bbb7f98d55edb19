"""What two roles give differently, drafts included."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from guanxi.access.comparing import compare_roles
from guanxi.access.rights import Policy
from guanxi.change.drafts import Drafts
from guanxi.errors import Malformed, Missing, Problem
from guanxi.web.answers import json_answer
from guanxi.web.bodies import arguments
from guanxi.web.rights import need

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["comparing_blueprint"]

_KNOWN = ("left", "right")


def comparing_blueprint(door: "Door") -> Blueprint:
    """Return the call that compares roles; it needs the right `setup`."""
    calls = Blueprint("comparing", __name__)
    calls.add_url_rule("/access/roles/compare", "compare_roles", door.opened(_compare), methods=["GET"])
    return calls


def _compare(context: "Context") -> Response:
    """Say which rights and fields only one of two roles gives."""
    need(context, "setup")
    given = arguments(request)
    problems = [Problem(name[:100], "unknown_argument") for name in given if name not in _KNOWN]
    problems += [Problem(name, "required") for name in _KNOWN if not given.get(name)]
    if problems:
        raise Malformed(problems=problems)
    catalog = Drafts(context.workspace, context.principal).sketch()
    for name in _KNOWN:
        if given[name] not in catalog.roles:
            raise Missing(kind="role", name=given[name][:100])
    policy = Policy(catalog, guards=context.workspace.plugins.guards(catalog))
    return json_answer({"data": compare_roles(policy, given["left"], given["right"], language=context.language)})
