"""Commands that change metadata: what they show, ask, answer in JSON, and with which code they end."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from guanxi.workspace.workspace import Workspace

from tests.change.changes import a_field, create, put, read, visit
from tests.cli.commands import answer, call, write
from tests.support.kinds import CASES, LEVEL, MANIFEST, SCHEMA
from tests.support.packages import write_package


@pytest.fixture
def url(workspace: Workspace) -> str:
    return workspace.settings.database_url


def add_user(url: str, login: str, *roles: str) -> None:
    answer(url, "user", "add", login, *(part for role in roles for part in ("--role", role)))


def test_making_a_database_again_changes_nothing(database_url: str) -> None:
    first = answer(database_url, "init")
    assert answer(database_url, "init") == first
    present = answer(database_url, "plugin", "list")["data"]
    assert [row["name"] for row in present if row["installed"]] == ["core", "base"]


def test_a_plan_shows_each_change_and_its_effects(url: str, tmp_path: Path) -> None:
    done = call(url, "plan", write(tmp_path / "visit.yaml", visit()))
    assert (done.exit_code, done.stdout) == (0, "+ object/visit\n    Makes the table of “Visit” (`visit`).\n")


def test_a_plan_names_records_that_it_is_about(url: str, tmp_path: Path) -> None:
    call(url, "apply", write(tmp_path / "visit.yaml", visit(a_field("size", "integer"))), "-m", "visits")
    noon = {"call": "create", "object": "visit", "name": "noon", "values": {"name": "Noon", "size": 7}}
    (tmp_path / "noon.json").write_text(json.dumps([noon]), encoding="utf-8")
    answer(url, "composite", str(tmp_path / "noon.json"))
    (made,) = answer(url, "query", "visit")["data"]
    done = call(url, "plan", write(tmp_path / "visit.yaml", visit()))
    assert f"      visit {made['id']} Noon · 7\n" in done.stdout


def test_words_come_in_chinese_where_that_is_spoken(url: str, tmp_path: Path) -> None:
    path = write(tmp_path / "visit.yaml", visit())
    assert "新建“拜访”（`visit`）的数据表" in call(url, "plan", path, GUANXI_LANGUAGE="zh").stdout
    assert "新建“拜访”（`visit`）的数据表" in call(url, "plan", path, LANG="zh_CN.UTF-8").stdout


def test_a_plan_in_json_is_empty_when_nothing_would_change(url: str, tmp_path: Path) -> None:
    path = write(tmp_path / "visit.yaml", visit())
    revision = answer(url, "apply", path, "-m", "visits")["revision"]
    told = answer(url, "plan", path)
    assert (told["revision"], told["changes"]) == (revision, [])


def test_faults_are_told_with_file_line_and_remedy(url: str, tmp_path: Path) -> None:
    path = write(tmp_path / "visit.yaml", visit(a_field("size", "integr")))
    for command in ("plan", "apply"):
        done = call(url, command, path)
        assert done.exit_code == 1
        assert f"{path}:" in done.stderr
        assert "integer" in done.stderr
    told = json.loads(call(url, "plan", path, "--json").stdout)
    assert (told["code"], told["errors"][0]["params"]["fix"]) == ("invalid", "integer")


def test_a_wrong_call_ends_with_two(url: str) -> None:
    assert call(url, "plan").exit_code == 2
    assert call(url, "plan", "/nowhere.yaml").exit_code == 2
    assert call(url, "rollback", "one").exit_code == 2
    assert call(url, "no-such-command").exit_code == 2


def test_an_apply_that_leaves_a_build_undone_ends_with_three(workspace: Workspace, url: str, tmp_path: Path) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "same"}, {"name": "b", "code": "same"})
    done = call(url, "apply", write(tmp_path / "visit.yaml", visit(a_field("code", unique=True))))
    assert done.exit_code == 3
    assert "same × 2" in done.stderr
    assert call(url, "doctor").exit_code == 3


def test_builds_can_be_left_to_workers(workspace: Workspace, url: str, tmp_path: Path) -> None:
    put(workspace, visit(a_field("code")))
    create(workspace, "visit", {"name": "a", "code": "x"})
    told = answer(url, "apply", "--no-wait", write(tmp_path / "visit.yaml", visit(a_field("code", unique=True))))
    assert len(told["jobs"]) == 1
    assert workspace.snapshot().catalog.object("visit").unique_keys[0].state == "building"


def test_a_user_without_the_right_may_not_change_metadata(url: str, tmp_path: Path) -> None:
    add_user(url, "clerk")
    add_user(url, "boss", "administrator")
    path = write(tmp_path / "visit.yaml", visit())
    assert call(url, "apply", path, "--as", "clerk").exit_code == 1
    assert call(url, "apply", path, "--as", "boss").exit_code == 0


def test_a_revision_and_one_item_of_it_are_undone(workspace: Workspace, url: str, tmp_path: Path) -> None:
    rule: dict[str, Any] = {"kind": "rule", "name": "short", "object": "visit", "when": "LEN(name) > 5"}
    rule["message"] = {"en": "Too long.", "zh": "太长。"}
    number = answer(url, "apply", write(tmp_path / "visit.yaml", visit(), rule))["revision"]
    assert [row["number"] for row in answer(url, "revisions", "--limit", "1")["data"]] == [number]
    answer(url, "rollback", f"rule/short@{number}")
    assert workspace.snapshot().catalog.object("visit").rules == ()
    answer(url, "rollback", str(number + 1))
    answer(url, "rollback", str(number))
    assert workspace.snapshot().catalog.find("visit") is None


def test_a_package_is_installed_rests_and_leaves(url: str) -> None:
    assert answer(url, "plugin", "install", "sales")["changes"]
    assert answer(url, "plugin", "install", "sales")["changes"] == []
    assert answer(url, "plugin", "upgrade", "sales")["changes"] == []
    assert call(url, "plugin", "upgrade", "zzz").exit_code == 1
    answer(url, "plugin", "disable", "sales")
    (row,) = (row for row in answer(url, "plugin", "list")["data"] if row["name"] == "sales")
    assert (row["installed"], row["disabled"]) == (None, True)
    answer(url, "plugin", "enable", "sales")
    gone = answer(url, "plugin", "uninstall", "sales", "--purge", "--yes")
    assert {change["action"] for change in gone["changes"]} == {"purge"}
    assert call(url, "plugin", "uninstall", "sales", "--purge", "--yes").exit_code == 1
    assert call(url, "plugin", "uninstall", "sales").exit_code == 1


def test_an_unknown_package_is_refused(url: str) -> None:
    done = call(url, "plugin", "install", "sails")
    assert (done.exit_code, "sales" in done.stderr) == (1, True)
    done = call(url, "plugin", "install", "zzz")
    assert (done.exit_code, "None" in done.stderr) == (1, False)


def test_a_package_that_is_absent_cannot_be_switched_off(url: str) -> None:
    for act in ("disable", "uninstall"):
        done = call(url, "plugin", act, "sales")
        assert (done.exit_code, done.stdout, done.stderr) == (1, "", "There is no package “sales”.\n")


def test_hidden_values_are_purged_and_former_names_retired(url: str, workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, visit(a_field("place"), a_field("size")))
    put(workspace, visit(a_field("venue", renamed_from="place")))
    create(workspace, "visit", {"name": "a"})
    assert call(url, "where-used", "visit").stdout == "Nothing uses it.\n"
    assert call(url, "purge", "visit.venue", "--yes").exit_code == 1
    told = answer(url, "purge", "visit.size", "--yes")["changes"]
    assert [(change["name"], change["destructive"]) for change in told] == [("visit.size", True)]
    assert call(url, "rollback", str(workspace.database.revision())).exit_code == 1
    assert answer(url, "retire", "visit.place")["changes"][0]["kind"] == "alias"
    assert call(url, "where-used", "picklist/nothing.x").exit_code == 1


def test_another_type_is_planned_applied_and_undone(workspace: Workspace, url: str, tmp_path: Path) -> None:
    put(workspace, visit(a_field("size")))
    create(workspace, "visit", {"name": "a", "size": "7"}, {"name": "b", "size": "many"})
    path = write(tmp_path / "visit.yaml", visit(a_field("size", "integer")))
    refused = call(url, "plan", path)
    assert refused.exit_code == 1
    assert "1 of 2 values of “size” do not fit the type integer, such as “many”" in refused.stderr
    shown = call(url, "plan", path, "--blank", "visit.size").stdout
    assert "Copies 2 values of “Size” (`size`) into a new column" in shown
    assert "1 values of “Size” (`size`) do not fit and become blank: “many”." in shown
    answer(url, "apply", path, "--blank", "visit.size", "--yes")
    assert read(workspace, "visit", "size") == [(7,), (None,)]
    number = answer(url, "revisions")["data"][0]["number"]
    answer(url, "rollback", str(number), "--yes")
    assert read(workspace, "visit", "size") == [("7",), ("many",)]


def test_the_texts_are_told_with_their_translations(url: str, workspace: Workspace) -> None:
    said = {"item": "object/visit/label", "text": "Besuch"}
    german = {"kind": "translation", "name": "german", "language": "de", "texts": [said]}
    put(workspace, visit(a_field("place")), german)
    assert "object/visit/label · Visit · Besuch\n" in call(url, "texts", "de").stdout
    missing = call(url, "texts", "de", "--missing").stdout
    assert ("object/visit/fields/place/label" in missing, "object/visit/label" in missing) == (True, False)
    told = {text["item"]: text["told"] for text in answer(url, "texts", "de")["data"]}
    assert told["object/visit/label"] == [{"translation": "german", "text": "Besuch"}]


def test_the_dictionary_and_the_hints_are_told(url: str, workspace: Workspace) -> None:
    put(workspace, visit(a_field("place")))
    create(workspace, "visit", {"name": "a"})
    assert "| `place` |" in call(url, "dictionary").stdout
    assert call(url, "dictionary", "--format", "csv").stdout.startswith("\ufeffobject,object_en")
    assert {"visit"} <= {entry["object"] for entry in answer(url, "dictionary")["data"]}
    assert "No record fills “Place” (`place`)." in call(url, "hints").stdout
    assert "hint_never_filled" in {hint["code"] for hint in answer(url, "hints")["data"]}


def test_a_kind_that_a_package_declares_is_applied_and_looked_up_like_ours(url: str, tmp_path: Path) -> None:
    files = {"kinds/sla_policy.schema.json": json.dumps(SCHEMA), "objects/case.yaml": CASES}
    desk = str(write_package(tmp_path / "desk", MANIFEST, files))
    gold = write(tmp_path / "gold.yaml", {**yaml.safe_load(LEVEL), "name": "gold"})
    assert "no kind “sla_policy”" in call(url, "plan", gold).stderr

    answer(url, "apply", desk)
    assert call(url, "plan", gold).stdout == "+ sla_policy/gold\n"
    revision = answer(url, "apply", gold, "-m", "gold")["revision"]
    assert [use["name"] for use in answer(url, "where-used", "case")["data"]] == ["gold"] * 3
    done = call(url, "plugin", "uninstall", "desk", "--yes")
    assert (done.exit_code, "remove it first" in done.stderr) == (1, True)
    wrong = write(tmp_path / "gold.yaml", {**yaml.safe_load(LEVEL), "name": "gold", "promises": []})
    assert "entries: at least 1" in call(url, "plan", wrong).stderr
    answer(url, "rollback", f"sla_policy/gold@{revision}")
    assert "Nothing would change." in call(url, "plan", desk).stdout
