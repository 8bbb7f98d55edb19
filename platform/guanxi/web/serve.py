"""Serving: granian runs the application in worker processes, the background duties run in one of them."""

import atexit
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from granian import Granian
from granian.constants import Interfaces

from guanxi.automation.service import Service
from guanxi.automation.worker import Handler
from guanxi.web.app import create_app
from guanxi.web.logs import configure_logs
from guanxi.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from guanxi.settings import Settings

__all__ = ["serve"]

TARGET = "guanxi.web.serve:application"


def serve(settings: "Settings", handlers: Mapping[str, Handler]) -> None:
    """Serve until stopped; each worker process opens the workspace for itself."""
    configure_logs(settings.log_level)

    def load() -> Callable[..., Any]:
        workspace = open_workspace(settings)
        service = Service(workspace, handlers)
        service.start(job_threads=settings.job_threads)
        atexit.register(service.stop)
        return create_app(workspace)

    server = Granian(
        TARGET, address=settings.host, port=settings.port, interface=Interfaces.WSGI, workers=settings.workers,
        blocking_threads=settings.threads, respawn_failed_workers=True, log_access=False, log_level="warning",
        websockets=False, backlog=1024,
    )  # fmt: skip
    server.serve(target_loader=load, wrap_loader=False)


