"""The types of closures that a formula is compiled to."""

from collections.abc import Callable
from typing import Any, TypeAlias

__all__ = ["Record", "Result", "Run", "Surroundings"]

# What a closure reads its references from: an environment, a tuple or a mapping, as the caller of the back end chose.
Record: TypeAlias = Any
# An Environment, or None for formulas that need none; inside conditions on children, one that knows the parent record.
Surroundings: TypeAlias = Any
# A formula_type.Value; the checker has made sure of its type, so closures do not ask again.
Result: TypeAlias = Any
Run: TypeAlias = Callable[[Record, Surroundings], Result]
