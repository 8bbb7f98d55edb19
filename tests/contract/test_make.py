"""What a newcomer reads when the machine lacks something: one sentence with the remedy."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ["bash", "sed", "awk", "grep", "find", "sort", "xargs", "sha256sum", "cut", "cat", "mkdir", "tail", "dirname"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the scripts and what they look at, but nothing installed."""
    left_out = shutil.ignore_patterns("node_modules", "dist", "__pycache__")
    for name in ("make", "ui", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=left_out)
    for name in ("pyproject.toml", "setup.py", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs to put on the path: the ordinary ones, and a disk that a test may fill."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name) or name)
    disk(folder, 50_000)
    return folder


def disk(tools: Path, free: int) -> None:
    fake = tools / "df"
    fake.write_text(f"#!/bin/bash\necho 'Filesystem 1048576-blocks Used Available'\necho 'disk 1 1 {free} 1% /'\n")
    fake.chmod(0o755)


def said(command: list[str], folder: Path, path: str, **settings: str) -> str:
    environment = {"PATH": path, "HOME": str(folder), **settings}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stderr.strip()


def test_absent_node_is_named_with_its_remedy(clone: Path, tools: Path) -> None:
    text = said(["make/pages"], clone, str(tools))
    assert text.startswith("Node.js is absent")
    assert "install Node.js 20 or newer" in text
    assert "\n" not in text


def test_absent_python_is_named_with_its_remedy(clone: Path, tools: Path) -> None:
    text = said(["make/environment"], clone, str(tools))
    assert text.startswith("Python is absent: install Python 3.11")


def test_a_full_disk_is_named_before_anything_is_installed(clone: Path, tools: Path) -> None:
    disk(tools, 12)
    text = said(["make/environment"], clone, str(tools))
    assert text.startswith("The disk is nearly full (12 MB free here, 1500 MB are needed): free some space")
    assert not (clone / ".venv").exists()


def test_a_taken_port_is_named_with_another_one(clone: Path, tools: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        text = said(["make/run"], clone, str(tools), PORT=str(port))
    assert text == f"Port {port} is taken: stop what listens there, or choose another one with PORT={port + 1}"


def test_an_unreachable_index_is_named_with_its_remedy(clone: Path, tools: Path) -> None:
    log = clone / "some.log"
    log.write_text("error: client error (Connect): tcp connect error: Connection refused (os error 111)\n")
    text = said(["bash", "-c", f". make/messages; explain {log} 'installing Python packages'"], clone, str(tools))
    assert text.startswith("No package index answered while installing Python packages: connect to the network")


def test_stamps_make_a_second_run_do_nothing(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(shutil.which("true") or "/bin/true", clone / ".venv" / "bin" / "guanxi")
    inputs = "requirements.txt make/installer.txt pyproject.toml setup.py"
    stamp = f"mkdir .stamp; . make/messages; fingerprint {inputs} | tr -d '\\n' > .stamp/environment-runtime"
    subprocess.run(["bash", "-c", stamp], cwd=clone, check=True)
    done = subprocess.run(
        ["make/environment"], cwd=clone, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
