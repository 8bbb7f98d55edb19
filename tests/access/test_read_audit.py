"""Sensitive reads: noted without a write of the reader, in the trail after a flush, sealed like everything else."""

import threading
from collections.abc import Iterator

import pytest
from guanxi.automation.sequencer import seal_pending, verify_chain
from guanxi.automation.service import Service
from guanxi.errors import Denied, Malformed, Missing
from guanxi.records.history import history
from guanxi.records.query import get, page
from guanxi.records.question import Query
from guanxi.records.unmasking import unmask
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.fields.things_world import Things, open_things
from tests.support.databases import Databases


@pytest.fixture
def things(databases: Databases) -> Iterator[Things]:
    opened = open_things(databases)
    yield opened
    opened.workspace.close()


def noted(workspace: Workspace, action: str = "read_sensitive") -> list[tuple[str, str, list[str]]]:
    """Return user, record and fields of what the trail holds."""
    with workspace.database.read() as connection:
        columns = ("principal", "record_id", "detail")
        rows = connection.select("gx_audit", columns, {"action": action}, order=("id",))
    return [(who["user"], str(record), detail["fields"]) for who, record, detail in rows]


def test_sensitive_reads_are_in_the_trail_after_a_flush(things: Things) -> None:
    first, second = things.add(name="a", salary=1), things.add(name="b", salary=2)
    payer, handler = things.user("payer"), things.user("handler")
    page(things.context(payer), Query("thing", ("name", "salary"), sort=("name",)))
    get(things.context(payer), "thing", record_id=first)
    get(things.context(payer), "thing", record_id=first, fields=("name",))  # shows nothing sensitive
    get(things.context(handler), "thing", record_id=first)  # sees the mask
    get(things.context(), "thing", record_id=first)  # the platform itself
    assert noted(things.workspace) == []
    assert things.workspace.reads.flush() == 3
    assert noted(things.workspace) == [
        (payer.user_id, first, ["salary"]), (payer.user_id, second, ["salary"]),
        (payer.user_id, first, ["passport", "salary"]),
    ]  # fmt: skip
    seal_pending(things.workspace.database)
    assert verify_chain(things.workspace.database)[1] is None


def test_the_history_of_a_sensitive_field_is_a_sensitive_read(things: Things) -> None:
    record = things.add(name="a", spot={"latitude": 1, "longitude": 2}, salary=1)
    things.change(record, salary=2)
    payer = things.user("payer")
    told = history(things.context(payer), "thing", record_id=record)
    things.workspace.reads.flush()
    assert "salary" in str(told)
    assert noted(things.workspace) == [(payer.user_id, record, ["salary"])]


def test_an_orderly_stop_loses_no_read(things: Things) -> None:
    record = things.add(name="a", salary=1)
    payer = things.user("payer")
    service = Service(things.workspace, {})
    service.start(job_threads=1)

    def read() -> None:
        for _ in range(20):
            get(things.context(payer), "thing", record_id=record)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    service.stop()
    other = open_workspace(things.workspace.settings)
    assert len(noted(other)) == 80
    other.close()


def test_unmasking_shows_what_the_mask_hides_and_is_in_the_trail_at_once(things: Things) -> None:
    record = things.add(name="a", notes="in private")
    who = things.user("unmasker")
    assert things.shown(record, "notes", by=who) != "in private"
    shown = unmask(things.context(who), "thing", record, asked={"fields": ["notes"]})
    assert b"in private" in shown
    assert noted(things.workspace, "unmask") == [(who.user_id, record, ["notes"])]


def test_unmasking_is_refused_without_the_right_and_for_what_is_not_there(things: Things) -> None:
    record, absent = things.add(name="a", salary=1), "0197c000-0000-7000-8000-000000000099"
    who = things.context(things.user("unmasker"))
    with pytest.raises(Denied):
        unmask(things.context(things.user("handler")), "thing", record, asked={"fields": ["salary"]})
    with pytest.raises(Missing):
        unmask(who, "thing", absent, asked={"fields": ["notes"]})
    with pytest.raises(Malformed) as refused:
        unmask(who, "thing", record, asked={"fields": ["nothing", "owner.name"], "more": 1})
    assert sorted(problem.code for problem in refused.value.problems) == [
        "unknown_argument", "unknown_name", "unknown_name",
    ]  # fmt: skip
    assert noted(things.workspace, "unmask") == []
