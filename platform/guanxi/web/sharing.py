"""With whom a record is shared by hand, over HTTP."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response
from marshmallow import fields

from guanxi.records.share_rows import Share, grantee_of
from guanxi.records.sharing import change_shares, shares_of
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, flag, list_of, loaded, text, texts
from guanxi.web.former_names import telling_former_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["sharing_blueprint"]


class _Given(BodySchema):
    grantee = text(required=True)
    level = text(required=True)
    team = flag()


class _Changes(BodySchema):
    give = list_of(fields.Nested(_Given, error_messages={"null": "required", "type": "body_not_object"}))
    take = texts()


def sharing_blueprint(door: "Door") -> Blueprint:
    """Return the calls that tell and change with whom a record is shared."""
    calls = Blueprint("sharing", __name__)
    for method, function in (("GET", read_shares), ("POST", share_record)):
        view = door.opened(telling_former_names(function))
        calls.add_url_rule("/records/<object_name>/<record_id>/shares", function.__name__, view, methods=[method])
    return calls


def read_shares(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell with whom a record is shared by hand."""
    return _answer(shares_of(context, object_name, record_id))


def share_record(context: "Context", object_name: str, record_id: str) -> Response:
    """Share a record with some and take it from others, all or nothing."""
    asked = loaded(_Changes())
    given = [Share(grantee_of(one["grantee"]), one["level"], one.get("team", False)) for one in asked.get("give", ())]
    taken = [grantee_of(one) for one in asked.get("take", ())]
    return _answer(change_shares(context, object_name, record_id, given=given, taken=taken))


def _answer(shares: "Sequence[Share]") -> Response:
    return json_answer({"data": [share.as_json() for share in shares]})
