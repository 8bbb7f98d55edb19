"""The bench's rows in databases of the platform, and how fast they come in."""

import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measured import Measured
from tests.bench.places import Place, new_place
from tests.bench.servers import guanxi

__all__ = ["import_speed", "load", "make_searchable", "prepare"]

MAPS = Path(__file__).resolve().parent / "map"
SEARCHABLE = Path(__file__).resolve().parent / "searchable.yaml"
PROMISE = {"postgresql": 10_000, "sqlite": 6_000}


def prepare(kind: str, package: str, work: Path) -> Place:
    """Make a database with the package, the users and the accounts."""
    place = new_place(kind, package, work)
    guanxi(place.url, "init")
    guanxi(place.url, "plugin", "install", package)
    load(place, "user", "users", work)
    load(place, "bench_account", "accounts", work)
    return place


def load(place: Place, subject: str, name: str, work: Path) -> float:
    """Import a file and return the seconds it took."""
    start = time.perf_counter()
    guanxi(place.url, "import", subject, work / "ours" / f"{name}.csv", "--map", MAPS / f"{name}.yaml")
    return time.perf_counter() - start


def import_speed(kind: str, work: Path) -> Iterator[Measured]:
    """Time the import of 100,000 rows with five rules and two formula fields."""
    place = prepare(kind, "bench_import", work)
    seconds = load(place, "bench_opportunity", "opportunities", work)
    yield Measured(kind, "import of 100,000 rows", 100_000 / seconds, "rows/s", PROMISE[kind], ceiling=False)
    yield Measured(kind, "then the field is searched after", make_searchable(place), "s")
    place = prepare(kind, "bench_import", work)
    make_searchable(place)
    seconds = load(place, "bench_opportunity", "opportunities", work)
    yield Measured(kind, "import of 100,000 rows with that field searched", 100_000 / seconds, "rows/s")


def make_searchable(place: Place) -> float:
    """Have the descriptions searched and return how long the keys and the index took."""
    start = time.perf_counter()
    guanxi(place.url, "apply", SEARCHABLE)
    return time.perf_counter() - start
