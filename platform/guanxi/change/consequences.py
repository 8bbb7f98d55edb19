"""Everything that one difference does to data, said by those who each know one thing of it."""

from typing import TYPE_CHECKING

from guanxi.change.kept_values import kept_values
from guanxi.change.narrowed_choices import narrowed_choices
from guanxi.change.pairs import pair_effects
from guanxi.change.put_away import put_away
from guanxi.change.reach import reach_effects
from guanxi.change.role_effects import role_effects
from guanxi.change.shared_rows import shared_rows
from guanxi.change.sharing_effects import sharing_effects
from guanxi.change.state_effects import state_effects
from guanxi.change.trial import rule_effect

if TYPE_CHECKING:
    from guanxi.change.difference import Difference
    from guanxi.change.effect import Effect
    from guanxi.change.effects import Effects
    from guanxi.change.situation import Situation

__all__ = ["consequences"]

_LOOKS = (
    put_away, kept_values, narrowed_choices, state_effects, rule_effect, pair_effects, reach_effects, shared_rows,
    sharing_effects, role_effects,
)  # fmt: skip


def consequences(at: "Situation", effects: "Effects", told: "Difference") -> "tuple[Effect, ...]":
    """Return the consequences of one difference, those for stored values first."""
    if told.rename is not None:
        return effects.of(told)
    return (*effects.of(told), *(found for look in _LOOKS for found in look(at, told)))
