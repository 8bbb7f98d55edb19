"""Programs that the bench starts and stops: the hand-written application and the platform."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["guanxi", "run", "served"]

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> str:
    """Run a program to its end and return what it says; a failure shows everything it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def guanxi(url: str, *arguments: str | Path) -> dict[str, object]:
    """Run a command of the platform on the database and return its JSON answer."""
    packages = {"GUANXI_DATABASE_URL": url, "GUANXI_PLUGINS": str(ROOT / "tests" / "bench")}
    said = run([BIN / "guanxi", *arguments, "--json"], packages)
    answer: dict[str, object] = json.loads(said.strip().splitlines()[-1]) if said.strip() else {}
    return answer


@contextmanager
def served(
    command: Sequence[str | Path], ready: str, environment: Mapping[str, str], log: Path, folder: Path = ROOT
) -> Iterator[int]:
    """Keep a server running until the work is done; yields its process once it has answered."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output
        )
    try:
        _wait(ready, process, log)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(3000):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            if answer.code < 500:
                return  # it answers, only not without a sign-in
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise SystemExit(f"No answer from {url}:\n{log.read_text(errors='replace')[-3000:]}")
