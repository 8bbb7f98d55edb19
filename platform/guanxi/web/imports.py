"""Imports over HTTP: a file with its mapping becomes a job; its error file can be mended and sent again."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, get_args

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
from guanxi.importing.run import ImportMode, ImportOrder
from guanxi.records.arguments import Argument, Choice, Flag, Text
from guanxi.records.prepared import readable_object
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, flag, loaded, sent_form
from guanxi.web.call import Answer, FixedCall
from guanxi.web.former_names import Asked, texts_in, with_former_names
from guanxi.web.jobs import STATE
from guanxi.web.shapes import (
    FLAG,
    ID,
    INSTANT,
    OPEN,
    TEXT,
    TEXTS,
    WHOLE,
    Named,
    closed,
    data,
    many,
    map_of,
    maybe,
    one_of,
)

if TYPE_CHECKING:
    import uuid

    from werkzeug.datastructures import FileStorage

    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "UndoBody", "imports_blueprint"]

_OBJECT = Text("object", "The object of which the rows become records.", required=True)
FORM: tuple[Argument, ...] = (
    _OBJECT, Text("mapping", "Which column becomes which field, as JSON; the titles of the file say it without one."),
    Choice("mode", "Whether a wrong row keeps all others out.", get_args(ImportMode), "all_or_none"),
    Text("match", "The field by which a row is a record that is there."),
    Flag("dry_run", "Only say what would come of it."),
)  # fmt: skip
PREVIEW_FORM: tuple[Argument, ...] = (
    _OBJECT, Text("encoding", "The encoding of the file; found out without one."),
    Text("delimiter", "What stands between two values; found out without one."),
)  # fmt: skip


class UndoBody(BodySchema):
    """The undoing of an import: first a dry run, then the number of records that it said are deleted and restored."""

    dry_run = flag(help="Only count what would be undone.")
    expect = fields.Integer(
        strict=True, error_messages=dict.fromkeys(("null", "invalid", "too_large"), "not_integer"),
        metadata={"description": "How many records a dry run counted as deleted and restored; needed to undo."},
    )  # fmt: skip


_STARTED = data(closed({"id": ID, "job": ID}))
_PROBLEM = closed({"row": maybe(WHOLE), "field": maybe(TEXT), "code": TEXT, "params": OPEN, "message": TEXT})
_MODE = one_of(*get_args(ImportMode))
_SUMMARY = Named("import_summary", "What came of an import; rows count from 1.", closed({
    "object": TEXT, "mode": _MODE, "dry_run": FLAG, "kept": FLAG, "rows": WHOLE, "created": WHOLE, "updated": WHOLE,
    "unchanged": WHOLE, "refused": WHOLE, "repeated": WHOLE, "warnings": WHOLE, "problem_count": WHOLE,
    "problems": many(_PROBLEM),
}))  # fmt: skip
_STOPPED = Named("import_refused", "Why a whole import was refused.", closed({
    "error": closed({"code": TEXT, "params": OPEN}), "kept": FLAG, "problems": many(_PROBLEM),
}))  # fmt: skip
_IMPORT = Named("import", "How far an import is, and what came of it.", closed({
    "id": ID, "object": TEXT, "mode": _MODE, "file": TEXT, "dry_run": FLAG, "job": ID, "state": STATE,
    "progress": maybe(map_of(maybe(WHOLE))), "result": {"anyOf": [_SUMMARY, _STOPPED, {"type": "null"}]},
    "created_at": INSTANT, "finished_at": maybe(INSTANT),
}))  # fmt: skip
_COLUMN = closed({"title": TEXT, "filled": WHOLE, "values": maybe(TEXTS), "formats": TEXTS})
_FIELD = closed({
    "name": TEXT, "label": TEXT, "required": FLAG, "format": FLAG, "reference": FLAG,
    "keys": many(closed({"name": TEXT, "label": TEXT})), "choices": map_of(TEXTS),
})  # fmt: skip
_GUESS = closed({"field": TEXT, "column": TEXT, "sure": FLAG}, {"lookup": TEXT})
_PREVIEW = Named("import_preview", "How a file is written, and which fields its columns may be.", closed({
    "file": TEXT, "encoding": TEXT, "delimiter": TEXT, "rows": WHOLE, "sample": many(TEXTS),
    "columns": many(_COLUMN), "guesses": many(_GUESS), "fields": many(_FIELD),
}))  # fmt: skip
_COUNTED = data(closed({"deleted": WHOLE, "restored": WHOLE, "left": WHOLE}))
CALLS = (
    FixedCall("POST", "/imports", "Import a file of rows", _STARTED, status=202, form=FORM),
    FixedCall("POST", "/imports/preview", "What a file of rows looks like, and which fields its columns may be",
              data(_PREVIEW), form=PREVIEW_FORM),
    FixedCall("GET", "/imports/{import_id}", "How far an import is, and what came of it", data(_IMPORT)),
    FixedCall("GET", "/imports/{import_id}/errors.csv", "The refused rows with their problems", TEXT,
              media="text/csv"),
    FixedCall("POST", "/imports/{import_id}/undo", "Undo an import, or count what that would do",
              data(closed({"job": ID})), UndoBody, 202, others=(Answer(_COUNTED),)),
)  # fmt: skip


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
    given, sent = sent_form(FORM), _sent()
    name = readable_object(context, given["object"]).name
    folder = Path(context.workspace.settings.files) / "imports" / clock.new_id()
    wanted = _mapping(given["mapping"])
    if wanted is not None:
        read_mapping(context, wanted, object_name=name, match=given["match"])  # before anything is kept
    path = _kept(sent, folder)
    try:
        if wanted is None:
            plain = open_rows(path)
            wanted = mapping_of_titles(context, name, plain.header)
        mapping = read_mapping(context, wanted, object_name=name, match=given["match"])
        order = ImportOrder(mapping, path, given["mode"], given["dry_run"], folder / "errors.csv")
        identity, job = submit_import(context, order, name=_shown_name(sent))
    except BaseException:
        path.unlink(missing_ok=True)
        folder.rmdir()
        raise
    answer = json_answer({"data": {"id": identity, "job": job}}, 202)
    answer.headers["Location"] = f"/api/v1/imports/{identity}"
    return with_former_names(context, answer, [_said(given["object"], wanted, given["match"])])


def _said(object_name: str, mapping: Any, match: str | None) -> Asked:  # noqa: ANN401 - as it was sent and read
    """Return what a mapping that was read without a problem says of fields and their values."""
    entries = mapping["fields"] if isinstance(mapping, dict) else mapping
    rows = tuple(
        {one["field"]: [*(one.get("values") or {}).values(), one.get("value"), one.get("default")]} for one in entries
    )
    return Asked(object_name, rows, texts_in({"match": match}))


def _preview(context: "Context") -> Response:
    """Tell what a file looks like and which fields its columns may be; nothing is kept."""
    given, sent = sent_form(PREVIEW_FORM), _sent()
    item = readable_object(context, given["object"])
    with TemporaryDirectory(prefix="guanxi-preview-") as folder:
        path = _kept(sent, Path(folder) / "file")
        told = preview(context, item, path, encoding=given["encoding"], delimiter=given["delimiter"])
    return json_answer({"data": {"file": _shown_name(sent), **told}})


def _sent() -> "FileStorage":
    sent = request.files.get("file")
    if sent is None:
        raise Malformed(reason="no_file")
    return sent


def _mapping(told: str | None) -> object:
    """Return the mapping of the form; None where the titles of the file say which column is which field."""
    if told is None:
        return None
    try:
        found: Any = orjson.loads(told)
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
    return json_answer({"data": {"job": submit_undo(context, str(import_id), expect=asked.get("expect"))}}, 202)


def _errors(context: "Context", import_id: "uuid.UUID") -> Response:
    """Give the refused rows with their problems, as a file that can be mended and sent again."""
    try:
        path = errors_path(context, str(import_id))
    except Missing as error:
        raise Missing(kind="errors", id=str(import_id)) from error
    headers = {"Content-Disposition": 'attachment; filename="errors.csv"'}
    return Response([path.read_bytes()], content_type="text/csv; charset=utf-8", headers=headers)
