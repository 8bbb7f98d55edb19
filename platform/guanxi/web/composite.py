"""Several calls in one transaction over HTTP."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from guanxi.records.composite import Operation, composite, operations_from
from guanxi.records.idempotency import Answer, answer_once
from guanxi.web.answers import json_answer
from guanxi.web.bodies import ONCE, BodySchema, checked_key, flag, json_objects, loaded, request_hash
from guanxi.web.call import FixedCall
from guanxi.web.former_names import Asked, texts_in, with_former_names
from guanxi.web.problems import WARNED, problem_entry
from guanxi.web.shapes import OPEN, TEXT, closed, data, many, maybe

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "composite_blueprint"]


class CompositeBody(BodySchema):
    """Operations that are done together or not at all."""

    operations = json_objects(
        required=True,
        help="Each says its call (create, update, upsert, delete, restore, action, get), object and what that takes.",
    )
    dry_run = flag(help="Only say what would come of it.")


_RESULT = closed({"name": maybe(TEXT), "call": TEXT, "data": OPEN})
CALLS = (
    FixedCall("POST", "/composite", "Do several operations in one transaction, all or none",
              data(many(_RESULT), may=WARNED), CompositeBody, headers=(ONCE,), refusals=(412,)),
)  # fmt: skip


def composite_blueprint(door: "Door") -> Blueprint:
    """Return the call that does several operations at once."""
    calls = Blueprint("composite", __name__)
    calls.add_url_rule("/composite", "composite", door.opened(_composite), methods=["POST"])
    return calls


def _composite(context: "Context") -> Response:
    """Do several operations in one transaction, once for each idempotency key."""
    asked = loaded(CompositeBody())
    operations, dry_run = operations_from(asked["operations"]), bool(asked.get("dry_run"))

    def work(inside: "Context") -> Answer:
        done = composite(inside, operations, dry_run=dry_run)
        body: dict[str, Any] = {"data": done.results}
        if done.warnings:
            body["warnings"] = [problem_entry(problem, context.language) for problem in done.warnings]
        return Answer(200, body)

    key = request.headers.get("Idempotency-Key")
    if key is None or dry_run:
        answer = json_answer(work(context).body)
    else:
        done = answer_once(context, checked_key(key), request_hash=request_hash(request), work=work)
        answer = json_answer(done.body, headers={"Idempotent-Replayed": "true"} if done.repeated else {})
    return with_former_names(context, answer, map(_asked, operations))


def _asked(operation: Operation) -> Asked:
    """Return what an operation says of its object."""
    values = operation.given.get("values")
    rows = (values,) if isinstance(values, Mapping) else ()
    named = {"fields": operation.given.get("fields"), "upsert_by": operation.given.get("by")}
    return Asked(operation.object, rows, texts_in(named), operation.given.get("action"))
