"""`guanxi import`: its answers and exit codes."""

import json
from pathlib import Path

from guanxi.workspace.workspace import Workspace

from tests.support.importing import stored, system
from tests.support.server import guanxi

MAP = """
object: product
match: code
fields:
  - {field: name, column: title}
  - {field: code, column: sku}
  - {field: list_price, column: price}
"""


def files(folder: Path, *lines: str) -> tuple[str, ...]:
    """Write a file and its mapping; return the arguments that name them."""
    (folder / "a.csv").write_text("\n".join(("title,sku,price", *lines)) + "\n")
    (folder / "map.yaml").write_text(MAP)
    return ("import", "product", str(folder / "a.csv"), "--map", str(folder / "map.yaml"))


def test_what_came_of_an_import_is_told_and_shown_by_the_exit_code(workspace: Workspace, tmp_path: Path) -> None:
    url, errors = workspace.settings.database_url, tmp_path / "errors.csv"
    arguments = files(tmp_path, "Pen,p,1", "Ink,i,much", "Cap,c,2")

    refused = guanxi(url, *arguments)
    assert (refused.returncode, refused.stdout.splitlines()[-1]) == (1, "Nothing was kept.")
    assert "#2 list_price: “much” is not a number." in refused.stderr
    assert stored(system(workspace), "product", "code") == []

    partly = guanxi(url, *arguments, "--mode", "partial", "--errors", str(errors), "--json")
    told = json.loads(partly.stdout)
    assert (partly.returncode, told["created"], told["refused"]) == (3, 2, 1)
    assert told["problems"][0]["code"] == "not_number"

    errors.write_text(errors.read_text("utf-8-sig").replace("much", "3"))
    mended = guanxi(url, *arguments[:2], str(errors), *arguments[3:], settings={"GUANXI_LANGUAGE": "zh"})
    told = mended.stdout.splitlines()[0]
    assert (mended.returncode, told) == (0, "共 1 行：新建 1，更新 0，未变 0，拒绝 0，重复 0。")
    assert stored(system(workspace), "product", "code") == [("c",), ("i",), ("p",)]


def test_a_dry_run_keeps_nothing_and_waiting_is_optional(workspace: Workspace, tmp_path: Path) -> None:
    url, arguments = workspace.settings.database_url, files(tmp_path, "Pen,p,1")
    assert guanxi(url, *arguments, "--dry-run").returncode == 0
    queued = json.loads(guanxi(url, *arguments, "--no-wait", "--json").stdout)
    assert set(queued) == {"id", "job"}
    assert stored(system(workspace), "product", "code") == []


def test_a_mapping_that_does_not_fit_is_refused_in_words(workspace: Workspace, tmp_path: Path) -> None:
    arguments = files(tmp_path, "Pen,p,1")
    (tmp_path / "map.yaml").write_text(MAP.replace("title", "name"))
    done = guanxi(workspace.settings.database_url, *arguments)
    assert done.returncode == 1
    assert "The file has no column “name”." in done.stderr
    (tmp_path / "map.yaml").write_text("object: [")
    assert guanxi(workspace.settings.database_url, *arguments).returncode == 1


def test_an_import_is_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    url = workspace.settings.database_url
    told = json.loads(guanxi(url, *files(tmp_path, "Pen,p,1", "Cap,c,2"), "--json").stdout)
    counted = guanxi(url, "import-undo", told["id"], "--dry-run", "--json")
    assert json.loads(counted.stdout) == {"deleted": 2, "restored": 0, "left": 0}
    done = guanxi(url, "import-undo", told["id"], settings={"GUANXI_LANGUAGE": "zh"})
    assert (done.returncode, done.stdout.strip()) == (0, "移入回收站 2，恢复原值 0，保持不变 0。")
    assert stored(system(workspace), "product", "code") == []
    assert guanxi(url, "import-undo", told["id"]).returncode == 1
