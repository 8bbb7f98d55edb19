"""Records over HTTP: lists, single records, batches."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import orjson
from flask import Blueprint, Response, request

from guanxi.errors import Malformed, Problem, TooLarge
from guanxi.records.aggregate import aggregate
from guanxi.records.answer import stored_record
from guanxi.records.idempotency import Answer, answer_once
from guanxi.records.query import count, get, page
from guanxi.records.question import aggregate_from, query_from, split_names
from guanxi.records.save import save
from guanxi.web.bodies import json_object, query_arguments
from guanxi.web.identity import caller
from guanxi.web.replies import json_reply, problem_body

if TYPE_CHECKING:
    from guanxi.hooks import Operation
    from guanxi.records.batch import Mode, Result
    from guanxi.workspace.context import Context

__all__ = ["blueprint"]

blueprint = Blueprint("records", __name__)
MOST_RECORDS = 10_000
_LONGEST_KEY = 200


@blueprint.get("/records/<name>")
def list_records(name: str) -> Response:
    """Return a page of records."""
    return _page(caller(), name, query_arguments())


@blueprint.post("/records/<name>/query")
def query_records(name: str) -> Response:
    """Return a page of records; the same arguments as JSON."""
    return _page(caller(), name, json_object())


def _page(context: "Context", name: str, arguments: Mapping[str, object]) -> Response:
    found = page(context, query_from(name, arguments))
    told = {"page": {"next": found.next}, "count": found.count, "count_capped": found.count_capped}
    return json_reply(b'{"data":' + found.rows_json + b"," + orjson.dumps(told)[1:])


@blueprint.post("/records/<name>/count")
def count_records(name: str) -> Response:
    """Return how many records a query finds."""
    number, capped = count(caller(), query_from(name, {"count": "exact", **json_object()}))
    return json_reply({"count": number, "count_capped": capped})


@blueprint.post("/aggregate/<name>")
def aggregate_records(name: str) -> Response:
    """Count and sum records in groups."""
    return json_reply(b'{"data":' + aggregate(caller(), aggregate_from(name, json_object())) + b"}")


@blueprint.get("/records/<name>/<identity>")
def get_record(name: str, identity: str) -> Response:
    """Return one record with its version as ETag."""
    arguments = query_arguments()
    fields = split_names(arguments.pop("fields", "")) or None
    if arguments:
        raise Malformed(problems=[Problem(key, "unknown_argument") for key in arguments])
    body, version = get(caller(), name, record_id=identity, fields=fields)
    etag = f'"{version}"'
    if fields is None and request.headers.get("If-None-Match") == etag:
        return Response(status=304, headers={"ETag": etag})
    return json_reply(b'{"data":' + body + b"}", headers={"ETag": etag})


@blueprint.post("/records/<name>")
def create_records(name: str) -> Response:
    """Create one record, or create or upsert a batch."""
    context, given = caller(), json_object()
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return _sent(_create(context, name, given))
    if not key.strip() or len(key) > _LONGEST_KEY:
        raise Malformed(problems=[Problem("Idempotency-Key", "length", {"min": 1, "max": _LONGEST_KEY})])
    told = orjson.dumps([request.path, given], option=orjson.OPT_SORT_KEYS)
    request_hash = hashlib.sha256(told).hexdigest()
    return _sent(answer_once(context, key, request_hash=request_hash, work=lambda inside: _create(inside, name, given)))


def _create(context: "Context", name: str, given: Mapping[str, Any]) -> Answer:
    if "records" in given:
        return _batch(context, name, given, "upsert" if given.get("upsert_by") is not None else "create")
    done = save(context, name, [given], operation="create")
    result = done.results[0]
    status = 201 if result.status == "created" else 200
    return Answer(status, {"data": stored_record(context, name, result), **_warned(context, done.warnings)})


@blueprint.patch("/records/<name>/<identity>")
def update_record(name: str, identity: str) -> Response:
    """Change the fields given of one record; If-Match names the version that was seen."""
    context, given = caller(), json_object()
    row: dict[str, Any] = {**given, "id": identity}
    version = _if_match()
    if version is not None:
        row["version"] = version
    done = save(context, name, [row], operation="update")
    result = done.results[0]
    body = {"data": stored_record(context, name, result), **_warned(context, done.warnings)}
    return json_reply(body, headers={"ETag": f'"{result.version}"'})


@blueprint.patch("/records/<name>")
def update_records(name: str) -> Response:
    """Change a batch of records, each given by its id."""
    return _sent(_batch(caller(), name, json_object(), "update"))


@blueprint.delete("/records/<name>/<identity>")
def delete_record(name: str, identity: str) -> Response:
    """Put one record into the recycle bin."""
    context, row = caller(), {"id": identity}
    version = _if_match()
    save(context, name, [row if version is None else {**row, "version": version}], operation="delete")
    return Response(status=204)


@blueprint.post("/records/<name>/<identity>/restore")
def restore_record(name: str, identity: str) -> Response:
    """Take one record back out of the recycle bin."""
    context = caller()
    result = save(context, name, [{"id": identity}], operation="restore").results[0]
    return json_reply({"data": stored_record(context, name, result)}, headers={"ETag": f'"{result.version}"'})


def _if_match() -> int | None:
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    text = header.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > 18:  # noqa: PLR2004 - what a version column holds
        raise Malformed(problems=[Problem("If-Match", "not_a_version")])
    return int(text)


def _batch(context: "Context", name: str, given: Mapping[str, Any], operation: "Operation") -> Answer:
    rows, mode, upsert_by = given.get("records"), given.get("mode", "all_or_none"), given.get("upsert_by")
    problems = [Problem(key, "unknown_argument") for key in given if key not in {"records", "mode", "upsert_by"}]
    if not isinstance(rows, list):
        problems.append(Problem("records", "not_a_list"))
    if mode not in {"all_or_none", "partial"}:
        problems.append(Problem("mode", "not_allowed", {"allowed": ["all_or_none", "partial"]}))
    if upsert_by is not None and not isinstance(upsert_by, str):
        problems.append(Problem("upsert_by", "not_text"))
    if problems:
        raise Malformed(problems=problems)
    rows = cast("Sequence[Mapping[str, object]]", rows)
    if len(rows) > MOST_RECORDS:
        raise TooLarge(limit=MOST_RECORDS)
    done = save(context, name, rows, operation=operation, mode=cast("Mode", mode), upsert_by=upsert_by)
    told = {"data": [_told(context, result) for result in done.results], **_warned(context, done.warnings)}
    return Answer(201 if mode == "all_or_none" and operation == "create" else 200, told)


def _told(context: "Context", result: "Result") -> dict[str, object]:
    told: dict[str, object] = {"id": result.id, "status": result.status}
    if result.version is not None:
        told["version"] = result.version
    if result.problems:
        told["errors"] = [problem_body(item, context.language) for item in result.problems]
    return told


def _warned(context: "Context", warnings: Sequence[Problem]) -> dict[str, object]:
    return {"warnings": [problem_body(item, context.language) for item in warnings]} if warnings else {}


def _sent(answer: Answer) -> Response:
    return json_reply(answer.body, answer.status)


