"""A process that seals the values of things anew and dies by SIGKILL at its second step.

Run as `python -m tests.fields.rotating URL KEYS`.
"""

import os
import signal
import sys

from guanxi.records import rotation
from guanxi.sealing import read_keys
from guanxi.settings import Settings
from guanxi.workspace.workspace import open_workspace

__all__ = ["main"]


def main(url: str, keys: str) -> None:
    """Seal two values at a time, and die when the third is about to be written."""
    workspace = open_workspace(Settings(database_url=url, keys=read_keys(keys)))
    written: list[str] = []

    def observe(statement: str) -> None:
        written.extend([statement] if 'UPDATE "thing"' in statement else [])
        if len(written) > 1:
            os.kill(os.getpid(), signal.SIGKILL)

    rotation.STEP = 2
    (member,) = rotation.sealed_fields(workspace)
    workspace.database.observe(observe)
    rotation.rotate(workspace, member)


if __name__ == "__main__":
    main(*sys.argv[1:])
