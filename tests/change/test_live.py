"""After an apply has returned, no process answers from an older catalog; those that write meanwhile lose nothing."""

import subprocess
import sys
import threading
from pathlib import Path

from guanxi.errors import GuanxiError
from guanxi.workspace.workspace import Workspace

from tests.change.changes import a_field, create, put, read, visit

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 4
FIELDS = 8


def test_no_process_answers_from_an_older_catalog(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, visit())
    create(workspace, "visit", {"name": "a"})
    told = tmp_path / "applied"
    told.write_text("0", "utf-8")
    command = [sys.executable, "-m", "tests.change.reading", workspace.settings.database_url, str(told)]
    path = {"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}
    readers = [
        subprocess.Popen(command, cwd=ROOT, env=path, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    assert [reader.stdout.readline() for reader in readers if reader.stdout] == ["ready\n"] * PROCESSES
    fields = []
    for number in range(FIELDS):
        fields.append(a_field(f"extra_{number}"))
        put(workspace, visit(*fields))
        tell(told, number + 1)
    tell(told, -1)
    said = [reader.communicate()[0] for reader in readers]
    assert said == [""] * PROCESSES
    assert [reader.returncode for reader in readers] == [0] * PROCESSES


def tell(told: Path, number: int) -> None:
    fresh = told.with_suffix(".fresh")
    fresh.write_text(str(number), "utf-8")
    fresh.rename(told)


def test_saves_beside_changes_are_all_kept(workspace: Workspace) -> None:
    put(workspace, visit())
    faults: list[GuanxiError] = []

    def write(number: int) -> None:
        try:
            for turn in range(25):
                create(workspace, "visit", {"name": f"{number}-{turn}"})
        except GuanxiError as error:
            faults.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    fields = []
    for number in range(6):
        fields.append(a_field(f"extra_{number}"))
        put(workspace, visit(*fields))
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(read(workspace, "visit", "name", limit=200)) == 75
