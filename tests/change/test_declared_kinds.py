"""Items of kinds that packages declare: planned, applied, renamed, undone, and what the package's own code does."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from guanxi.access.principal import Principal
from guanxi.api import items
from guanxi.change.apply import apply
from guanxi.change.drafts import Drafts
from guanxi.change.install import disabling, enable, uninstall, uninstalling
from guanxi.change.known_packages import known_packages
from guanxi.change.plan import Plan, plan
from guanxi.change.revisions import revisions, undoing
from guanxi.change.uses import uses
from guanxi.change.wanted import Wanted
from guanxi.cli.doctor import findings_of
from guanxi.errors import Conflict, Invalid, Missing
from guanxi.metadata.document import Package
from guanxi.metadata.load import read_package
from guanxi.settings import Settings
from guanxi.workspace.workspace import Workspace, open_workspace
from pytest import param

from tests.change.changes import ADMIN, create, loose, put, read, removal
from tests.support.databases import Databases
from tests.support.kinds import CASES, LEVEL, MANIFEST, SCHEMA, desk, schema
from tests.support.packages import layer, write_package
from tests.support.workspaces import workspace_with

BASIC: dict[str, Any] = yaml.safe_load(LEVEL)
GOLD = {**BASIC, "name": "gold", "label": {"en": "Gold", "zh": "金牌"}, "follows": "basic"}


def package(text: str = f"{CASES}---{LEVEL}", kind: dict[str, Any] = SCHEMA, version: str = "1.0.0") -> Wanted:
    said = desk(text, kind=kind, version=version)
    return Wanted((Package(said.manifest, said.documents, ()),))


def told(made: Plan) -> list[tuple[str, str, str, tuple[str, ...]]]:
    rows = (change.difference for change in made.changes)
    return [(one.action, one.kind, one.name, one.path) for one in rows]


def refused(made: Plan) -> list[tuple[str, str]]:
    return [(found.code, found.path) for found in made.errors]


@pytest.fixture
def levels(workspace: Workspace) -> Workspace:
    """A workspace with the package that declares service levels."""
    apply(workspace, package(), author=ADMIN)
    return workspace


def names(workspace: Workspace) -> list[str]:
    return sorted(workspace.snapshot().catalog.items("sla_policy"))


def test_a_kind_comes_with_its_package_and_is_planned_once(workspace: Workspace) -> None:
    made = plan(workspace, package())
    assert [row[:3] for row in told(made)] == [
        ("add", "plugin", "desk"), ("add", "kind", "sla_policy"), ("add", "object", "case"),
        ("add", "sla_policy", "basic"),
    ]  # fmt: skip

    apply(workspace, package(), author=ADMIN)
    assert names(workspace) == ["basic"]
    assert not apply(workspace, package(), author=ADMIN).changed


def test_another_process_has_the_kind_at_its_next_look(levels: Workspace) -> None:
    other = open_workspace(levels.settings)
    assert list(other.snapshot().catalog.kinds) == ["sla_policy"]

    uninstall(levels, "desk", author=ADMIN)
    assert list(other.snapshot().catalog.kinds) == []
    with pytest.raises(Missing):
        other.snapshot().catalog.items("sla_policy")
    other.close()


def test_items_of_the_workspace_are_planned_by_key_and_undone(levels: Workspace) -> None:
    put(levels, GOLD)
    changed = {**GOLD, "promises": [{"priority": "high", "minutes": 5}]}
    assert told(plan(levels, loose(changed))) == [
        ("change", "sla_policy", "gold", ("promises", "high", "minutes")),
        ("remove", "sla_policy", "gold", ("promises", "low")),
    ]  # fmt: skip

    done = put(levels, changed)
    item = ("sla_policy", "gold")
    apply(levels, undoing(levels, done.revision, item=item, path=["promises", "high", "minutes"]), author=ADMIN)
    promises = levels.snapshot().catalog.items("sla_policy")["gold"].body["promises"]
    assert [dict(promise) for promise in promises] == [{"priority": "high", "minutes": 30}]
    assert [one.number for one in revisions(levels, item=item)] == [done.revision + 1, done.revision, done.revision - 1]

    put(levels, removal("sla_policy", "gold"))
    assert names(levels) == ["basic"]


def test_a_patch_of_the_workspace_stays_over_a_newer_version(levels: Workspace) -> None:
    put(levels, {"kind": "sla_policy", "name": "basic", "promises": [{"priority": "high", "minutes": 10}]})
    apply(levels, package(f"{CASES}---{LEVEL.replace('480', '240')}", version="1.1.0"), author=ADMIN)

    promises = levels.snapshot().catalog.items("sla_policy")["basic"].body["promises"]
    assert {promise["priority"]: promise["minutes"] for promise in promises} == {"high": 10, "low": 240}


def test_a_draft_of_an_item_is_published(levels: Workspace) -> None:
    drafts = Drafts(levels, boss(levels))
    drafts.keep("sla_policy", "gold", GOLD, None)
    faulty = {**GOLD, "promises": [{"priority": "high", "minutes": "x"}]}
    drafts.keep("sla_policy", "gold", faulty, None)
    made, _ = drafts.plan()
    assert refused(made) == [("wrong_type", "sla_policy/gold/promises/high/minutes")]

    drafts.keep("sla_policy", "gold", GOLD, None)
    made, _ = drafts.plan()
    drafts.publish(message="gold", plan_id=made.id)
    assert names(levels) == ["basic", "gold"]


def boss(workspace: Workspace) -> Any:
    row = {"login": "boss", "name": "Boss", "audience": "staff", "roles": ["administrator"]}
    made = create(workspace, "user", row).results[0].id
    return Principal("user", made, "Boss", "staff", frozenset({"administrator"}))


def test_renames_reach_items_and_what_names_them(levels: Workspace) -> None:
    put(levels, GOLD)
    field = {"name": "pressing", "renamed_from": "urgent", "type": "boolean", "label": {"en": "P", "zh": "急"}}
    said = desk(f"{CASES}---{LEVEL}")
    documents = tuple(
        replace(one, body={**one.body, "fields": [one.body["fields"][0], field]}) if one.kind == "object" else one
        for one in said.documents
    )
    apply(levels, Wanted((Package(said.manifest, documents, ()),)), author=ADMIN)
    found = levels.snapshot().catalog.items("sla_policy")
    assert (found["gold"].body["when"], found["gold"].body["watched"]) == ("pressing", ("pressing",))
    assert found["basic"].body["when"] == "pressing"

    put(levels, {**GOLD, "name": "third", "follows": "gold"})
    made = plan(levels, loose({**GOLD, "name": "best", "renamed_from": "gold"}))
    assert told(made)[0] == ("rename", "sla_policy", "best", ())
    put(levels, {**GOLD, "name": "best", "renamed_from": "gold"})
    found = levels.snapshot().catalog.items("sla_policy")
    assert sorted(found) == ["basic", "best", "third"]
    assert found["third"].body["follows"] == "best"


def test_where_used_names_items_of_the_kind(levels: Workspace) -> None:
    put(levels, GOLD)

    assert {(use.kind, use.name, use.path) for use in uses(levels, "object", "case", part="urgent")} == {
        ("sla_policy", name, path) for name in ("basic", "gold") for path in (("when",), ("watched", "urgent"))
    }  # fmt: skip
    assert [(use.name, use.path) for use in uses(levels, "sla_policy", "basic")] == [("gold", ("follows",))]


def test_what_an_item_names_does_not_go(levels: Workspace) -> None:
    put(levels, GOLD)

    without = CASES.replace("  - {name: urgent, type: boolean, label: {en: Urgent, zh: 紧急}}\n", "")
    made = plan(levels, package(f"{without}---{LEVEL}"))
    assert {place for _, place in refused(made)} >= {"sla_policy/gold/when", "sla_policy/basic/when"}
    assert refused(plan(levels, package(CASES))) == [("unknown_item", "sla_policy/gold/follows")]


@pytest.mark.parametrize("leaving", [uninstalling, disabling], ids=["uninstall", "disable"])
def test_a_package_does_not_leave_while_others_have_items_of_its_kind(levels: Workspace, leaving: Any) -> None:
    own = {key: value for key, value in GOLD.items() if key not in {"follows", "object", "when", "watched"}}
    put(levels, {**own, "object": "user"})
    assert refused(plan(levels, leaving(levels, "desk"))) == [("kind_leaves", "sla_policy/gold/kind")]

    put(levels, removal("sla_policy", "gold"))
    made = plan(levels, leaving(levels, "desk"))
    assert made.errors == ()
    assert ("remove", "sla_policy", "basic", ()) in told(made)


def test_a_package_that_rests_comes_back_with_its_kind(levels: Workspace) -> None:
    apply(levels, disabling(levels, "desk"), author=ADMIN)
    assert list(levels.snapshot().catalog.kinds) == []
    with pytest.raises(Invalid):
        put(levels, GOLD)

    enable(levels, "desk", author=ADMIN)
    assert names(levels) == ["basic"]


def test_a_package_that_another_builds_upon_does_not_leave(levels: Workspace) -> None:
    other = layer(LEVEL.replace("name: basic", "name: gold"), "shop", depends=["desk"])
    apply(levels, Wanted((Package(other.manifest, other.documents, ()),)), author=ADMIN)

    with pytest.raises(Conflict) as found:
        uninstalling(levels, "desk")
    assert found.value.params["used_by"] == ["shop"]


def test_a_newer_schema_is_refused_while_items_do_not_fit_it(levels: Workspace) -> None:
    put(levels, GOLD)
    longer = {**SCHEMA["$defs"]["promise"]["properties"], "minutes": {
        "type": "integer", "minimum": 60, "title": "Minutes", "x-zh-title": "分钟"}}  # fmt: skip
    stricter = schema(**{"$defs": {"promise": {**SCHEMA["$defs"]["promise"], "properties": longer}}})
    newer = package(f"{CASES}---{LEVEL.replace('minutes: 30', 'minutes: 90')}", stricter, "2.0.0")

    assert refused(plan(levels, newer)) == [("schema", "sla_policy/gold/promises/0/minutes")]
    with pytest.raises(Invalid):
        apply(levels, newer, author=ADMIN)
    assert levels.snapshot().catalog.plugins["desk"].version == "1.0.0"

    put(levels, {**GOLD, "promises": [{"priority": "low", "minutes": 300}]})
    apply(levels, newer, author=ADMIN)
    assert names(levels) == ["basic", "gold"]


HOOKS = """
from dataclasses import dataclass

from guanxi.api import hookimpl, items


@dataclass(frozen=True)
class Level:
    minutes: tuple[tuple[str, int], ...]


@hookimpl
def compile_kind(kind):
    levels = {}
    for item in kind.items:
        minutes = tuple((promise["priority"], promise["minutes"]) for promise in item.body["promises"])
        if minutes != tuple(sorted(minutes)):
            kind.refuse(item, ["promises", minutes[0][0]], en="Urgent comes first.", zh="紧急须排在最前。")
        BREAK
        levels[item.name] = Level(minutes)
    return levels


@hookimpl
def before_validate(batch, context):
    if batch.object == "case":
        for row in batch.rows:
            (level,) = [item.value for item in items(context, "sla_policy").values() if item.body["object"] == "case"]
            row.set("name", f"{row.values['name']} {dict(level.minutes)['high']}")
"""


def coded(folder: Path, broken: str = "pass") -> Path:
    files = {
        "kinds/sla_policy.schema.json": json.dumps(SCHEMA), "objects/case.yaml": CASES,
        "sla_policies/basic.yaml": LEVEL, "hooks.py": HOOKS.replace("BREAK", broken),
    }  # fmt: skip
    return write_package(folder, MANIFEST + "powers: [hooks]\n", files)


@pytest.fixture
def desks(databases: Databases, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace whose package compiles its kind by code."""
    folder = coded(tmp_path / "sound" / "desk")
    workspace = workspace_with(databases, plugins=str(folder))
    apply(workspace, Wanted((read_package(folder),)), author=ADMIN)
    yield workspace
    workspace.close()


def test_hooks_of_the_package_read_what_its_code_made_of_the_items(desks: Workspace) -> None:
    create(desks, "case", {"name": "Fire"})
    put(desks, {"kind": "sla_policy", "name": "basic", "promises": [{"priority": "high", "minutes": 7}]})
    create(desks, "case", {"name": "Flood"})

    assert read(desks, "case", "name") == [("Fire 30",), ("Flood 7",)]


def test_what_the_code_refuses_stands_in_the_plan(desks: Workspace) -> None:
    wrong = {**GOLD, "promises": [{"priority": "low", "minutes": 9}, {"priority": "high", "minutes": 3}]}
    made = plan(desks, loose(wrong))

    assert refused(made) == [("item_refused", "sla_policy/gold/promises/low")]
    assert [one.text("zh") for one in made.errors] == ["sla_policy/gold/promises/low: 紧急须排在最前。"]
    with pytest.raises(Invalid):
        put(desks, wrong)


BREAKS: Mapping[str, str] = {
    "raises": "raise ValueError('no')", "what-can-change": "levels['basic'] = []; continue",
    "unknown": "levels['x'] = 1", "ends": "raise SystemExit(1)", "no-mapping": "return [1]",
}  # fmt: skip


@pytest.mark.parametrize("broken", [param(code, id=name) for name, code in BREAKS.items()])
def test_code_that_breaks_over_its_kind_harms_nothing_else(desks: Workspace, tmp_path: Path, broken: str) -> None:
    folder = coded(tmp_path / "broken" / "desk", broken)
    other = open_workspace(Settings(database_url=desks.settings.database_url, plugins=str(folder)))
    assert other.snapshot().catalog.kinds["sla_policy"].failed is not None
    with pytest.raises(Invalid) as said:
        items(other.context(ADMIN), "sla_policy")
    assert [problem.code for problem in said.value.problems] == ["plugin_failed"]
    with pytest.raises(Invalid):
        create(other, "case", {"name": "Fire"})
    assert {state.name: state.failed is not None for state in known_packages(other)}["desk"]
    assert ("doctor_kind", "desk") in {(found.code, found.params.get("name")) for found in findings_of(other)}

    unrelated = plan(other, loose({"kind": "picklist", "name": "hue", "values": [{"name": "red"}]}))
    assert [(one.code, one.severity) for one in unrelated.findings] == [("kind_hook_failed", "warning")]
    assert refused(plan(other, loose(GOLD))) == [("kind_hook_failed", "kind/sla_policy")]
    other.close()


def test_code_may_only_warn(desks: Workspace, tmp_path: Path) -> None:
    folder = coded(tmp_path / "warning" / "desk", "kind.refuse(item, [], en='Odd.', zh='异常。', warning=True); return")
    other = open_workspace(Settings(database_url=desks.settings.database_url, plugins=str(folder)))
    done = put(other, GOLD)

    assert {(one.code, one.severity) for one in done.plan.findings} == {("item_refused", "warning")}
    assert {item.value for item in items(other.context(ADMIN), "sla_policy").values()} == {None}
    other.close()


def test_items_cannot_be_asked_for_while_the_code_does_not_load(desks: Workspace, tmp_path: Path) -> None:
    folder = coded(tmp_path / "torn" / "desk")
    (folder / "hooks.py").write_text("raise RuntimeError('torn')", "utf-8")
    other = open_workspace(Settings(database_url=desks.settings.database_url, plugins=str(folder)))

    with pytest.raises(Invalid):
        items(other.context(ADMIN), "sla_policy")
    other.close()


def test_a_package_without_code_has_its_items_as_they_are(levels: Workspace) -> None:
    found = items(levels.context(ADMIN), "sla_policy")["basic"]

    assert (found.value, found.body["object"]) == (None, "case")
