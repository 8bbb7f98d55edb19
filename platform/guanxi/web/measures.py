"""Counters and timings of requests, and one log line for each."""

import structlog
from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

from guanxi import clock

__all__ = ["Measures"]

log = structlog.get_logger("guanxi.web")


class Measures:
    """What `/metrics` shows of one process."""

    def __init__(self) -> None:
        """Start with all counts at nothing."""
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("guanxi_requests", "Requests answered.", labels, registry=self.registry)
        buckets = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
        self.seconds = Histogram(
            "guanxi_request_seconds", "Time to answer.", ("route",), buckets=buckets, registry=self.registry
        )

    def attach(self, app: Flask) -> None:
        """Measure every request of the application."""
        app.extensions["guanxi.metrics"] = self
        app.after_request(self._note)

    def _note(self, reply: Response) -> Response:
        route = request.url_rule.endpoint if request.url_rule is not None else "none"
        took = clock.monotonic() - g.began
        self.requests.labels(request.method, route, str(reply.status_code)).inc()
        self.seconds.labels(route).observe(took)
        log.info(
            "request", method=request.method, path=request.path, status=reply.status_code, ms=round(took * 1000, 1),
            request_id=g.request_id, revision=g.get("revision"),
        )  # fmt: skip
        return reply
