"""The SQL back end of the formula language."""

from guanxi.formula.sql.compile import at_scale, compile_sql
from guanxi.formula.sql.folding import Folding
from guanxi.formula.sql.forms import FORMS
from guanxi.formula.sql.result import ChildRows, OpenChildren, Resolve, SqlResult, Values
from guanxi.formula.sql.sqlite import SQLITE_FUNCTIONS, PythonFunction
from guanxi.formula.sql.structure import NotFilterable

__all__ = [
    "FORMS",
    "SQLITE_FUNCTIONS",
    "ChildRows",
    "Folding",
    "NotFilterable",
    "OpenChildren",
    "PythonFunction",
    "Resolve",
    "SqlResult",
    "Values",
    "at_scale",
    "compile_sql",
]
