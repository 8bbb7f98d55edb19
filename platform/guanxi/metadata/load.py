"""Reading metadata from files: one item per file in a package folder, or loose documents."""

from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from typing import Any

import orjson
from guanxi.metadata.document import Body, Document, Manifest, Package, Source
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.kinds import KINDS, schema_findings
from guanxi.metadata.yaml_reader import read_yaml

__all__ = ["MANIFEST", "WORKSPACE", "documents_of", "manifest_of", "read_loose", "read_manifest", "read_package"]

MANIFEST = "plugin.yaml"
WORKSPACE = "workspace"  # the package name of the administrator's own layer


def _read(file: FilePath) -> tuple[list[tuple[Any, Source]], list[Finding]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        return [], [Finding("unreadable", str(file), params={"detail": error.strerror or str(error)})]
    return read_yaml(content, str(file))


def manifest_of(body: Body) -> Manifest:
    """Return the typed form of a valid plugin.yaml."""
    return Manifest(
        name=body["name"],
        version=body["version"],
        label=body.get("label", {}),
        depends=tuple(body.get("depends", ())),
        prefix=body.get("prefix", ""),
        powers=frozenset(body.get("powers", ())),
        guards=frozenset(body.get("guards", ())),
    )


def read_manifest(folder: FilePath) -> tuple[Document | None, list[Finding]]:
    """Return the document of a folder's plugin.yaml, None when it cannot be used, and what is wrong with it."""
    file = folder / MANIFEST
    if not file.is_file():
        return None, [Finding("no_manifest", str(file))]
    found, findings = _read(file)
    if len(found) != 1 or not isinstance(found[0][0], dict):
        return None, findings or [Finding("not_a_document", str(file))]
    body, source = found[0]
    document = Document("plugin", str(body.get("name", "")), str(body.get("name", "")), body, source)
    findings += schema_findings(document)
    return (None if findings else document), findings


def read_package(folder: FilePath | str) -> Package:
    """Read a package folder whole; an unusable plugin.yaml leaves it without documents."""
    folder = FilePath(folder)
    head, findings = read_manifest(folder)
    if head is None:
        return Package(Manifest(folder.name, "0.0.0"), (), tuple(findings), str(folder))
    manifest = manifest_of(head.body)
    documents = [
        Document("setting", body["name"], manifest.name, {"kind": "setting", **body}, head.source)
        for body in head.body.get("settings", ())
    ]
    for entry in sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()):
        found, faults = _read_folder(entry, manifest.name)
        documents += found
        findings += faults
    return Package(manifest, tuple(documents), tuple(findings), str(folder))


def _read_folder(folder: FilePath, package: str) -> tuple[list[Document], list[Finding]]:
    kind = next((kind for kind in KINDS.values() if kind.folder == folder.name), None)
    if kind is None:
        fix = nearest(folder.name, [kind.folder for kind in KINDS.values()])
        holds_documents = fix is not None and any(folder.glob("*.yaml"))
        return [], [
            Finding("unknown_kind", str(folder), params={"name": folder.name}, fix=fix)
        ] if holds_documents else []
    documents: list[Document] = []
    findings: list[Finding] = []
    for file in sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"}):
        found, faults = _read(file)
        findings += faults
        items, more = documents_of(found, package)
        findings += more
        for document in items:
            if document.kind != kind.name:
                place = KINDS[document.kind].folder
                findings.append(document.finding("wrong_folder", ("kind",), kind=document.kind, folder=place))
            elif document.name != file.stem or len(items) > 1:
                expected = f"{document.name}.yaml"
                findings.append(document.finding("wrong_file_name", ("name",), warning=True, expected=expected))
            documents.append(document)
    return documents, findings


def _is_plain(body: Body) -> bool:
    """Tell whether a document can be kept: lone surrogates and numbers beyond 64 bits have no JSON."""
    try:
        orjson.dumps(body, default=str)
    except TypeError:
        return False
    return True


def documents_of(found: Iterable[tuple[Any, Source]], package: str) -> tuple[list[Document], list[Finding]]:
    """Return the documents among values that were read; the schema is checked later, kind and name are here."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for body, source in found:
        kind, name = (body.get("kind"), body.get("name")) if isinstance(body, dict) else (None, None)
        if not isinstance(kind, str) or not isinstance(name, str):
            findings.append(Finding("not_a_document", source.file, source.line(())))
        elif not _is_plain(body):
            findings.append(Finding("not_plain", source.file, source.line(()), params={"kind": kind, "name": name}))
        elif kind not in KINDS:
            params, fix = {"name": kind}, nearest(kind, KINDS)
            findings.append(Finding("unknown_kind", source.file, source.line(("kind",)), params=params, fix=fix))
        else:
            documents.append(Document(kind, name, package, body, source))
    return documents, findings


def read_loose(paths: Iterable[FilePath]) -> tuple[list[Document], list[Finding]]:
    """Read loose documents of the workspace's own layer from files and folders of files."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for file in (file for path in paths for file in _files(path)):
        found, faults = _read(file)
        items, more = documents_of(found, WORKSPACE)
        documents += items
        findings += [*faults, *more]
    return documents, findings


def _files(path: FilePath) -> Iterator[FilePath]:
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*") if file.suffix in {".yaml", ".yml", ".json"})
    else:
        yield path
