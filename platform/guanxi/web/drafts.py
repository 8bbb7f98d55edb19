"""Drafts of metadata over HTTP: kept for their author alone, planned and published together."""

import re
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response
from marshmallow import fields

from guanxi.access.principal import Principal
from guanxi.access.rights import Policy
from guanxi.change.drafts import Drafts
from guanxi.errors import Invalid, Missing, Problem
from guanxi.metadata.kinds import KIND, OURS
from guanxi.records.arguments import Argument, Names, Text
from guanxi.storage.encode import instant_text
from guanxi.web.answers import json_answer, nothing
from guanxi.web.bodies import BodySchema, asked, loaded, text, texts
from guanxi.web.call import FixedCall
from guanxi.web.objects import OBJECT, describe_object
from guanxi.web.plans import APPLIED, BLANK, PLANNED, applied_answer, blanked_in, message_of
from guanxi.web.rights import need
from guanxi.web.shapes import INSTANT, OPEN, TEXT, Members, Named, closed, data, many, maybe
from guanxi.workspace.context import Snapshot
from guanxi.workspace.memo import Memo

if TYPE_CHECKING:
    from guanxi.change.drafts import Draft
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "drafts_blueprint"]

_RIGHT = "setup"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,120}")  # what is wrong with it besides is the plan's to tell
_DIGEST = re.compile(r"[0-9a-f]{1,64}")
PLAN_OF: tuple[Argument, ...] = (Names("blank", BLANK, 500),)
SEEN: tuple[Argument, ...] = (Text("role", "The role for whose holders it is described; the caller without one."),)


class DraftBody(BodySchema):
    """An item as its author wants it."""

    item = fields.Dict(
        required=True, allow_none=True, error_messages={"required": "required", "invalid": "body_not_object"},
        metadata={"description": "The whole item as it shall be; null when it shall go."},
    )  # fmt: skip
    base = text(help="The digest of the item that it was made from; null where there was none.")


class PublishBody(BodySchema):
    """What goes with the publishing of drafts."""

    message = text(help="Why, for the history.")
    plan_id = text(required=True, help="Publish only when this is still what would happen.")
    blank = texts(help=BLANK)


_BRIEF: Members = {"kind": TEXT, "name": TEXT, "base": maybe(TEXT), "state": TEXT, "at": INSTANT}
_DRAFT = Named("draft", "An item as its author wants it; null where it shall go.", closed({
    **_BRIEF, "item": maybe(OPEN),
}))  # fmt: skip
_PLAN = Named("drafts_plan", "What publishing the caller's drafts would do, and everything that stands against it.",
              closed({**PLANNED, "drafts": many(closed(_BRIEF))}))  # fmt: skip
_SEEN = "/metadata/drafts/objects/{object_name}/seen"
CALLS = (
    FixedCall("GET", "/metadata/drafts", "The caller's drafts", data(many(_DRAFT)), right=_RIGHT),
    FixedCall("DELETE", "/metadata/drafts", "Drop all drafts of the caller", None, status=204, right=_RIGHT),
    FixedCall("GET", "/metadata/drafts/plan", "What publishing the drafts would do", _PLAN, arguments=PLAN_OF,
              right=_RIGHT),
    FixedCall("POST", "/metadata/drafts/publish", "Apply the caller's drafts, all or none", APPLIED, PublishBody,
              right=_RIGHT),
    FixedCall("GET", _SEEN, "An object as the caller's drafts would make it", data(maybe(OBJECT)), arguments=SEEN,
              right=_RIGHT),
    FixedCall("GET", "/metadata/drafts/{kind}/{name}", "One draft of the caller", data(_DRAFT), right=_RIGHT),
    FixedCall("PUT", "/metadata/drafts/{kind}/{name}", "Keep a draft of an item", data(_DRAFT), DraftBody,
              right=_RIGHT),
    FixedCall("DELETE", "/metadata/drafts/{kind}/{name}", "Drop a draft", None, status=204, right=_RIGHT),
)  # fmt: skip


def drafts_blueprint(door: "Door") -> Blueprint:
    """Return the calls about drafts; all of them need the right `setup`."""
    calls = Blueprint("drafts", __name__)
    every, one = "/metadata/drafts", "/metadata/drafts/<kind>/<name>"
    seen = "/metadata/drafts/objects/<object_name>/seen"
    for path, method, function in (
        (every, "GET", list_drafts), (every, "DELETE", discard_drafts), (f"{every}/plan", "GET", plan_drafts),
        (f"{every}/publish", "POST", publish_drafts), (one, "GET", read_draft), (one, "PUT", keep_draft),
        (one, "DELETE", discard_draft), (seen, "GET", see_object),
    ):  # fmt: skip
        calls.add_url_rule(path, function.__name__, door.opened(function), methods=[method])
    return calls


def list_drafts(context: "Context") -> Response:
    """List the caller's drafts."""
    return json_answer({"data": [_told(draft) for draft in _drafts(context).all()]})


def discard_drafts(context: "Context") -> Response:
    """Drop all drafts of the caller."""
    _drafts(context).discard()
    return nothing()


def plan_drafts(context: "Context") -> Response:
    """Say what publishing the caller's drafts would do, and everything that stands against it."""
    own = _drafts(context)
    made, drafts = own.plan(blanked=frozenset(asked(PLAN_OF)["blank"]))
    told = [{key: value for key, value in _told(draft).items() if key != "item"} for draft in drafts]
    return json_answer({**made.as_json(context.language), "drafts": told})


def publish_drafts(context: "Context") -> Response:
    """Apply the caller's drafts, all or none."""
    drafts, given = _drafts(context), loaded(PublishBody())
    done = drafts.publish(message=message_of(given), plan_id=given["plan_id"], blanked=blanked_in(given))
    return applied_answer(context, done)


def read_draft(context: "Context", kind: str, name: str) -> Response:
    """Give one draft."""
    return json_answer({"data": _told(_drafts(context).find(kind, name))})


def keep_draft(context: "Context", kind: str, name: str) -> Response:
    """Keep a draft of an item, in place of the one that there was."""
    drafts, ref = _drafts(context), _ref(context, kind, name)
    given = loaded(DraftBody())
    base = given.get("base")
    if base is not None and not _DIGEST.fullmatch(base):
        raise Invalid(problems=[Problem("base", "not_allowed", {"value": base[:40], "allowed": "digest"})])
    return json_answer({"data": _told(drafts.keep(*ref, given["item"], base))})


def discard_draft(context: "Context", kind: str, name: str) -> Response:
    """Drop one draft."""
    drafts = _drafts(context)
    if not (_NAME.fullmatch(kind) and _NAME.fullmatch(name)):
        raise Missing(kind="draft", name=name[:100])
    drafts.discard((kind, name))  # whatever its kind: the package that declares it may be gone
    return nothing()


def see_object(context: "Context", object_name: str) -> Response:
    """Describe an object as it will be once the drafts are published, to the caller or to holders of `role`."""
    catalog, name = _drafts(context).sketch(), asked(SEEN)["role"]
    item = catalog.find(object_name)
    if item is None or item.state == "hidden":
        if context.catalog.find(object_name) is None:
            raise Missing(kind="object", name=object_name[:100])
        return json_answer({"data": None})  # nobody sees what a draft takes away
    who = context.principal
    if name is not None:
        role = catalog.roles.get(name)
        if role is None:
            raise Missing(kind="role", name=name[:100])
        who = Principal("user", who.user_id, name, role.audience, frozenset({name}), zone=who.zone)
    snapshot = Snapshot(catalog, Policy(catalog, guards=context.workspace.plugins.guards(catalog)), Memo())
    seen = context.workspace.context(who, snapshot=snapshot, language=context.language)
    known = item.name in seen.rights.visible_objects()
    return json_answer({"data": describe_object(seen, item) if known else None})


def _ref(context: "Context", kind: str, name: str) -> tuple[str, str]:
    """Return what a draft is of; a name that no item can have is missing."""
    known = (kind in OURS and kind != KIND) or kind in context.catalog.kinds
    if not known or not _NAME.fullmatch(name):
        raise Missing(kind="draft", name=name[:100])
    return kind, name


def _drafts(context: "Context") -> Drafts:
    need(context, _RIGHT)
    return Drafts(context.workspace, context.principal)


def _told(draft: "Draft") -> dict[str, Any]:
    return {
        "kind": draft.kind, "name": draft.name, "item": draft.item, "base": draft.base, "state": draft.state,
        "at": instant_text(draft.at),
    }  # fmt: skip
