"""Session cookies: fresh at sign-in, bound to their CSRF token, noted as used every few minutes."""

import datetime as dt

import pytest
from guanxi.access.sessions import (
    SEEN_EVERY,
    SessionLimits,
    check_csrf,
    csrf_of,
    is_due,
    open_session,
    remove_ended,
    session_hash,
    touch,
)
from guanxi.errors import Denied

from tests.access.world import NOW, World

LIMITS = SessionLimits()


def test_signing_in_ends_the_session_that_was_presented(core: World) -> None:
    user = core.add_user("ann")
    with core.database.write() as transaction:
        first = open_session(transaction, user, now=NOW, limits=LIMITS)
        second = open_session(transaction, user, now=NOW, limits=LIMITS, previous=first.cookie)
        stored = [row[0] for row in transaction.select("gx_session", ("hash",))]
    assert stored == [session_hash(second.cookie)]
    assert second.cookie not in stored


def test_a_csrf_token_fits_its_own_session_only() -> None:
    check_csrf("cookie", csrf_of("cookie"))
    for header in (None, "", csrf_of("other"), "é"):
        with pytest.raises(Denied):
            check_csrf("cookie", header)


def test_use_is_noted_at_most_every_five_minutes(core: World) -> None:
    user = core.add_user("ann")
    later = NOW + SEEN_EVERY
    with core.database.write() as transaction:
        open_session(transaction, user, now=NOW, limits=LIMITS, agent="\x00agent\ud800")
        identity = transaction.select("gx_session", ("id",))[0][0]
        assert (is_due(NOW, NOW + dt.timedelta(minutes=4)), is_due(NOW, later), is_due(None, later)) == (
            False,
            True,
            False,
        )
        touch(transaction, identity, later)
        touch(transaction, identity, NOW)
        assert transaction.select("gx_session", ("seen_at", "agent")) == [(later, "agent?")]


def test_ended_sessions_are_removed(core: World) -> None:
    user = core.add_user("ann")
    with core.database.write() as transaction:
        open_session(transaction, user, now=NOW - LIMITS.age, limits=LIMITS)
        open_session(transaction, user, now=NOW - LIMITS.idle, limits=LIMITS)
        kept = open_session(transaction, user, now=NOW, limits=LIMITS)
        assert remove_ended(transaction, now=NOW, limits=LIMITS) == 2
        assert transaction.select("gx_session", ("hash",)) == [(session_hash(kept.cookie),)]
