"""Computing in Python what does not depend on the record, so that SQL gets a bound value."""

from guanxi.formula.environment import Environment
from guanxi.formula.evaluate import compile_typed
from guanxi.formula.formula_type import Value
from guanxi.formula.function import FunctionTable
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.typed import Constant, Typed

__all__ = ["Folding"]


class Folding:
    """The surroundings of one statement: clock, zone, user and settings."""

    def __init__(self, environment: Environment, functions: FunctionTable = CORE_FUNCTIONS) -> None:
        """Take the environment that constants are computed in."""
        self.environment = environment
        self.functions = functions
        self._values: dict[int, tuple[Typed, Value]] = {}

    @property
    def zone(self) -> str:
        """The name of the workspace zone, in which the date of an instant is read."""
        return str(self.environment.zone)

    def value(self, expression: Typed) -> Value:
        """Return the value of an expression that is marked constant, computed once."""
        if isinstance(expression, Constant):
            return expression.value
        known = self._values.get(id(expression))
        if known is None:
            known = self._values[id(expression)] = (
                expression,
                compile_typed(expression, self.functions)(self.environment),
            )
        return known[1]
