"""Formulas of a statement: what does not depend on the record is computed now, the rest becomes SQL on a frame."""

import datetime as dt
from collections.abc import Hashable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from guanxi.access.environment import PrincipalEnvironment
from guanxi.access.principal import Principal
from guanxi.errors import Missing
from guanxi.formula.formula_type import Value
from guanxi.formula.sql import Folding, SqlResult, compile_sql
from guanxi.records.prepared import connected
from guanxi.records.rates import Rates
from guanxi.records.working_days import WorkingDays

if TYPE_CHECKING:
    from guanxi.formula.typed import Checked
    from guanxi.records.frame import Frame
    from guanxi.records.prepared import Reading

__all__ = ["Surroundings", "compile_tree"]

_OWN_ID = ("$user", "id")
_PERSONAL = frozenset({"HASROLE", "INTEAM", "HASPERMISSION", "ISOWNER"})


class Surroundings(PrincipalEnvironment):
    """What a formula may ask that is the same for every record of a statement: the instant, the zone and the user."""

    def __init__(self, reading: "Reading") -> None:
        """Take the clock and the user of the statement."""
        context = reading.context
        super().__init__(
            context.principal, context.rights, now=reading.now, zone=context.zone, known=context.policy.known
        )
        self._context = context
        self._rates = Rates(context)
        self._working_days = WorkingDays(context)

    def value(self, key: Hashable) -> Value:
        """Return a value of the user, the workspace or a setting; what the session does not carry is read."""
        from guanxi.records.query import record  # a question of its own, which stands above what it is asked for

        found = super().value(key)
        if found is not None or not isinstance(key, tuple) or key[0] != "$user" or key == _OWN_ID:
            return found
        reader = replace(self._context, principal=Principal.system("values of the user in a formula"))
        try:
            user: Any = record(reader, "user", record_id=self._principal.user_id, fields=(".".join(key[1:]),))
        except Missing:
            return None
        for step in key[1:]:
            user = user and user[step]
        return user  # type: ignore[no-any-return]  # domain values are formula values

    def rate(self, code: str, day: dt.date) -> Decimal | None:
        """Return what one unit of a currency is worth on a day."""
        with connected(self._context) as connection:
            return self._rates.on(connection, code, day)

    def is_working(self, day: dt.date) -> bool:
        """Tell whether people work on a day, by the workspace's calendar."""
        with connected(self._context) as connection:
            return self._working_days.includes(connection, day)


def compile_tree(
    frame: "Frame", checked: "Checked", *, system: bool, prefix: str, scale: int = 6, condition: bool = False
) -> SqlResult:
    """Compile a formula on the record of a frame; names were checked before, by the rights of whoever wrote it."""
    reading = frame.reading
    asked = {reference.key for reference in checked.references if reference.context}
    reading.personal = reading.personal or _OWN_ID in asked or bool(_PERSONAL.intersection(checked.functions))
    reading.volatile = reading.volatile or checked.volatile or bool(asked - {_OWN_ID})
    result = compile_sql(
        checked,
        lambda reference: frame.resolve(reference, system=system),
        folding=Folding(Surroundings(reading)),
        children=lambda key: frame.children(key, system=system),
        values=lambda reference: frame.values_of(reference.key, system=system),  # type: ignore[arg-type]  # a path
        prefix=prefix,
        condition=condition,
        scale=scale,
    )
    reading.values.update(result.values)
    return result
