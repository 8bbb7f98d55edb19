"""The function table of the core language, one module per family."""

from guanxi.formula.function import FunctionTable
from guanxi.formula.functions.conversion import CONVERSION
from guanxi.formula.functions.date_rows import DATES
from guanxi.formula.functions.logic import LOGIC
from guanxi.formula.functions.number import NUMBER
from guanxi.formula.functions.operators import OPERATORS
from guanxi.formula.functions.record import RECORD
from guanxi.formula.functions.text import TEXT

__all__ = ["CORE_FUNCTIONS"]

CORE_FUNCTIONS = FunctionTable((*OPERATORS, *LOGIC, *RECORD, *TEXT, *NUMBER, *DATES, *CONVERSION))
