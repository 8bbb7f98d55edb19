"""One line of JSON for every request; what it says of the caller is an id, never a name, a secret or a value."""

import structlog
from flask import Request, Response, g

__all__ = ["log_request"]

log = structlog.get_logger("guanxi.requests")


def log_request(arrived: Request, answer: Response, seconds: float) -> None:
    """Write the line of an answered request."""
    context = g.context
    log.info(
        "request", method=arrived.method, path=arrived.path[:300], status=answer.status_code,
        ms=round(seconds * 1000, 2), request_id=g.request_id,
        user=None if context is None else context.principal.user_id,
    )  # fmt: skip
