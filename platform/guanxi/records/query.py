"""The door of reading: pages, single records and counts, each answered as the principal of the context."""

import uuid
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
from guanxi.errors import Malformed, Missing, TooExpensive
from guanxi.records.ceilings import naming
from guanxi.records.counting import counted
from guanxi.records.cursor import Cursor, question_digest, read_cursor, write_cursor
from guanxi.records.late import fill
from guanxi.records.ordering import AFTER_ID, key_name
from guanxi.records.prepared import connected, prepared
from guanxi.records.question import Page, Query
from guanxi.records.searching import searched
from guanxi.records.sensitive import note_read
from guanxi.records.statements import RECORD_SLOT, Rows, compile_list, compile_record, name_problems

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from guanxi.records.encode import Record, Row
    from guanxi.records.statements import Form
    from guanxi.workspace.context import Context

__all__ = ["count", "get", "page", "record", "rows"]


def page(context: "Context", query: Query, *, seconds: float | None = None) -> Page:
    """Return one page as JSON, the cursor of the next, and the count; `seconds` bounds each statement."""
    digest = question_digest(
        query.object, query.filter, query.search, query.sort, query.deleted, context.principal.audience
    )
    secret = context.workspace.secret
    cursor = read_cursor(query.cursor, digest, secret) if query.cursor is not None else None
    now = context.now if cursor is None else cursor.now
    try:
        if query.skip:
            cursor = _behind(context, query, cursor, now=now, seconds=seconds)
            if cursor is None:
                return _nothing(context, query, now=now)
        answer, found = _run(context, query, cursor, now=now, form="json", seconds=seconds)
    except Malformed as error:
        problems = name_problems(context, query)
        if len(problems) <= len(error.problems):
            raise
        raise Malformed(problems=problems) from error
    except TooExpensive as error:
        raise naming(context, query, error) from error
    shown = found[: query.limit]
    note_read(context, query.object, [row[-1] for row in shown], answer.sensitive)
    if answer.read is None:
        rows_json = b"[" + b",".join([row[0] for row in shown]) + b"]"
    else:
        rows_json = orjson.dumps(_records(context, answer, shown))
    following = None
    if len(found) > query.limit:
        last = shown[-1]
        following = write_cursor(Cursor(tuple(last[-1 - len(answer.keys) : -1]), last[-1], now), digest, secret)
    number, capped = count(context, query, now=now) if query.count != "none" else (None, False)
    return Page(rows_json, following, number, capped)


def _behind(
    context: "Context", query: Query, cursor: Cursor | None, *, now: "dt.datetime", seconds: float | None
) -> Cursor | None:
    """Return the place behind the rows that a query skips; None where there are not so many.

    They are read as a page of ids, so that every way to find a page can do it.
    """
    skipped = replace(query, fields=("id",), limit=query.skip)
    answer, found = _run(context, skipped, cursor, now=now, form="values", seconds=seconds)
    if len(found) < query.skip:
        return None
    last = found[query.skip - 1]
    return Cursor(tuple(last[-1 - len(answer.keys) : -1]), last[-1], now)


def _nothing(context: "Context", query: Query, *, now: "dt.datetime") -> Page:
    number, capped = counted(context, query, now=now) if query.count != "none" else (None, False)
    return Page(b"[]", None, number, capped)


def rows(context: "Context", query: Query) -> list["Record"]:
    """Return the first rows of a query as domain values, for callers inside the platform."""
    answer, found = _run(context, query, None, now=context.now, form="values")
    shown = found[: query.limit]
    note_read(context, query.object, [row[-1] for row in shown], answer.sensitive)
    return _records(context, answer, shown)


def get(
    context: "Context", object_name: str, *, record_id: str, fields: tuple[str, ...] | None = None,
    unmasked: bool = False,
) -> tuple[bytes, int]:  # fmt: skip
    """Return one record as JSON with its version; Missing where there is none that the principal may see.

    `unmasked` is for the call that shows what masks hide, which checks the right to it and audits by itself.
    """
    answer, row = _one(context, object_name, record_id, fields=fields, form="json", unmasked=unmasked)
    if not unmasked:
        note_read(context, object_name, [row[-1]], answer.sensitive)
    return row[0] if answer.read is None else orjson.dumps(_records(context, answer, [row])[0]), int(row[-2])


def record(context: "Context", object_name: str, *, record_id: str, fields: tuple[str, ...] | None = None) -> "Record":
    """Return one record as domain values; Missing where there is none that the principal may see."""
    answer, row = _one(context, object_name, record_id, fields=fields, form="values")
    note_read(context, object_name, [row[-1]], answer.sensitive)
    return _records(context, answer, [row])[0]


def count(context: "Context", query: Query, *, now: "dt.datetime | None" = None) -> tuple[int | None, bool]:
    """Return how many records a query finds, exactly unless `count` says capped, and whether the number was cut."""
    try:
        return counted(context, query, now=now or context.now)
    except TooExpensive as error:
        raise naming(context, query, error) from error


def _run(
    context: "Context", query: Query, cursor: Cursor | None, *, now: "dt.datetime", form: "Form",
    seconds: float | None = None,
) -> tuple[Rows, list["Row"]]:  # fmt: skip
    """Run the prepared query from the cursor on and return one row more than asked for, if there is one."""
    blanks = None if cursor is None else tuple(value is None for value in cursor.values)
    search = searched(query.search)
    question = (
        "list", query.object, query.fields, query.filter, search.shape, query.sort, query.limit, query.deleted, blanks,
        form,
    )  # fmt: skip
    found, values = prepared(
        context, query.object, question, now=now,
        make=lambda reading: compile_list(reading, query, search, blanks=blanks, form=form),
    )  # fmt: skip
    values |= search.values
    if cursor is not None:
        values |= {f"after_{key_name(index)}": value for index, value in enumerate(cursor.values)}
        values[AFTER_ID] = cursor.id
    answer = found.answer
    first, ways = int(answer.held), len(found.statements) - answer.merged
    with connected(context, seconds=seconds) as connection:
        # The audit of what is sensitive needs all ids; else they are read where the cursor or the mark of many stands.
        alone = answer.read is None and not answer.sensitive
        run = partial(connection.run_json, whole=(0, query.limit - 1)) if alone else connection.run
        if answer.held:
            rows_found = run(found.statements[0], values)
            if not rows_found or not rows_found[0][-2 - len(answer.keys)]:
                return answer, rows_found
        for statement in found.statements[first if found.tries.due() else first + 1 : ways]:
            rows_found = run(statement, values)
            if len(rows_found) > query.limit or statement is found.statements[-1]:
                return answer, rows_found
            if answer.tried:
                found.tries.failed()
        # One state of the data, else a row that changes hands between two parts would be missed or doubled.
        with nullcontext() if context.transaction is not None else connection.snapshot():
            return answer, _merged([connection.run(statement, values) for statement in found.statements[ways:]], answer)


def _merged(parts: list[list["Row"]], answer: Rows) -> list["Row"]:
    """Return the rows of several parts once, in their common order; the id, which comes last, runs as the last key."""
    filled = [part for part in parts if part]
    if len(filled) < 2:
        return filled[0] if filled else []
    rows_found = list({row[-1]: row for part in filled for row in part}.values())
    directions = [key.descending for key in answer.keys]
    for back, descending in enumerate([*directions[-1:], *reversed(directions)] or [False], start=1):
        rows_found.sort(key=_blank_lowest(-back), reverse=descending)
    return rows_found


def _blank_lowest(at: int) -> "Callable[[Row], tuple[bool, Any]]":
    return lambda row: (row[at] is not None, row[at])


def _one(
    context: "Context", object_name: str, record_id: str, *, fields: tuple[str, ...] | None, form: "Form",
    unmasked: bool = False,
) -> tuple[Rows, "Row"]:  # fmt: skip
    """Run the prepared reading of one record; a text that is no id names no record."""
    question = ("record", object_name, fields, form, unmasked)
    found, values = prepared(
        context, object_name, question, now=context.now,
        make=lambda reading: compile_record(reading, object_name, fields, form=form, unmasked=unmasked),
    )  # fmt: skip
    try:
        values[RECORD_SLOT] = str(uuid.UUID(record_id))
    except ValueError as error:
        raise Missing(kind="record", object=object_name, id=record_id[:100]) from error
    with connected(context) as connection:
        rows_found = connection.run(found.statements[0], values)
    if not rows_found:
        raise Missing(kind="record", object=object_name, id=values[RECORD_SLOT])
    return found.answer, rows_found[0]


def _records(context: "Context", answer: Rows, found: list["Row"]) -> list["Record"]:
    """Return the records of rows that the database did not make JSON of."""
    if answer.read is None:
        raise TypeError("rows of JSON give no values")
    records = answer.read(found)
    if answer.late:
        fill(context, records, answer.late)
    return records
