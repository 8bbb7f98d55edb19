"""Packages found, and the order in which they depend on each other."""

from pathlib import Path

import pytest
from guanxi.metadata.document import Manifest
from guanxi.metadata.packages import dependency_order, discover

from tests.support.packages import write_package

MANIFEST = "name: {name}\nlabel: {{en: A, zh: 甲}}\nversion: 1.0.0\nprefix: ''\n"


def head(name: str, *depends: str, version: str = "1.2.0") -> Manifest:
    return Manifest(name, version, depends=depends)


def test_shipped_packages_are_found() -> None:
    found = discover()

    assert {"core", "base"} <= set(found)
    assert found["core"].manifest.name == "core"


def test_folder_setting_adds_packages_but_replaces_none(tmp_path: Path) -> None:
    write_package(tmp_path / "mine", MANIFEST.format(name="mine"), {})
    write_package(tmp_path / "fake", MANIFEST.format(name="core"), {})
    found = discover(tmp_path)

    assert found["mine"].path == tmp_path / "mine"
    assert found["core"].path != tmp_path / "fake"


def test_package_with_a_bad_manifest_is_named_with_its_findings(tmp_path: Path) -> None:
    write_package(tmp_path / "mine", "name: 5\n", {})

    assert [finding.code for finding in discover(tmp_path)["mine"].findings] != []


def test_packages_stand_after_what_they_depend_on() -> None:
    ordered, findings = dependency_order([head("a", "b"), head("b", "base"), head("base", "core"), head("core")])

    assert [found.name for found in ordered] == ["core", "base", "b", "a"]
    assert findings == ()


@pytest.mark.parametrize(
    ("heads", "code"),
    [
        ([head("a", "gone")], "unknown_package"),
        ([head("a", "b >=2.0"), head("b")], "package_version"),
        ([head("a", "b <1.2"), head("b")], "package_version"),
        ([head("a", "b ==1.3"), head("b")], "package_version"),
        ([head("a", "b"), head("b", "a")], "package_cycle"),
    ],
)
def test_unmet_dependencies_are_findings(heads: list[Manifest], code: str) -> None:
    assert [finding.code for finding in dependency_order(heads)[1]] == [code]


@pytest.mark.parametrize("wanted", ["b", "b >=1.2", "b >=1.2 <2", "b ==1.2", "b==1"])
def test_met_dependencies_are_none(wanted: str) -> None:
    assert dependency_order([head("a", wanted), head("b")])[1] == ()
