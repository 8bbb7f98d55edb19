"""API tokens: shown once, stored as a hash, never wider than who made them."""

import datetime as dt
from typing import Any

import pytest
from guanxi.access.tokens import PREFIX, create_token, is_token, list_tokens, revoke_token, token_hash
from guanxi.errors import Invalid, Missing

from tests.access.world import NOW, World


def make(core: World, user: str, *scopes: str, **keys: Any) -> tuple[str, str]:
    with core.database.write() as transaction:
        return create_token(
            transaction, user, name=keys.pop("name", "sync"), scopes=scopes, created_by=user, now=NOW, **keys
        )


def test_a_token_is_stored_as_a_hash_and_listed_without_its_secret(core: World) -> None:
    user = core.add_user("ann")
    identity, secret = make(core, user, "write", "read")
    with core.database.read() as connection:
        assert connection.select("gx_token", ("hash",)) == [(token_hash(secret),)]
        tokens = list_tokens(connection, user)
    assert is_token(secret)
    assert len(secret) > len(PREFIX) + 40
    assert [(token.id, token.name, token.scopes, token.created_at, token.revoked_at) for token in tokens] == [
        (identity, "sync", ("read", "write"), NOW, None)
    ]


@pytest.mark.parametrize(
    ("scopes", "keys", "code"),
    [
        pytest.param(["everything"], {}, "scope_unknown", id="unknown-scope"),
        pytest.param([], {}, "required", id="no-scope"),
        pytest.param(["read"], {"name": " "}, "length", id="no-name"),
        pytest.param(["read"], {"expires_at": NOW - dt.timedelta(days=1)}, "in_the_past", id="expired"),
        pytest.param(["write"], {"within": frozenset({"read"})}, "scope_too_wide", id="wider-than-its-maker"),
        pytest.param(
            ["records:deal:write"], {"within": frozenset({"records:deal:read"})}, "scope_too_wide", id="writes-more"
        ),
        pytest.param(["metadata"], {"within": frozenset({"write"})}, "scope_too_wide", id="other-kind"),
    ],
)
def test_unfit_tokens_are_refused(core: World, scopes: list[str], keys: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(core, core.add_user("ann"), *scopes, **keys)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_token_may_hand_on_what_it_covers(core: World) -> None:
    user = core.add_user("ann")
    assert make(core, user, "records:deal:read", within=frozenset({"read"}))
    assert make(core, user, "system:setup", within=frozenset({"metadata"}))


def test_only_its_owner_revokes_a_token_and_only_once(core: World) -> None:
    ann, bob = core.add_user("ann"), core.add_user("bob")
    identity, _ = make(core, ann, "read")
    with core.database.write() as transaction:
        with pytest.raises(Missing):
            revoke_token(transaction, identity, user_id=bob, now=NOW)
        revoke_token(transaction, identity, user_id=ann, now=NOW)
        with pytest.raises(Missing):
            revoke_token(transaction, identity, user_id=ann, now=NOW)
