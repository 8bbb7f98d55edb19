"""What one run of the tests shares between its processes: a folder, and locks for what is made once in it."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["make_shared_folder", "shared_folder", "locked"]

_VARIABLE = "TEST_RUN_FOLDER"


def make_shared_folder() -> Path:
    """Make the run's folder; processes started from here on find it by `shared_folder`."""
    folder = Path(tempfile.mkdtemp(prefix="guanxi-test-"))
    folder.chmod(0o711)  # the database server runs as another user when the tests run as root
    os.environ[_VARIABLE] = str(folder)
    return folder


def shared_folder() -> Path:
    """Return the folder that all processes of this run share."""
    return Path(os.environ[_VARIABLE])


@contextmanager
def locked(name: str) -> Iterator[Path]:
    """Hold the run's lock of that name; yields the shared folder."""
    folder = shared_folder()
    with (folder / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
