"""Signing in and out, and who one is; staff and portal have doors of their own."""

from typing import TYPE_CHECKING, Literal, cast

from flask import Blueprint, Response, current_app, g, request
from marshmallow import Schema, ValidationError, fields, validate

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.access.authenticate import Authenticator
from guanxi.access.credentials import Passwords, sign_in
from guanxi.access.principal import Principal
from guanxi.access.sessions import close_session, csrf_of, open_session
from guanxi.errors import Malformed, Problem, Unauthenticated
from guanxi.web.bodies import json_object
from guanxi.web.identity import COOKIE, PORTAL_COOKIE, caller, limits_of, the_workspace
from guanxi.web.replies import json_reply

if TYPE_CHECKING:
    from guanxi.access.principal import Audience

__all__ = ["LoginSchema", "blueprint"]

blueprint = Blueprint("auth", __name__)
COOKIES = {"staff": COOKIE, "portal": PORTAL_COOKIE}


class LoginSchema(Schema):
    """What signing in takes."""

    login = fields.String(required=True, validate=validate.Length(1, 200))
    password = fields.String(required=True, validate=validate.Length(1, 1000))
    otp = fields.String(load_default=None, allow_none=True)


@blueprint.post("/auth/login")
def login() -> Response:
    """Sign a member of the staff in."""
    return _login("staff")


@blueprint.post("/portal/auth/login")
def portal_login() -> Response:
    """Sign a portal user in."""
    return _login("portal")


def _login(audience: Literal["staff", "portal"]) -> Response:
    given = _loaded()
    workspace, now = the_workspace(), clock.now()
    snapshot, passwords = workspace.snapshot(), cast("Passwords", current_app.extensions["guanxi.passwords"])
    try:
        found = sign_in(
            workspace.database, snapshot.catalog, login=given["login"], password=given["password"],
            audience=cast("Audience", audience), passwords=passwords, now=now,
        )  # fmt: skip
    except Unauthenticated as error:
        detail = {"login": given["login"], "reason": error.params.get("reason"), "address": request.remote_addr}
        with workspace.database.write() as transaction:
            write_audit(transaction, Principal.system("sign_in"), [Entry("sign_in.refused", detail=detail)], now=now)
        raise
    name = COOKIES[audience]
    with workspace.database.write() as transaction:
        opened = open_session(
            transaction, found.user_id, now=now, limits=limits_of(workspace), previous=request.cookies.get(name),
            address=request.remote_addr, agent=request.user_agent.string,
        )  # fmt: skip
        who = Authenticator(snapshot.catalog).by_id(transaction, found.user_id)
        write_audit(transaction, who, [Entry("sign_in", "user", found.user_id)], now=now)
    body = {"user": _described(who), "csrf": opened.csrf, "must_change_password": found.must_change}
    reply = json_reply(body, headers={"X-CSRF-Token": opened.csrf})
    reply.set_cookie(
        name, opened.cookie, expires=opened.expires_at, httponly=True, samesite="Lax", path="/",
        secure=workspace.settings.secure_cookies,
    )  # fmt: skip
    return reply


def _loaded() -> dict[str, str]:
    try:
        return cast("dict[str, str]", LoginSchema().load(json_object()))
    except ValidationError as error:
        problems = [Problem(name, "argument_faulty") for name in error.normalized_messages()]
        raise Malformed(problems=problems) from error


@blueprint.post("/auth/logout")
@blueprint.post("/portal/auth/logout", endpoint="portal_logout")
def logout() -> Response:
    """End the session."""
    context = caller()
    reply = Response(status=204)
    with context.database.write() as transaction:
        for name in COOKIES.values():
            cookie = request.cookies.get(name)
            if cookie is not None:
                close_session(transaction, cookie)
                reply.delete_cookie(name, path="/", httponly=True, samesite="Lax")
        write_audit(transaction, context.principal, [Entry("sign_out")], now=context.now)
    return reply


@blueprint.get("/me")
def me() -> Response:
    """Return who is signed in and what they may do beyond records."""
    context = caller()
    cookie = request.cookies.get(COOKIE) or request.cookies.get(PORTAL_COOKIE)
    body = {**_described(context.principal), "language": g.language, "system": sorted(context.rights.system_rights)}
    if context.principal.session_id is not None and cookie is not None:
        body["csrf"] = csrf_of(cookie)
    return json_reply({"data": body})


def _described(who: Principal) -> dict[str, object]:
    return {
        "id": who.user_id, "name": who.name, "audience": who.audience, "kind": who.kind, "roles": sorted(who.roles),
    }  # fmt: skip
