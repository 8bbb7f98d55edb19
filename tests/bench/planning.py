"""How long it takes to say what a large change would do."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from guanxi.change.plan import plan
from guanxi.change.wanted import Wanted
from guanxi.metadata.load import read_package
from guanxi.settings import Settings
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.bench.footprint import OBJECTS, many_objects
from tests.bench.measured import Measured
from tests.bench.places import new_place
from tests.bench.servers import guanxi

__all__ = ["planning_speed"]

_SECONDS = 3.0
_FRESH = "fields:\n  - {name: fresh, label: {en: Fresh, zh: 新}, type: text, indexed: true}\n"


def planning_speed(kind: str, work: Path) -> Iterator[Measured]:
    """Plan an indexed field more in each of 200 objects, three times."""
    place = new_place(kind, "many", work)
    folder = many_objects(work / "packages" / "many")
    guanxi(place.url, "init")
    guanxi(place.url, "apply", folder)
    for path in (folder / "objects").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("fields:\n", _FRESH, 1), "utf-8")
    workspace = open_workspace(Settings(database_url=place.url))
    try:
        seconds = [_planned(workspace, Wanted((read_package(folder),))) for _ in range(3)]
    finally:
        workspace.close()
    yield Measured(kind, f"plan of {OBJECTS} changes", statistics.median(seconds), "s", _SECONDS)


def _planned(workspace: Workspace, wanted: Wanted) -> float:
    start = time.perf_counter()
    made = plan(workspace, wanted)
    seconds = time.perf_counter() - start
    if len(made.changes) != OBJECTS:
        raise SystemExit(f"{len(made.changes)} changes instead of {OBJECTS}")
    return seconds
