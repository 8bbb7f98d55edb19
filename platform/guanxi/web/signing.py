"""Signing in and out, for staff and for portal users, and who is signed in."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from flask import Blueprint, Response, request

from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.access.authenticate import Authenticator
from guanxi.access.credentials import renew_password, sign_in
from guanxi.access.principal import Audience, Principal, PrincipalKind
from guanxi.access.sessions import close_session, csrf_of, open_session
from guanxi.errors import Denied, Unauthenticated
from guanxi.records.query import record
from guanxi.storage.encode import instant_text
from guanxi.web.answers import json_answer, nothing
from guanxi.web.bodies import BodySchema, loaded, text
from guanxi.web.call import FixedCall
from guanxi.web.door import COOKIE
from guanxi.web.noted import noted
from guanxi.web.shapes import FLAG, ID, INSTANT, TEXT, TEXTS, Members, Named, closed, maybe, one_of

if TYPE_CHECKING:
    from guanxi.access.sessions import OpenedSession
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "LoginBody", "signing_blueprint"]

_LONGEST_LOGIN = 400  # what is longer is nobody's


class LoginBody(BodySchema):
    """Sign-in name and password."""

    login = text(required=True, help="The sign-in name.")
    password = text(required=True, help="The password.")


class PasswordBody(BodySchema):
    """The password of now and the one to come."""

    password = text(required=True, help="The present password.")
    new_password = text(required=True, help="The new password.")


_PERSON: Members = {
    "id": ID, "name": TEXT, "kind": one_of(*get_args(PrincipalKind)), "audience": one_of(*get_args(Audience)),
    "roles": TEXTS, "language": maybe(TEXT), "zone": maybe(TEXT), "scopes": maybe(TEXTS),
}  # fmt: skip
_VIEWER = closed({"id": ID, "name": TEXT, "until": INSTANT})
_ME = Named("me", "Who is signed in, with its roles and system rights.", closed(
    {
        **_PERSON, "role_labels": TEXTS, "workspace_zone": TEXT, "system": TEXTS, "must_change_password": FLAG,
        "viewer": maybe(_VIEWER),
    },
    {"csrf": TEXT},
))  # fmt: skip
_SIGNED_IN = Named("signed_in", "Who signed in, and what its further calls send as `X-CSRF-Token`.", closed({
    "user": closed(_PERSON), "csrf": TEXT, "must_change_password": FLAG,
}))  # fmt: skip
CALLS = (
    FixedCall("POST", "/auth/login", "Sign a member of the staff in", _SIGNED_IN, LoginBody, signed_in=False),
    FixedCall("POST", "/portal/auth/login", "Sign a portal user in", _SIGNED_IN, LoginBody, signed_in=False),
    FixedCall("POST", "/auth/logout", "Sign out", None, status=204, staff=True),
    FixedCall("POST", "/portal/auth/logout", "Sign a portal user out", None, status=204),
    FixedCall("POST", "/auth/password", "Give oneself a new password", closed({"csrf": TEXT}), PasswordBody),
    FixedCall("GET", "/me", "Who is signed in", _ME),
)  # fmt: skip


def signing_blueprint(door: "Door") -> Blueprint:
    """Return the calls of signing in and out."""
    calls = Blueprint("signing", __name__)
    calls.add_url_rule("/auth/login", "login", lambda: _login(door, "staff"), methods=["POST"])
    calls.add_url_rule("/portal/auth/login", "portal_login", lambda: _login(door, "portal"), methods=["POST"])
    for path, name in (("/auth/logout", "logout"), ("/portal/auth/logout", "portal_logout")):
        calls.add_url_rule(path, name, door.opened(_logout, forced=True, own=True), methods=["POST"])
    change = door.opened(lambda context: _change_password(door, context), forced=True)
    calls.add_url_rule("/auth/password", "password", change, methods=["POST"])
    calls.add_url_rule("/me", "me", door.opened(_me, forced=True), methods=["GET"])
    return calls


def _login(door: "Door", audience: "Audience") -> Response:
    """Open a session: the cookie's value is new, and the session that was presented ends."""
    given = loaded(LoginBody())
    now, database, snapshot = clock.now(), door.workspace.database, door.workspace.snapshot()
    noted().revision = snapshot.catalog.revision
    try:
        who = sign_in(
            database, snapshot.catalog, login=given["login"][:_LONGEST_LOGIN], password=given["password"],
            audience=audience, passwords=door.passwords, now=now,
        )  # fmt: skip
    except Unauthenticated as error:
        detail = {"login": _printable(given["login"]), "reason": error.params.get("reason"), "audience": audience}
        with database.write() as transaction:
            write_audit(transaction, Principal.system("sign_in"), [Entry("sign_in_refused", detail=detail)], now=now)
        raise
    with database.read() as connection:
        principal = Authenticator(snapshot.catalog).by_id(connection, who.user_id)
    with database.write() as transaction:
        session = open_session(
            transaction, who.user_id, now=now, limits=door.limits, previous=request.cookies.get(COOKIE),
            address=request.remote_addr, agent=request.headers.get("User-Agent"),
        )  # fmt: skip
        write_audit(transaction, principal, [Entry("sign_in", "user", who.user_id, {"audience": audience})], now=now)
    told = {"user": _person(principal), "csrf": session.csrf, "must_change_password": who.must_change}
    answer = json_answer(told)
    _set_cookie(door, answer, session)
    return answer


def _set_cookie(door: "Door", answer: Response, session: "OpenedSession") -> None:
    answer.set_cookie(
        COOKIE, session.cookie, max_age=int(door.limits.age.total_seconds()), path="/", httponly=True, samesite="Lax",
        secure=door.workspace.settings.secure_cookies,
    )  # fmt: skip


def _logout(context: "Context") -> Response:
    """End the session of the cookie."""
    cookie = request.cookies.get(COOKIE)
    if cookie is not None:
        with context.database.write() as transaction:
            close_session(transaction, cookie)
            entry = Entry("sign_out", "user", context.principal.user_id)
            write_audit(transaction, context.principal, [entry], now=context.now)
    answer = nothing()
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
    return answer


def _change_password(door: "Door", context: "Context") -> Response:
    """Give oneself a new password, which ends all sessions but a new one."""
    given, who = loaded(PasswordBody()), context.principal
    if who.kind == "token":
        raise Denied(right="password")
    system = replace(context, principal=Principal.system("password"))
    own = record(system, "user", record_id=who.user_id, fields=("login",))
    sign_in(
        context.database, context.catalog, login=str(own["login"]), password=given["password"], audience=who.audience,
        passwords=door.passwords, now=context.now,
    )  # fmt: skip
    with context.database.write() as transaction:
        renew_password(
            transaction, who.user_id, old=given["password"], new=given["new_password"], passwords=door.passwords,
            now=context.now,
        )  # fmt: skip
        session = open_session(
            transaction, who.user_id, now=context.now, limits=door.limits, address=request.remote_addr,
            agent=request.headers.get("User-Agent"),
        )  # fmt: skip
        write_audit(transaction, who, [Entry("password", "user", who.user_id)], now=context.now)
    answer = json_answer({"csrf": session.csrf})
    _set_cookie(door, answer, session)
    return answer


def _me(context: "Context") -> Response:
    """Say who is signed in, and give the CSRF token of a session."""
    told = _person(context.principal)
    cookie = request.cookies.get(COOKIE)
    if context.principal.session_id is not None and cookie is not None:
        told["csrf"] = csrf_of(cookie)
    roles = [context.catalog.roles[name] for name in told["roles"] if name in context.catalog.roles]
    told["role_labels"] = [role.label.text(context.language) for role in roles]
    told["workspace_zone"] = str(context.zone)
    told["system"] = sorted(context.rights.system_rights)
    told["must_change_password"] = context.principal.must_change_password
    viewer = context.principal.viewer
    told["viewer"] = None if viewer is None else {
        "id": viewer.user_id, "name": viewer.name, "until": instant_text(viewer.until),
    }  # fmt: skip
    return json_answer(told)


def _person(who: Principal) -> dict[str, Any]:
    return {
        "id": who.user_id, "name": who.name, "kind": who.kind, "audience": who.audience, "roles": sorted(who.roles),
        "language": who.language, "zone": who.zone, "scopes": None if who.scopes is None else sorted(who.scopes),
    }  # fmt: skip


def _printable(text_given: str) -> str:
    return text_given[:100].replace("\x00", "")
