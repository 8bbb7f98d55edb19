"""A process that applies a change, or carries out builds, and dies by SIGKILL just before a statement of its choice.

Run as `python -m tests.change.killed URL WORK TEXT`, the work being apply, rename, retype or build; it ends in peace
when no statement holds the text.
"""

import os
import signal
import sys

from guanxi.change.building import run_builds
from guanxi.settings import Settings
from guanxi.workspace.workspace import open_workspace

from tests.change.changes import a_field, put, visit

__all__ = ["NEXT", "WANTED"]

NEXT = visit(a_field("code", unique=True), a_field("place"))
MOOD = {"kind": "picklist", "name": "mood", "values": [{"name": "quiet", "renamed_from": "calm"}]}
RENAMED = {
    **visit(a_field("key", renamed_from="code"), a_field("mood", "picklist", values="mood")),
    "name": "journey", "renamed_from": "visit",
}  # fmt: skip
RETYPED = visit(a_field("code", "integer"))
WANTED = {"apply": (NEXT,), "rename": (MOOD, RENAMED), "retype": (RETYPED,)}


def die() -> None:
    """End as a process does whose power goes off."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, work: str, text: str) -> None:
    """Do the work until a statement holds the text."""
    workspace = open_workspace(Settings(database_url=url))
    if text:
        workspace.database.observe(lambda statement: die() if text in statement else None)
    if work in WANTED:
        put(workspace, *WANTED[work])
        die()
    with workspace.database.read() as connection:
        waiting = [payload for (payload,) in connection.select("gx_job", ("payload",), {"state": "queued"})]
    while waiting:
        following = run_builds(workspace, waiting.pop(0), lambda _: None).jobs
        with workspace.database.read() as connection:
            waiting += [payload for (payload,) in connection.select("gx_job", ("payload",), {"id": list(following)})]


if __name__ == "__main__":
    main(*sys.argv[1:])
