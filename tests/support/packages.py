"""Small packages of metadata for tests, written as YAML."""

from collections.abc import Iterable
from pathlib import Path

from guanxi.catalog import Catalog
from guanxi.metadata.check import check_layers
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.document import Document, Manifest
from guanxi.metadata.findings import Finding, errors_of
from guanxi.metadata.layers import Layer, Merged
from guanxi.metadata.load import WORKSPACE, documents_of, read_package
from guanxi.metadata.yaml_reader import read_yaml
from guanxi.settings import asset_path

__all__ = ["CORE", "catalog_of", "checked", "codes", "layer"]


def core() -> Layer:
    """Return the layer of the package core."""
    package = read_package(asset_path("metadata") / "core")
    return Layer(package.manifest, package.documents)


CORE = core()


def documents(text: str, package: str) -> tuple[Document, ...]:
    """Return the documents of a YAML text, which `---` parts."""
    found, faults = read_yaml(text.encode(), f"{package}.yaml")
    items, more = documents_of(found, package)
    assert [*faults, *more] == []
    return tuple(items)


def layer(text: str, package: str = "shop", *, depends: Iterable[str] = (), prefix: str = "") -> Layer:
    """Return a package, or the workspace's own layer, with the documents of a text."""
    manifest = Manifest(package, "0.0.0" if package == WORKSPACE else "1.0.0", depends=tuple(depends), prefix=prefix)
    return Layer(manifest, documents(text, package))


def checked(*layers: Layer) -> tuple[Merged, tuple[Finding, ...]]:
    """Check layers on top of core."""
    return check_layers([CORE, *layers], trusted=frozenset({"core"}))


def codes(*layers: Layer) -> list[tuple[str, str]]:
    """Return code and path of the findings that stop a change."""
    return [(finding.code, finding.path) for finding in errors_of(checked(*layers)[1])]


def catalog_of(*layers: Layer, previous: Catalog | None = None, revision: int = 1) -> Catalog:
    """Compile layers that have no faults."""
    merged, findings = checked(*layers)
    assert [finding.text("en") for finding in errors_of(findings)] == []
    return compile_catalog(merged, revision=revision, previous=previous)


def write_package(folder: Path, manifest: str, files: dict[str, str]) -> Path:
    """Write a package folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plugin.yaml").write_text(manifest, encoding="utf-8")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
