"""Background jobs: how far they are, and asking for their end."""

from typing import TYPE_CHECKING, Any, get_args

from flask import Blueprint, Response

from guanxi.automation import jobs
from guanxi.change.copies import release
from guanxi.errors import Missing
from guanxi.storage.encode import instant_text
from guanxi.web.answers import json_answer
from guanxi.web.call import FixedCall
from guanxi.web.rights import need
from guanxi.web.shapes import ID, INSTANT, OPEN, TEXT, WHOLE, Named, closed, data, many, maybe, one_of

if TYPE_CHECKING:
    import uuid

    from guanxi.automation.jobs import Job
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "STATE", "jobs_blueprint"]

_RIGHT = "jobs"


STATE = one_of(*get_args(jobs.JobState))
_JOB = Named("job", "How far a background job is; the text of a crash is for those who may see all jobs.", closed(
    {
        "id": ID, "kind": TEXT, "state": STATE, "progress": maybe(OPEN), "result": maybe(OPEN), "attempts": WHOLE,
        "created_at": INSTANT, "finished_at": maybe(INSTANT),
    },
    {"error": maybe(TEXT)},
))  # fmt: skip
CALLS = (
    FixedCall("GET", "/jobs", "The newest jobs of everybody", data(many(_JOB)), right="jobs"),
    FixedCall("GET", "/jobs/{job_id}", "How far a job is", _JOB),
    FixedCall("DELETE", "/jobs/{job_id}", "Ask for the end of a job", _JOB, status=202),
)  # fmt: skip


def jobs_blueprint(door: "Door") -> Blueprint:
    """Return the calls about jobs."""
    calls = Blueprint("jobs", __name__)
    calls.add_url_rule("/jobs", "list_jobs", door.opened(_list), methods=["GET"])
    calls.add_url_rule("/jobs/<uuid:job_id>", "read_job", door.opened(_read), methods=["GET"])
    calls.add_url_rule("/jobs/<uuid:job_id>", "cancel_job", door.opened(_cancel), methods=["DELETE"])
    return calls


def _list(context: "Context") -> Response:
    """List the newest jobs of everybody."""
    need(context, _RIGHT)
    with context.database.read() as connection:
        found = jobs.recent(connection)
    return json_answer({"data": [job_json(context, job) for job in found]})


def _read(context: "Context", job_id: "uuid.UUID") -> Response:
    """Say how far a job is."""
    return json_answer(job_json(context, _own(context, str(job_id))))


def _cancel(context: "Context", job_id: "uuid.UUID") -> Response:
    """Ask for the end of a job."""
    _own(context, str(job_id))
    with context.database.write() as transaction:
        job = jobs.cancel(transaction, str(job_id))
    release(context.workspace)
    return json_answer(job_json(context, job), 202)


def _own(context: "Context", job_id: str) -> "Job":
    """Return a job that the caller asked for, or any for those who may see all."""
    with context.database.read() as connection:
        job = jobs.find(connection, job_id)
    if job.principal.get("user_id") != context.principal.user_id and not context.rights.system(_RIGHT):
        raise Missing(kind="job", id=job_id)
    return job


def job_json(context: "Context", job: "Job") -> dict[str, Any]:
    """Return a job as its asker may see it; the text of a crash is for those who may see all jobs."""
    told = {
        "id": job.id, "kind": job.kind, "state": job.state, "progress": job.progress, "result": job.result,
        "attempts": job.attempts, "created_at": instant_text(job.created_at),
        "finished_at": None if job.finished_at is None else instant_text(job.finished_at),
    }  # fmt: skip
    if context.rights.system(_RIGHT):
        told["error"] = job.error
    return told
