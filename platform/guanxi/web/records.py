"""Records over HTTP: lists, single records, creates, changes, batches and the recycle bin."""

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import orjson
from flask import Blueprint, Request, Response, request

from guanxi.errors import Malformed, Missing, Problem, TooLarge
from guanxi.records.aggregate import aggregate
from guanxi.records.answer import saved_record
from guanxi.records.arguments import Argument, Flag
from guanxi.records.bulk import bulk, undo
from guanxi.records.duplicates import duplicates
from guanxi.records.idempotency import Answer, answer_once
from guanxi.records.query import count, get, page
from guanxi.records.question import FIELDS, BulkOrder, Query, aggregate_from, bulk_from, count_from, query_from
from guanxi.records.reach import rights_on
from guanxi.records.save import save
from guanxi.records.statements import name_problems
from guanxi.records.transaction import tried
from guanxi.records.unmasking import unmask
from guanxi.screens.offered import with_view, with_view_counted
from guanxi.text.shown import shown
from guanxi.web.answers import json_answer, json_bytes, nothing
from guanxi.web.bodies import arguments, asked, checked_key, json_object, request_hash
from guanxi.web.former_names import telling_former_names
from guanxi.web.problems import problem_entry

if TYPE_CHECKING:
    from guanxi.hooks import Operation
    from guanxi.records.batch import Mode, Outcome, Result
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["DRY_RUN", "ONE", "records_blueprint"]

ONE: tuple[Argument, ...] = (FIELDS, Flag("rights", "Say also which rights the caller has on it."))
DRY_RUN: tuple[Argument, ...] = (Flag("dry_run", "Only say what would come of it."),)
MOST_IN_BATCH = 10_000
_LONGEST_KEPT = 1_000  # of an address whose reading is kept
_MODES = ("all_or_none", "partial")
_READING = frozenset({"query_records", "count_records", "aggregate_records"})  # their bodies only say what is asked
_NAMING = ("fields", "filter", "sort")


def records_blueprint(door: "Door") -> Blueprint:
    """Return the calls that read and write records."""
    calls = Blueprint("records", __name__)
    one, all_of = "/records/<object_name>/<record_id>", "/records/<object_name>"
    routes = (
        (all_of, "GET", list_records), (all_of, "POST", create_records), (all_of, "PATCH", change_records),
        (all_of, "DELETE", delete_records), (f"{all_of}/undo", "POST", undo_bulk),
        (f"{all_of}/query", "POST", query_records), (f"{all_of}/count", "POST", count_records),
        (one, "GET", read_record), (one, "PATCH", change_record), (one, "DELETE", delete_record),
        (f"{one}/restore", "POST", restore_record), (f"{one}/unmask", "POST", unmask_record),
        (f"{one}/duplicates", "GET", read_duplicates),
        ("/aggregate/<object_name>", "POST", aggregate_records),
    )  # fmt: skip
    for path, method, function in routes:
        view = door.opened(telling_former_names(function), reads=function.__name__ in _READING)
        calls.add_url_rule(path, function.__name__, view, methods=[method])
    return calls


def list_records(context: "Context", object_name: str) -> Response:
    """List records by URL arguments."""
    raw: str = request.environ.get("QUERY_STRING", "")
    if len(raw) > _LONGEST_KEPT or "cursor=" in raw:  # a page's own address is asked once
        return _page(context, _asked(context, object_name, arguments(request)))
    made = partial(_query, context, object_name, request)
    return _page(context, context.memo(("list arguments", object_name, raw), made))


def _query(context: "Context", object_name: str, arrived: Request) -> Query:
    return _asked(context, object_name, arguments(arrived))


def _asked(context: "Context", object_name: str, given: Mapping[str, object]) -> Query:
    """Return what is asked; where an argument is wrong, what is wrong with the names in the others is told with it."""
    try:
        return query_from(object_name, given)
    except Malformed as error:
        wrong = {problem.field for problem in error.problems}
        named = {name: value for name, value in given.items() if name in _NAMING and name not in wrong}
        others = name_problems(context, query_from(object_name, named))
        raise Malformed(problems=[*error.problems, *others]) from error


def query_records(context: "Context", object_name: str) -> Response:
    """List records by a JSON body, which has no limit of length."""
    return _page(context, _asked(context, object_name, json_object(request)))


def _page(context: "Context", query: Query) -> Response:
    found = page(context, with_view(context, query))
    following = b"null" if found.next is None else b'"' + found.next.encode() + b'"'
    number = b"null" if found.count is None else str(found.count).encode()
    capped = b"true" if found.count_capped else b"false"
    parts = (
        b'{"data":', found.rows_json, b',"page":{"next":', following, b'},"count":', number, b',"count_capped":',
        capped, b"}",
    )  # fmt: skip
    return json_bytes(b"".join(parts))


def count_records(context: "Context", object_name: str) -> Response:
    """Count records."""
    query = count_from(object_name, json_object(request))
    number, capped = count(context, with_view(context, query))
    return json_answer({"count": number, "count_capped": capped})


def read_record(context: "Context", object_name: str, record_id: str) -> Response:
    """Read one record, whose version is its ETag, and what the caller may do with it where that is asked."""
    given = asked(ONE)
    body, version = get(context, object_name, record_id=record_id, fields=given["fields"] or None)
    rights = b',"rights":' + orjson.dumps(rights_on(context, object_name, record_id)) if given["rights"] else b""
    answer = json_bytes(b'{"data":' + body + rights + b"}")
    answer.headers["ETag"] = f'"{version}"'
    return answer


def create_records(context: "Context", object_name: str) -> Response:
    """Create one record, or write a batch, once for each idempotency key; a dry run tells what would come of it."""
    body, dry_run = json_object(request), asked(DRY_RUN)["dry_run"]
    key = request.headers.get("Idempotency-Key")

    def work(inside: "Context") -> Answer:
        if isinstance(body.get("records"), list):
            return _batch(inside, object_name, body, "create")
        return _create(inside, object_name, body)

    if dry_run:
        return json_answer(tried(context, work).body)
    if key is None:
        done = work(context)
    else:
        done = answer_once(context, checked_key(key), request_hash=request_hash(request), work=work)
    answer = json_answer(done.body, done.status)
    if done.repeated:
        answer.headers["Idempotent-Replayed"] = "true"
    return _located(answer, object_name, done.body)


def change_records(context: "Context", object_name: str) -> Response:
    """Change a batch of records, each by its id, or all that a filter finds."""
    body = json_object(request)
    if "filter" in body:
        return _bulk(context, bulk_from(object_name, "update", body))
    if not isinstance(body.get("records"), list):
        raise Malformed(problems=[Problem("records", "required")])
    done = _batch(context, object_name, body, "update")
    return json_answer(done.body, done.status)


def delete_records(context: "Context", object_name: str) -> Response:
    """Put all records that a filter finds into the recycle bin."""
    return _bulk(context, bulk_from(object_name, "delete", arguments(request)))


def _bulk(context: "Context", order: BulkOrder) -> Response:
    done = bulk(context, order)
    return json_answer(done.as_json())


def undo_bulk(context: "Context", object_name: str) -> Response:
    """Take back a bulk call; each row tells what came of it."""
    body = json_object(request)
    problems = [Problem(name[:100], "unknown_argument") for name in body if name != "token"]
    token = body.get("token")
    if not isinstance(token, str):
        problems.append(Problem("token", "required" if token is None else "not_text"))
    if problems:
        raise Malformed(problems=problems)
    try:
        identity = str(uuid.UUID(token))
    except ValueError as error:
        raise Missing(kind="undo", id=str(token)[:100]) from error
    outcome = undo(context, object_name, identity)
    return json_answer({"data": [_row(context, result) for result in outcome.results], **_warned(context, outcome)})


def change_record(context: "Context", object_name: str, record_id: str) -> Response:
    """Change the fields that are sent; If-Match names the version the caller has seen; a dry run keeps nothing."""
    row, dry_run = {**json_object(request), "id": record_id}, asked(DRY_RUN)["dry_run"]
    version = _if_match(request)
    if version is not None:
        row["version"] = version

    def work(inside: "Context") -> Answer:
        outcome = save(inside, object_name, [row], operation="update")
        return Answer(200, _told(inside, object_name, outcome.results[0], outcome))

    if dry_run:
        return json_answer(tried(context, work).body)
    body: Any = work(context).body
    answer = json_answer(body)
    answer.headers["ETag"] = f'"{body["data"]["version"]}"'
    return answer


def delete_record(context: "Context", object_name: str, record_id: str) -> Response:
    """Put a record into the recycle bin."""
    row: dict[str, object] = {"id": record_id}
    version = _if_match(request)
    if version is not None:
        row["version"] = version
    save(context, object_name, [row], operation="delete")
    return nothing()


def restore_record(context: "Context", object_name: str, record_id: str) -> Response:
    """Take a record back out of the recycle bin."""
    outcome = save(context, object_name, [{"id": record_id}], operation="restore")
    body = _told(context, object_name, outcome.results[0], outcome)
    answer = json_answer(body)
    answer.headers["ETag"] = f'"{outcome.results[0].version}"'
    return answer


def unmask_record(context: "Context", object_name: str, record_id: str) -> Response:
    """Show what masks hide in a record; the audit says who asked."""
    body = unmask(context, object_name, record_id, asked=json_object(request))
    return json_bytes(b'{"data":' + body + b"}")


def read_duplicates(context: "Context", object_name: str, record_id: str) -> Response:
    """Tell which other records a record is taken for."""
    found = duplicates(context, object_name, record_id)
    return json_answer({"data": [match.as_json(context.language) for match in found]})


def aggregate_records(context: "Context", object_name: str) -> Response:
    """Count and sum records in groups."""
    question = with_view_counted(context, aggregate_from(object_name, json_object(request)))
    return json_bytes(b'{"data":' + aggregate(context, question) + b"}")


def _create(context: "Context", object_name: str, body: Mapping[str, object]) -> Answer:
    outcome = save(context, object_name, [body], operation="create")
    result = outcome.results[0]
    told = _told(context, object_name, result, outcome)
    return Answer(200 if result.status == "unchanged" else 201, told)


def _told(context: "Context", object_name: str, result: "Result", outcome: "Outcome") -> dict[str, object]:
    return {"data": saved_record(context, object_name, result), **_warned(context, outcome)}


def _warned(context: "Context", outcome: "Outcome") -> dict[str, object]:
    if not outcome.warnings:
        return {}
    return {"warnings": [problem_entry(problem, context.language) for problem in outcome.warnings]}


def _batch(context: "Context", object_name: str, body: Mapping[str, Any], operation: "Operation") -> Answer:
    """Write many records in one call; in mode partial each row tells what came of it."""
    known = {"records", "mode", "upsert_by"} if operation == "create" else {"records", "mode"}
    problems = [Problem(name[:100], "unknown_argument") for name in body if name not in known]
    mode, upsert_by = body.get("mode") or "all_or_none", body.get("upsert_by")
    if mode not in _MODES:
        problems.append(Problem("mode", "not_allowed", {"value": shown(mode), "allowed": list(_MODES)}))
    if upsert_by is not None and not isinstance(upsert_by, str):
        problems.append(Problem("upsert_by", "not_text"))
    if problems:
        raise Malformed(problems=problems)
    rows: Sequence[Mapping[str, object]] = body["records"]
    if len(rows) > MOST_IN_BATCH:
        raise TooLarge(limit=MOST_IN_BATCH, rows=len(rows))
    done: Operation = "upsert" if upsert_by is not None else operation
    outcome = save(
        context, object_name, rows, operation=done, mode=cast("Mode", mode), upsert_by=cast("str | None", upsert_by)
    )
    told = {"data": [_row(context, result) for result in outcome.results], **_warned(context, outcome)}
    return Answer(201 if done == "create" and mode == "all_or_none" else 200, told)


def _row(context: "Context", result: "Result") -> dict[str, object]:
    if result.status == "refused":
        errors = [problem_entry(problem, context.language) for problem in result.problems]
        return {"status": "refused", "errors": errors}
    return {"id": result.id, "status": result.status, "version": result.version}


def _if_match(arrived: Request) -> int | None:
    """Return the version that If-Match names; anything that is no version of a record matches none."""
    header = arrived.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    text = header.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Malformed(reason="if_match")
    return int(text)


def _located(answer: Response, object_name: str, body: object) -> Response:
    made = body.get("data") if isinstance(body, dict) else None
    if isinstance(made, dict):
        answer.headers["Location"] = f"/api/v1/records/{object_name}/{made['id']}"
        answer.headers["ETag"] = f'"{made["version"]}"'
    return answer
