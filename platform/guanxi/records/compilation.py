"""Formulas of a statement: what does not depend on the record is computed now and bound, the rest becomes SQL on a frame."""

from collections.abc import Hashable
from decimal import Decimal
from typing import TYPE_CHECKING

from guanxi.formula.environment import PlainEnvironment
from guanxi.formula.formula_type import Value
from guanxi.formula.sql import Folding, SqlResult, compile_sql
from guanxi.records.environment import BatchEnvironment
from guanxi.records.plan import plan_of

if TYPE_CHECKING:
    from guanxi.formula.typed import Checked
    from guanxi.records.frame import Frame, Reading

__all__ = ["Surroundings", "compile_tree"]

_OWN_ID = ("$user", "id")


class Surroundings(PlainEnvironment):
    """What a formula may ask that is the same for every record of a statement: the instant, the zone and the user."""

    def __init__(self, reading: "Reading") -> None:
        """Take the clock and the user of the statement."""
        super().__init__(now=reading.now, zone=reading.context.zone)
        self._context = reading.context

    def value(self, key: Hashable) -> Value:
        """Return a value of the user, the workspace or a setting."""
        if key == _OWN_ID:
            return self._context.principal.user_id
        around = BatchEnvironment(self._context, plan_of(self._context, "user"), ())
        return around.of_context(key)  # type: ignore[arg-type]  # keys of the catalog's scopes are paths

    def holds(self, question: str, name: str) -> bool:
        """Answer about the user's roles, teams and system rights."""
        if question == "permission":
            return self._context.rights.system(name)
        return self._context.principal.belongs_to(question, name)

    def rate(self, code: str) -> Decimal | None:
        """Return None: a statement knows no rates beside those stored with records."""
        del code
        return None


def compile_tree(
    frame: "Frame", checked: "Checked", *, system: bool, prefix: str, scale: int = 6, condition: bool = False
) -> SqlResult:
    """Compile a formula on the record of a frame; names were checked before, by the rights of whoever wrote it."""
    reading = frame.reading
    if checked.volatile or any(reference.context and reference.key != _OWN_ID for reference in checked.references):
        reading.volatile = True
    result = compile_sql(
        checked,
        lambda reference: frame.resolve(reference, system=system),
        folding=Folding(Surroundings(reading)),
        children=lambda key: frame.children(key, system=system),
        values=lambda reference: frame.values_of(reference.key, system=system),  # type: ignore[arg-type]  # a path
        prefix=prefix, condition=condition, scale=scale,
    )
    reading.values.update(result.values)
    return result
