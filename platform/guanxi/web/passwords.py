"""Passwords that one who looks after users gives to others: random, told once, to be changed at the first sign-in."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi.access.credentials import give_password
from guanxi.access.principal import SYSTEM_USER_ID
from guanxi.errors import Denied, Missing
from guanxi.records.query import record
from guanxi.web.answers import json_answer
from guanxi.web.call import FixedCall
from guanxi.web.rights import need
from guanxi.web.shapes import TEXT, closed

if TYPE_CHECKING:
    import uuid

    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "passwords_blueprint"]


CALLS = (
    FixedCall("POST", "/users/{user_id}/password", "Give a user a random password, told this once",
              closed({"login": TEXT, "password": TEXT}), status=201, right="users"),
)  # fmt: skip


def passwords_blueprint(door: "Door") -> Blueprint:
    """Return the call that gives a password."""
    calls = Blueprint("passwords", __name__)
    given = door.opened(lambda context, user_id: _give(door, context, user_id))
    calls.add_url_rule("/users/<uuid:user_id>/password", "give_password", given, methods=["POST"])
    return calls


def _give(door: "Door", context: "Context", user_id: "uuid.UUID") -> Response:
    """Give a user that the caller sees a random password, and end its sessions."""
    need(context, "users")
    if context.principal.kind == "token":
        raise Denied(right="password")  # a program that could do so would be everybody
    identity = str(user_id)
    if identity == SYSTEM_USER_ID:
        raise Missing(kind="user", id=identity)
    login = record(context, "user", record_id=identity, fields=("login",))["login"]
    with context.database.write() as transaction:
        chosen = give_password(transaction, context.principal, identity, passwords=door.passwords, now=context.now)
    return json_answer({"login": login, "password": chosen}, 201)
