"""Numbers about requests for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess, values

__all__ = ["Metrics"]

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})


class Metrics:
    """Counts and times requests by route; the names of objects and people stand in no label."""

    def __init__(self) -> None:
        """Start at zero."""
        self._registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._seconds = Histogram(
            "guanxi_request_seconds", "How long requests took.", ("route",), registry=self._registry, buckets=_BUCKETS
        )
        self._count = Counter("guanxi_requests", "How many requests were answered.", labels, registry=self._registry)
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}  # bounded: routes, not paths

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answered request."""
        key = (method if method in _METHODS else "other", route, status)
        children = self._children.get(key)
        if children is None:
            children = self._count.labels(key[0], route, str(status)), self._seconds.labels(route)
            self._children[key] = children
        children[0].inc()
        children[1].observe(seconds)

    def text(self) -> bytes:
        """Return everything in the text format of Prometheus, of all worker processes together."""
        registry = self._registry
        if values.ValueClass.__name__ == "MmapedValue":
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
        return generate_latest(registry)
