"""Reading metadata from files: one item per file in a package folder, or loose documents."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath
from typing import Any

import orjson
from guanxi.metadata.check_kinds import RESERVED_FOLDERS
from guanxi.metadata.declared import read_kinds
from guanxi.metadata.document import WORKSPACE, Body, Document, Manifest, Package, Source
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.kinds import KIND, MANIFEST_FORM, OURS, Kind
from guanxi.metadata.yaml_reader import read_yaml

__all__ = ["MANIFEST", "WORKSPACE", "documents_of", "manifest_of", "read_loose", "read_manifest", "read_package"]

MANIFEST = "plugin.yaml"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")


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
    findings += MANIFEST_FORM.findings(document)
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
    if folder.name == OURS[KIND].folder:
        return read_kinds(folder, package)
    kind = OURS.in_folder(folder.name)
    if kind is None:
        return _read_foreign(folder, package)
    documents, findings = _read_items(folder, package)
    return documents, [*findings, *_misplaced(documents, kind)]


def _read_foreign(folder: FilePath, package: str) -> tuple[list[Document], list[Finding]]:
    """Read a folder that may hold items of kinds that packages declare; which kinds there are is known later."""
    if folder.name in RESERVED_FOLDERS or folder.name.startswith((".", "_")):
        return [], []
    documents, findings = _read_items(folder, package)
    if any(document.kind not in OURS for document in documents):
        return documents, [*findings, *_misplaced(documents, None)]
    fix = nearest(folder.name, [kind.folder for kind in OURS.values()])
    if fix is not None and any(folder.glob("*.yaml")):
        return [], [Finding("unknown_kind", str(folder), params={"name": folder.name}, fix=fix)]
    return [], [finding for finding in findings if finding.code != "not_a_document"]  # which claims to be none


def _misplaced(documents: Iterable[Document], kind: Kind | None) -> Iterator[Finding]:
    """Yield a finding for each document of another kind of the platform; those of packages are known later."""
    for document in documents:
        if document.kind in OURS and (kind is None or document.kind != kind.name):
            place = OURS[document.kind].folder
            yield document.finding("wrong_folder", ("kind",), kind=document.kind, folder=place)


def _read_items(folder: FilePath, package: str) -> tuple[list[Document], list[Finding]]:
    documents: list[Document] = []
    findings: list[Finding] = []
    for file in sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"}):
        found, faults = _read(file)
        findings += faults
        items, more = documents_of(found, package)
        findings += more
        for document in items:
            if document.name != file.stem or len(items) > 1:
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
        elif kind not in OURS and not _NAME.fullmatch(kind):  # whether a package declares it is known later
            params, fix = {"name": kind[:100]}, nearest(kind, OURS)
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
