"""Kinds that packages declare: read from `kinds/NAME.schema.json`, kept as documents, put beside the platform's own."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import orjson
from babel import Locale, UnknownLocaleError
from guanxi.metadata.check_kinds import faults_of_kind
from guanxi.metadata.document import WORKSPACE, Body, Document, Source
from guanxi.metadata.findings import Finding, errors_of
from guanxi.metadata.kinds import KIND, OURS, Kind, Kinds
from guanxi.metadata.schemas import COMMON, inlined, shipped
from guanxi.metadata.yaml_reader import read_yaml
from guanxi.text.label import Label

__all__ = ["ENDING", "kinds_of", "label_of", "read_kinds"]

ENDING = ".schema.json"
_OWN = "#own"  # the place of a declared schema among the files that references name


def read_kinds(folder: Path, package: str) -> tuple[list[Document], list[Finding]]:
    """Read the kinds that a package folder declares; what is wrong inside a schema is found by its check."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for file in sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")):
        name = file.name.removesuffix(ENDING)
        if name == file.name:
            findings.append(Finding("kind_file", str(file), params={"name": file.name}))
            continue
        body, source, faults = _read(file)
        findings += faults
        if body is not None:
            documents.append(Document(KIND, name, package, {"kind": KIND, "name": name, **body}, source))
    return documents, findings


def _read(file: Path) -> tuple[dict[str, Any] | None, Source, list[Finding]]:
    """Return what a JSON file says with the lines of its parts, which the reader of YAML tells."""
    place = str(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        return None, Source(place), [Finding("unreadable", place, params={"detail": error.strerror or str(error)})]
    found, findings = read_yaml(content, place)
    if any(finding.code in {"file_too_large", "not_utf8", "yaml_depth", "duplicate_key"} for finding in findings):
        return None, Source(place), findings
    try:
        body = json.loads(content, parse_constant=_refuse)
        orjson.dumps(body)
    except (ValueError, TypeError, RecursionError) as error:  # TypeError: lone surrogates, numbers beyond 64 bits
        line = getattr(error, "lineno", None)
        return None, Source(place), [Finding("json_syntax", place, line, params={"detail": str(error)[:200]})]
    if not isinstance(body, dict):
        return None, Source(place), [Finding("not_a_document", place, 1)]
    return body, found[0][1] if len(found) == 1 else Source(place), []


def _refuse(word: str) -> None:
    raise ValueError(word)


def kinds_of(documents: Iterable[Document]) -> Kinds:
    """Return the platform's kinds and those that the documents declare; a faulty declaration makes no kind."""
    made = [
        _made(document.package, document.name, orjson.dumps(document.body, default=str))
        for document in documents
        if document.kind == KIND and document.package != WORKSPACE
    ]
    return Kinds([*OURS.values(), *(kind for kind in made if kind is not None)]) if made else OURS


def label_of(body: Body) -> Mapping[str, str] | None:
    """Return what people call an item: its label, a rule's message, a declared kind's titles, or a language's names."""
    if body.get("kind") == KIND:
        return {"en": str(body.get("title", "")), "zh": str(body.get("x-zh-title", ""))}
    if body.get("kind") == "translation":
        return _language(str(body.get("language", "")))
    found: Mapping[str, str] | None = body.get("message" if body.get("kind") == "rule" else "label")
    return found


@lru_cache(maxsize=256)
def _language(code: str) -> Mapping[str, str] | None:
    """Return what a language is called in English and Chinese; nothing where nobody knows its code."""
    try:
        names = {reader: Locale.parse(code, sep="-").get_display_name(reader) for reader in ("en", "zh")}
    except (UnknownLocaleError, ValueError):
        return None
    return {reader: name for reader, name in names.items() if name} or None


@lru_cache(maxsize=256)
def _made(package: str, name: str, text: bytes) -> Kind | None:
    """Return the kind of a declaration, the same one for the same text: what follows from it is worked out once."""
    document = Document(KIND, name, package, orjson.loads(text))
    if errors_of(faults_of_kind(document)):
        return None
    body = document.body
    return Kind(name, body["x-folder"], partial(_whole, name, body), package=package,
                label=Label(body["title"], body["x-zh-title"]))  # fmt: skip


def _whole(name: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of the kind's documents: the keys that every item has, and the declared ones."""
    files = {**shipped(), _OWN: body}
    own = {key: _closed(inlined(value, _OWN, files)) for key, value in body["properties"].items()}
    shared: Mapping[str, Any] = {
        "name": {**shipped()[COMMON]["$defs"]["name"], "x-names": name},
        "renamed_from": {**shipped()[COMMON]["$defs"]["name"]},
        "label": inlined(shipped()[COMMON]["$defs"]["label"], COMMON, shipped()),
    }
    told = {key: body[key] for key in ("title", "x-zh-title", "description", "x-zh") if key in body}
    return {
        **told, "type": "object", "properties": {"kind": {"const": name}, **shared, **own},
        "required": ["kind", "name", "label", *body.get("required", ())], "additionalProperties": False,
    }  # fmt: skip


def _closed(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema in which every mapping with known keys takes no others."""
    out = dict(schema)
    if "properties" in schema:
        out["properties"] = {key: _closed(value) for key, value in schema["properties"].items()}
        out["additionalProperties"] = False
    if "items" in schema:
        out["items"] = _closed(schema["items"])
    return out
