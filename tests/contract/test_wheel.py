"""A wheel runs where the repository is not."""

import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.server import free_port

ROOT = Path(__file__).resolve().parents[2]
A_MINUTE = 60
UV = Path(sys.executable).parent / "uv"


def run(*command: str | Path, folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GUANXI_", "PYTHON"))}
    done = subprocess.run([str(part) for part in command], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def taken() -> float:
    """Return the seconds of processor time that processes started here have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the tracked files and the built pages, as they are now."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    names = run("git", "ls-files", "-z", folder=ROOT).split("\0")
    pages = [str(path.relative_to(ROOT)) for path in (ROOT / "ui" / "dist").rglob("*")]
    for name in [*names, *pages]:
        if name and (ROOT / name).is_file() and name.split("/")[0] not in ("tests", "docs"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source]
    run(*pip, folder=folder)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_what_an_installed_guanxi_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        "guanxi/_assets/metadata/schemas/object.schema.json",
        "guanxi/_assets/metadata/core/plugin.yaml",
        "guanxi/_assets/metadata/base/plugin.yaml",
        "guanxi/_assets/ui/index.html",
        "guanxi/_assets/ui/docs/index.html",
        "guanxi_plugins/sales/plugin.yaml",
        "guanxi_plugins/sales/objects/opportunity.yaml",
        "guanxi/py.typed",
        "guanxi/backoffice/style.css",
        "guanxi/backoffice/templates/backoffice/list.html",
    }
    assert wanted - names == set()
    assert any(name.startswith("guanxi/storage/migrations/") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests", "docs"))]


@pytest.mark.slow
def test_an_installed_wheel_makes_a_database_and_serves_pages(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    run(sys.executable, "-m", "venv", "--without-pip", "env", folder=place)
    python = place / "env" / "bin" / "python"
    run(UV, "pip", "install", "-q", "--python", python, "-c", ROOT / "requirements.txt", wheel, folder=place)
    guanxi = place / "env" / "bin" / "guanxi"
    assert run(guanxi, "--version", folder=place).strip().endswith("0.1.0")
    ask = "import guanxi, guanxi_plugins; print(guanxi.__file__, guanxi_plugins.__file__)"
    where = run(python, "-c", ask, folder=place)
    assert str(ROOT) not in where
    # A package of one's own begins here, and what it begins with is sound.
    run(guanxi, "plugin", "new", "trips", "--into", place, folder=place)
    before = taken()
    run("make", "test", f"GUANXI={guanxi}", f"PYTHON={python}", folder=place / "trips")
    assert taken() - before < A_MINUTE
    assert (place / "trips" / ".gitignore").is_file()
    url = f"sqlite:///{place / 'new.db'}"
    run(guanxi, "--database", url, "init", folder=place)
    run(guanxi, "--database", url, "plugin", "install", "sales", folder=place)
    port = free_port()
    ask = (
        "import subprocess, sys, time, urllib.request\n"
        f"server = subprocess.Popen([{str(guanxi)!r}, '--database', {url!r}, 'serve', '--port', '{port}'])\n"
        "try:\n"
        "    for attempt in range(600):\n"
        "        try:\n"
        f"            page = urllib.request.urlopen('http://127.0.0.1:{port}/', timeout=5).read().decode()\n"
        "            break\n"
        "        except OSError:\n"
        "            time.sleep(0.1)\n"
        "    print('/assets/' in page)\n"
        "finally:\n"
        "    server.terminate()\n"
        "    server.wait(20)\n"
    )
    assert run(python, "-c", ask, folder=place).strip().endswith("True")
