"""Roll-ups: parents are locked before the write and counted anew after it, level by level (decision A15).

Locks are taken from the lowest level of children to the highest of parents, and by id within an object. Every save
keeps to that order, so two saves wait for each other but never in a ring.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guanxi.errors import Problem
from guanxi.formula.formula_type import ERROR
from guanxi.records.batch import Batch, Row, Values
from guanxi.records.environment import BatchEnvironment
from guanxi.records.load import connection_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.rollup_values import counted
from guanxi.records.rules import problems_of_rules
from guanxi.records.steps import Step, run_steps
from guanxi.records.trail import derived_steps

if TYPE_CHECKING:
    from guanxi.catalog import Rollup
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["Parents", "lock_parents", "recompute", "recount"]


@dataclass(slots=True)
class Parents:
    """The locked parents of a batch by object, lowest level first, and the rows of the batch that touch them."""

    records: dict[str, dict[str, Values]] = field(default_factory=dict)
    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # roll-ups to count anew
    touched_by: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def lock_parents(batch: Batch) -> Parents:
    """Lock the parents, old and new, whose roll-ups the batch touches, and theirs in turn."""
    parents = Parents()
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for rollup in batch.plan.rollups:
        for row in batch.rows:
            for identity in _touched(row, rollup):
                wanted[rollup.object].add(identity)
                parents.fields[rollup.object].add(rollup.field)
                parents.touched_by[identity].append(row)
    for name in _levels(batch.context, batch.plan) if wanted else ():
        if wanted[name]:
            _lock(batch, name, wanted, parents)
    return parents


def recompute(batch: Batch, parents: Parents) -> None:
    """Count the roll-ups of the locked parents anew, store what changed, and let the parents' rules judge it."""
    context = batch.context
    for name, records in parents.records.items():
        plan = plan_of(context, name)
        fields = [plan.object.fields[item] for item in sorted(parents.fields[name])]
        fresh = counted(context, plan, fields, list(records))
        environment = BatchEnvironment(context, plan, ())
        changed: list[tuple[str, Values, Values]] = []
        for identity, before in records.items():
            values = {**before, **fresh[identity]}
            if ERROR in fresh[identity].values():
                for row in parents.touched_by[identity]:
                    batch.refuse(row, None, "rollup_too_large", {"object": name})
                continue
            environment.of_values(values).store_formulas()
            if any(values[item] != before[item] for item in plan.derived):
                changed.append((identity, before, values))
        if changed:
            _store(context, plan, changed)
            _judge(batch, plan, changed, parents)


def _touched(row: Row, rollup: "Rollup") -> tuple[str, ...]:
    """Return the ids of the parents whose roll-up this row changes."""
    via, before, values = rollup.via, row.before, row.values
    gone, came = before is None or before["deleted_at"] is not None, values["deleted_at"] is None
    old = None if gone or before is None else before[via]
    new = values[via] if came else None
    if old == new and not (old is not None and rollup.needs & row.delta):
        return ()
    return tuple(identity for identity in {old, new} if identity is not None)  # type: ignore[misc]  # ids are text


def _levels(context: "Context", plan: "WritePlan") -> list[str]:
    """Return the objects above this one, each after all those below it."""
    order: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        for rollup in context.catalog.rollups_over(name):
            if rollup.object not in path:
                visit(rollup.object, (*path, rollup.object))
        if name not in order:
            order.append(name)

    visit(plan.object.name, (plan.object.name,))
    above = list(reversed(order))
    return above if any(rollup.object == plan.object.name for rollup in plan.rollups) else above[1:]


def _lock(batch: Batch, name: str, wanted: Mapping[str, set[str]], parents: Parents) -> None:
    """Lock the parents of one object; theirs are wanted next where a value they sum up may change."""
    context, plan = batch.context, plan_of(batch.context, name)
    records = read_rows(connection_of(context), plan, wanted[name], lock="no key update")
    parents.records.setdefault(name, {}).update(records)
    derived = frozenset(parents.fields[name]) | frozenset(
        item.name for item in plan.object.fields.values() if item.computed and item.stored
    )
    for rollup in plan.rollups:
        if rollup.needs & derived and rollup.object != name:
            for identity, values in records.items():
                above = values[rollup.via]
                if above is not None and values["deleted_at"] is None:
                    wanted[rollup.object].add(str(above))
                    parents.fields[rollup.object].add(rollup.field)
                    parents.touched_by[str(above)].extend(parents.touched_by[identity])


def _store(context: "Context", plan: "WritePlan", changed: Sequence[tuple[str, Values, Values]]) -> None:
    """Write the derived columns alone: neither version nor updated_at moves, but an event tells of it."""
    steps = _value_steps(plan, frozenset(plan.derived), changed)
    run_steps(context, [*steps, *derived_steps(context, plan, changed)])


def _value_steps(plan: "WritePlan", names: frozenset[str], records: Sequence[tuple[str, Values, Values]]) -> list[Step]:
    return [
        Step(shape, [[*(column.value(values) for column in columns), identity] for identity, _, values in records])
        for columns, shape in plan.update_shapes(names)
    ]


def _judge(batch: Batch, plan: "WritePlan", changed: Iterable[tuple[str, Values, Values]], parents: Parents) -> None:
    """Let the parents' rules that name a derived value refuse the rows that brought it about."""
    if not plan.derived_rules:
        return
    environment = BatchEnvironment(batch.context, plan, ())
    # All records are known before the first is judged, so what they point to is fetched at once.
    records = [(identity, environment.of_values(values, before)) for identity, before, values in changed]
    for identity, record in records:
        for problem in problems_of_rules(record, plan.derived_rules):
            for row in parents.touched_by[identity]:
                batch.report(row, Problem(None, problem.code, problem.params, problem.message, row=row.index))


def recount(context: "Context", object_name: str, names: Sequence[str], ids: Sequence[str]) -> int:
    """Compute roll-ups, stored formulas and key columns of records anew; return how many records differed.

    This is for values that came before their field, so no rule judges them.
    """
    plan = plan_of(context, object_name)
    records = read_rows(connection_of(context), plan, ids, lock="no key update")
    fields = [plan.object.fields[name] for name in names if plan.object.fields[name].over is not None]
    fresh = counted(context, plan, fields, list(records)) if fields else {}
    environment = BatchEnvironment(context, plan, ())
    triples = [(identity, before, {**before, **fresh.get(identity, {})}) for identity, before in records.items()]
    for _, _, values in triples:
        environment.of_values(values).store_formulas()
    changed = [item for item in triples if any(item[2][name] != item[1][name] for name in plan.derived)]
    if changed:
        _store(context, plan, changed)
    kept = frozenset(name for name in names if name not in plan.derived)
    if kept and triples:
        run_steps(context, _value_steps(plan, kept, triples))
    return len(changed)
