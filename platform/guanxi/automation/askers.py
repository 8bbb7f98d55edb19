"""Who asked for a job: kept with it, and looked up anew when it runs, so that it has the rights of then."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal

if TYPE_CHECKING:
    from guanxi.automation.jobs import Job
    from guanxi.workspace.workspace import Workspace

__all__ = ["asker_of", "note_of"]


def note_of(who: Principal) -> dict[str, Any]:
    """Return who asks for a job, as the job keeps it."""
    scopes = None if who.scopes is None else sorted(who.scopes)
    return {"kind": who.kind, "user_id": who.user_id, "reason": who.reason, "scopes": scopes, "token_id": who.token_id}


def asker_of(workspace: "Workspace", job: "Job") -> Principal:
    """Return who asked for the job with the rights of now, cut to the scopes of then."""
    note = job.principal
    if note["kind"] == "system":
        return Principal.system(note["reason"])
    with workspace.database.read() as connection:
        user = Authenticator(workspace.snapshot().catalog).by_id(connection, note["user_id"])
    if note["scopes"] is None:
        return user
    return replace(user, kind="token", scopes=frozenset(note["scopes"]), token_id=note["token_id"])
