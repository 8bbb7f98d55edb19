"""The kind of one's own that the documentation makes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.change.wanted import Wanted
from guanxi.cli.checks import RULES, read_subject
from guanxi.metadata.load import read_package
from guanxi.metadata.packages import discover
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, create, loose, put, read
from tests.support.databases import Databases
from tests.support.packages import write_package
from tests.support.workspaces import workspace_with

PAGES = [Path(__file__).resolve().parents[2] / "docs" / "how-to" / f"kinds{ending}.md" for ending in ("", ".zh")]


def files_of(page: Path) -> dict[str, str]:
    text = page.read_text("utf-8")
    named = re.findall(r"```(?:yaml|python)\n# (\S+)\n(.*?)```", text, re.DOTALL)
    return dict([*named, *re.findall(r"`(kinds/\S+\.json)`[^`]*```json\n(.*?)```", text, re.DOTALL)])


@pytest.fixture
def example(tmp_path: Path) -> Path:
    files = files_of(PAGES[0])
    return write_package(tmp_path / "pledge", files.pop("plugin.yaml"), files)


@pytest.fixture
def pledges(databases: Databases, example: Path) -> Iterator[Workspace]:
    workspace = workspace_with(databases, plugins=str(example))
    apply(workspace, Wanted((read_package(example),)), author=ADMIN)
    yield workspace
    workspace.close()


def test_both_languages_show_the_same_package() -> None:
    assert files_of(PAGES[0]) == files_of(PAGES[1])


def test_the_example_keeps_its_promise(pledges: Workspace) -> None:
    create(pledges, "pledge_case", {"name": "Fire", "urgency": "high"}, {"name": "Dust"}, {"urgency": "high"})
    filled = read(pledges, "pledge_case", "name", "due", "created_at")

    minutes = {name: due and round((due - made).total_seconds() / 60) for name, due, made in filled}
    assert minutes == {"Fire": 30, "Dust": 480, None: None}


def test_the_example_refuses_two_pledges_for_all_records(pledges: Workspace) -> None:
    body = read_package(Path(pledges.sources["pledge"].path)).documents
    usual = next(document.body for document in body if document.name == "pledge_usual")
    always = {key: value for key, value in usual.items() if key != "when"}

    put(pledges, {**always, "name": "first"})
    assert [(found.code, found.path) for found in plan(pledges, loose({**always, "name": "second"})).errors] == [
        ("item_refused", "pledge_policy/second/when"),
    ]  # fmt: skip


def test_the_check_of_packages_finds_no_fault_in_it_but_what_the_page_leaves_out(example: Path) -> None:
    subject = read_subject(example, discover(example))

    assert {rule.name for rule in RULES for _ in rule.find(subject)} == {"readme", "tests"}


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("kinds/pledge_policy.schema.json", '"x-list": "keyed(value)"', '"x-list": "set"', "documents"),
        ("kinds/pledge_policy.schema.json", ', "x-zh-title": "分钟"', "", "documents"),
        ("pledge_policies/pledge_usual.yaml", "zh: 常规承诺", "en2: x", "labels"),
        ("pledge_policies/pledge_usual.yaml", "object: pledge_case", "object: pledge_cas", "documents"),
    ],
    ids=["list", "language-of-schema", "language-of-item", "name"],
)
def test_the_check_of_packages_looks_at_kinds_and_their_items(
    example: Path, file: str, old: str, new: str, rule: str
) -> None:
    (example / file).write_text((example / file).read_text("utf-8").replace(old, new), "utf-8")
    subject = read_subject(example, discover(example))
    found = [(one.name, fault) for one in RULES for fault in one.find(subject)]

    assert rule in {name for name, _ in found} <= {"readme", "tests", "documents", "labels"}
    assert all(fault.finding.line for name, fault in found if name == rule)


def test_a_hook_for_kinds_that_are_not_there_is_told(example: Path) -> None:
    (example / "kinds" / "pledge_policy.schema.json").unlink()
    subject = read_subject(example, discover(example))

    found = {fault.finding.code for rule in RULES for fault in rule.find(subject)}
    assert {"plugin_kind_missing", "unknown_kind"} <= found


def test_an_item_in_another_folder_is_put_right(example: Path) -> None:
    (example / "policies").mkdir()
    (example / "pledge_policies" / "pledge_usual.yaml").rename(example / "policies" / "usual.yaml")
    for fault in (fault for rule in RULES for fault in rule.find(read_subject(example, discover(example)))):
        if fault.mend is not None:
            fault.mend()

    assert (example / "pledge_policies" / "pledge_usual.yaml").is_file()
