"""The write pipeline: every create, update, upsert, delete and restore of records goes through `save`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guanxi.access.memberships import WATCHED, refresh
from guanxi.records.batch import Batch, Mode, Outcome, Row
from guanxi.records.choices import check_choices
from guanxi.records.circles import closes_circle, moves_in_trees
from guanxi.records.constraints import (
    check_currencies,
    check_owners,
    check_pointers,
    check_protected,
    check_references,
    check_required,
    check_together,
)
from guanxi.records.defaults import apply_defaults, note_changes
from guanxi.records.duplicates import check_duplicates
from guanxi.records.environment import BatchEnvironment
from guanxi.records.hooking import call_hooks, hook_callers
from guanxi.records.links import settle_links
from guanxi.records.load import connection_of, load
from guanxi.records.matching import match_rows
from guanxi.records.parse import authorize, parse
from guanxi.records.plan import plan_of
from guanxi.records.recycle import check_children, check_masters, mark, with_children
from guanxi.records.refusal import leave, note_failure, refuse_all
from guanxi.records.rollups import Parents, lock_parents, recompute
from guanxi.records.rules import check_rules
from guanxi.records.states import check_states
from guanxi.records.transaction import run_again_when_asked, transaction
from guanxi.records.unique import check_unique
from guanxi.records.write import write
from guanxi.storage.failures import NotUnique, ReferenceMissing, Retryable

if TYPE_CHECKING:
    from guanxi.hooks import Operation
    from guanxi.workspace.context import Context

__all__ = ["save"]

_FEW = 20  # rows that a save may have for others to wait for it


def save(
    context: "Context", object_name: str, rows: Sequence[Mapping[str, object]], *, operation: "Operation" = "create",
    mode: Mode = "all_or_none", upsert_by: str | None = None, any_state: bool = False,
    tells: bool = True,
) -> Outcome:  # fmt: skip
    """Write a batch of records and return what came of each row, in the caller's order.

    In mode all_or_none a single refused row raises, with every problem of every row, and nothing is kept; in mode
    partial the refused rows are left out. `any_state` asks to pass state gates by the right `set_any_state`. Without
    `tells` nobody gets a notice of the records that this gives them.
    """

    def attempt(current: "Context") -> Outcome:
        alone = current.transaction is None and mode == "all_or_none"
        plan = plan_of(current, object_name)
        batch = Batch(current, plan, operation, mode, any_state=any_state, tells=tells, alone=alone)
        authorize(batch, len(rows))
        parse(batch, rows)
        with transaction(current, brief=alone and len(rows) <= _FEW) as inside:
            batch.context = inside
            _check(batch, upsert_by)
            _store(batch)
        return batch.outcome()

    return run_again_when_asked(context, attempt)


def _check(batch: Batch, upsert_by: str | None) -> None:
    """Complete and judge the rows; those that stay in the batch afterwards may be stored."""
    if batch.operation == "upsert":
        match_rows(batch, upsert_by)
    load(batch)
    if batch.operation == "delete":
        mark(batch)
        check_protected(batch)
        check_children(batch)
    elif batch.operation == "restore":
        mark(batch)
        check_protected(batch)
        check_masters(batch)
        check_unique(batch)
    else:
        environment = BatchEnvironment(batch.context, batch.plan, batch.rows)
        apply_defaults(batch, environment)
        call_hooks(batch, "before_validate")
        settle_links(batch)
        note_changes(batch, environment)
        check_protected(batch)
        check_required(batch)
        check_together(batch)
        check_choices(batch)
        check_currencies(batch, environment)
        check_references(batch)
        check_pointers(batch)
        check_owners(batch)
        check_rules(batch, environment)
        check_states(batch, environment)
        check_unique(batch)
        check_duplicates(batch)
    leave(batch)
    _judge(batch)
    leave(batch)


def _judge(batch: Batch) -> None:
    """Let plugins judge rows whose values are final."""
    batch.frozen = True
    call_hooks(batch, "before_save")


def _write(batch: Batch) -> None:
    """Store the rows and everything that follows from them in the same transaction."""
    parents = lock_parents(batch)
    write(batch, last=_is_last(batch, parents))  # rows, history, audit and events
    if closes_circle(batch):
        return  # what follows from them would only be undone
    if batch.operation in {"delete", "restore"}:
        with_children(batch, judge=_judge, store=_write)
    recompute(batch, parents)
    _follow_core(batch)
    call_hooks(batch, "after_save")


def _is_last(batch: Batch, parents: Parents) -> bool:
    """Tell whether nothing can follow the write in its transaction, nor refuse it any more."""
    follows = batch.operation in {"delete", "restore"} or parents.records or batch.object in WATCHED
    follows = follows or moves_in_trees(batch)
    return batch.alone and not follows and not hook_callers(batch, "after_save")


def _store(batch: Batch) -> None:
    """Write the rows: all or none, or in partial mode what the database and later judgements leave of them."""
    if batch.mode == "partial":
        _store_what_fits(batch)
        return
    if not batch.rows:
        return
    try:
        _write(batch)
    except NotUnique as error:
        # Somebody else was faster. Run again, it is found before the write, with its row.
        raise Retryable from error
    refuse_all(batch)


def _store_what_fits(batch: Batch) -> None:
    waiting: list[list[Row]] = [batch.rows]
    while waiting:
        batch.rows = chunk = waiting.pop(0)
        if not chunk:
            continue
        try:
            with connection_of(batch.context).savepoint():
                _write(batch)
                if any(row.problems for row in chunk):
                    raise _RefusedLate
        except _RefusedLate:
            waiting.insert(0, [row for row in chunk if row.problems is None])
        except (NotUnique, ReferenceMissing) as error:
            if len(chunk) == 1:
                note_failure(batch, error)
            else:
                waiting[:0] = [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]


class _RefusedLate(Exception):
    """Rows were refused after they were written: the chunk is undone and written again without them."""


def _follow_core(batch: Batch) -> None:
    """Keep grantees and memberships in step with users, teams, units and queues."""
    if batch.object not in WATCHED or batch.plan.object.package != "core":
        return
    changed: dict[str, set[str]] = {batch.object: {row.id for row in batch.rows}}
    if batch.object in {"team_member", "queue_member"}:
        changed["user"] = {str(row.before["user"]) for row in batch.kept if row.before and row.before["user"]}
    refresh(connection_of(batch.context), batch.context.catalog, changed)
