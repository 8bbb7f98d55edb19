"""From a secret to a principal, in one statement, with nothing kept between requests."""

import datetime as dt

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import role_grantee_id
from guanxi.access.sessions import SessionLimits, close_session, close_sessions_of, open_session
from guanxi.access.tokens import create_token, revoke_token
from guanxi.errors import Missing, Unauthenticated

from tests.access.world import NOW, World

LIMITS = SessionLimits(idle=dt.timedelta(hours=1), age=dt.timedelta(days=1))
HOUR = dt.timedelta(hours=1)


def authenticator(core: World) -> Authenticator:
    return Authenticator(core.catalog, limits=LIMITS)


def a_session(core: World, user: str) -> str:
    with core.database.write() as transaction:
        return open_session(transaction, user, now=NOW, limits=LIMITS).cookie


def a_token(core: World, user: str, *scopes: str, **keys: dt.datetime) -> tuple[str, str]:
    with core.database.write() as transaction:
        return create_token(transaction, user, name="t", scopes=scopes or ("read",), created_by=user, now=NOW, **keys)


def by_cookie(core: World, cookie: str, now: dt.datetime = NOW) -> object:
    with core.database.read() as connection:
        return authenticator(core).by_session(connection, cookie, now=now)


def test_a_session_gives_the_user_with_roles_grantees_and_the_revision(core: World) -> None:
    top = core.add("org_unit", name="Top", code="U1")
    below = core.add("org_unit", name="Below", parent=top)
    user = core.add_user("ann", unit=top, roles=["clerk"], language="zh", zone="Asia/Shanghai")
    core.add_user("bob", unit=below)
    core.add_user("eve")
    cookie = a_session(core, user)
    with core.database.read() as connection:
        found = authenticator(core).by_session(connection, cookie, now=NOW)
    principal = found.principal
    assert (found.revision, found.seen_at) == (7, NOW)
    assert (principal.kind, principal.user_id, principal.name, principal.unit_id) == ("user", user, "Ann", top)
    assert (principal.language, principal.zone, principal.scopes) == ("zh", "Asia/Shanghai", None)
    assert principal.roles == {"clerk"}
    assert {(grantee.kind, grantee.called) for grantee in principal.grantees} == {
        ("user", "Ann"),
        ("role", "clerk"),
        ("unit", "U1"),
        ("unit_and_below", "U1"),
    }
    assert principal.breadth == pytest.approx(1 / 3)
    assert set(principal.owner_ids) == {user, top}


def test_it_knows_whether_the_hierarchy_can_give_rows(core: World) -> None:
    top = core.add("org_unit", name="Top")
    below = core.add("org_unit", name="Below", parent=top)
    users = [core.add_user("ann", unit=top), core.add_user("bob", unit=below), core.add_user("eve")]
    with core.database.read() as connection:
        found = [authenticator(core).by_id(connection, user).has_units_below for user in users]
    assert found == [True, False, False]


def test_it_takes_one_statement(core: World) -> None:
    cookie = a_session(core, core.add_user("ann", roles=["clerk"]))
    known, seen = authenticator(core), []
    with core.database.read() as connection:
        connection.observer = seen.append
        known.by_session(connection, cookie, now=NOW)
        connection.observer = None
    assert len(seen) == 1


@pytest.mark.parametrize("later", [HOUR, dt.timedelta(days=2)], ids=["idle", "old"])
def test_a_session_ends_by_idleness_and_age(core: World, later: dt.timedelta) -> None:
    cookie = a_session(core, core.add_user("ann"))
    with pytest.raises(Unauthenticated, match="unauthenticated"):
        by_cookie(core, cookie, NOW + later)


def test_a_closed_session_and_an_unknown_cookie_are_refused_alike(core: World) -> None:
    cookie = a_session(core, core.add_user("ann"))
    with core.database.write() as transaction:
        assert close_session(transaction, cookie)
    for secret in (cookie, "never", "\ud800"):
        with pytest.raises(Unauthenticated) as refused:
            by_cookie(core, secret)
        assert refused.value.params == {"reason": "session_invalid"}


def test_what_is_taken_away_is_gone_at_the_next_request(core: World) -> None:
    user, team = core.add_user("ann", roles=["clerk"]), core.add("team", name="Blue")
    member = core.add("team_member", team=team, user=user)
    cookie, known = a_session(core, user), authenticator(core)

    def grantees() -> set[str]:
        with core.database.read() as connection:
            return {grantee.kind for grantee in known.by_session(connection, cookie, now=NOW).principal.grantees}

    assert grantees() == {"user", "role", "team"}
    core.edit("team_member", member, deleted_at=NOW)
    assert grantees() == {"user", "role"}
    with core.database.write() as transaction:
        transaction.script('DELETE FROM "user__roles"')
    core.edit("user", user, name="Ann")
    assert grantees() == {"user"}
    core.edit("user", user, active=False)
    with pytest.raises(Unauthenticated):
        grantees()


def test_all_sessions_of_a_user_can_be_ended_at_once(core: World) -> None:
    user = core.add_user("ann")
    cookies = [a_session(core, user) for _ in range(2)]
    with core.database.write() as transaction:
        assert close_sessions_of(transaction, user) == 2
    for cookie in cookies:
        with pytest.raises(Unauthenticated):
            by_cookie(core, cookie)


def test_a_token_is_a_principal_of_its_own_with_its_scopes(core: World) -> None:
    user = core.add_user("ann", roles=["clerk"])
    identity, secret = a_token(core, user, "records:user:read")
    with core.database.read() as connection:
        principal = authenticator(core).by_token(connection, secret, now=NOW).principal
    assert (principal.kind, principal.token_id, principal.session_id) == ("token", identity, None)
    assert principal.scopes == {"records:user:read"}
    assert principal.roles == {"clerk"}


def test_an_expired_or_revoked_token_is_refused(core: World) -> None:
    user = core.add_user("ann")
    _, expiring = a_token(core, user, expires_at=NOW + HOUR)
    revoked, secret = a_token(core, user)
    with core.database.write() as transaction:
        revoke_token(transaction, revoked, user_id=user, now=NOW)
    for token in (expiring, secret, "gx_never"):
        with core.database.read() as connection, pytest.raises(Unauthenticated) as refused:
            authenticator(core).by_token(connection, token, now=NOW + HOUR)
        assert refused.value.params == {"reason": "token_invalid"}


def test_a_role_for_the_other_audience_is_not_held(core: World) -> None:
    user = core.add_user("pat", audience="portal", roles=["clerk", "guest"])
    with core.database.read() as connection:
        principal = authenticator(core).by_login(connection, "PAT")
    assert (principal.kind, principal.roles) == ("portal", {"guest"})
    assert role_grantee_id("clerk") not in principal.grantee_ids
    assert principal.user_id == user


def test_a_user_can_be_named_by_login_or_id_while_active(core: World) -> None:
    user = core.add_user("ann")
    known = authenticator(core)
    with core.database.read() as connection:
        assert known.by_id(connection, user).user_id == known.by_login(connection, "Ann").user_id == user
    core.edit("user", user, active=False)
    with core.database.read() as connection, pytest.raises(Missing):
        known.by_id(connection, user)
    with core.database.read() as connection, pytest.raises(Missing):
        known.by_login(connection, "a\x00b")
