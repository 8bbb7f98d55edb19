"""Making and checking packages: the scaffold passes its own test, and every rule names its fault with file and line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from guanxi.cli import main
from guanxi.cli.checks import RULES
from guanxi.settings import asset_path

Edit = Callable[[Path], object]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A fresh package."""
    done = CliRunner().invoke(main, ["plugin", "new", "visits", "--into", str(tmp_path)])
    assert done.exit_code == 0, done.output
    return tmp_path / "visits"


def check(package: Path, *more: str) -> dict[str, object]:
    done = CliRunner().invoke(main, ["plugin", "check", str(package), "--json", *more])
    found: dict[str, object] = json.loads(done.stdout)
    assert (done.exit_code == 1) == bool(found["findings"])
    return found


def faults(package: Path) -> list[tuple[str, str, int | None]]:
    findings = check(package)["findings"]
    assert isinstance(findings, list)
    return [(item["code"], Path(item["file"] or "").name, item["line"]) for item in findings]


def replace(name: str, old: str, new: str) -> Edit:
    def edit(package: Path) -> None:
        text = (package / name).read_text("utf-8")
        assert old in text
        (package / name).write_text(text.replace(old, new), "utf-8")

    return edit


def test_a_new_package_passes_its_own_test(package: Path) -> None:
    folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(["make", "test"], cwd=package, env=environment, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "OK" in done.stderr


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (replace("objects/visits_item.yaml", "type: date}", "type: dat}"), ("not_allowed", "visits_item.yaml", 9)),
        (replace("rules/visits_done_on_needs_done.yaml", "NOT done", "NOT doen"),
         ("formula", "visits_done_on_needs_done.yaml", 4)),
        (replace("objects/visits_item.yaml", ", zh: 条目", ""), ("plugin_language", "visits_item.yaml", 3)),
        (replace("hooks.py", "from guanxi.api import", "from guanxi.storage import Database\nfrom guanxi.api import"),
         ("plugin_import", "hooks.py", 3)),
        (replace("hooks.py", "def before_validate", "def before_validat"), ("plugin_hook_unknown", "hooks.py", 9)),
        (replace("hooks.py", "context: Context", "contxt: Context"), ("plugin_hook_argument", "hooks.py", 9)),
        (replace("hooks.py", '"""What', 'def ("""What'), ("plugin_syntax", "hooks.py", 1)),
        (lambda package: (package / "hooks.py").write_bytes(b"\0"), ("plugin_syntax", "hooks.py", None)),
        (replace("plugin.yaml", "powers: [hooks]", "powers: [hooks]\nguards: [visits_item]"),
         ("plugin_guard_missing", "plugin.yaml", 7)),
        (replace("plugin.yaml", "powers: [hooks]\n", ""), ("plugin_power_missing", "plugin.yaml", 1)),
        (replace("plugin.yaml", "[hooks]", "[hooks, screens]"), ("plugin_power_idle", "plugin.yaml", 6)),
        (replace("plugin.yaml", "depends: [core]", "depends: [cor]"), ("unknown_package", "", None)),
        (lambda package: (package / "README.md").unlink(), ("plugin_readme_missing", "README.md", None)),
        (lambda package: (package / "tests" / "test_visits.py").unlink(), ("plugin_tests_missing", "tests", None)),
        (lambda package: (package / "misc.py").touch(), ("plugin_foreign", "misc.py", None)),
        (lambda package: (package / "hooks.py").unlink(), ("plugin_power_idle", "plugin.yaml", 6)),
        (lambda package: (package / "rules" / "visits_done_on_needs_done.yaml").rename(package / "rules" / "x.yaml"),
         ("wrong_file_name", "x.yaml", 2)),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_file_and_line(package: Path, edit: Edit, fault: tuple[str, str, int | None]) -> None:
    edit(package)
    assert fault in faults(package)


def test_what_a_program_can_mend_is_mended(package: Path) -> None:
    (package / "rules" / "visits_done_on_needs_done.yaml").rename(package / "objects" / "stray.yaml")
    replace("plugin.yaml", "powers: [hooks]\n", "")(package)
    assert check(package, "--fix") == {"findings": [], "mended": 2, "folder": None}
    assert (package / "rules" / "visits_done_on_needs_done.yaml").is_file()
    assert faults(package) == []


def test_an_exemption_stands_in_the_manifest_with_its_reason(package: Path) -> None:
    (package / "README.md").unlink()
    exempt = "exemptions:\n  - {rule: readme, reason: it is described in the handbook}\n"
    replace("plugin.yaml", "powers:", f"{exempt}powers:")(package)
    assert faults(package) == []
    replace("plugin.yaml", "it is described in the handbook", "no")(package)
    assert faults(package) != []


def test_every_rule_can_be_exempted_from_and_no_other() -> None:
    schema = json.loads((asset_path("metadata") / "schemas" / "plugin.schema.json").read_text("utf-8"))
    named = schema["properties"]["exemptions"]["items"]["properties"]["rule"]["enum"]
    assert named == [rule.name for rule in RULES]


@pytest.mark.parametrize("name", ["Visits", "9lives", "a", "../up", "with space", "x" * 25])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    done = CliRunner().invoke(main, ["plugin", "new", name, "--into", str(tmp_path)])
    assert done.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_not_touched(package: Path) -> None:
    before = (package / "plugin.yaml").read_text("utf-8")
    done = CliRunner().invoke(main, ["plugin", "new", "visits", "--into", str(package.parent)])
    assert done.exit_code == 1
    assert (package / "plugin.yaml").read_text("utf-8") == before


def test_shipped_clouds_are_checked_too() -> None:
    folder = asset_path("metadata").parent / "plugins"
    for manifest in sorted(folder.glob("*/plugin.yaml")):
        assert yaml.safe_load(manifest.read_text("utf-8"))["name"] == manifest.parent.name
        assert faults(manifest.parent) == []
