"""`make bench`: the platform beside a hand-written application, on the same rows, in the same rounds.

The hand-written application, its data and its load driver are in ../shared/bench; nothing of them is copied. Both sides
get one worker with four threads and the same durability settings. Nothing else may run meanwhile.
"""

import argparse
import importlib
import json
import os
import shutil
import sys
import time
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.ratios import ratios, table
from tests.bench.rows import own_rows, write_rows
from tests.bench.servers import BIN, ROOT, guanxi, run, served
from tests.support.postgres import cluster, stop_cluster
from tests.support.session import make_shared_folder

SHARED = ROOT.parent / "shared" / "bench"
HERE = Path(__file__).resolve().parent
WORK = ROOT / "var" / "bench"
PORTS = {"postgresql": 8121, "sqlite": 8122}
IMPORTS = {"postgresql": 10_000, "sqlite": 6_000}
REP = 7


@dataclass(frozen=True, slots=True)
class Place:
    """One database of the platform: its URL, and its address for the driver that deletes created rows."""

    kind: str
    url: str
    address: str


def main() -> int:
    """Run what is asked for and print the table; 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--databases", default="postgresql,sqlite")
    parser.add_argument("--operations", default="list50,expand,get_one,aggregate,update,create")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--no-import", action="store_true", help="leave the timing of imports out")
    asked = parser.parse_args()
    if not SHARED.is_dir():
        say("There is nothing to compare with: ../shared/bench is absent. Nothing was measured.")
        return 0
    if shutil.which("wrk") is None:
        raise SystemExit("The load generator wrk is absent: install it (Debian: apt-get install -y wrk).")
    folder = make_shared_folder()
    try:
        return measure(asked, asked.databases.split(","))
    finally:
        stop_cluster(folder)
        shutil.rmtree(folder, ignore_errors=True)


def measure(asked: argparse.Namespace, kinds: list[str]) -> int:
    """Load both sides, drive them in turn, print the ratios."""
    shutil.rmtree(WORK, ignore_errors=True)
    data, ours = WORK / "data", WORK / "ours"
    ours.mkdir(parents=True)
    sys.path[:0] = [str(SHARED), str(SHARED / "adapters"), str(HERE / "adapters")]
    gen, peer = importlib.import_module("gen"), importlib.import_module("platform_peer")
    gen.write(str(data))
    write_rows(gen, peer, ours)
    environment = {
        "PYTHONPATH": str(HERE / "adapters"), "BENCH_OWN": str(own_rows(gen, REP)),
        "BASELINE_SQLITE": str(WORK / "baseline.db"), "PEERS_ADMIN_DSN": cluster().dsn().replace("dbname=postgres", ""),
    }
    kept = True
    with ExitStack() as running:
        peers = []
        for kind in kinds:
            running.enter_context(baseline(kind, data))
            place = prepare(kind, "bench", ours)
            if not asked.no_import:
                kept &= time_import(kind, ours)
            running.enter_context(platform(place))
            name = kind.upper()
            environment[f"BENCH_BASE_{name}"] = f"http://127.0.0.1:{PORTS[kind]}"
            environment[f"BENCH_DATABASE_{name}"] = place.address
            environment[f"BENCH_TOKENS_{name}"] = json.dumps(tokens(place))
            peers += [f"platform_peer:{kind}", "baseline:1" if kind == "postgresql" else "baseline:sqlite"]
        raw = WORK / "raw.jsonl"
        drive = [sys.executable, SHARED / "drive.py", "run", "--peers", ",".join(peers), "--ops", asked.operations]
        drive += ["--rounds", str(asked.rounds), "--seconds", str(asked.seconds), "--out", raw]
        say(run(drive, environment))
    found = ratios(raw)
    say(table(found))
    return 0 if kept and found and all(row.holds for row in found) else 1


def baseline(kind: str, data: Path) -> AbstractContextManager[None]:
    """Load and serve the hand-written application on that database."""
    if kind == "postgresql":
        run([sys.executable, SHARED / "setup" / "load_baseline.py", cluster().dsn(), data])
        url, port = cluster().url("baseline"), 8101
    else:
        run([sys.executable, SHARED / "setup" / "load_baseline_sqlite.py", WORK / "baseline.db", data])
        url, port = f"sqlite:///{WORK / 'baseline.db'}", 8109
    command = [BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "app:app"]
    log = WORK / f"baseline-{kind}.log"
    return served(command, f"http://127.0.0.1:{port}/health", {"DATABASE_URL": url}, log, SHARED / "baseline")


def prepare(kind: str, package: str, ours: Path) -> Place:
    """Make a database with the package and load users, accounts and, for the speed of requests, opportunities."""
    if kind == "postgresql":
        name = f"guanxi_{package}"
        with psycopg.connect(cluster().dsn(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # a package's name, given below
        place = Place(kind, cluster().url(name), cluster().dsn(name))
    else:
        file = WORK / f"{package}.db"
        place = Place(kind, f"sqlite:///{file}", str(file))
    guanxi(place.url, "init")
    guanxi(place.url, "plugin", "install", package)
    load(place, "user", "users", ours)
    load(place, "bench_account", "accounts", ours)
    if package == "bench":
        load(place, "bench_opportunity", "opportunities", ours)
    return place


def load(place: Place, subject: str, name: str, ours: Path) -> float:
    """Import a file and return the seconds it took."""
    start = time.perf_counter()
    guanxi(place.url, "import", subject, ours / f"{name}.csv", "--map", HERE / "map" / f"{name}.yaml")
    return time.perf_counter() - start


def time_import(kind: str, ours: Path) -> bool:
    """Time the import of 100,000 rows with five rules and two formula fields; say whether the promise is kept."""
    place = prepare(kind, "bench_import", ours)
    speed = 100_000 / load(place, "bench_opportunity", "opportunities", ours)
    say(f"{kind:<11} import     {speed:>8.0f} rows/s, target {IMPORTS[kind]}")
    return speed >= IMPORTS[kind]


def platform(place: Place) -> AbstractContextManager[None]:
    """Serve the platform on its database."""
    port = PORTS[place.kind]
    environment = {"GUANXI_DATABASE_URL": place.url, "GUANXI_PLUGINS": str(HERE), "GUANXI_LOG_LEVEL": "warning"}
    command = [BIN / "guanxi", "serve", "--port", str(port), "--workers", "1"]
    return served(command, f"http://127.0.0.1:{port}/readyz", environment, WORK / f"platform-{place.kind}.log")


def tokens(place: Place) -> dict[str, object]:
    """Make API tokens for the representative."""
    return {"rep": guanxi(place.url, "token", "add", f"rep{REP:02d}")["token"], "admin": ""}


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
