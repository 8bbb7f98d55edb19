"""Bulk edits and deletes by a filter, and the way back from them: as many rows as were counted before, all or none."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.errors import Conflict, Missing, Problem, TooLarge
from guanxi.records.batch import Batch, Outcome, Result
from guanxi.records.handover import Company, company_of, relations_of
from guanxi.records.load import connection_of, read_rows
from guanxi.records.parse import authorize
from guanxi.records.plan import plan_of
from guanxi.records.query import count, rows
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.records.transaction import in_transaction
from guanxi.sqltree import Call, Delete, Param, Table
from guanxi.storage.tables import system_column

if TYPE_CHECKING:
    from guanxi.records.plan import WritePlan
    from guanxi.records.question import BulkOrder
    from guanxi.storage.connection import Connection
    from guanxi.workspace.context import Context

__all__ = ["KEPT", "MOST", "Bulk", "bulk", "expecting", "former", "undo"]

MOST = 10_000
KEPT = dt.timedelta(hours=24)
_OF = "@object"  # no name that a field can have: of which object a record is, where it is a child
_AT = system_column("gx_undo", "at", "u")
_OLD = Delete(Table("gx_undo", "u"), Call("<", (_AT, Param("at", "datetime")), "boolean"))


@dataclass(frozen=True, slots=True)
class Bulk:
    """How many records a bulk call concerns, and once it was done, the token that undoes it."""

    count: int
    undo: str | None = None
    along: Mapping[str, int] = field(default_factory=dict)  # by relation, how many of them are children

    def as_json(self) -> dict[str, object]:
        """Return the answer of the API and the command line."""
        along = {"with": dict(self.along)} if self.along else {}
        return {"count": self.count, "undo": self.undo, **along}


def bulk(context: "Context", order: "BulkOrder") -> Bulk:
    """Edit or delete the records that a filter finds, or in a dry run count them.

    Raises Conflict where there are not as many as the caller expects (`count_changed`), or no number is expected
    (`count_unexpected`). One refused record refuses all.
    """
    authorize(Batch(context, plan_of(context, order.object), order.operation, "all_or_none"), 0)
    if not order.dry_run:
        return in_transaction(context, partial(_carry_out, order))
    if order.along:
        with context.database.read() as connection:
            return _counted(*_all_of(context, connection, order))
    number, _ = count(context, Query(order.object, filter=order.filter, search=order.search, count="exact"))
    return Bulk(_within(number or 0))


def expecting(expected: int | None, number: int) -> None:
    """Raise Conflict unless the caller expects just so many records to be touched."""
    if expected is None:
        raise Conflict(reason="count_unexpected", count=number)
    if expected != number:
        raise Conflict(reason="count_changed", count=number, expected=expected)


def _all_of(
    context: "Context", connection: "Connection", order: "BulkOrder"
) -> tuple[list[str], tuple[Company, ...]]:  # fmt: skip
    """Return the ids that the filter finds, and the children that go along."""
    plan = plan_of(context, order.object)
    relations = relations_of(context, plan.object, order.along)
    ids = [
        str(record["id"])
        for record in rows(
            context,
            Query(order.object, fields=("id",), filter=order.filter, search=order.search, limit=MOST + 1),
        )
    ]
    if not relations or len(ids) > MOST:
        return ids, ()
    owners = {identity: values["owner"] for identity, values in read_rows(connection, plan, ids).items()}
    met, company = {(plan.object.name, identity) for identity in ids}, list[Company]()
    for relation in relations:
        found = company_of(context, connection, relation, owners)
        fresh = tuple(identity for identity in found.ids if (found.object, identity) not in met)
        met |= {(found.object, identity) for identity in fresh}
        company.append(replace(found, ids=fresh))
    return ids, tuple(company)


def _counted(ids: list[str], company: tuple[Company, ...]) -> Bulk:
    along = {one.relation: len(one.ids) for one in company}
    return Bulk(_within(len(ids) + sum(along.values())), along=along)


def _carry_out(order: "BulkOrder", context: "Context") -> Bulk:
    ids, company = _all_of(context, connection_of(context), order)
    counted = _counted(ids, company)
    expecting(order.expect, counted.count)
    if not ids:
        return Bulk(0)
    plan = plan_of(context, order.object)
    changes = [{"id": identity, **order.values} for identity in ids]
    outcome = save(context, order.object, changes, operation=order.operation)
    ways = [_way_back(plan, order, one) for one in outcome.results]
    for one in company:
        ways += _handed_over(context, order, one)
    return replace(counted, undo=_keep(context, order, ways))


def _handed_over(context: "Context", order: "BulkOrder", company: Company) -> list[dict[str, object]]:
    """Give children to the new owner; return the ways back."""
    if not company.ids:
        return []
    owner, plan = {"owner": order.values["owner"]}, plan_of(context, company.object)
    done = save(context, company.object, [{"id": identity, **owner} for identity in company.ids], operation="update")
    return [{_OF: company.object, **former(plan, one, owner)} for one in done.results]


def _within(number: int) -> int:
    if number > MOST:
        raise TooLarge(limit=MOST, rows=number)
    return number


def _way_back(plan: "WritePlan", order: "BulkOrder", result: Result) -> dict[str, object]:
    """Return what has to be known to take one record back to what it was, as JSON."""
    if order.operation == "delete":
        return {"id": result.id, "delete_id": (result.values or {})["delete_id"]}
    return former(plan, result, order.values)


def former(plan: "WritePlan", result: Result, names: Iterable[str]) -> dict[str, object]:
    """Return the change, as JSON, that gives an updated record its former values of these fields."""
    before = result.before or {}
    told: dict[str, object] = {"id": result.id, "version": result.version}
    for name in names:
        field = plan.object.field(name)
        parts = tuple(part for _, part in plan.object.parts_of(field))
        for member in parts or (field,):
            value, shown = before[member.name], member.kind.kept(member)
            told[member.name] = value if value is None or shown is None else shown(value)
    return told


def _keep(context: "Context", order: "BulkOrder", ways: list[dict[str, object]]) -> str:
    connection, identity = connection_of(context), clock.new_id()
    connection.change_tree(_OLD, {"at": context.now - KEPT})
    row = {"object": order.object, "operation": order.operation, "rows": ways, "at": context.now}
    connection.insert("gx_undo", {"id": identity, "created_by": context.principal.user_id, **row})
    return identity


def undo(context: "Context", object_name: str, token: str) -> Outcome:
    """Take back a bulk call of one's own within a day, once; records that were changed since are refused and stay."""

    def attempt(inside: "Context") -> Outcome:
        connection, plan = connection_of(inside), plan_of(inside, object_name)
        if plan.object.name not in inside.rights.visible_objects():
            raise Missing(kind="object", name=object_name)
        where = {"id": token, "object": plan.object.name, "created_by": inside.principal.user_id}
        kept = connection.select("gx_undo", ("operation", "rows", "at"), where)
        if not kept or kept[0][2] <= inside.now - KEPT:
            raise Missing(kind="undo", id=token)
        operation, ways, _ = kept[0]
        authorize(Batch(inside, plan, "update" if operation == "update" else "restore", "partial"), 0)
        if not connection.delete("gx_undo", where):
            raise Missing(kind="undo", id=token)
        if operation == "update":
            return _edited_back(inside, plan.object.name, ways)
        return _restored(inside, plan, ways)

    return in_transaction(context, attempt)


def _edited_back(context: "Context", object_name: str, ways: Sequence[Mapping[str, Any]]) -> Outcome:
    """Give records, and the children that went along, their former values; the children's results stand behind."""
    results, warnings = list[Result](), list[Problem]()
    grouped: dict[str, list[dict[str, Any]]] = {object_name: []}
    for way in ways:
        change = {key: value for key, value in way.items() if key != _OF}
        grouped.setdefault(str(way.get(_OF, object_name)), []).append(change)
    for name, changes in grouped.items():
        done = save(context, name, changes, operation="update", mode="partial", any_state=True)
        results += [_at(len(results) + index, one) for index, one in enumerate(done.results)]
        warnings += done.warnings
    return Outcome(tuple(results), tuple(warnings))


def _restored(context: "Context", plan: "WritePlan", ways: list[Mapping[str, Any]]) -> Outcome:
    """Restore what lies in the bin since the call, not what was put there again later."""
    stored = read_rows(connection_of(context), plan, [way["id"] for way in ways], lock="no key update")
    same = [way["id"] for way in ways if stored.get(way["id"], {}).get("delete_id") == way["delete_id"]]
    done = save(context, plan.object.name, [{"id": identity} for identity in same], operation="restore", mode="partial")
    by_id = dict(zip(same, done.results, strict=True))
    gone = Result(None, "refused", problems=(Problem("id", "missing"),))
    return Outcome(tuple(_at(index, by_id.get(way["id"], gone)) for index, way in enumerate(ways)), done.warnings)


def _at(index: int, result: Result) -> Result:
    return replace(result, problems=tuple(replace(problem, row=index) for problem in result.problems))
