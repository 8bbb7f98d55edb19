"""How long a field takes to be live on a filled object, and how long readers wait meanwhile."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.bench.footprint import admin, expect
from tests.bench.loading import load, prepare
from tests.bench.measured import Measured
from tests.bench.places import Place, serve
from tests.bench.servers import guanxi
from tests.support.calls import Caller

__all__ = ["live_change", "multiply"]

OBJECT = "bench_opportunity"
ROWS = 1_000_000
WORKERS = 4
READERS = 8
LIVE_SECONDS = 1.0
WAIT_MILLISECONDS = 100.0


def live_change(kind: str, work: Path) -> Iterator[Measured]:
    """Add a field to an object of a million rows while four workers serve readers."""
    place = prepare(kind, "bench", work)
    load(place, OBJECT, "opportunities", work)
    multiply(place, ROWS // 100_000)
    token = str(guanxi(place.url, "token", "add", admin(place, work))["token"])
    with serve(place, work, "--workers", str(WORKERS)) as (base, _):
        waits: list[float] = []
        stop = threading.Event()
        readers = [threading.Thread(target=read, args=(base, token, waits, stop)) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        time.sleep(3)
        quiet = max(waits)
        waits.clear()
        start = time.perf_counter()
        apply_field(base, token)
        live = time.perf_counter() - start
        everywhere(base, token)
        time.sleep(1)
        disturbed = max(waits)
        stop.set()
        for reader in readers:
            reader.join()
    yield Measured(kind, f"a field is live on {ROWS:,} rows", live, "s", LIVE_SECONDS)
    yield Measured(kind, "longest wait of a reader before", quiet * 1000, "ms")
    yield Measured(kind, "longest wait of a reader meanwhile", disturbed * 1000, "ms", WAIT_MILLISECONDS)


def multiply(place: Place, times: int) -> None:
    """Copy the loaded rows under further ids until there are that many times as many."""
    if place.kind == "sqlite":
        with sqlite3.connect(place.address) as connection:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({OBJECT})")]
            copied = ["printf('%08x', n) || substr(id, 9)" if name == "id" else f'"{name}"' for name in columns]
            connection.execute(
                f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {times - 1}) "
                f"INSERT INTO {OBJECT} ({_listed(columns)}) SELECT {', '.join(copied)} FROM {OBJECT}, numbers"
            )
            connection.execute("ANALYZE")
        connection.close()
        return
    with psycopg.connect(place.address, autocommit=True) as session:
        found = session.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            [OBJECT],
        )
        columns = [row[0] for row in found]
        fresh = "(lpad(to_hex(n), 8, '0') || substr(id::text, 9))::uuid"
        copied = [fresh if name == "id" else f'"{name}"' for name in columns]
        session.execute(
            f"INSERT INTO {OBJECT} ({_listed(columns)}) SELECT {', '.join(copied)} "  # type: ignore[arg-type]  # ours
            f"FROM {OBJECT}, generate_series(1, {times - 1}) AS numbers(n)"
        )
        session.execute(f"VACUUM ANALYZE {OBJECT}")  # type: ignore[arg-type]  # a constant


def apply_field(base: str, token: str) -> None:
    """Add one text field through the API."""
    field = {"name": "live", "type": "text", "label": {"en": "Live", "zh": "实时"}}
    document = {"kind": "extension", "name": "bench_live", "object": OBJECT, "fields": [field]}
    caller = Caller(base, token)
    status, _, said = caller("POST", "metadata/apply", {"documents": [document], "message": "a field"})
    expect(status, 200, said)
    caller.close()


def everywhere(base: str, token: str) -> None:
    """Ask over fresh connections, so that every worker answers, for the new field."""
    for _ in range(10 * WORKERS):
        caller = Caller(base, token)
        status, _, said = caller("GET", f"records/{OBJECT}?fields=live&limit=1")
        expect(status, 200, said)
        caller.close()


def read(base: str, token: str, waits: list[float], stop: threading.Event) -> None:
    """Read lists until told to stop, and note how long each took."""
    caller = Caller(base, token)
    while not stop.is_set():
        start = time.perf_counter()
        status, _, said = caller("GET", f"records/{OBJECT}?fields=name,stage&sort=-close_date&limit=20")
        waits.append(time.perf_counter() - start)
        expect(status, 200, said)
        time.sleep(0.01)
    caller.close()


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
