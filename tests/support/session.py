"""What one run of the tests shares between its processes: a folder, and locks for what is made once in it."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["make_shared_folder", "shared_folder", "locked"]

_VARIABLE = "TEST_RUN_FOLDER"
_MEMORY = Path("/dev/shm")
_ENOUGH = 6 << 30  # bytes: a run keeps less than half of it at a time


def make_shared_folder(*, in_memory: bool = False) -> Path:
    """Make the run's folder; processes started from here on find it by `shared_folder`.

    In memory, where the machine has enough of it, databases are made and written without waiting for a disk. What the
    tests kill are processes, whose writes outlive them there as well.
    """
    place = _MEMORY if in_memory and _holds(_MEMORY) else None
    folder = Path(tempfile.mkdtemp(prefix="guanxi-test-", dir=place))
    folder.chmod(0o711)  # the database server runs as another user when the tests run as root
    os.environ[_VARIABLE] = str(folder)
    return folder


def _holds(place: Path) -> bool:
    """Tell whether a folder has room for a run and lets programs start from it."""
    if not os.access(place, os.W_OK):
        return False
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize >= _ENOUGH and not found.f_flag & os.ST_NOEXEC


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
