"""The audit trail: written with the save, sealed into a chain that shows every later change."""

from dataclasses import replace

import pytest
from guanxi.access.audit import FIRST_LINK, AuditRow, Entry, seal, verify, write_audit
from guanxi.access.principal import Principal

from tests.access.world import NOW, World, an_id

COLUMNS = ("id", "at", "principal", "action", "object", "record_id", "detail")


def rows(core: World) -> list[AuditRow]:
    with core.database.read() as connection:
        return [AuditRow(*row) for row in connection.select("gx_audit", COLUMNS, order=("id",))]


def sealed(core: World) -> list[AuditRow]:
    with core.database.write() as transaction:
        entries = [Entry("update", "deal", an_id(i), {"fields": ["amount"], "count": i}) for i in range(4)]
        write_audit(transaction, Principal.system("test"), entries, now=NOW)
    found = rows(core)
    links = seal(found, FIRST_LINK, position=1)
    return [
        replace(row, position=link.position, hash=link.hash, previous=link.previous)
        for row, link in zip(found, links, strict=True)
    ]


def test_entries_keep_who_did_what_and_why(core: World) -> None:
    with core.database.write() as transaction:
        write_audit(transaction, Principal.system("nightly"), [Entry("sign_in")], now=NOW)
    row = rows(core)[0]
    assert (row.at, row.action, row.object, row.detail) == (NOW, "sign_in", None, {})
    assert row.principal["kind"] == "system"
    assert row.principal["reason"] == "nightly"


def test_an_untouched_chain_verifies_in_one_go_and_in_two(core: World) -> None:
    chain = sealed(core)
    assert verify(chain) is None
    assert verify(chain[2:], chain[1].hash or "", position=3) is None


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        pytest.param(lambda chain: [chain[0], replace(chain[1], detail={"count": 9}), *chain[2:]], 2, id="changed"),
        pytest.param(lambda chain: [chain[0], *chain[2:]], 2, id="removed"),
        pytest.param(lambda chain: [chain[1], chain[0], *chain[2:]], 1, id="swapped"),
        pytest.param(lambda chain: [replace(chain[0], hash="0" * 64), *chain[1:]], 1, id="forged-link"),
    ],
)
def test_any_damage_shows_where_it_is(core: World, damage: object, place: int) -> None:
    assert verify(damage(sealed(core))) == place  # type: ignore[operator]


def test_many_entries_are_written_in_order(core: World) -> None:
    sealed(core)
    assert [row.record_id for row in rows(core)] == [an_id(i) for i in range(4)]
