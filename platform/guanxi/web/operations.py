"""What operators and load balancers ask: alive, ready, numbers."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from guanxi import __version__
from guanxi.errors import GuanxiError
from guanxi.storage.versions import SCHEMA_VERSION, schema_version
from guanxi.web.answers import json_answer

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.web.metrics import Metrics
    from guanxi.workspace.workspace import Workspace

__all__ = ["operations_blueprint"]


def operations_blueprint(door: "Door", metrics: "Metrics") -> Blueprint:
    """Return the calls that need no sign-in."""
    calls = Blueprint("operations", __name__)

    @calls.get("/healthz")
    def healthz() -> Response:
        """Say that the process answers."""
        return json_answer({"status": "ok", "version": __version__}, headers=_FRESH)

    @calls.get("/readyz")
    def readyz() -> Response:
        """Say whether requests can be served: database there, tables and catalog fit this version."""
        revision, reasons = _readiness(door.workspace)
        if reasons:
            return json_answer({"status": "not_ready", "reasons": reasons}, 503, {**_FRESH, "Retry-After": "1"})
        told: dict[str, object] = {
            "status": "ready", "revision": revision, "database": door.workspace.database.dialect,
        }  # fmt: skip
        if door.workspace.plugins.failed:
            told["failed_plugins"] = sorted(door.workspace.plugins.failed)  # why, `guanxi doctor` says
        return json_answer(told, headers=_FRESH)

    @calls.get("/metrics")
    def numbers() -> Response:
        """Give the numbers in the text format of Prometheus."""
        return Response(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8", headers=_FRESH)

    return calls


_FRESH = {"Cache-Control": "no-store"}


def _readiness(workspace: "Workspace") -> tuple[int, list[str]]:
    try:
        found = schema_version(workspace.database)
        if found is None:
            return 0, ["the database is empty: run `guanxi init`"]
        if found != SCHEMA_VERSION:
            return 0, [f"the system tables are at {found}, {SCHEMA_VERSION} is needed: run `guanxi migrate`"]
        snapshot = workspace.snapshot()
    except GuanxiError as error:
        return 0, [f"the database does not answer: {error.params.get('reason') or error.code}"]
    if not snapshot.catalog.objects:
        return 0, ["nothing is installed: run `guanxi init`"]
    behind = workspace.plugins.behind(snapshot.catalog)
    return snapshot.catalog.revision, [
        f"the code of package {name} is {here}, the metadata needs {there}: roll the code out first"
        for name, (here, there) in sorted(behind.items())
    ]
