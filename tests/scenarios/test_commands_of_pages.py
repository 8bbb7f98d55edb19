"""Every command of the pages that say so runs as it stands there, from an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands_of(page: str) -> str:
    """Return the commands of a page as one script that stops at the first failure."""
    blocks = BLOCK.findall((DOCS / page).read_text("utf-8"))
    assert blocks, page
    return "set -euo pipefail\n" + "\n".join(blocks)


def run(script: str, folder: Path) -> str:
    """Run a script in a folder, as somebody who has an installed Guanxi would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUANXI_")}
    surroundings = {**kept, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=880
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_first_plugin_comes_about_as_its_page_says(tmp_path: Path) -> None:
    said = run(commands_of("tutorial/first-plugin.md"), tmp_path)
    assert "Nothing is wrong." in said
    assert "1 rows: 1 created" in said
    assert re.search(r"First visit +Lab 2 +\S+ +\d{4}-\d\d-\d\d", said), said
