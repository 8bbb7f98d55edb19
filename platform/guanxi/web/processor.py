"""The processor of a process: its threads share one, as no two of them run Python at a time.

A thread that leaves Python for a moment, as each statement does, loses it to one that waits on another processor, and
has to wait until that one lets go. On one processor nobody else runs meanwhile.
"""

import os
import threading

__all__ = ["Processor"]


class Processor:
    """Keeps threads on one of the processors that the process may use; where the system knows no such thing, on any."""

    def __init__(self, number: int) -> None:
        """Choose by number, so that the workers of a server spread."""
        every = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        self.every = frozenset(every)
        self.one = frozenset(every[number % len(every) :][:1]) if every else self.every
        self._thread = threading.local()

    def stay(self) -> None:
        """Keep this thread on the processor, and those that it starts."""
        self._move(self.one)

    def roam(self) -> None:
        """Let this thread run on any."""
        self._move(self.every)

    def _move(self, wanted: frozenset[int]) -> None:
        if len(self.every) > 1 and getattr(self._thread, "allowed", None) is not wanted:
            os.sched_setaffinity(0, wanted)
            self._thread.allowed = wanted
