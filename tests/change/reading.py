"""A process that reads an object again and again, and says each time that an applied field was not there.

Run as `python -m tests.change.reading URL FILE`: the file holds how many extra fields have been applied, -1 at the end.
"""

import sys
from pathlib import Path

from guanxi.access.principal import Principal
from guanxi.errors import GuanxiError
from guanxi.records.query import rows
from guanxi.records.question import Query
from guanxi.settings import Settings
from guanxi.workspace.workspace import open_workspace

__all__ = ["main"]


def main(url: str, told: str) -> None:
    """Read until the end; write what was answered from an older catalog."""
    workspace, applied = open_workspace(Settings(database_url=url)), Path(told)
    workspace.snapshot()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while (known := int(applied.read_text("utf-8"))) >= 0:
        fields = ("name", *(f"extra_{index}" for index in range(known)))
        try:
            rows(workspace.context(Principal.system("test")), Query("visit", fields=fields))
        except GuanxiError as error:
            sys.stdout.write(f"{known} fields: {error!r}\n")
    workspace.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
