"""The layers of the architecture hold, type-only imports included."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECK = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]


def lint(folder: Path, config: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CHECK, "--no-logo", "--no-cache", "--config", config], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_import_goes_down() -> None:
    done = lint(ROOT, "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_type_only_import_that_goes_up_is_found(tmp_path: Path) -> None:
    package = tmp_path / "house"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "upper.py").write_text("class Thing: ...\n")
    (package / "lower.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.upper import Thing\n"
    )
    (tmp_path / "layers.ini").write_text(
        "[importlinter]\nroot_package = house\n[importlinter:contract:1]\n"
        "name = down\ntype = layers\nlayers =\n    house.upper\n    house.lower\n"
    )
    done = lint(tmp_path, "layers.ini")
    assert done.returncode == 1
    assert "house.lower -> house.upper" in done.stdout
