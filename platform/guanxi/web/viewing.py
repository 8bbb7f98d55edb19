"""Looking as somebody else, read-only: beginning it and ending it."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi.access.authenticate import Authenticator
from guanxi.access.viewing import VIEW_AS, begin_viewing, check_may_view, end_viewing
from guanxi.storage.encode import instant_text
from guanxi.web.answers import json_answer, nothing
from guanxi.web.bodies import BodySchema, loaded, text
from guanxi.web.call import FixedCall
from guanxi.web.rights import need
from guanxi.web.shapes import ID, INSTANT, TEXT, closed, data

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "viewing_blueprint"]

_LONGEST_NAME = 400


class ViewAsBody(BodySchema):
    """As whom to look."""

    user = text(required=True, help="The sign-in name or the id of a member of the staff.")


CALLS = (
    FixedCall("POST", "/access/view_as", "Look as another member of the staff, read-only",
              data(closed({"user": closed({"id": ID, "name": TEXT}), "until": INSTANT})), ViewAsBody, 201,
              right="view_as"),
    FixedCall("DELETE", "/access/view_as", "Look as oneself again", None, status=204, right="view_as"),
)  # fmt: skip


def viewing_blueprint(door: "Door") -> Blueprint:
    """Return the calls of looking as somebody else."""
    calls = Blueprint("viewing", __name__)
    calls.add_url_rule("/access/view_as", "begin_view_as", door.opened(_begin), methods=["POST"])
    calls.add_url_rule("/access/view_as", "end_view_as", door.opened(_end, own=True), methods=["DELETE"])
    return calls


def _begin(context: "Context") -> Response:
    """Have the caller's session look as somebody else for a while."""
    need(context, VIEW_AS)
    other = _other(context, loaded(ViewAsBody())["user"][:_LONGEST_NAME])
    check_may_view(context.policy, context.principal, other, now=context.now, zone=context.zone)
    until = context.now + dt.timedelta(minutes=context.workspace.settings.view_as_minutes)
    with context.database.write() as transaction:
        begin_viewing(transaction, context.principal, other, now=context.now, until=until)
    told = {"user": {"id": other.user_id, "name": other.name}, "until": instant_text(until)}
    return json_answer({"data": told}, 201)


def _end(context: "Context") -> Response:
    """Have the caller's session look as its own person again."""
    with context.database.write() as transaction:
        end_viewing(transaction, context.principal, now=context.now)
    return nothing()


def _other(context: "Context", name: str) -> "Principal":
    authenticator = Authenticator(context.catalog)
    with context.database.read() as connection:
        try:
            return authenticator.by_id(connection, str(uuid.UUID(name)))
        except ValueError:
            return authenticator.by_login(connection, name)
