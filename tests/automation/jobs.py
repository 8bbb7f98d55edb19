"""Jobs for tests, and a worker process that dies in the middle of one.

Run as `python -m tests.automation.jobs URL`: it claims a job of kind `test`, adds a row by it, and is killed.
"""

import datetime as dt
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

from guanxi import clock
from guanxi.automation import jobs
from guanxi.automation.worker import Handler, Outcome, Report, Worker
from guanxi.settings import Settings
from guanxi.workspace.workspace import Workspace, open_workspace

__all__ = ["add_job", "expire", "job_of", "worker"]

KIND = "test"


def add_job(workspace: Workspace, *, max_attempts: int = 5, **payload: object) -> str:
    """Enqueue a job of the kind `test`."""
    with workspace.database.write() as connection:
        return jobs.enqueue(connection, KIND, payload, max_attempts=max_attempts)


def job_of(workspace: Workspace, job_id: str) -> jobs.Job:
    """Return a job as it stands."""
    with workspace.database.read() as connection:
        return jobs.find(connection, job_id)


def expire(workspace: Workspace, job_id: str, **values: object) -> None:
    """Let the lease of a job, and the pause before its next attempt, be over."""
    past = clock.now() - dt.timedelta(seconds=1)
    with workspace.database.write() as connection:
        connection.update("gx_job", {"lease_until": past, "run_at": past, **values}, {"id": job_id})


def worker(workspace: Workspace, handler: Handler) -> Worker:
    """Return a worker that does jobs of the kind `test`."""
    return Worker(workspace, {KIND: handler})


def _die(workspace: Workspace, job: jobs.Job, report: Report) -> Outcome:
    report({"step": 1})
    os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(_nothing())


def _nothing() -> Mapping[str, Any]:
    return {}


if __name__ == "__main__":
    worker(open_workspace(Settings(database_url=sys.argv[1])), _die).run_due()
