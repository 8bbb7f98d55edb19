"""What operators and machines ask: is it alive, is it ready, how does it fare."""

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from guanxi import __version__
from guanxi.errors import GuanxiError
from guanxi.storage.versions import SCHEMA_VERSION, schema_version
from guanxi.web.identity import the_workspace
from guanxi.web.replies import json_reply

__all__ = ["blueprint"]

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that the process runs."""
    return json_reply({"status": "ok", "version": __version__})


@blueprint.get("/readyz")
def ready() -> Response:
    """Say whether requests can be answered, else why not."""
    workspace = the_workspace()
    try:
        stored = schema_version(workspace.database)
        if stored != SCHEMA_VERSION:
            return _not_ready(f"the system tables are at {stored or 'nothing'}, {SCHEMA_VERSION} is needed")
        revision = workspace.snapshot().catalog.revision
    except GuanxiError as error:
        return _not_ready(str(error.params.get("reason") or error.code))
    enabled = workspace.snapshot().catalog.plugins
    failed = [f"plugin {name} did not load" for name in workspace.plugins.failed if name in enabled]
    told = {"status": "ready", "revision": revision, "database": workspace.database.dialect}
    return json_reply({**told, "warnings": failed} if failed else told)


def _not_ready(*reasons: str) -> Response:
    return json_reply({"status": "not_ready", "reasons": list(reasons)}, 503, {"Retry-After": "1"})


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return counters and timings for Prometheus."""
    registry: CollectorRegistry = current_app.extensions["guanxi.metrics"].registry
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
