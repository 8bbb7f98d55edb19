"""Databases of the platform that the bench makes, and servers on them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.servers import BIN, ROOT, served
from tests.support.postgres import cluster
from tests.support.server import free_port

__all__ = ["Place", "new_place", "serve", "settle"]


@dataclass(frozen=True, slots=True)
class Place:
    """One database of the platform: its URL, and its address for the driver that deletes created rows."""

    kind: str
    name: str
    url: str
    address: str


def new_place(kind: str, name: str, work: Path) -> Place:
    """Make an empty database."""
    if kind == "postgresql":
        database = f"guanxi_{name}"
        with psycopg.connect(cluster().dsn(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")  # type: ignore[arg-type]
            connection.execute(f"CREATE DATABASE {database}")  # type: ignore[arg-type]  # a name of ours
        return Place(kind, name, cluster().url(database), cluster().dsn(database))
    file = work / f"{name}.db"
    for end in ("", "-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    return Place(kind, name, f"sqlite:///{file}", str(file))


def settle(place: Place, *tables: str) -> None:
    """Vacuum and analyse filled tables at once, as the hand-written side's loader does, not when a minute is over.

    The server's own vacuum may be at work on them and hold a page back for a moment.
    """
    if place.kind == "postgresql":
        with psycopg.connect(place.address, autocommit=True) as connection:
            for table in tables:
                while _vacuumed(connection, table) > 0:
                    time.sleep(0.5)


def _vacuumed(connection: "psycopg.Connection[tuple[int]]", table: str) -> int:
    """Vacuum a table and return how many of its pages some reader could still see differently."""
    connection.execute(f"VACUUM ANALYZE {table}")  # type: ignore[arg-type]  # a name of ours
    found = connection.execute("SELECT relpages - relallvisible FROM pg_class WHERE relname = %s", [table]).fetchone()
    return 0 if found is None else found[0]


@contextmanager
def serve(place: Place, work: Path, *arguments: str) -> Iterator[tuple[str, int]]:
    """Serve the database with one worker, unless told otherwise; yields the address and the process."""
    port = free_port()
    environment = {
        "GUANXI_DATABASE_URL": place.url,
        "GUANXI_PLUGINS": str(ROOT / "tests" / "bench"),
        "GUANXI_LOG_LEVEL": "warning",
        "GUANXI_REQUESTS_PER_MINUTE": "0",
    }
    command = [BIN / "guanxi", "serve", "--port", str(port), *(arguments or ("--workers", "1"))]
    log = work / f"platform-{place.kind}-{place.name}.log"
    with served(command, f"http://127.0.0.1:{port}/readyz", environment, log) as process:
        yield f"http://127.0.0.1:{port}", process
