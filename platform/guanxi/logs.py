"""Log lines: one JSON object each, on standard error.

The library that writes them takes a fifth of the time in which a command starts, so it is imported when something is
logged.
"""

import logging
import sys
from contextlib import AbstractContextManager
from functools import cached_property
from importlib import import_module
from typing import Any

import orjson

__all__ = ["Log", "bound", "configure_logs", "configure_logs_when_used"]

_waiting: list[tuple[str, bool]] = []


def configure_logs(level: str, *, lasting: bool = True) -> None:
    """Write the lines of this level and above; where standard error may be another one later, it is not `lasting`."""
    import structlog
    from structlog.tracebacks import ExceptionDictTransformer

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            # Without the values of variables: they may be secrets, and a record may be large.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_dumped),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.BytesLogger(sys.stderr.buffer),
        cache_logger_on_first_use=lasting,
    )


def configure_logs_when_used(level: str, *, lasting: bool = True) -> None:
    """Do so when a line is first logged, if ever."""
    _waiting[:] = [(level, lasting)]


def _dumped(line: object, **_: object) -> bytes:
    return orjson.dumps(line, default=str)


class Log:
    """A logger with the methods of structlog's."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _logger(self) -> Any:  # noqa: ANN401 - a proxy of the library
        return import_module("structlog").get_logger(self._name)

    def __getattr__(self, method: str) -> Any:  # noqa: ANN401 - whatever the logger has
        while _waiting:
            level, lasting = _waiting.pop()
            configure_logs(level, lasting=lasting)
        return getattr(self._logger, method)


def bound(**values: object) -> AbstractContextManager[None]:
    """Return a context in which everything that is logged has these values."""
    within: AbstractContextManager[None] = import_module("structlog").contextvars.bound_contextvars(**values)
    return within
