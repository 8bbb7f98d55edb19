"""Why somebody may or may not do something, from the policy that decides it."""

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi.access.authenticate import Authenticator
from guanxi.access.explain import check_action
from guanxi.errors import Denied, Missing
from guanxi.records.arguments import Argument, Text
from guanxi.records.explaining import explained
from guanxi.records.query import get
from guanxi.screens.visible import condition_for
from guanxi.web.answers import json_answer
from guanxi.web.bodies import asked
from guanxi.web.call import FixedCall
from guanxi.web.former_names import Asked, texts_in, with_former_names
from guanxi.web.shapes import FLAG, ID, OPEN, TEXT, Named, closed, many, maybe, one_of

if TYPE_CHECKING:
    from guanxi.access.explanation import Step
    from guanxi.access.principal import Principal
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "explain_blueprint"]

EXPLAIN: tuple[Argument, ...] = (
    Text("user", "Whose access: a sign-in name or an id; the caller's own where nobody is named."),
    Text("action", "read, create, update or another right, a button of the object, or a right of the workspace.",
         required=True),
    Text("object", "The object, or `system` for rights of the workspace such as setup or users.", required=True),
    Text("id", "The one record that is asked about."), Text("field", "The one field that is asked about."),
)  # fmt: skip


_STEP = closed({
    "place": TEXT, "effect": one_of("allow", "deny", "none"), "code": TEXT, "params": OPEN, "message": TEXT,
})  # fmt: skip
_EXPLANATION = Named("explanation", "Whether somebody may do something, with the reasons in their order.", closed({
    "allowed": FLAG, "masked": FLAG, "principal": TEXT, "action": TEXT, "object": TEXT, "id": maybe(ID),
    "field": maybe(TEXT), "message": TEXT, "steps": many(_STEP),
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/access/explain", "Why somebody may or may not do something", _EXPLANATION, arguments=EXPLAIN,
              staff=True),
)  # fmt: skip


def explain_blueprint(door: "Door") -> Blueprint:
    """Return the call that explains."""
    calls = Blueprint("explain", __name__)
    calls.add_url_rule("/access/explain", "explain", door.opened(_explain), methods=["GET"])
    return calls


def _explain(context: "Context") -> Response:
    """Explain the caller's own access, or with the right `users` anybody's.

    Whoever asks learns only about what they may know of themselves: an object, field or record that they cannot see is
    missing, whether or not it is there.
    """
    if context.principal.audience == "portal":
        raise Missing
    given = asked(EXPLAIN)
    principal = _asked(context, given["user"])
    record, field = given["id"], given["field"]
    name = _known_object(context, given["object"])
    if record is not None:
        record = _known_record(context, name, record)
    if field is not None:
        field = _known_field(context, name, field)
    if context.rights.system("users"):  # others are not told which buttons there are
        check_action(context.policy, given["action"], name)
    told = explained(context, principal, given["action"], name, record=record, field=field)
    if not context.rights.system("users"):
        told = replace(told, steps=tuple(step for step in told.steps if _may_know(context, name, step)))
    answer = json_answer(told.as_json(context.catalog, context.language))
    return with_former_names(context, answer, [Asked(given["object"], texts=texts_in({"fields": given["field"]}))])


def _may_know(context: "Context", object_name: str, step: "Step") -> bool:
    """Tell whether the asker sees the object and the field that a step is about, and could have written its condition.

    A condition tells of the fields that it names, and a button of what it writes.
    """
    target, _dot, field = str(step.params.get("target") or object_name).partition(".")
    if target != "system" and target not in context.rights.visible_objects():
        return False
    if field and field not in context.rights.readable(target):
        return False
    where = str(step.params.get("where") or "")
    return not where or condition_for(context, object_name, where[2:-1]) is not None


def _asked(context: "Context", user: str | None) -> "Principal":
    """Return the principal asked about, by sign-in name or id."""
    who = context.principal
    if user is None or user == who.user_id:
        return who
    if not context.rights.system("users"):
        raise Denied(right="users")
    authenticator = Authenticator(context.catalog)
    with context.database.read() as connection:
        if _is_id(user):
            return authenticator.by_id(connection, str(uuid.UUID(user)))
        return authenticator.by_login(connection, user)


def _known_field(context: "Context", object_name: str, name: str) -> str:
    item = context.catalog.find(object_name)
    member = item.find(name) if item is not None else None
    if member is None or member.name not in context.rights.readable(object_name):
        raise Missing(kind="field", name=name[:100])
    return member.name


def _known_object(context: "Context", name: str) -> str:
    if name == "system":
        return name
    item = context.catalog.find(name)
    if item is None or item.state == "hidden" or item.name not in context.rights.visible_objects():
        raise Missing(kind="object", name=name[:100])
    return item.name


def _known_record(context: "Context", object_name: str, record_id: str) -> str:
    if not _is_id(record_id) or object_name == "system":
        raise Missing(kind="record", id=record_id[:100])
    get(context, object_name, record_id=record_id, fields=("id",))
    return str(uuid.UUID(record_id))


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
