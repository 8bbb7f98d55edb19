"""API tokens of the caller: made, listed and revoked; the secret is shown once."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response
from marshmallow import fields

from guanxi.access.audit import Entry, write_audit
from guanxi.access.tokens import create_token, list_tokens, revoke_token
from guanxi.errors import Invalid, Missing, Problem
from guanxi.storage.encode import instant_text
from guanxi.text.shown import shown
from guanxi.web.answers import json_answer, nothing
from guanxi.web.bodies import BodySchema, loaded, text, texts
from guanxi.web.call import FixedCall
from guanxi.web.rights import need
from guanxi.web.shapes import ID, INSTANT, TEXT, TEXTS, Named, closed, data, many, maybe

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from guanxi.access.tokens import Token
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "TokenBody", "tokens_blueprint"]


class TokenBody(BodySchema):
    """A token to be made."""

    name = text(required=True, help="What the token is for.")
    scopes = texts(required=True, help="read, write, records:OBJECT:read|write, metadata, system:RIGHT.")
    expires_at = fields.AwareDateTime(
        allow_none=True,
        error_messages={"invalid": "not_datetime", "invalid_awareness": "datetime_needs_zone"},
        metadata={"description": "When it ends by itself; never without one."},
    )


_TOKEN = Named("token", "An API token without its secret.", closed({
    "id": ID, "name": TEXT, "scopes": TEXTS, "created_at": INSTANT, "expires_at": maybe(INSTANT),
    "revoked_at": maybe(INSTANT), "seen_at": maybe(INSTANT),
}))  # fmt: skip
_MADE = Named("made_token", "A new API token, whose secret is told this once.", closed({
    "id": ID, "token": TEXT, "name": TEXT, "scopes": TEXTS,
}))  # fmt: skip
CALLS = (
    FixedCall("GET", "/tokens", "The caller's API tokens", data(many(_TOKEN))),
    FixedCall("POST", "/tokens", "Make an API token", _MADE, TokenBody, 201),
    FixedCall("DELETE", "/tokens/{token_id}", "Revoke an API token", None, status=204),
)  # fmt: skip


def tokens_blueprint(door: "Door") -> Blueprint:
    """Return the calls about tokens."""
    calls = Blueprint("tokens", __name__)
    calls.add_url_rule("/tokens", "list_tokens", door.opened(_list), methods=["GET"])
    calls.add_url_rule("/tokens", "create_token", door.opened(_create), methods=["POST"])
    calls.add_url_rule("/tokens/<uuid:token_id>", "revoke_token", door.opened(_revoke), methods=["DELETE"])
    return calls


def _check_hand(context: "Context") -> None:
    """Refuse tokens without the right: one that fell into wrong hands must not make itself successors."""
    if context.principal.kind == "token":
        need(context, "tokens")


def _list(context: "Context") -> Response:
    """List the caller's own tokens."""
    _check_hand(context)
    with context.database.read() as connection:
        found = list_tokens(connection, context.principal.user_id)
    return json_answer({"data": [_shown(token) for token in found]})


def _create(context: "Context") -> Response:
    """Make a token that may do no more than its maker."""
    _check_hand(context)
    given, who = loaded(TokenBody()), context.principal
    expires = given.get("expires_at")
    if expires is not None and not 1970 <= expires.year <= 9998:
        raise Invalid(problems=[Problem("expires_at", "not_datetime", {"value": shown(expires.isoformat())})])
    if "\x00" in given["name"]:
        raise Invalid(problems=[Problem("name", "text_not_storable")])
    with context.database.write() as transaction:
        identity, secret = create_token(
            transaction, who.user_id, name=given["name"], scopes=given["scopes"], created_by=who.user_id,
            now=context.now, expires_at=expires, within=who.scopes,
        )  # fmt: skip
        entry = Entry("token_create", "user", who.user_id, {"token": identity, "scopes": sorted(given["scopes"])})
        write_audit(transaction, who, [entry], now=context.now)
    told = {"id": identity, "token": secret, "name": given["name"].strip(), "scopes": sorted(set(given["scopes"]))}
    return json_answer(told, 201)


def _revoke(context: "Context", token_id: "uuid.UUID") -> Response:
    """End a token of the caller at once."""
    _check_hand(context)
    who = context.principal
    with context.database.write() as transaction:
        try:
            revoke_token(transaction, str(token_id), user_id=who.user_id, now=context.now)
        except Missing as error:
            raise Missing(kind="token", id=str(token_id)) from error
        entry = Entry("token_revoke", "user", who.user_id, {"token": str(token_id)})
        write_audit(transaction, who, [entry], now=context.now)
    return nothing()


def _shown(token: "Token") -> dict[str, Any]:
    return {
        "id": token.id, "name": token.name, "scopes": list(token.scopes), "created_at": _instant(token.created_at),
        "expires_at": _instant(token.expires_at), "revoked_at": _instant(token.revoked_at),
        "seen_at": _instant(token.seen_at),
    }  # fmt: skip


def _instant(moment: "dt.datetime | None") -> str | None:
    return None if moment is None else instant_text(moment)
