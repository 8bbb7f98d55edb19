"""Serving: worker processes that answer requests, each with its own threads for background jobs."""

import gc
import multiprocessing.util
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from guanxi.automation.service import Service
from guanxi.errors import Misconfigured, Problem
from guanxi.logs import Log, configure_logs
from guanxi.web.lanes import Lanes
from guanxi.web.live import live_apart
from guanxi.web.processor import Processor
from guanxi.web.tally import Tally
from guanxi.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from guanxi.automation.worker import Handler
    from guanxi.settings import Settings
    from guanxi.web.app import Room

__all__ = ["serve"]

Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Rooms: TypeAlias = "Callable[[], tuple[Room, ...]]"
_PATIENCE = 10  # seconds that running requests get when the server stops
_SWITCH_SECONDS = 0.001  # that a thread may keep Python where another wants it; usually five times as long
_ALONE_SECONDS = 0.01  # that a request on SQLite has Python to itself where others wait
_STOPPING = (signal.SIGTERM, signal.SIGINT)
_METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
log = Log("guanxi.serve")


def serve(settings: "Settings", handlers: "Mapping[str, Handler]", rooms: "Rooms") -> None:
    """Serve until told to stop; raises Misconfigured where the port cannot be listened on.

    `rooms` imports the further pages; it is called before the workers are forked, so that they share their memory.
    """
    configure_logs(settings.log_level)
    _check_port(settings)
    with tempfile.TemporaryDirectory(prefix="guanxi-metrics-") as folder:
        if settings.workers > 1:
            os.environ[_METRICS_FOLDER] = folder  # read by prometheus_client when it is imported, just below
        _preload(rooms)
        tally = Tally()
        server = MPServer(
            "guanxi", settings.host, settings.port, interface=Interfaces.WSGI, workers=settings.workers,
            blocking_threads=settings.lanes, blocking_threads_idle_timeout=600, backlog=1024,
            backpressure=256 + settings.streams,
            websockets=False, respawn_failed_workers=True, workers_kill_timeout=_PATIENCE, log_enabled=False,
            log_level=LogLevels.warning,
        )  # fmt: skip
        log.info("serving", host=settings.host, port=settings.port, workers=settings.workers)

        def begin() -> Application:
            """Begin a worker; what its parent does with a signal has no effect here, so its handlers are replaced."""
            for number in _STOPPING:
                signal.signal(number, _leave)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
            return _worker(settings, handlers, rooms, tally)

        # Python forgets what signals reached a process before its first step, so they wait until it can act on them.
        os.register_at_fork(
            before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING),
            after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING),
        )
        server.serve(target_loader=begin, wrap_loader=False)


def _preload(rooms: "Rooms") -> None:
    """Import the application before the workers are forked, so that they share its memory and start at once."""
    import guanxi.web.app  # noqa: F401 - after the metrics folder is known

    rooms()
    # What is never thrown away is not searched for garbage, which would keep everybody waiting for 50 ms at a time.
    gc.collect()
    gc.freeze()


def _worker(settings: "Settings", handlers: "Mapping[str, Handler]", rooms: "Rooms", tally: Tally) -> Application:
    """Return the application of one worker process, with its background threads at work."""
    from guanxi.web.app import create_app

    live_apart()
    processor = Processor(os.getpid())  # workers begin one after the other
    processor.stay()
    workspace = open_workspace(settings)
    if workspace.database.dialect == "sqlite":
        # Each statement of a save leaves Python to others; while it waits to come back, nobody else can write.
        sys.setswitchinterval(_SWITCH_SECONDS)
    service = Service(workspace, handlers)
    service.start(job_threads=settings.job_threads, begin=processor.roam)

    app = create_app(workspace, *rooms(), tally=tally)
    gc.freeze()
    _when_told_to_stop(app.door.close)

    def end() -> None:
        service.stop()
        workspace.close()

    # A worker process leaves through multiprocessing, which runs its own finalizers and no others.
    multiprocessing.util.Finalize(None, end, exitpriority=100)
    if workspace.database.dialect != "sqlite":
        return app
    lanes = Lanes(app, patience=_ALONE_SECONDS, processor=processor)
    workspace.database.before_writing = lanes.step_aside
    return lanes


def _leave(number: int, frame: object) -> None:
    """End a worker that is told to stop while it starts; a job that it took up comes again, as after any sudden end."""
    del number, frame
    os._exit(0)  # an exception could come where nobody lets it pass


def _when_told_to_stop(function: Callable[[], None]) -> None:
    """Have a function called as soon as a signal arrives, beside what the server does then: it waits for live answers.

    The server sets its own handlers later, so the signal is heard of through the descriptor that Python writes to.
    """
    hearing, told = socket.socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)

    def listen() -> None:
        with hearing, told:
            while hearing.recv(1)[0] not in _STOPPING:
                log.debug("signal_without_effect")
            function()

    threading.Thread(target=listen, name="guanxi-stopping", daemon=True).start()


def _check_port(settings: "Settings") -> None:
    """Find out before anything starts whether the port is free."""
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family[0], family[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(family[4])
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        problem = Problem("port", "cannot_listen", {"place": place, "detail": error.strerror or str(error)})
        raise Misconfigured(problems=[problem]) from error
