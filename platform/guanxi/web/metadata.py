"""Metadata over HTTP: what there is, what a change would do, the change, and the way back."""

import re
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request
from marshmallow import fields

from guanxi.change.apply import apply
from guanxi.change.laid_over import differences_seen
from guanxi.change.naming import Naming
from guanxi.change.plan import Change, plan
from guanxi.change.revisions import revision, revisions, undoing
from guanxi.change.uses import uses
from guanxi.change.wanted import Wanted
from guanxi.errors import Invalid, Malformed, Missing, Problem
from guanxi.metadata.declared import label_of
from guanxi.metadata.document import Source
from guanxi.metadata.layers import merge
from guanxi.metadata.load import WORKSPACE, documents_of
from guanxi.records.arguments import Argument, ArgumentReader, Number, Text
from guanxi.text.api_names import api_name
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, arguments, asked, flag, list_of, loaded, text, texts
from guanxi.web.call import FixedCall
from guanxi.web.plans import APPLIED, BLANK, CHANGE, PLAN, PLANNED_OR_APPLIED, applied_answer, blanked_in, message_of
from guanxi.web.rights import need
from guanxi.web.shapes import INSTANT, LABEL, OPEN, TEXT, TEXTS, WHOLE, Members, Named, closed, data, many, maybe
from guanxi.workspace.stored import stored_layers

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "PurgeBody", "metadata_blueprint"]

_RIGHT = "setup"
REVISIONS: tuple[Argument, ...] = (
    Number("limit", "How many changes, at most 200.", 50, 200),
    Text("kind", "With `name`: only changes of this item."), Text("name", "With `kind`: only changes of this item."),
)  # fmt: skip
USES: tuple[Argument, ...] = (Text("part", "A field of the object, `record_type.NAME`, or a value of the picklist."),)


class PlanBody(BodySchema):
    """Documents to be tried."""

    documents = list_of(
        fields.Raw(error_messages={"null": "required"}),
        required=True,
        help="Metadata documents, each with kind and name.",
    )
    blank = texts(help=BLANK)


class ApplyBody(PlanBody):
    """Documents to be applied."""

    message = text(help="Why, for the history.")
    plan_id = text(help="Apply only when this is still what would happen.")


class NamesBody(BodySchema):
    """Labels of things that have no name yet."""

    labels = texts(required=True, help="What people call each of them, in any language.")


class RollbackBody(BodySchema):
    """A revision to be undone, or one item of it."""

    message = text(help="Why, for the history.")
    kind = text(help="The kind of the one item to be undone.")
    name = text(help="Its name.")
    blank = texts(help=BLANK)
    path = texts(help="Keys and entry names down to the one property to be undone.")
    plan = flag(help="Only say what that would do.")


class PurgeBody(BodySchema):
    """Hidden things that shall leave the database."""

    names = texts(required=True, help="OBJECT or OBJECT.FIELD.")
    message = text(help="Why, for the history.")
    plan_id = text(help="Purge only when this is still what would happen.")
    plan = flag(help="Only say what that would do.")


_ITEM = Named("metadata_item", "One item of metadata by name.", closed({
    "kind": TEXT, "name": TEXT, "package": TEXT, "label": maybe(LABEL), "object": maybe(TEXT),
}))  # fmt: skip
_WHOLE_ITEM = Named("whole_item", "One item as all layers together make it, and what each says.", closed({
    "kind": TEXT, "name": TEXT, "package": TEXT, "digest": TEXT, "body": OPEN,
    "layers": many(closed({"package": TEXT, "body": OPEN})),
}))  # fmt: skip
_TOUCHED: Members = {"package": TEXT, "kind": TEXT, "name": TEXT}
_REVISION: Members = {"number": WHOLE, "at": INSTANT, "author": maybe(TEXT), "message": TEXT}
_BRIEF = Named("revision", "One change of the metadata.", closed({**_REVISION, "changes": many(closed(_TOUCHED))}))
_WHOLE_REVISION = Named("whole_revision", "One change with its documents before and after.", closed({
    **_REVISION, "differences": many(CHANGE),
    "changes": many(closed({**_TOUCHED, "before": maybe(OPEN), "after": maybe(OPEN)})),
}))  # fmt: skip
_USE = Named("use", "One place that mentions a thing.", closed({**_TOUCHED, "path": TEXTS}))
CALLS = (
    FixedCall("GET", "/metadata", "Every item of metadata", data(many(_ITEM)), right=_RIGHT),
    FixedCall("GET", "/metadata/{kind}/{name}", "One item, and what each layer says of it", data(_WHOLE_ITEM),
              right=_RIGHT),
    FixedCall("POST", "/metadata/plan", "What documents would do", PLAN, PlanBody, right=_RIGHT),
    FixedCall("POST", "/metadata/apply", "Apply documents, all or none", APPLIED, ApplyBody, right=_RIGHT),
    FixedCall("GET", "/metadata/revisions", "The newest changes, of one item where it is named",
              data(many(_BRIEF)), arguments=REVISIONS, right=_RIGHT),
    FixedCall("GET", "/metadata/revisions/{number}", "One change with its documents", data(_WHOLE_REVISION),
              right=_RIGHT),
    FixedCall("POST", "/metadata/names", "The names for formulas and the API that labels suggest", data(TEXTS),
              NamesBody, right=_RIGHT),
    FixedCall("GET", "/metadata/{kind}/{name}/uses", "What names an item, a field, a record type or a value",
              data(many(_USE)), arguments=USES, right=_RIGHT),
    FixedCall("POST", "/metadata/purge", "Drop hidden objects and fields for ever", PLANNED_OR_APPLIED, PurgeBody,
              right=_RIGHT),
    FixedCall("DELETE", "/metadata/aliases/{name}", "Let a former name answer no longer", APPLIED, right=_RIGHT),
    FixedCall("POST", "/metadata/revisions/{number}/rollback", "Undo a change", PLANNED_OR_APPLIED, RollbackBody,
              right=_RIGHT),
)  # fmt: skip


def metadata_blueprint(door: "Door") -> Blueprint:
    """Return the calls about metadata; all of them need the right `setup`."""
    calls = Blueprint("metadata", __name__)
    for path, method, function in (
        ("/metadata", "GET", _list), ("/metadata/<kind>/<name>", "GET", _read), ("/metadata/plan", "POST", _plan),
        ("/metadata/apply", "POST", _apply), ("/metadata/revisions", "GET", _revisions),
        ("/metadata/aliases/<name>", "DELETE", _retire), ("/metadata/purge", "POST", _purge),
        ("/metadata/<kind>/<name>/uses", "GET", _uses), ("/metadata/names", "POST", _names),
        ("/metadata/revisions/<number>", "GET", _revision),
        ("/metadata/revisions/<number>/rollback", "POST", _rollback),
    ):  # fmt: skip
        calls.add_url_rule(path, f"metadata{function.__name__}", door.opened(function), methods=[method])
    return calls


def _list(context: "Context") -> Response:
    """List every item."""
    need(context, _RIGHT)
    with context.database.read() as connection:
        merged = merge(stored_layers(connection))
    found = sorted(merged.items.values(), key=lambda item: (item.kind, item.name))
    return json_answer({"data": [
        {
            "kind": item.kind, "name": item.name, "package": item.package, "label": label_of(item.body),
            "object": item.body.get("object"),
        }
        for item in found
    ]})  # fmt: skip


def _read(context: "Context", kind: str, name: str) -> Response:
    """Give one item as all layers together make it."""
    need(context, _RIGHT)
    with context.database.read() as connection:
        layers = stored_layers(connection)
    item = merge(layers).get(kind, name)
    if item is None:
        raise Missing(kind=kind[:100], name=name[:100])
    said = [
        {"package": layer.package, "body": document.body}
        for layer in layers for document in layer.documents if document.ref == (kind, name)
    ]  # fmt: skip
    told = {
        "kind": item.kind, "name": item.name, "package": item.package, "digest": item.digest, "body": item.body,
        "layers": said,
    }  # fmt: skip
    return json_answer({"data": told})


def _plan(context: "Context") -> Response:
    """Say what documents would do."""
    need(context, _RIGHT)
    return _planned(context, _wanted(loaded(PlanBody())))


def _planned(context: "Context", wanted: Wanted) -> Response:
    made = plan(context.workspace, wanted, reader=context.principal)
    if made.errors:
        raise Invalid(problems=[finding.as_problem() for finding in made.findings])
    return json_answer(made.as_json(context.language))


def _apply(context: "Context") -> Response:
    """Put documents over the workspace's own layer, all or none."""
    need(context, _RIGHT)
    given = loaded(ApplyBody())
    done = apply(
        context.workspace, _wanted(given), author=context.principal, message=message_of(given),
        plan_id=given.get("plan_id"),
    )  # fmt: skip
    return applied_answer(context, done)


def _rollback(context: "Context", number: str) -> Response:
    """Undo a revision by a new one."""
    need(context, _RIGHT)
    given = loaded(RollbackBody())
    kind, name = given.get("kind"), given.get("name")
    if (kind is None) != (name is None):
        raise Malformed(problems=[Problem("kind" if kind is None else "name", "required")])
    path = given.get("path") or ()
    if path and kind is None:
        raise Malformed(problems=[Problem("kind", "required")])
    item = None if kind is None else (kind, str(name))
    wanted = undoing(context.workspace, _known(number), item=item, path=path, blanked=blanked_in(given))
    if given.get("plan"):
        return _planned(context, wanted)
    text_of = message_of(given) or f"undo {number}"
    return applied_answer(context, apply(context.workspace, wanted, author=context.principal, message=text_of))


def _purge(context: "Context") -> Response:
    """Drop hidden objects and fields with their values, for ever."""
    need(context, _RIGHT)
    given = loaded(PurgeBody())
    wanted = Wanted(purged=frozenset(given["names"]))
    if given.get("plan"):
        return _planned(context, wanted)
    done = apply(
        context.workspace, wanted, author=context.principal, message=message_of(given) or "purge",
        plan_id=given.get("plan_id"),
    )  # fmt: skip
    return applied_answer(context, done)


def _uses(context: "Context", kind: str, name: str) -> Response:
    """List what names an item, or with `part` a field, a value or `record_type.NAME`."""
    need(context, _RIGHT)
    part = asked(USES)["part"]
    return json_answer({"data": [use.as_json() for use in uses(context.workspace, kind, name, part=part)]})


def _names(context: "Context") -> Response:
    """Say which name each label suggests, Chinese as pinyin; blank where a label has no letters."""
    need(context, _RIGHT)
    return json_answer({"data": [api_name(label) for label in loaded(NamesBody())["labels"]]})


def _retire(context: "Context", name: str) -> Response:
    """Let a former name answer no longer: OBJECT, OBJECT.FIELD, OBJECT.record_type.TYPE or PICKLIST.VALUE."""
    need(context, _RIGHT)
    wanted = Wanted(retired=frozenset({name}))
    return applied_answer(context, apply(context.workspace, wanted, author=context.principal, message=f"retire {name}"))


def _revisions(context: "Context") -> Response:
    """List the newest changes, of one item where it is named."""
    need(context, _RIGHT)
    reader = ArgumentReader(REVISIONS, arguments(request))
    kind, name = reader.found["kind"], reader.found["name"]
    if (kind is None) != (name is None):
        reader.refuse("kind" if kind is None else "name", "required")
    limit = reader.finish()["limit"]
    found = revisions(context.workspace, limit=limit, item=None if kind is None else (kind, name))
    return json_answer({"data": [item.as_json() for item in found]})


def _revision(context: "Context", number: str) -> Response:
    """Give one change with its documents before and after, and what differs between them as a plan tells it."""
    need(context, _RIGHT)
    found = revision(context.workspace, _known(number))
    naming = Naming((context.catalog,), context.language)
    told = [Change(each, ()).as_json(naming) for each in differences_seen(context.workspace, found)]
    return json_answer({"data": {**found.as_json(documents=True), "differences": told}})


def _known(number: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise Missing(kind="revision", number=number[:20])
    return int(number)


def _wanted(given: dict[str, Any]) -> Wanted:
    documents, findings = documents_of([(body, Source()) for body in given["documents"]], WORKSPACE)
    return Wanted(documents=tuple(documents), findings=tuple(findings), blanked=blanked_in(given))
