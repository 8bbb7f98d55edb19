"""Packages read from folders."""

from pathlib import Path

import pytest
from guanxi.metadata.document import Source
from guanxi.metadata.kinds import OURS
from guanxi.metadata.load import documents_of, read_loose, read_package
from guanxi.settings import asset_path

from tests.support.packages import write_package

MANIFEST = "name: shop\nlabel: {en: Shop, zh: 商店}\nversion: 1.0.0\nprefix: ''\n"
OBJECT = "kind: object\nname: thing\nfields:\n  - {name: name, type: text}\n"


def found(folder: Path) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.line) for finding in read_package(folder).findings]


def test_package_is_read_with_manifest_and_documents(tmp_path: Path) -> None:
    package = read_package(write_package(tmp_path / "shop", MANIFEST, {"objects/thing.yaml": OBJECT}))

    assert package.findings == ()
    assert package.manifest.name == "shop"
    assert [document.ref for document in package.documents] == [("object", "thing")]


def test_settings_of_the_manifest_are_documents(tmp_path: Path) -> None:
    manifest = MANIFEST + "settings:\n  - {name: shop_limit, type: integer, default: 5}\n"
    package = read_package(write_package(tmp_path / "shop", manifest, {}))

    assert [document.ref for document in package.documents] == [("setting", "shop_limit")]
    assert list(OURS["setting"].findings(package.documents[0])) == []


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ({"rules/thing.yaml": OBJECT}, [("wrong_folder", 1)]),
        ({"objects/other.yaml": OBJECT}, [("wrong_file_name", 2)]),
        ({"objects/thing.yaml": "kind: a thing\nname: x\n"}, [("unknown_kind", 1)]),
        ({"objects/thing.yaml": "- a\n"}, [("not_a_document", 1)]),
        ({"object/thing.yaml": OBJECT}, [("unknown_kind", None)]),
        ({"logic/thing.yaml": "a: 1\n"}, []),
    ],
    ids=["wrong-folder", "wrong-name", "wrong-kind", "no-document", "folder-misspelt", "other-folder"],
)
def test_misplaced_documents_are_reported(
    tmp_path: Path, files: dict[str, str], codes: list[tuple[str, int | None]]
) -> None:
    assert found(write_package(tmp_path / "shop", MANIFEST, files)) == codes


@pytest.mark.parametrize(
    ("manifest", "codes"),
    [
        ("name: shop\n", {"missing_key"}),
        (MANIFEST + "version2: 1\n", {"unknown_key"}),
        (MANIFEST.replace("1.0.0", "1"), {"wrong_type"}),
        (MANIFEST + "depends: [Sales]\n", {"schema"}),
    ],
)
def test_faulty_manifest_leaves_no_documents(tmp_path: Path, manifest: str, codes: set[str]) -> None:
    package = read_package(write_package(tmp_path / "shop", manifest, {"objects/thing.yaml": OBJECT}))

    assert {finding.code for finding in package.findings} == codes
    assert package.documents == ()


def test_folder_without_manifest_is_reported(tmp_path: Path) -> None:
    assert found(tmp_path) == [("no_manifest", None)]


def test_loose_documents_belong_to_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(f"{OBJECT}---\nkind: rule\nname: r\n", encoding="utf-8")
    documents, findings = read_loose([tmp_path, tmp_path / "absent.yaml"])

    assert [(document.ref, document.package) for document in documents] == [
        (("object", "thing"), "workspace"), (("rule", "r"), "workspace"),
    ]  # fmt: skip
    assert [finding.code for finding in findings] == ["unreadable"]


@pytest.mark.parametrize("name", ["core", "base"])
def test_shipped_packages_are_read_without_a_finding(name: str) -> None:
    package = read_package(asset_path("metadata") / name)

    assert package.findings == ()
    assert [found for document in package.documents for found in OURS[document.kind].findings(document)] == []


@pytest.mark.parametrize("value", ["\ud800", 2**70], ids=["surrogate", "number"])
def test_what_cannot_be_kept_is_told(value: object) -> None:
    documents, findings = documents_of([({"kind": "rule", "name": "x", "when": value}, Source())], "shop")
    assert (documents, [finding.code for finding in findings]) == ([], ["not_plain"])
