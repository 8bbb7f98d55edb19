"""The handlers of background jobs, by kind: what `serve`, `worker` and waiting commands can do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from guanxi.automation.exports import EXPORT_JOB, run_export_job
from guanxi.automation.import_undo import UNDO_JOB, run_undo_job
from guanxi.automation.imports import IMPORT_JOB, run_import_job
from guanxi.automation.worker import Handler, Outcome, Report
from guanxi.change.building import run_builds
from guanxi.change.builds import BUILD_JOB

if TYPE_CHECKING:
    from guanxi.automation.jobs import Job
    from guanxi.workspace.workspace import Workspace

__all__ = ["HANDLERS"]


def _build(workspace: "Workspace", job: "Job", report: Report) -> Outcome:
    built = run_builds(workspace, job.payload, report)
    following = {"jobs": list(built.jobs)} if built.jobs else {}
    return Outcome({"ready": built.ready, "failed": list(built.failed), **following}, with_errors=bool(built.failed))


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {BUILD_JOB: _build, IMPORT_JOB: run_import_job, UNDO_JOB: run_undo_job, EXPORT_JOB: run_export_job}
)
