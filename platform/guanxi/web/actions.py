"""Actions over HTTP: what the caller may press, and pressing it."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from guanxi.errors import Malformed, Problem
from guanxi.records.actions import Order, actions_for, run_action
from guanxi.records.idempotency import Answer, answer_once
from guanxi.text.shown import shown
from guanxi.web.answers import json_answer
from guanxi.web.bodies import checked_key, json_object, request_hash
from guanxi.web.fields import SPEC, SPEC_MAY, told_spec
from guanxi.web.former_names import Asked, with_former_names
from guanxi.web.formulas import FORMULA
from guanxi.web.problems import problem_entry
from guanxi.web.screens import told_condition
from guanxi.web.shapes import FLAG, TEXT, TEXTS, closed, many, maybe

if TYPE_CHECKING:
    from guanxi.catalog import Action, ObjectType
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["ACTION", "actions_blueprint", "told_actions"]

_KNOWN = ("parameters", "version", "dry_run")
_PARAMETER = closed({"name": TEXT, "type": TEXT, "label": TEXT, "required": FLAG, **SPEC}, SPEC_MAY)
ACTION = closed({
    "name": TEXT, "label": TEXT, "icon": maybe(TEXT), "kind": TEXT, "confirm": maybe(TEXT), "shown": TEXTS,
    "available_when": maybe(FORMULA), "parameters": many(_PARAMETER),
})  # fmt: skip


def actions_blueprint(door: "Door") -> Blueprint:
    """Return the call that runs actions."""
    calls = Blueprint("actions", __name__)
    path = "/records/<object_name>/<record_id>/actions/<name>"
    calls.add_url_rule(path, "run_action", door.opened(_run), methods=["POST"])
    return calls


def told_actions(context: "Context", item: "ObjectType") -> list[dict[str, Any]]:
    """Return the actions of an object that the caller may run."""
    return [_told(context, action) for action in actions_for(context, item)]


def _told(context: "Context", action: "Action") -> dict[str, Any]:
    language = context.language
    return {
        "name": action.name, "label": action.label.text(language), "icon": action.icon, "kind": action.does,
        "confirm": None if action.confirm is None else action.confirm.text(language), "shown": sorted(action.shown),
        "available_when": told_condition(context, action.object, action.available_when),
        "parameters": [
            {
                "name": parameter.name, "type": parameter.type, "label": parameter.label.text(language),
                "required": parameter.required, **told_spec(context, action.object, parameter),
            }
            for parameter in action.parameters
        ],
    }  # fmt: skip


def _run(context: "Context", object_name: str, record_id: str, name: str) -> Response:
    """Run an action on a record, once for each idempotency key."""
    order = _order()

    def work(inside: "Context") -> Answer:
        done = run_action(inside, object_name, record_id, name, order)
        created = [
            {"object": made, "id": None if order.dry_run else identity} for made, identity in done.created
        ]  # fmt: skip
        body: dict[str, Any] = {"data": {"version": done.version, "created": created, "open": done.open}}
        if done.warnings:
            body["warnings"] = [problem_entry(problem, context.language) for problem in done.warnings]
        return Answer(200, body)

    key = request.headers.get("Idempotency-Key")
    if key is None:
        answer = json_answer(work(context).body)
    else:
        done = answer_once(context, checked_key(key), request_hash=request_hash(request), work=work)
        answer = json_answer(done.body, headers={"Idempotent-Replayed": "true"} if done.repeated else {})
    return with_former_names(context, answer, [Asked(object_name, (order.parameters,), action=name)])


def _order() -> Order:
    body = json_object(request)
    problems = [Problem(key[:100], "unknown_argument") for key in body if key not in _KNOWN]
    parameters, version, dry_run = body.get("parameters", {}), body.get("version"), body.get("dry_run", False)
    if not isinstance(parameters, dict):
        problems.append(Problem("parameters", "body_not_object"))
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        problems.append(Problem("version", "not_number", {"value": shown(version)}))
    if not isinstance(dry_run, bool):
        problems.append(Problem("dry_run", "not_boolean", {"value": shown(dry_run)}))
    if problems:
        raise Malformed(problems=problems)
    return Order(parameters, version, dry_run)
