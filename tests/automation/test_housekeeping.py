"""What has served its time leaves; what is still needed stays."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.access.sessions import SessionLimits, open_session
from guanxi.automation import jobs
from guanxi.automation.housekeeping import Housekeeping, keep_house
from guanxi.automation.imports import IMPORT_JOB
from guanxi.automation.sequencer import seal_pending
from guanxi.feed.changes import changes
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

LONG_AGO = dt.timedelta(days=40)


@pytest.fixture
def house(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace whose files lie in a folder of the test."""
    return replace(workspace, settings=replace(workspace.settings, files=str(tmp_path)))


def rows(workspace: Workspace, table: str, column: str = "id") -> set[str]:
    with workspace.database.read() as connection:
        return {str(value) for (value,) in connection.select(table, (column,))}


def a_job(workspace: Workspace, state: str, age: dt.timedelta, kind: str = "build") -> str:
    with workspace.database.write() as connection:
        identity = jobs.enqueue(connection, kind, {})
        ended = clock.now() - age if state in jobs.FINISHED else None
        connection.update("gx_job", {"state": state, "finished_at": ended}, {"id": identity})
    return identity


def an_import(workspace: Workspace, job: str, file: Path, age: dt.timedelta) -> str:
    identity, at = clock.new_id(), clock.now() - age
    file.parent.mkdir(parents=True)
    file.write_text("name\n")
    with workspace.database.write() as connection:
        connection.insert("gx_import", {
            "id": identity, "job": job, "object": "user", "mode": "partial", "mapping": {}, "chunk": 0, "counts": {},
            "source": {"path": str(file)}, "created_at": at, "created_by": clock.new_id(),
        })  # fmt: skip
    return identity


def test_jobs_leave_a_while_after_their_end_and_no_others(house: Workspace) -> None:
    old = a_job(house, "done", LONG_AGO)
    kept = {a_job(house, "failed", dt.timedelta(days=1)), a_job(house, "queued", LONG_AGO)}
    present = rows(house, "gx_job") - {old} | kept
    assert keep_house(house) == 1
    assert rows(house, "gx_job") == present


def test_an_import_leaves_with_its_job_and_the_file_that_was_sent(house: Workspace, tmp_path: Path) -> None:
    sent, named, fresh = tmp_path / "imports" / "a" / "x.csv", tmp_path / "own" / "x.csv", tmp_path / "imports/b/x.csv"
    gone = [
        an_import(house, a_job(house, "done", LONG_AGO, IMPORT_JOB), sent, LONG_AGO),
        an_import(house, a_job(house, "cancelled", LONG_AGO, IMPORT_JOB), named, LONG_AGO),
    ]
    waiting = an_import(house, a_job(house, "queued", LONG_AGO, IMPORT_JOB), fresh, LONG_AGO)
    assert keep_house(house) == len(gone)
    assert rows(house, "gx_import") == {waiting}
    assert (sent.parent.exists(), named.exists(), fresh.exists()) == (False, True, True)


def test_kept_answers_leave_after_a_day(house: Workspace) -> None:
    now = clock.now()
    with house.database.write() as connection:
        connection.insert("gx_idempotency", [
            {"principal": "p", "key": f"{name}{number}", "hash": "h", "status": 200, "at": at}
            for name, at in (("old", now - dt.timedelta(days=2)), ("new", now)) for number in range(3)
        ])  # fmt: skip
    assert keep_house(house) == 3
    assert rows(house, "gx_idempotency", "key") == {"new0", "new1", "new2"}


def test_ended_sessions_leave(house: Workspace) -> None:
    now, user = clock.now(), clock.new_id()
    with house.database.write() as connection:
        for at in (now, now - LONG_AGO):
            open_session(connection, user, now=at, limits=SessionLimits())
    assert keep_house(house) == 1
    assert len(rows(house, "gx_session")) == 1


def test_one_process_of_many_keeps_house_in_an_hour(house: Workspace) -> None:
    first, second = Housekeeping(house), Housekeeping(house)
    a_job(house, "done", LONG_AGO)
    assert (first(), first()) == (1, 0)
    a_job(house, "done", LONG_AGO)
    assert second() == 0
    with house.database.write() as connection:
        connection.update("gx_lease", {"until": clock.now() - dt.timedelta(seconds=1)}, {"name": "housekeeping"})
    assert Housekeeping(house)() == 1


def placed(workspace: Workspace) -> set[str]:
    """Return the events that have a place in the order."""
    with workspace.database.read() as connection:
        return {key for key, place in connection.select("gx_outbox", ("id", "position")) if place is not None}


def events(workspace: Workspace, count: int, *, age: dt.timedelta, handled: bool = True) -> list[str]:
    """Have so many events happen that are that old by now, and return their ids in order."""
    system, known = workspace.context(Principal.system("test")), placed(workspace)
    for _ in range(count):
        save(system, "team", [{"name": clock.new_id()}])
    seal_pending(workspace.database)
    fresh = sorted(placed(workspace) - known)
    with workspace.database.write() as connection:
        told = {"at": clock.now() - age, "handled": clock.now() if handled else None}
        connection.update("gx_outbox", told, {"id": fresh})
    return fresh


def test_events_leave_when_they_are_old_and_handed_on_but_the_last(house: Workspace) -> None:
    old = events(house, 3, age=LONG_AGO)
    waiting = events(house, 1, age=LONG_AGO, handled=False)
    keep_house(house)
    assert placed(house) & {*old, *waiting} == set(waiting)
    with house.database.write() as connection:
        connection.update("gx_outbox", {"handled": clock.now()}, {"id": waiting})
    keep_house(house)
    assert placed(house) == set(waiting)
    (fresh,) = events(house, 1, age=dt.timedelta())
    keep_house(house)
    assert placed(house) == {fresh}


def test_whoever_follows_changes_that_have_left_is_told_to_begin_anew(house: Workspace) -> None:
    system = house.context(Principal.system("test"))
    events(house, 2, age=LONG_AGO)
    behind, level = changes(system, limit=1).next, changes(system, after="now").next
    events(house, 1, age=dt.timedelta())
    keep_house(house)
    assert changes(system, after=behind).entries == [{"object": None, "change": "reset"}]
    assert [entry["change"] for entry in changes(system, after=level).entries] == ["created"]
