"""Imports over HTTP: a file with its mapping becomes a job; its error file can be mended and sent again."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import orjson
from flask import Blueprint, Response, request
from marshmallow import fields

from guanxi import clock
from guanxi.automation.import_undo import preview_undo, submit_undo
from guanxi.automation.imports import errors_path, find_import, submit_import
from guanxi.errors import Malformed, Missing, Problem
from guanxi.importing.mapping import mapping_of_titles, read_mapping
from guanxi.importing.opening import open_rows
from guanxi.importing.preview import preview
from guanxi.importing.run import ImportOrder
from guanxi.records.prepared import readable_object
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, flag, loaded

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from werkzeug.datastructures import FileStorage

    from guanxi.importing.run import ImportMode
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["FORM", "PREVIEW_FORM", "UndoBody", "imports_blueprint"]

FORM = ("object", "mapping", "mode", "match", "dry_run")
PREVIEW_FORM = ("object", "encoding", "delimiter")
_MODES: "dict[str, ImportMode]" = {"all_or_none": "all_or_none", "partial": "partial"}
_FLAGS = {"true": True, "false": False}


class UndoBody(BodySchema):
    """The undoing of an import: first a dry run, then the number of records that it said are deleted and restored."""

    dry_run = flag()
    expect = fields.Integer(strict=True, error_messages=dict.fromkeys(("null", "invalid", "too_large"), "not_integer"))


def imports_blueprint(door: "Door") -> Blueprint:
    """Return the calls about imports."""
    calls = Blueprint("imports", __name__)
    calls.add_url_rule("/imports", "start_import", door.opened(_start), methods=["POST"])
    calls.add_url_rule("/imports/preview", "preview_import", door.opened(_preview), methods=["POST"])
    calls.add_url_rule("/imports/<uuid:import_id>", "read_import", door.opened(_read), methods=["GET"])
    calls.add_url_rule("/imports/<uuid:import_id>/undo", "undo_import", door.opened(_undo), methods=["POST"])
    calls.add_url_rule("/imports/<uuid:import_id>/errors.csv", "read_errors", door.opened(_errors), methods=["GET"])
    return calls


def _start(context: "Context") -> Response:
    """Take a file and a mapping; the rows are written by a job."""
    given, sent = _form(FORM), _sent()
    name = readable_object(context, given["object"]).name
    folder = Path(context.workspace.settings.files) / "imports" / clock.new_id()
    mode, dry_run = _MODES[given.get("mode", "all_or_none")], _FLAGS[given.get("dry_run", "false")]
    wanted = _mapping(given)
    if wanted is not None:
        read_mapping(context, wanted, object_name=name, match=given.get("match"))  # before anything is kept
    path = _kept(sent, folder)
    try:
        if wanted is None:
            plain = open_rows(path)
            wanted = mapping_of_titles(context, name, plain.header)
        mapping = read_mapping(context, wanted, object_name=name, match=given.get("match"))
        order = ImportOrder(mapping, path, mode, dry_run, folder / "errors.csv")
        identity, job = submit_import(context, order, name=_shown_name(sent))
    except BaseException:
        path.unlink(missing_ok=True)
        folder.rmdir()
        raise
    answer = json_answer({"data": {"id": identity, "job": job}}, 202)
    answer.headers["Location"] = f"/api/v1/imports/{identity}"
    return answer


def _preview(context: "Context") -> Response:
    """Tell what a file looks like and which fields its columns may be; nothing is kept."""
    given, sent = _form(PREVIEW_FORM), _sent()
    item = readable_object(context, given["object"])
    with TemporaryDirectory(prefix="guanxi-preview-") as folder:
        path = _kept(sent, Path(folder) / "file")
        told = preview(context, item, path, encoding=given.get("encoding"), delimiter=given.get("delimiter"))
    return json_answer({"data": {"file": _shown_name(sent), **told}})


def _sent() -> "FileStorage":
    sent = request.files.get("file")
    if sent is None:
        raise Malformed(reason="no_file")
    return sent


def _form(known: "Collection[str]") -> dict[str, str]:
    # A part may come without a name, which is None then; it is unknown as others are.
    given: dict[str, str] = {name or "": value for name, value in request.form.items()}
    problems = [Problem(name[:100], "unknown_argument") for name in given if name not in known]
    if not given.get("object"):
        problems.append(Problem("object", "required"))
    for name, allowed in (("mode", list(_MODES)), ("dry_run", list(_FLAGS))):
        if name in given and given[name] not in allowed:
            problems.append(Problem(name, "not_allowed", {"value": given[name][:100], "allowed": allowed}))
    if problems:
        raise Malformed(problems=problems)
    return {name: value for name, value in given.items() if value}


def _mapping(given: dict[str, str]) -> object:
    """Return the mapping of the form; None where the titles of the file say which column is which field."""
    if "mapping" not in given:
        return None
    try:
        found: Any = orjson.loads(given["mapping"])
    except orjson.JSONDecodeError as error:
        raise Malformed(problems=[Problem("mapping", "not_json")]) from error
    if not isinstance(found, dict):
        raise Malformed(problems=[Problem("mapping", "body_not_object")])
    return found


def _kept(sent: "FileStorage", folder: Path) -> Path:
    """Write the file where the job finds it; its own name stands in no path."""
    folder.mkdir(parents=True, mode=0o700)
    path = folder / "rows.csv"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        sent.stream.seek(0)  # a request that begins again in a newer catalog has read it before
        sent.save(kept)
    return path


def _shown_name(sent: "FileStorage") -> str:
    name = (sent.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in name if character.isprintable())[:200] or "rows.csv"


def _read(context: "Context", import_id: "uuid.UUID") -> Response:
    """Say how far an import is and what came of it."""
    return json_answer({"data": find_import(context, str(import_id))})


def _undo(context: "Context", import_id: "uuid.UUID") -> Response:
    """Count what undoing an import would do, or have a job do it."""
    asked = loaded(UndoBody())
    if asked.get("dry_run"):
        return json_answer({"data": preview_undo(context, str(import_id))})
    if asked.get("expect") is None:
        raise Malformed(problems=[Problem("expect", "required")])
    return json_answer({"data": {"job": submit_undo(context, str(import_id), expect=asked["expect"])}}, 202)


def _errors(context: "Context", import_id: "uuid.UUID") -> Response:
    """Give the refused rows with their problems, as a file that can be mended and sent again."""
    try:
        path = errors_path(context, str(import_id))
    except Missing as error:
        raise Missing(kind="errors", id=str(import_id)) from error
    headers = {"Content-Disposition": 'attachment; filename="errors.csv"'}
    return Response([path.read_bytes()], content_type="text/csv; charset=utf-8", headers=headers)
