"""The gates between the states of an object: they act on a change of the state field, not on its value."""

from typing import TYPE_CHECKING

from guanxi.errors import Problem
from guanxi.records.batch import Batch, Row

if TYPE_CHECKING:
    from guanxi.catalog import StateMachine, Transition
    from guanxi.records.environment import BatchEnvironment, RecordEnvironment

__all__ = ["check_states"]

_LACKS = "required_for_state"


def check_states(batch: Batch, environment: "BatchEnvironment") -> None:
    """Refuse changes of state that no gate allows, and those whose gate's demands are not met.

    At a field of which a rule has said what it lacks, a gate does not ask for it again in words of its own.
    """
    machine = batch.plan.object.states
    if machine is None:
        return
    anything = batch.rights.can(batch.object, "set_any_state")
    for row in batch.rows:
        if row.before is None:
            if not anything and machine.initial and row.values[machine.field] not in machine.initial:
                batch.refuse(row, machine.field, "not_initial_state", {"state": row.values[machine.field]})
        elif machine.field in row.delta and not (anything and batch.any_state):
            _pass_gate(batch, row, machine, environment)


def _pass_gate(batch: Batch, row: Row, machine: "StateMachine", environment: "BatchEnvironment") -> None:
    source, target = row.before[machine.field] if row.before else None, row.values[machine.field]
    gates = machine.gates(_text(source), _text(target))
    if not gates:
        if machine.others == "refuse":
            batch.refuse(row, machine.field, "transition_refused", {"from": source, "to": target})
        return
    # A gate that names the state it leaves speaks before one that opens from anywhere.
    unmet = [_unmet(batch, row, gate, environment.of(row)) for gate in gates]
    told = {problem.field for problem in row.problems or ()}
    for problem in unmet[0] if all(unmet) else ():
        if problem.code != _LACKS or problem.field not in told:
            batch.report(row, problem)


def _unmet(batch: Batch, row: Row, gate: "Transition", record: "RecordEnvironment") -> list[Problem]:
    problems = [
        Problem(name, _LACKS, {"state": gate.target}, row=row.index)
        for name in gate.requires
        if record.field(name) is None
    ]
    if gate.when is not None and batch.plan.gates[gate.name](record) is not True:
        field = batch.plan.object.states.field if batch.plan.object.states else None
        message = gate.message.as_mapping() if gate.message else None
        params = {"from": gate.source, "to": gate.target}
        problems.append(Problem(field, "transition_condition", params, message, row=row.index))
    return problems


def _text(value: object) -> str | None:
    return None if value is None else str(value)
