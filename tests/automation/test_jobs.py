"""The job table: leased to one at a time, taken over after a death, fenced off late finishers, cancelled, retried."""

import subprocess
import sys
from pathlib import Path

import pytest
from guanxi.automation import jobs
from guanxi.automation.worker import Outcome, Report
from guanxi.errors import Missing
from guanxi.workspace.workspace import Workspace

from tests.automation.jobs import add_job, expire, job_of, worker

ROOT = Path(__file__).resolve().parents[2]
KINDS = frozenset({"test"})


def done(workspace: Workspace, job: jobs.Job, report: Report) -> Outcome:
    return Outcome({"said": job.payload.get("word")})


def broken(workspace: Workspace, job: jobs.Job, report: Report) -> Outcome:
    raise ValueError("out of paper")


def test_a_job_is_done_once_with_its_result(workspace: Workspace) -> None:
    job_id = add_job(workspace, word="hello")
    assert worker(workspace, done).run_due() == 1
    assert worker(workspace, done).run_due() == 0
    job = job_of(workspace, job_id)
    assert (job.state, job.result, job.attempts) == ("done", {"said": "hello"}, 1)


def test_a_job_of_another_kind_is_left_to_others(workspace: Workspace) -> None:
    add_job(workspace)
    assert jobs.claim(workspace.database, "me", frozenset({"other"})) == []


def test_two_workers_never_hold_the_same_job(workspace: Workspace) -> None:
    ids = {add_job(workspace) for _ in range(3)}
    first = jobs.claim(workspace.database, "one", KINDS, limit=2)
    second = jobs.claim(workspace.database, "two", KINDS, limit=2)
    assert (len(first), len(second)) == (2, 1)
    assert {job.id for job in (*first, *second)} == ids


def test_a_named_job_alone_is_claimed(workspace: Workspace) -> None:
    add_job(workspace)
    wanted = add_job(workspace)
    assert [job.id for job in jobs.claim(workspace.database, "me", KINDS, job_id=wanted)] == [wanted]


def test_a_job_whose_worker_was_killed_is_taken_over(workspace: Workspace) -> None:
    job_id = add_job(workspace, word="again")
    command = [sys.executable, "-m", "tests.automation.jobs", workspace.settings.database_url]
    died = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}, check=False)
    assert died.returncode == -9
    assert (job_of(workspace, job_id).state, job_of(workspace, job_id).progress) == ("running", {"step": 1})
    assert worker(workspace, done).run_due() == 0
    expire(workspace, job_id)
    assert worker(workspace, done).run_due() == 1
    assert (job_of(workspace, job_id).state, job_of(workspace, job_id).attempts) == ("done", 2)


def test_a_late_finisher_changes_nothing(workspace: Workspace) -> None:
    job_id = add_job(workspace)
    jobs.claim(workspace.database, "late", KINDS)
    expire(workspace, job_id)
    jobs.claim(workspace.database, "next", KINDS)
    with workspace.database.write() as connection:
        assert not jobs.finish(connection, job_id, "late", result={"late": True})
        assert not jobs.extend(connection, job_id, "late")
        assert not jobs.progress(connection, job_id, "late", {"late": True})
        assert jobs.finish(connection, job_id, "next", result={"next": True})
    assert job_of(workspace, job_id).result == {"next": True}


def test_a_job_that_raises_comes_again_after_a_pause_and_ends_as_failed(workspace: Workspace) -> None:
    job_id = add_job(workspace, max_attempts=2)
    assert worker(workspace, broken).run_due() == 1
    job = job_of(workspace, job_id)
    assert (job.state, job.error) == ("queued", "ValueError: out of paper")
    assert worker(workspace, broken).run_due() == 0
    expire(workspace, job_id)
    worker(workspace, broken).run_due()
    assert job_of(workspace, job_id).state == "failed"


def test_a_job_whose_every_worker_died_ends_as_failed(workspace: Workspace) -> None:
    job_id = add_job(workspace, max_attempts=1)
    jobs.claim(workspace.database, "dead", KINDS)
    expire(workspace, job_id)
    assert jobs.claim(workspace.database, "next", KINDS) == []
    assert job_of(workspace, job_id).state == "failed"


def test_a_waiting_job_is_cancelled_at_once(workspace: Workspace) -> None:
    job_id = add_job(workspace)
    with workspace.database.write() as connection:
        assert jobs.cancel(connection, job_id).state == "cancelled"
    assert worker(workspace, done).run_due() == 0


def test_a_running_job_is_cancelled_at_its_next_step(workspace: Workspace) -> None:
    job_id = add_job(workspace)
    steps = []

    def long(workspace: Workspace, job: jobs.Job, report: Report) -> Outcome:
        for step in range(3):
            steps.append(step)
            with workspace.database.write() as connection:
                jobs.cancel(connection, job.id)
            report({"step": step})
        return Outcome({})

    worker(workspace, long).run_due()
    assert (steps, job_of(workspace, job_id).state) == ([0], "cancelled")


def test_a_job_that_shall_be_cancelled_ends_though_its_worker_died(workspace: Workspace) -> None:
    job_id = add_job(workspace)
    jobs.claim(workspace.database, "dead", KINDS)
    with workspace.database.write() as connection:
        assert jobs.cancel(connection, job_id).state == "cancelling"
    expire(workspace, job_id)
    assert jobs.claim(workspace.database, "next", KINDS) == []
    assert job_of(workspace, job_id).state == "cancelled"


def test_a_job_done_in_part_says_so(workspace: Workspace) -> None:
    job_id = add_job(workspace)
    worker(workspace, lambda *_: Outcome({"failed": 1}, with_errors=True)).run_due()
    assert job_of(workspace, job_id).state == "done_with_errors"


def test_a_worker_in_threads_finds_its_jobs(workspace: Workspace) -> None:
    ids = [add_job(workspace) for _ in range(3)]
    threads = worker(workspace, done)
    threads.start(2)
    threads.wake()
    waiting = worker(workspace, done)
    assert {waiting.work_off(job_id).state for job_id in ids} == {"done"}
    threads.stop()


def test_an_unknown_job_is_missing(workspace: Workspace) -> None:
    with workspace.database.read() as connection, pytest.raises(Missing):
        jobs.find(connection, "00000000-0000-7000-8000-00000000beef")
