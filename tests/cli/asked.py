"""Calls of the executable on a terminal of its own, whose questions a person answers."""

import os
import pty
import select
import subprocess
import time

from tests.support.server import COMMAND, environment_of

__all__ = ["answered"]

_PATIENCE = 60.0


def answered(url: str, *arguments: str, answers: tuple[tuple[str, str], ...], language: str = "en") -> tuple[int, str]:
    """Run a command, give each answer once its question stands there, and return the exit code and what was shown."""
    ours, theirs = pty.openpty()
    # `setsid --ctty` makes the terminal the one that passwords are asked on.
    process = subprocess.Popen(
        ["setsid", "--ctty", *COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment_of(url, {"GUANXI_LANGUAGE": language, "TERM": "dumb"}),
    )  # fmt: skip
    os.close(theirs)
    shown = ""
    try:
        for question, answer in answers:
            shown += _until(ours, question)
            os.write(ours, f"{answer}\n".encode())
        shown += _until(ours, None)
        return process.wait(_PATIENCE), shown
    finally:
        process.kill()
        os.close(ours)


def _until(terminal: int, wanted: str | None) -> str:
    """Return what is shown until the question, or to the end."""
    shown, end = b"", time.monotonic() + _PATIENCE
    while wanted is None or wanted.encode() not in shown:
        if not select.select([terminal], [], [], end - time.monotonic())[0]:
            raise AssertionError(f"{wanted!r} was not asked: {shown.decode(errors='replace')}")
        try:
            more = os.read(terminal, 4096)
        except OSError:  # the last process that had the terminal open is gone
            more = b""
        if not more:
            if wanted is not None:
                raise AssertionError(f"{wanted!r} was not asked: {shown.decode(errors='replace')}")
            break
        shown += more
    return shown.decode()
