"""Exports over HTTP: a question becomes a job, the job a file that whoever asked takes away while it is kept."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, send_file

from guanxi.automation.exports import export_file, find_export, submit_export
from guanxi.exporting.order import CHOICES, order_from
from guanxi.exporting.writing import MEDIA
from guanxi.web.answers import json_answer
from guanxi.web.bodies import BodySchema, loaded, names, text
from guanxi.web.call import Answer, FixedCall
from guanxi.web.former_names import Asked, texts_in, with_former_names
from guanxi.web.jobs import STATE
from guanxi.web.shapes import BYTES, ID, INSTANT, OPEN, TEXT, Named, closed, data, maybe, one_of

if TYPE_CHECKING:
    import uuid

    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "ExportBody", "exports_blueprint"]


class ExportBody(BodySchema):
    """Which records are exported, with which fields, to which kind of file."""

    object = text(required=True, help="The object whose records are exported.")
    filter = text(help="Which records, as a formula.")
    search = text(help="Words that the name or another searchable field must hold.")
    view = text(help="A view that says what the others do not.")
    fields_ = names(data_key="fields", help="Fields and paths; without them all that the caller may read.")
    sort = names(help="Fields, each with - in front for descending order.")
    format = text(help="The kind of file; csv where none is named.", among=CHOICES["format"])
    headers = text(help="How columns are called; of CSV and XLSX.", among=CHOICES["headers"])
    values = text(
        help="Picklist values by name and records by id, or both as people know them.", among=CHOICES["values"]
    )


_EXPORT = Named("export", "How far an export is, what came of it, and until when its file is kept.", closed({
    "id": ID, "object": TEXT, "format": one_of(*MEDIA), "job": ID, "state": STATE, "progress": maybe(OPEN),
    "result": maybe(OPEN), "created_at": INSTANT, "finished_at": maybe(INSTANT), "file": maybe(TEXT),
    "expires_at": maybe(INSTANT),
}))  # fmt: skip
CALLS = (
    FixedCall("POST", "/exports", "Export records as a file", data(closed({"id": ID, "job": ID})), ExportBody, 202),
    FixedCall("GET", "/exports/{export_id}", "How far an export is, and what came of it", data(_EXPORT)),
    FixedCall("GET", "/exports/{export_id}/file", "The exported file", BYTES, media=MEDIA["csv"],
              others=tuple(Answer(BYTES, 200, media) for media in list(MEDIA.values())[1:])),
)  # fmt: skip


def exports_blueprint(door: "Door") -> Blueprint:
    """Return the calls about exports."""
    calls = Blueprint("exports", __name__)
    calls.add_url_rule("/exports", "start_export", door.opened(_start), methods=["POST"])
    calls.add_url_rule("/exports/<uuid:export_id>", "read_export", door.opened(_read), methods=["GET"])
    calls.add_url_rule("/exports/<uuid:export_id>/file", "read_export_file", door.opened(_file), methods=["GET"])
    return calls


def _start(context: "Context") -> Response:
    """Take a question; the file is written by a job."""
    given = loaded(ExportBody())
    asked = {"fields" if name == "fields_" else name: value for name, value in given.items()}
    name = asked.pop("object")
    identity = submit_export(context, order_from(context, name, asked))
    answer = json_answer({"data": {"id": identity, "job": identity}}, 202)
    answer.headers["Location"] = f"/api/v1/exports/{identity}"
    return with_former_names(context, answer, [Asked(name, texts=texts_in(asked))])


def _read(context: "Context", export_id: "uuid.UUID") -> Response:
    """Say how far an export is and what came of it."""
    return json_answer({"data": find_export(context, str(export_id))})


def _file(context: "Context", export_id: "uuid.UUID") -> Response:
    """Give the file."""
    path, name, order = export_file(context, str(export_id))
    answer = send_file(path.resolve(), MEDIA[order.format], as_attachment=True, download_name=name, etag=False)
    del answer.headers["Last-Modified"]
    answer.headers["Cache-Control"] = "no-store"
    return answer
