"""Second tries of what drives a browser or processes: they rescue a run, and the run tells of them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
from pathlib import Path
import pytest

@pytest.fixture
def browser():
    return None

@pytest.fixture
def watched(browser):
    yield
    fails("console", 1)

def fails(name, times):
    with Path(name).open("a+") as tries:
        tries.seek(0)
        known = len(tries.read())
        tries.write("x")
    assert known >= times, f"{name} at try {known + 1}"

def test_steady(): ...
def test_shaky_page(browser): fails("page", 1)
@pytest.mark.processes
def test_shaky_process(): fails("process", 1)
def test_shaky_console(watched): ...
def test_broken_page(browser): fails("broken", 9)
def test_plain(): fails("plain", 1)
"""


def run(folder: Path, wanted: str, *options: str) -> tuple[int, str]:
    """Run those of the tests whose names have the words, and return the exit code and what was said."""
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n  processes\n", encoding="utf-8")
    (folder / "test_some.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.support.second_try", "-k", wanted, *options]
    surroundings = {"PYTHONPATH": str(ROOT), "COLUMNS": "120", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_second_try_saves_a_run_that_counts_it_and_shows_the_first(tmp_path: Path) -> None:
    code, said = run(tmp_path, "steady or shaky", "--second-try", "-p", "xdist", "-n", "2")
    assert code == 0, said
    assert "3 passed only at the second try" in said.splitlines()[-1]
    for name in ("page", "process", "console"):
        assert f"first try of test_some.py::test_shaky_{name}" in said
        assert f"AssertionError: {name} at try 1" in said


def test_what_fails_twice_has_failed_and_both_failures_are_shown(tmp_path: Path) -> None:
    code, said = run(tmp_path, "broken or steady", "--second-try")
    assert code == 1
    assert "1 failed, 1 passed" in said.splitlines()[-1]
    assert "broken at try 1" in said
    assert "broken at try 2" in said


@pytest.mark.parametrize(
    ("wanted", "options"),
    [
        pytest.param("plain", ["--second-try"], id="a test of neither browser nor processes"),
        pytest.param("shaky_page", [], id="unasked"),
        pytest.param("shaky_page", ["--second-try", "-x"], id="a run that ends at its first failure"),
    ],
)
def test_other_failures_have_no_second_try(tmp_path: Path, wanted: str, options: list[str]) -> None:
    code, said = run(tmp_path, wanted, *options)
    assert (code, "second try" in said) == (1, False), said


def test_where_more_fail_than_by_chance_the_others_stay_failed(tmp_path: Path) -> None:
    code, said = run(tmp_path, "shaky or broken", "--second-try")
    assert code == 1
    assert "3 passed only at the second try" in said.splitlines()[-1]
    assert "broken at try 2" not in said
