"""The worker: threads that take due jobs, run their handlers and keep their leases alive."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi import clock
from guanxi.automation import jobs
from guanxi.change.copies import release
from guanxi.errors import GuanxiError
from guanxi.logs import Log, bound

if TYPE_CHECKING:
    from guanxi.automation.jobs import Job, JobState
    from guanxi.workspace.workspace import Workspace

__all__ = ["Cancelled", "Handler", "Outcome", "Report", "Worker"]

_IDLE_SECONDS = 0.5
log = Log("guanxi.worker")


class Cancelled(Exception):
    """The job shall stop: somebody cancelled it, or its lease went to another worker."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler achieved."""

    result: Mapping[str, Any]
    with_errors: bool = False


Report: TypeAlias = Callable[[Mapping[str, Any]], None]
"""Says how far a job is and keeps its lease; raises Cancelled when the job shall stop."""

Handler: TypeAlias = "Callable[[Workspace, Job, Report], Outcome]"
"""Does a job. It may run more than once, so it writes its effect together with what tells that it is done."""


class Worker:
    """Runs jobs of the kinds it has handlers for, in threads or in the caller's own."""

    def __init__(self, workspace: "Workspace", handlers: Mapping[str, Handler]) -> None:
        """Take the handlers by kind of job; nothing runs yet."""
        self._workspace = workspace
        self._handlers = dict(handlers)
        self._owner = clock.new_id()
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, count: int, *, begin: Callable[[], None] | None = None) -> None:
        """Start that many threads, each of which begins with what is given."""
        for number in range(count):
            thread = threading.Thread(target=self._loop, args=(begin,), name=f"guanxi-worker-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, *, seconds: float = 10) -> None:
        """Let the running jobs come to their next step and end the threads; leases bring unfinished jobs back."""
        self._stopping.set()
        self._wake.set()
        for thread in self._threads:
            thread.join(seconds)

    def wake(self) -> None:
        """Have the threads look for work now rather than at their next look."""
        self._wake.set()

    def _loop(self, begin: Callable[[], None] | None) -> None:
        if begin is not None:
            begin()
        while not self._stopping.is_set():
            try:
                worked = self.run_due()
            except GuanxiError as error:
                # The database may be locked or away for a while; the jobs wait in it.
                log.warning("worker_pauses", code=error.code, params=error.params)
                worked = 0
            if not worked:
                self._wake.wait(_IDLE_SECONDS * (0.5 + clock.random_fraction()))
                self._wake.clear()

    def run_due(self, *, job_id: str | None = None) -> int:
        """Run one due job, or the one named when it is due, in this thread; return how many ran."""
        if self._workspace.plugins.behind(self._workspace.snapshot().catalog):
            return 0  # its code is older than the metadata: newer processes do the work (decision A18)
        claimed = jobs.claim(self._workspace.database, self._owner, frozenset(self._handlers), job_id=job_id)
        for job in claimed:
            self._run(job)
        return len(claimed)

    def work_off(self, job_id: str) -> "Job":
        """Run a job to its end in this thread, waiting where another worker has it, and return it."""
        while True:
            self.run_due(job_id=job_id)
            with self._workspace.database.read() as connection:
                job = jobs.find(connection, job_id)
            if job.state in jobs.FINISHED:
                return job
            self._stopping.wait(0.05)

    def _run(self, job: "Job") -> None:
        heart = _Heart(self._workspace, job, self._owner)
        with bound(job=job.id, kind=job.kind):
            try:
                with heart:
                    outcome = self._handlers[job.kind](self._workspace, job, heart.report)
            except Cancelled:
                self._end(job, "cancelled", None)
                release(self._workspace)
            except GuanxiError as error:
                log.warning("job_failed", code=error.code, params=error.params)
                self._fail(job, error)
            except Exception as error:
                log.exception("job_crashed")
                self._fail(job, error)
            else:
                self._end(job, "done_with_errors" if outcome.with_errors else "done", outcome.result)

    def _end(self, job: "Job", state: "JobState", result: Mapping[str, Any] | None) -> None:
        with self._workspace.database.write() as connection:
            if not jobs.finish(connection, job.id, self._owner, state=state, result=result):
                log.warning("job_taken_over", job=job.id)

    def _fail(self, job: "Job", error: Exception) -> None:
        with self._workspace.database.write() as connection:
            jobs.retry(connection, job, self._owner, f"{type(error).__name__}: {error}"[:2_000])


class _Heart:
    """Keeps the lease of a running job alive and hands on its progress."""

    def __init__(self, workspace: "Workspace", job: "Job", owner: str) -> None:
        self._workspace = workspace
        self._job = job
        self._owner = owner
        self._over = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._beat, name=f"guanxi-lease-{job.id}", daemon=True)

    def __enter__(self) -> "_Heart":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(jobs.LEASE_SECONDS / 3):
            try:
                with self._workspace.database.write() as connection:
                    self._lost = not jobs.extend(connection, self._job.id, self._owner)
            except GuanxiError as error:
                # A long write of the job itself holds SQLite's only lock; the lease outlasts three missed beats.
                log.info("lease_not_extended", job=self._job.id, code=error.code)

    def report(self, values: Mapping[str, Any]) -> None:
        """Write the progress; raise Cancelled when the job is no longer this worker's."""
        with self._workspace.database.write() as connection:
            kept = jobs.progress(connection, self._job.id, self._owner, values)
        if self._lost or not kept:
            raise Cancelled
