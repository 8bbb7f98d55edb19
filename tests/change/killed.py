"""A process that applies a change, or carries out builds, and dies by SIGKILL just before a statement of its choice.

Run as `python -m tests.change.killed URL WORK TEXT...`, the work being apply, rename, retype, build or a row of
`breaking`; it ends in peace when no statement holds the text. COMMIT stands for the end of what wrote something. With
several texts a process for each dies, and this one ends with the number of the first that did not, 0 when all did.
"""

import os
import signal
import sys
from collections.abc import Callable

from guanxi.change.building import run_builds
from guanxi.settings import Settings
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.change.breaking import BREAKABLE, carry_out
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


def killer(text: str) -> Callable[[str], None]:
    """Return what ends the process at a statement with the text; at a COMMIT only where something was written."""
    written = []

    def observe(statement: str) -> None:
        if text in statement and (written or text != "COMMIT"):
            die()
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(statement)

    return observe


def main(url: str, work: str, *texts: str) -> int:
    """Do the work until a statement holds the text."""
    workspace = open_workspace(Settings(database_url=url))
    if len(texts) == 1:
        do(workspace, work, *texts)
        return 0
    workspace.snapshot()  # which those that die share
    for number, text in enumerate(texts, start=1):
        process = os.fork()
        if not process:
            do(workspace, work, text)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != -signal.SIGKILL:
            return number
    return 0


def do(workspace: Workspace, work: str, text: str) -> None:
    """Do the work until a statement holds the text."""
    if text:
        workspace.database.observe(killer(text))
    if work in BREAKABLE:
        carry_out(workspace, work)
        return
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
    raise SystemExit(main(*sys.argv[1:]))
