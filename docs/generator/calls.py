"""The page of the HTTP API."""

from collections.abc import Iterable

from guanxi.records.arguments import Argument
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS, FixedCall, RecordCall

from docs.generator.markdown import code, table

__all__ = ["calls"]

_TOP = """# HTTP API

Every address begins with `/api/v1`. Callers send an API token (`Authorization: Bearer gx_…`) or the cookie of a
session; with a cookie, every call that changes something needs the header `X-CSRF-Token` with the value that `GET /me`
gives. Bodies and answers are JSON; failures are described under [Errors](errors.md). `/api/v1/openapi.json` describes
all of this for programs, with the objects and fields that the caller may see.

Every answer says which revision of the metadata it was made from (`X-Catalog-Revision`) and under which id the request
stands in the log (`X-Request-Id`).

## Records

"""
_MIDDLE = """

A record's `ETag` is its version; `If-Match` refuses a change of any other version. `Idempotency-Key` makes a create
safe to send again: within 24 hours the first answer is given again.

## Everything else

"""


def calls() -> str:
    """Return the page."""
    fixed = [(code(f"{call.method} {call.path}"), call.summary, _body(call), _needs(call)) for call in FIXED_CALLS]
    records = [
        (code(f"{call.method} {call.path}"), call.summary, _taken(call), code(call.right)) for call in RECORD_CALLS
    ]
    return "".join((
        _TOP, table(["call", "does", "takes", "right on the object"], records), _MIDDLE,
        table(["call", "does", "takes", "needs"], fixed),
    ))  # fmt: skip


def _body(call: FixedCall) -> str:
    body = {} if call.body is None else call.body().fields
    sent = _listed((field.data_key or name) + ("" if field.required else "?") for name, field in body.items())
    form = f"a form with a file and {_listed(_spelt(row) for row in call.form)}" if call.form else ""
    return "; ".join(filter(None, (sent, form, _of_url(call.arguments), _listed(row.name for row in call.headers))))


def _of_url(rows: Iterable[Argument]) -> str:
    return _listed(f"{row.name}={'' if row.required else '?'}" for row in rows)


def _spelt(row: Argument) -> str:
    return row.name + ("" if row.required else "?")


def _taken(call: RecordCall) -> str:
    bodies = {
        "query": "the arguments of the list as JSON", "count_query": "`filter`",
        "aggregate": "`group_by`, `measures`, `filter`, `having`, `sort`, `limit`",
        "create": "one record, or `records`, `mode`, `upsert_by`", "write": "fields",
        "batch_body": "`records`, `mode`, or `filter`, `set`, `dry_run`, `expect`",
        "unmask": "`fields`", "share": "`give` (each `grantee`, `level`, `team`), `take`",
        "undo": "`token`", "action": "`parameters`, `version`, `dry_run`",
    }  # fmt: skip
    parts = [bodies[call.body]] if call.body is not None else []
    parts += [_of_url(call.arguments)] if call.arguments else []
    parts += [_listed(row.name for row in call.headers)] if call.headers else []
    return "; ".join(parts)


def _needs(call: FixedCall) -> str:
    if not call.signed_in:
        return "nothing"
    if call.right is not None:
        return f"system right {code(call.right)}"
    return "staff" if call.staff else "sign-in"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(code(name) for name in names)
