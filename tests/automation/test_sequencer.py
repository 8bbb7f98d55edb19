"""The sequencer: positions and links after commit, without gaps, and a chain that shows every meddling."""

import pytest
from guanxi import clock
from guanxi.access.audit import Entry, write_audit
from guanxi.access.principal import Principal
from guanxi.automation import sequencer
from guanxi.automation.leases import hold, release
from guanxi.automation.sequencer import pending, seal_pending, verify_chain
from guanxi.storage import Database
from guanxi.workspace.workspace import Workspace

from tests.change.changes import create

WHO = Principal.system("test")


def audit(workspace: Workspace, *actions: str) -> None:
    with workspace.database.write() as connection:
        write_audit(connection, WHO, [Entry(action) for action in actions], now=clock.now())


def test_everything_committed_gets_a_position_without_gaps(workspace: Workspace) -> None:
    create(workspace, "account", {"name": "a"}, {"name": "b"})
    create(workspace, "account", {"name": "c"})
    assert seal_pending(workspace.database) > 0
    assert not pending(workspace.database)
    for table in ("gx_outbox", "gx_audit"):
        with workspace.database.read() as connection:
            positions = [row[0] for row in connection.select(table, ("position",), order=("position",))]
        assert positions == list(range(1, len(positions) + 1))


def test_a_round_ends_with_what_it_found_however_much_comes_meanwhile(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit(workspace, "one")
    asked: list[Database] = []

    def always(database: Database) -> bool:
        asked.append(database)
        audit(workspace, "another")
        return len(asked) < 5

    monkeypatch.setattr(sequencer, "pending", always)
    assert seal_pending(workspace.database) > 0
    assert len(asked) == 1


def test_later_rows_follow_on_the_earlier_ones(workspace: Workspace) -> None:
    audit(workspace, "one", "two")
    seal_pending(workspace.database)
    audit(workspace, "three")
    seal_pending(workspace.database)
    count, broken = verify_chain(workspace.database)
    assert (count >= 3, broken) == (True, None)


@pytest.mark.parametrize("meddle", ["change", "remove", "add"])
def test_meddling_with_the_trail_is_found(workspace: Workspace, meddle: str) -> None:
    audit(workspace, "one", "two", "three")
    seal_pending(workspace.database)
    with workspace.database.write() as connection:
        ((identity, position),) = connection.select("gx_audit", ("id", "position"), {"action": "two"})
        if meddle == "change":
            connection.update("gx_audit", {"detail": {"who": "me"}}, {"id": identity})
        elif meddle == "remove":
            connection.delete("gx_audit", {"id": identity})
        else:
            connection.update("gx_audit", {"position": position + 10}, {"id": identity})
    assert verify_chain(workspace.database)[1] == position


def test_one_process_at_a_time_numbers(workspace: Workspace) -> None:
    audit(workspace, "one")
    with workspace.database.write() as connection:
        assert hold(connection, "sequencer", "other", seconds=60)
    assert seal_pending(workspace.database, owner="me") == 0
    with workspace.database.write() as connection:
        release(connection, "sequencer", "other")
    assert seal_pending(workspace.database, owner="me") > 0


def test_a_lease_that_ran_out_goes_to_the_next(workspace: Workspace) -> None:
    with workspace.database.write() as connection:
        assert hold(connection, "duty", "dead", seconds=-1)
        assert hold(connection, "duty", "next", seconds=60)
        assert not hold(connection, "duty", "dead", seconds=60)
