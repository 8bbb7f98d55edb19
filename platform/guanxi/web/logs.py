"""Log lines: one JSON object each, on standard error."""

import logging
import sys

import orjson
import structlog
from structlog.tracebacks import ExceptionDictTransformer

__all__ = ["configure_logs"]


def configure_logs(level: str, *, lasting: bool = True) -> None:
    """Write the lines of this level and above; where standard error may be another one later, it is not `lasting`."""
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
        logger_factory=_logger,
        cache_logger_on_first_use=lasting,
    )


def _logger(*_: object) -> structlog.BytesLogger:
    return structlog.BytesLogger(sys.stderr.buffer)


def _dumped(line: object, **_: object) -> bytes:
    return orjson.dumps(line, default=str)
