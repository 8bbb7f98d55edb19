"""Requests per second of the platform and of a hand-written application, on the same rows in the same rounds."""

import json
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from tests.bench.footprint import admin
from tests.bench.loading import load, make_searchable, prepare
from tests.bench.places import serve, settle
from tests.bench.ratios import Ratio, ratios
from tests.bench.servers import BIN, ROOT, guanxi, run, served
from tests.support.postgres import cluster

__all__ = ["SHARED", "side_by_side"]

SHARED = ROOT.parent / "shared" / "bench"
ADAPTERS = Path(__file__).resolve().parent / "adapters"
REP = "rep07"


def side_by_side(
    kinds: Sequence[str], work: Path, *, own: int, operations: str, rounds: int, seconds: int
) -> list[Ratio]:
    """Serve both sides on every database, drive them in turn, return the ratios."""
    environment = {
        "PYTHONPATH": str(ADAPTERS),
        "BENCH_OWN": str(own),
        "BASELINE_SQLITE": str(work / "baseline.db"),
        "PEERS_ADMIN_DSN": cluster().dsn().rpartition(" ")[0],
    }
    raw = work / "raw.jsonl"
    with ExitStack() as running:
        peers = []
        for kind in kinds:
            place = prepare(kind, "bench", work)
            load(place, "bench_opportunity", "opportunities", work)
            make_searchable(place)
            settle(place, "bench_account", "bench_opportunity")
            tokens = {"rep": REP, "admin": admin(place, work)}
            tokens = {who: guanxi(place.url, "token", "add", login)["token"] for who, login in tokens.items()}
            base, _ = running.enter_context(serve(place, work))
            running.enter_context(hand_written(kind, work))
            name = kind.upper()
            environment[f"BENCH_BASE_{name}"] = base
            environment[f"BENCH_DATABASE_{name}"] = place.address
            environment[f"BENCH_TOKENS_{name}"] = json.dumps(tokens)
            peers += [f"platform_peer:{kind}", "baseline:1" if kind == "postgresql" else "baseline:sqlite"]
        drive = [sys.executable, SHARED / "drive.py", "run", "--peers", ",".join(peers), "--ops", operations]
        drive += ["--rounds", str(rounds), "--seconds", str(seconds), "--out", raw]
        sys.stdout.write(run(drive, environment))
    return ratios(raw)


def hand_written(kind: str, work: Path) -> AbstractContextManager[int]:
    """Load and serve the hand-written application on that database."""
    if kind == "postgresql":
        run([sys.executable, SHARED / "setup" / "load_baseline.py", cluster().dsn(), work / "data"])
        url, port = cluster().url("baseline"), 8101
    else:
        run([sys.executable, SHARED / "setup" / "load_baseline_sqlite.py", work / "baseline.db", work / "data"])
        url, port = f"sqlite:///{work / 'baseline.db'}", 8109
    command = [BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "app:app"]
    log = work / f"baseline-{kind}.log"
    return served(command, f"http://127.0.0.1:{port}/health", {"DATABASE_URL": url}, log, SHARED / "baseline")
