"""`guanxi export` and `guanxi composite`: files, answers and exit codes."""

import json
from pathlib import Path

from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.support.importing import system
from tests.support.server import guanxi


def test_records_become_a_file_that_import_takes(workspace: Workspace, tmp_path: Path) -> None:
    url, file = workspace.settings.database_url, tmp_path / "products.csv"
    rows = [{"name": "=Pen", "code": "p", "list_price": "1.5"}, {"name": "Cap", "code": "c"}]
    save(system(workspace), "product", rows)
    asked = ("export", "product", "--fields", "code,name,list_price", "--sort", "code", "--output", str(file))
    done = guanxi(url, *asked, "--json")
    assert json.loads(done.stdout) == {"rows": 2, "bytes": file.stat().st_size, "file": str(file)}
    assert file.read_text("utf-8-sig").splitlines() == ["code,name,list_price", "c,Cap,", "p,'=Pen,1.5"]
    again = guanxi(url, "import", "product", str(file), "--match", "code", "--json")
    assert (again.returncode, json.loads(again.stdout)["unchanged"]) == (0, 2), again.stderr


def test_what_is_wrong_is_told_and_the_old_file_stays(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("old")
    done = guanxi(workspace.settings.database_url, "export", "product", "--fields", "nothing", "--output", str(file))
    assert (done.returncode, file.read_text()) == (1, "old")
    assert "nothing" in done.stderr


def test_operations_of_a_file_are_done_together(workspace: Workspace, tmp_path: Path) -> None:
    url, file = workspace.settings.database_url, tmp_path / "two.json"
    pen = {"call": "create", "object": "product", "name": "pen", "values": {"name": "Pen", "code": "p"}}
    change = {"call": "update", "object": "product", "id": {"$ref": "pen"}, "values": {"code": "q"}}
    file.write_text(json.dumps([pen, change]))
    told = json.loads(guanxi(url, "composite", str(file), "--json").stdout)["data"]
    assert [(one["call"], one["data"]["code"]) for one in told] == [("create", "p"), ("update", "q")]
    file.write_text("[")
    assert guanxi(url, "composite", str(file)).returncode == 1
