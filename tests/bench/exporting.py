"""How fast records go out to files."""

import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.loading import load, prepare
from tests.bench.measured import Measured
from tests.bench.places import settle
from tests.bench.servers import guanxi

__all__ = ["export_speed"]

_FLOOR = 20_000
_FIELDS = "id,name,account,account.name,stage,amount,close_date,owner.name"


def export_speed(kind: str, work: Path) -> Iterator[Measured]:
    """Time the export of 100,000 rows with two look-ups to each kind of file, the start of the command included."""
    place = prepare(kind, "bench", work)
    load(place, "bench_opportunity", "opportunities", work)
    settle(place, "bench_account", "bench_opportunity")
    for form in ("csv", "jsonl", "xlsx"):
        start = time.perf_counter()
        told = guanxi(
            place.url, "export", "bench_opportunity", "--fields", _FIELDS, "--format", form,
            "--output", work / f"out.{form}",
        )  # fmt: skip
        seconds = time.perf_counter() - start
        yield Measured(kind, f"export to {form}", told["rows"] / seconds, "rows/s", _FLOOR, ceiling=False)
