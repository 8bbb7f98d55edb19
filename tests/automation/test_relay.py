"""The relay: every committed event reaches the hooks at least once and in order, whatever dies in between."""

from collections.abc import Sequence

import pytest
from guanxi.automation.relay import deliver
from guanxi.automation.sequencer import seal_pending
from guanxi.hooks import Event, hookimpl
from guanxi.workspace.workspace import Workspace

from tests.change.changes import create


class Ledger:
    """A plugin that notes what it is told, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.seen: list[str] = []
        self._failures = failures

    @hookimpl
    def after_commit(self, events: Sequence[Event]) -> None:
        self.seen += [event.id for event in events]
        if self._failures:
            self._failures -= 1
            raise ConnectionError("the other system is away")


def events_of(workspace: Workspace) -> list[str]:
    with workspace.database.read() as connection:
        return [row[0] for row in connection.select("gx_outbox", ("id",), order=("position",))]


@pytest.fixture
def written(workspace: Workspace) -> Workspace:
    with workspace.database.write() as connection:
        connection.delete("gx_outbox", {})
    for name in ("a", "b", "c"):
        create(workspace, "account", {"name": name})
    seal_pending(workspace.database)
    return workspace


def test_events_reach_a_hook_once_and_in_order(written: Workspace) -> None:
    written.plugins.relay.register(ledger := Ledger(), name="base")
    assert deliver(written, owner="me") == 3
    assert deliver(written, owner="me") == 0
    assert ledger.seen == events_of(written)


def test_events_come_again_when_a_hook_raises(written: Workspace) -> None:
    written.plugins.relay.register(ledger := Ledger(failures=1), name="base")
    with pytest.raises(ConnectionError):
        deliver(written, owner="me")
    deliver(written, owner="me")
    assert ledger.seen == events_of(written) * 2


def test_events_wait_while_another_process_delivers(written: Workspace) -> None:
    written.plugins.relay.register(ledger := Ledger(), name="base")
    deliver(written, owner="other")
    create(written, "account", {"name": "d"})
    seal_pending(written.database)
    assert deliver(written, owner="me") == 0
    assert deliver(written, owner="other") == 1
    assert len(ledger.seen) == 4


def test_a_package_that_is_not_installed_hears_nothing(written: Workspace) -> None:
    written.plugins.relay.register(ledger := Ledger(), name="absent")
    deliver(written, owner="me")
    assert ledger.seen == []


def test_what_was_not_numbered_is_not_delivered_yet(written: Workspace) -> None:
    written.plugins.relay.register(ledger := Ledger(), name="base")
    create(written, "account", {"name": "d"})
    deliver(written, owner="me")
    assert len(ledger.seen) == 3
