"""Arguments of calls in the words of OpenAPI: those of paths, URLs, headers, forms, and of bodies that ask the same."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from guanxi.records.arguments import Argument

__all__ = ["asked_body", "form_body", "header_parameters", "path_parameters", "query_parameters"]

_TEXT = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}
_PATH: Mapping[str, tuple[dict[str, Any], str]] = MappingProxyType({
    "action": (_TEXT, "What is done: install, upgrade, disable, enable, uninstall or purge."),
    "digest": (_TEXT, "The digest of the package's files, which `GET /extensions` tells."),
    "export_id": (_UUID, "The id of the export."),
    "file": (_TEXT, "The path of a file below the package's pages."),
    "import_id": (_UUID, "The id of the import."),
    "job_id": (_UUID, "The id of the job."),
    "kind": (_TEXT, "The kind of the item, such as object or view."),
    "name": (_TEXT, "The name."),
    "number": ({"type": "integer", "minimum": 0}, "The number of the revision."),
    "object_name": (_TEXT, "The name of the object."),
    "package": (_TEXT, "The name of the package."),
    "record_id": (_UUID, "The id of the record."),
    "session_id": (_UUID, "The id of the session."),
    "token_id": (_UUID, "The id of the token."),
    "user_id": (_UUID, "The id of the user."),
    "view_id": (_UUID, "The id of the view."),
})  # fmt: skip


def path_parameters(path: str) -> list[dict[str, Any]]:
    """Return the parts of a path that callers choose."""
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [
        {"name": name, "in": "path", "required": True, "schema": _PATH[name][0], "description": _PATH[name][1]}
        for name in names
    ]


def query_parameters(rows: Iterable[Argument]) -> list[dict[str, Any]]:
    """Return the arguments of a URL; lists stand in one text with commas."""
    return [_parameter(row, "query") for row in rows]


def header_parameters(rows: Iterable[Argument]) -> list[dict[str, Any]]:
    """Return the headers that a call knows."""
    return [_parameter(row, "header") for row in rows]


def form_body(rows: Sequence[Argument], media: str) -> dict[str, Any]:
    """Return the schema of a form with a file."""
    file = {"type": "string", "contentMediaType": media, "description": "The file."}
    return {
        "type": "object", "additionalProperties": False,
        "required": ["file", *(row.name for row in rows if row.required)],
        "properties": {"file": file, **{row.name: _described(row) for row in rows}},
    }  # fmt: skip


def asked_body(rows: Sequence[Argument]) -> dict[str, Any]:
    """Return the schema of a body that says what a URL could: null is as if it were not said, lists may be texts."""
    return {
        "type": "object", "additionalProperties": False, "required": [row.name for row in rows if row.required],
        "properties": {row.name: _in_body(row) for row in rows},
    }  # fmt: skip


def _parameter(row: Argument, place: str) -> dict[str, Any]:
    schema = row.schema()
    return {
        "name": row.name, "in": place, "description": row.help, "schema": schema,
        **({"required": True} if row.required else {}),
        **({"style": "form", "explode": False} if schema["type"] == "array" else {}),
    }  # fmt: skip


def _described(row: Argument) -> dict[str, Any]:
    return {**row.schema(), "description": row.help}


def _in_body(row: Argument) -> dict[str, Any]:
    schema = _described(row)
    kinds = [schema["type"], *(["string"] if schema["type"] == "array" else []), *([] if row.required else ["null"])]
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema and not row.required else {}
    return {**schema, "type": kinds, **choices}
