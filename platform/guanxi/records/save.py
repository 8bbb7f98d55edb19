"""The write pipeline: every create, update, upsert, delete and restore of records goes through `save`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from guanxi.access.memberships import WATCHED, refresh
from guanxi.errors import Conflict, Denied, Invalid, Missing, Problem, Stale
from guanxi.records.batch import Batch, Mode, Outcome, Result, Row
from guanxi.records.constraints import check_owners, check_protected, check_references, check_required
from guanxi.records.defaults import apply_defaults, note_changes
from guanxi.records.environment import BatchEnvironment
from guanxi.records.hooking import call_hooks
from guanxi.records.load import connection_of, load
from guanxi.records.matching import match_rows
from guanxi.records.parse import authorize, parse
from guanxi.records.plan import plan_of
from guanxi.records.recycle import check_children, check_masters, mark, with_children
from guanxi.records.rollups import lock_parents, recompute
from guanxi.records.rules import check_rules
from guanxi.records.states import check_states
from guanxi.records.transaction import run_again_when_asked, transaction
from guanxi.records.unique import check_unique, refuse_taken
from guanxi.records.write import write
from guanxi.storage.failures import NotUnique, ReferenceMissing, Retryable

if TYPE_CHECKING:
    from guanxi.hooks import Operation
    from guanxi.workspace.context import Context

__all__ = ["save"]


def save(
    context: "Context", object_name: str, rows: Sequence[Mapping[str, object]], *, operation: "Operation" = "create",
    mode: Mode = "all_or_none", upsert_by: str | None = None, any_state: bool = False,
) -> Outcome:
    """Write a batch of records and return what came of each row, in the caller's order.

    In mode all_or_none a single refused row raises, with every problem of every row, and nothing is kept; in mode partial
    the refused rows are left out. `any_state` asks to pass state gates by the right `set_any_state`.
    """

    def attempt(current: "Context") -> Outcome:
        batch = Batch(current, plan_of(current, object_name), operation, mode, any_state=any_state)
        authorize(batch, len(rows))
        parse(batch, rows)
        with transaction(current) as inside:
            batch.context = inside
            return _run(batch, upsert_by)

    return run_again_when_asked(context, attempt)


def _run(batch: Batch, upsert_by: str | None) -> Outcome:
    """Take a parsed batch through the steps of the pipeline."""
    if batch.operation == "upsert":
        match_rows(batch, upsert_by)
    load(batch)
    environment = BatchEnvironment(batch.context, batch.plan, batch.all_rows)
    if batch.operation in {"delete", "restore"}:
        mark(batch)
        check_protected(batch)
        check_children(batch) if batch.operation == "delete" else _check_return(batch)
    else:
        apply_defaults(batch, environment)
        call_hooks(batch, "before_validate")
        note_changes(batch, environment)
        check_protected(batch)
        check_required(batch)
        check_references(batch)
        check_owners(batch)
        check_states(batch, environment)
        check_rules(batch, environment)
        check_unique(batch)
    batch.frozen = True
    _leave(batch)
    call_hooks(batch, "before_save")
    _leave(batch)
    if batch.rows:
        _store(batch)
    _refuse_all(batch)
    return batch.outcome()


def _check_return(batch: Batch) -> None:
    check_masters(batch)
    check_unique(batch)


def _store(batch: Batch) -> None:
    """Write what passed; in partial mode what the database or a later judgement refuses leaves, and the rest is kept."""
    if batch.mode == "all_or_none":
        try:
            _write_all(batch)
        except NotUnique as error:
            # Somebody else was faster. A second run finds the clash before the write and names the row.
            raise Retryable from error
        _refuse_all(batch)
        return
    waiting = [list(batch.rows)]
    while waiting:
        chunk = waiting.pop(0)
        batch.rows = chunk
        try:
            with connection_of(batch.context).savepoint():
                _write_all(batch)
                if any(row.problems for row in chunk):
                    raise _RefusedLate
        except _RefusedLate:
            waiting.insert(0, [row for row in chunk if row.problems is None])
        except (NotUnique, ReferenceMissing) as error:
            if len(chunk) == 1:
                _note_failure(batch, error)
            else:
                middle = len(chunk) // 2
                waiting[:0] = [chunk[:middle], chunk[middle:]]
        waiting = [rows for rows in waiting if rows]


def _write_all(batch: Batch) -> None:
    """Store the rows of the batch and what follows from them inside the transaction."""
    parents = lock_parents(batch)
    write(batch)
    if batch.operation in {"delete", "restore"}:
        with_children(batch, _write_all)
    recompute(batch, parents)
    _follow_core(batch)
    call_hooks(batch, "after_save")


class _RefusedLate(Exception):  # noqa: N818 - it only ends the savepoint of a chunk that must be written again
    """Rows were refused after they were written."""


def _follow_core(batch: Batch) -> None:
    """Keep grantees and memberships in step with users, teams, units and queues."""
    if batch.object not in WATCHED or batch.plan.object.package != "core":
        return
    changed: dict[str, set[str]] = {batch.object: {row.id for row in batch.rows}}
    if batch.object in {"team_member", "queue_member"}:
        changed["user"] = {str(row.before["user"]) for row in batch.rows if row.before is not None and row.before["user"] is not None}
    refresh(connection_of(batch.context), batch.context.catalog, changed)


def _leave(batch: Batch) -> None:
    """Raise what was found so far, or in partial mode let the refused rows leave."""
    _refuse_all(batch)
    batch.drop_refused()


def _refuse_all(batch: Batch) -> None:
    if batch.mode == "partial" or all(row.problems is None for row in batch.all_rows):
        return
    problems = batch.problems
    raise _FAILURES.get(problems[0].code, _invalid)(batch, problems) if len(batch.all_rows) == 1 else Invalid(problems=problems)


def _note_failure(batch: Batch, error: NotUnique | ReferenceMissing) -> None:
    """Turn what only the database saw into a problem of the row, or of the batch where the row is not known."""
    row: Row = batch.rows[0]
    if isinstance(error, NotUnique):
        refuse_taken(batch, row, error.columns)
    else:
        batch.refuse(row, None, "reference_not_found")


def _invalid(batch: Batch, problems: Sequence[Problem]) -> Invalid:
    del batch
    return Invalid(problems=problems)


def _stale(batch: Batch, problems: Sequence[Problem]) -> Stale:
    return Stale(object=batch.object, id=batch.all_rows[0].id, reason="version", **dict(problems[0].params))  # type: ignore[arg-type]


# A single record answers with the status of its problem; in a batch every row has its own.
_FAILURES = {
    "missing": lambda batch, problems: Missing(kind="record", object=batch.object, id=batch.all_rows[0].id),
    "denied": lambda batch, problems: Denied(object=batch.object, id=batch.all_rows[0].id),
    "stale": _stale,
    "id_taken": lambda batch, problems: Conflict(reason="id_taken", id=batch.all_rows[0].id, problems=problems),
    "still_referenced": lambda batch, problems: Conflict(reason="still_referenced", problems=problems),
}
