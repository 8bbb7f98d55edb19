"""Metadata over HTTP: documents, plans, changes, revisions."""

from typing import Any

from flask import Blueprint, Response

from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.change.revisions import revision, revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.errors import Invalid, Malformed, Missing, Problem
from guanxi.metadata.document import Source
from guanxi.metadata.load import WORKSPACE, documents_of
from guanxi.web.bodies import json_object
from guanxi.web.identity import require, the_workspace
from guanxi.web.replies import json_reply
from guanxi.workspace.stored import stored_layers

__all__ = ["blueprint"]

blueprint = Blueprint("metadata", __name__)
RIGHT = "setup"


def _wanted(given: dict[str, Any]) -> Wanted:
    bodies = given.get("documents")
    if not isinstance(bodies, list):
        raise Malformed(problems=[Problem("documents", "not_a_list")])
    documents, findings = documents_of([(body, Source()) for body in bodies], WORKSPACE)
    return Wanted(documents=tuple(documents), findings=tuple(findings))


def _text(given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise Malformed(problems=[Problem(name, "not_text")])
    return value


@blueprint.get("/metadata")
def list_documents() -> Response:
    """List all documents by package, kind and name."""
    context = require(RIGHT)
    with context.database.read() as connection:
        layers = stored_layers(connection)
    rows = [
        {"package": layer.package, "kind": document.kind, "name": document.name}
        for layer in layers
        for document in layer.documents
    ]
    return json_reply({"data": rows})


@blueprint.get("/metadata/<kind>/<name>")
def get_document(kind: str, name: str) -> Response:
    """Return what each layer says about an item, vendor first."""
    context = require(RIGHT)
    with context.database.read() as connection:
        layers = stored_layers(connection)
    rows = [
        {"package": layer.package, "body": document.body}
        for layer in layers
        for document in layer.documents
        if document.ref == (kind, name)
    ]
    if not rows:
        raise Missing(kind=kind, name=name)
    return json_reply({"data": rows})


@blueprint.post("/metadata/plan")
def plan_change() -> Response:
    """Say what documents would do."""
    context = require(RIGHT)
    return json_reply(plan(the_workspace(), _wanted(json_object())).as_json(context.language))


@blueprint.post("/metadata/apply")
def apply_change() -> Response:
    """Apply documents to the workspace's own layer; builds go to the workers."""
    context, given = require(RIGHT), json_object()
    wanted, plan_id, message = _wanted(given), _text(given, "plan_id"), _text(given, "message") or ""
    unknown = [Problem(name, "unknown_argument") for name in given if name not in {"documents", "plan_id", "message"}]
    if unknown:
        raise Malformed(problems=unknown)
    if wanted.findings:
        raise Invalid(problems=[finding.as_problem() for finding in wanted.findings])
    done = apply(the_workspace(), wanted, author=context.principal, message=message, plan_id=plan_id)
    changes = done.plan.as_json(context.language)["changes"]
    return json_reply({"revision": done.revision, "changes": changes, "jobs": list(done.jobs)})


@blueprint.get("/metadata/revisions")
def list_revisions() -> Response:
    """List the newest revisions."""
    require(RIGHT)
    return json_reply({"data": [item.as_json() for item in revisions(the_workspace())]})


@blueprint.get("/metadata/revisions/<int:number>")
def get_revision(number: int) -> Response:
    """Return one revision with its documents before and after."""
    require(RIGHT)
    return json_reply({"data": revision(the_workspace(), number).as_json(documents=True)})


@blueprint.post("/metadata/revisions/<int:number>/rollback")
def roll_back(number: int) -> Response:
    """Undo a revision by a new change."""
    context = require(RIGHT)
    wanted = undoing(the_workspace(), number)
    done = apply(the_workspace(), wanted, author=context.principal, message=f"undo {number}")
    changes = done.plan.as_json(context.language)["changes"]
    return json_reply({"revision": done.revision, "changes": changes, "jobs": list(done.jobs)})
