"""What runs beside the requests of a serving process: jobs, numbering, relay, housekeeping and the audit of reads."""

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.automation.housekeeping import Housekeeping
from guanxi.automation.relay import deliver
from guanxi.automation.sequencer import seal_pending
from guanxi.automation.worker import Handler, Worker
from guanxi.logs import Log

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["Service"]

_ROUND_SECONDS = 0.5
_LONGEST_PAUSE = 60.0
log = Log("guanxi.service")


class Service:
    """Starts and stops the background threads of one process."""

    def __init__(self, workspace: "Workspace", handlers: Mapping[str, Handler]) -> None:
        """Take the workspace and the handlers of jobs; nothing runs yet."""
        self._workspace = workspace
        self._owner = clock.new_id()
        self._stopping = threading.Event()
        self._worker = Worker(workspace, handlers)
        self._threads: list[threading.Thread] = []

    def start(self, *, job_threads: int, begin: Callable[[], None] | None = None) -> None:
        """Start the sequencer, the relay, the housekeeping, the audit of reads and that many job threads.

        `begin` is what each job thread does first.
        """
        database = self._workspace.database
        rounds: tuple[tuple[str, Callable[[], int]], ...] = (
            ("sequencer", lambda: seal_pending(database, owner=self._owner)),
            ("read_audit", self._workspace.reads.flush),
            ("relay", lambda: deliver(self._workspace, owner=self._owner)),
            ("housekeeping", Housekeeping(self._workspace)),
        )
        for name, work in rounds:
            thread = threading.Thread(target=self._repeat, args=(name, work), name=f"guanxi-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)
        self._worker.start(job_threads, begin=begin)

    def stop(self) -> None:
        """End the threads after their present round."""
        self._stopping.set()
        self._worker.stop()
        for thread in self._threads:
            thread.join(10)
        self._workspace.reads.flush()

    def _repeat(self, name: str, work: Callable[[], int]) -> None:
        """Do round after round; after a failure the pause doubles up to a minute, so a broken hook does no harm."""
        pause = _ROUND_SECONDS
        while not self._stopping.wait(pause * (0.5 + clock.random_fraction())):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - whatever a round raises, the next one is tried
                pause = min(pause * 2, _LONGEST_PAUSE)
                log.warning("round_failed", duty=name, error=f"{type(error).__name__}: {error}", pause=pause)
            else:
                pause = _ROUND_SECONDS
