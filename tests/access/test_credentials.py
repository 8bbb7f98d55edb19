"""Passwords and the door that closes longer after every wrong try."""

import datetime as dt
from typing import Any

import pytest
from guanxi.access.credentials import FREE_TRIES, Passwords, check_password_rules, set_password, sign_in, wait_after
from guanxi.errors import Invalid, Unauthenticated

from tests.access.world import NOW, World

CHEAP = Passwords(time_cost=1, memory_kib=64)
SECRET = "correct horse battery"


def a_person(core: World, login: str = "ann", **values: Any) -> str:
    user = core.add_user(login, **values)
    with core.database.write() as transaction:
        set_password(transaction, user, SECRET, passwords=CHEAP, now=NOW)
    return user


def enter(core: World, login: str = "ann", password: str = SECRET, **keys: Any) -> Any:
    given = {"audience": "staff", "now": NOW, "passwords": CHEAP, **keys}
    return sign_in(core.database, core.catalog, login=login, password=password, **given)


def test_the_right_password_lets_in_whatever_the_case_of_the_login(core: World) -> None:
    user = a_person(core)
    assert enter(core, " ANN ").user_id == user


def test_the_stored_secret_is_an_argon2id_hash(core: World) -> None:
    user = a_person(core)
    with core.database.read() as connection:
        stored = connection.select("gx_credential", ("password_hash",), {"user_id": user})[0][0]
    assert stored.startswith("$argon2id$")
    assert SECRET not in stored


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param({"password": "wrong password"}, id="wrong-password"),
        pytest.param({"login": "nobody"}, id="unknown-login"),
        pytest.param({"audience": "portal"}, id="other-door"),
        pytest.param({"login": "a\x00nn"}, id="not-text"),
        pytest.param({"password": "\ud800" * 12}, id="half-a-surrogate"),
        pytest.param({"login": ""}, id="no-login"),
    ],
)
def test_every_wrong_try_is_answered_alike(core: World, attempt: dict[str, Any]) -> None:
    a_person(core)
    with pytest.raises(Unauthenticated) as refused:
        enter(core, **attempt)
    assert refused.value.params == {"reason": "wrong_credentials"}


def test_somebody_who_left_is_not_let_in(core: World) -> None:
    user = a_person(core)
    core.edit("user", user, active=False)
    with pytest.raises(Unauthenticated):
        enter(core)


@pytest.mark.parametrize("login", ["ann", "nobody"])
def test_the_door_closes_after_some_wrong_tries_for_known_and_unknown_names_alike(core: World, login: str) -> None:
    a_person(core)
    for _ in range(FREE_TRIES):
        with pytest.raises(Unauthenticated) as refused:
            enter(core, login, "wrong password")
        assert refused.value.params["reason"] == "wrong_credentials"
    with pytest.raises(Unauthenticated) as refused:
        enter(core, login)
    assert refused.value.params == {"reason": "locked", "retry_after": 1}


def test_the_door_opens_again_and_forgets_after_success(core: World) -> None:
    a_person(core)
    for _ in range(FREE_TRIES):
        with pytest.raises(Unauthenticated):
            enter(core, password="wrong password")
    assert enter(core, now=NOW + dt.timedelta(seconds=2)).user_id
    with core.database.read() as connection:
        assert connection.select("gx_attempt", ("key",)) == []


def test_waiting_grows_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failures) for failures in range(FREE_TRIES + 12)]
    assert waits[: FREE_TRIES + 1] == [None] * FREE_TRIES + [dt.timedelta(seconds=1)]
    assert waits[FREE_TRIES + 2] == dt.timedelta(seconds=4)
    assert waits[-1] == dt.timedelta(minutes=15)


def test_an_outdated_hash_is_renewed_at_sign_in(core: World) -> None:
    user = a_person(core)
    dearer = Passwords(time_cost=2, memory_kib=64)
    enter(core, passwords=dearer)
    with core.database.read() as connection:
        stored = connection.select("gx_credential", ("password_hash",), {"user_id": user})[0][0]
    assert not dearer.is_outdated(stored)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        pytest.param("short", "password_too_short", id="short"),
        pytest.param("x" * 300, "password_too_long", id="long"),
        pytest.param("Ann.Smith.1", "password_is_login", id="login"),
        pytest.param("\ud800" * 12, "text_not_storable", id="not-text"),
    ],
)
def test_poor_passwords_are_refused(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_password_rules(password, login="ann.smith.1")
    assert [problem.code for problem in refused.value.problems] == [code]
