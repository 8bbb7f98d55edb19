"""`make bench`: what the platform promises about speed and size, measured.

The hand-written application it is compared with, its data and its load driver are in ../shared/bench; nothing of them
is copied. Both sides get one worker with four threads and the same durability. Nothing else may run meanwhile.
"""

import argparse
import importlib
import shutil
import sys

from tests.bench.exporting import export_speed
from tests.bench.footprint import footprint
from tests.bench.live_change import live_change
from tests.bench.loading import import_speed
from tests.bench.pages import pages
from tests.bench.planning import planning_speed
from tests.bench.ratios import table
from tests.bench.rows import own_rows, write_rows
from tests.bench.servers import ROOT
from tests.bench.sharing import sharing
from tests.bench.side_by_side import ADAPTERS, SHARED, side_by_side
from tests.support.postgres import stop_cluster
from tests.support.session import make_shared_folder

WORK = ROOT / "var" / "bench"
PARTS = {
    "import": import_speed, "export": export_speed, "footprint": footprint, "plan": planning_speed,
    "live-change": live_change, "sharing": sharing, "ui": pages,
}  # fmt: skip


def main() -> int:
    """Measure what is asked for and print it; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--databases", default="postgresql,sqlite")
    parser.add_argument("--parts", default=f"requests,{','.join(PARTS)}", help="some of them, with commas")
    parser.add_argument("--operations", default="list50,expand,get_one,aggregate,search,search_all,update,create")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    asked = parser.parse_args()
    if not SHARED.is_dir():
        say("There is nothing to compare with: ../shared/bench is absent. Nothing was measured.")
        return 0
    if shutil.which("wrk") is None:
        raise SystemExit("The load generator wrk is absent: install it (Debian: apt-get install -y wrk).")
    folder = make_shared_folder()
    try:
        return 0 if measure(asked) else 1
    finally:
        stop_cluster(folder)
        shutil.rmtree(folder, ignore_errors=True)


def measure(asked: argparse.Namespace) -> bool:
    """Run the parts and say whether every promise is kept."""
    own = write_data()
    kinds, parts = asked.databases.split(","), asked.parts.split(",")
    kept = True
    for part in parts:
        if part == "requests":
            options = {"operations": asked.operations, "rounds": asked.rounds, "seconds": asked.seconds}
            found = side_by_side(kinds, WORK, own=own, **options)
            say(table(found))
            kept &= bool(found) and all(row.holds for row in found)
            continue
        for kind in kinds:
            for figure in PARTS[part](kind, WORK):
                say(str(figure))
                kept &= figure.holds
    return kept


def write_data() -> int:
    """Write the rows of both sides anew; returns how many the representative owns."""
    shutil.rmtree(WORK, ignore_errors=True)
    ours = WORK / "ours"
    ours.mkdir(parents=True)
    sys.path[:0] = [str(SHARED), str(SHARED / "adapters"), str(ADAPTERS)]
    gen, peer = importlib.import_module("gen"), importlib.import_module("platform_peer")
    gen.write(str(WORK / "data"))
    write_rows(gen, peer, ours)
    return own_rows(gen, importlib.import_module("common").REP)


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
