"""What a first command finds: a private file, a folder that holds nothing, a database that is not there."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from guanxi.cli.main import MODULES

from tests.support.server import environment_of, guanxi


def test_a_new_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    assert guanxi(f"sqlite:///{tmp_path}/new.db", "init").returncode == 0
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_a_folder_without_documents_is_wrong_use(tmp_path: Path) -> None:
    guanxi(f"sqlite:///{tmp_path}/new.db", "init")
    empty = tmp_path / "empty"
    empty.mkdir()
    done = guanxi(f"sqlite:///{tmp_path}/new.db", "plan", str(empty))
    assert (done.returncode, "no document" in done.stderr) == (2, True)


def test_serving_an_absent_database_is_refused_at_once() -> None:
    done = guanxi("postgresql://nobody@127.0.0.1:1/absent", "serve", "--port", "0")
    assert done.returncode == 1
    assert done.stderr.strip()


@pytest.mark.parametrize(("module", "names"), MODULES.items())
def test_every_command_is_where_the_executable_looks_for_it(module: str, names: tuple[str, ...]) -> None:
    commands = import_module(f"guanxi.cli.{module}").COMMANDS
    assert tuple(command.name for command in commands) == names


def test_what_writes_log_lines_is_not_loaded_by_a_command_that_logs_nothing(tmp_path: Path) -> None:
    loaded = "import sys; from guanxi.cli import main; main(['init'], standalone_mode=False); print(*sys.modules)"
    url = f"sqlite:///{tmp_path / 'x.db'}"
    done = subprocess.run(
        [sys.executable, "-c", loaded], env=environment_of(url), capture_output=True, text=True, check=True
    )
    assert "structlog" not in done.stdout.split()
