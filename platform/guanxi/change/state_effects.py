"""States that records are in and cannot leave, once a state machine comes or is narrowed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxi.catalog import EVERY
from guanxi.change.effect import Effect
from guanxi.change.holding import held, held_values
from guanxi.sqltree import Not

if TYPE_CHECKING:
    from guanxi.catalog import StateMachine
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation

__all__ = ["state_effects"]

_SHOWN = 8  # states that a line names


def state_effects(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield how many records are in states without a way out that had one, with the first difference of an object.

    What a transition asks for is not judged: whether it is met shows at the change of the state only.
    """
    both = at.both(told)
    if both is None or told.path[0] != "states" or both[1].states is None:
        return
    known, machine = both[0], both[1].states
    member = known.fields.get(machine.field)
    if machine.others == "allow" or member is None or not member.column or member.part != 1:
        return
    if not at.first("states", known.name):
        return
    before = known.states if known.states is not None and known.states.field == machine.field else None
    rows = at.counts.by_value(known, member)
    stuck = {value: rows[value] for value in rows if not _leaves(machine, value) and _left(before, value)}
    blank, named = stuck.pop(None, 0), sorted(filter(None, stuck))
    if named:
        shown = ", ".join(named[:_SHOWN]) + (" …" if len(named) > _SHOWN else "")
        params = {"field": member.name, "states": shown, "rows": sum(stuck.values())}
        examples = at.examples.where(known, held_values(known, member, named), member)
        yield Effect("stuck_in_state", params, examples=examples)
    if blank:
        examples = at.examples.where(known, (Not(held(known, member)), {}))
        yield Effect("stuck_without_state", {"field": member.name, "rows": blank}, examples=examples)


def _leaves(machine: "StateMachine", value: str | None) -> bool:
    return any(gate.source in {value, EVERY} and gate.target != value for gate in machine.transitions)


def _left(before: "StateMachine | None", value: str | None) -> bool:
    return before is None or before.others == "allow" or _leaves(before, value)
