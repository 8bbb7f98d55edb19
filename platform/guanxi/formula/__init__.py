"""The formula language: text to a typed tree, run in Python, compiled to SQL, described to the browser."""

from guanxi.formula.checked import check
from guanxi.formula.corpus import CorpusReport, corpus
from guanxi.formula.environment import Environment, PlainEnvironment
from guanxi.formula.evaluate import compile_python, compile_rows, compile_typed
from guanxi.formula.formula_type import ERROR, CannotCompute, FormulaError, FormulaType, Location, Value
from guanxi.formula.function import Example, FunctionRow, FunctionTable
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.functions.rows import RowWriter
from guanxi.formula.parsing import RESERVED, parse
from guanxi.formula.printing import format_formula, references, rename_reference
from guanxi.formula.problems import FormulaInvalid, FormulaProblem, FormulaSyntax, caret, describe
from guanxi.formula.reference_page import function_reference
from guanxi.formula.serial import checked_json
from guanxi.formula.tree import Node
from guanxi.formula.typed import BlankAs, Checked, Reference, Scope, Typed

__all__ = [
    "CORE_FUNCTIONS",
    "ERROR",
    "RESERVED",
    "BlankAs",
    "CannotCompute",
    "Checked",
    "CorpusReport",
    "Environment",
    "Example",
    "FormulaError",
    "FormulaInvalid",
    "FormulaProblem",
    "FormulaSyntax",
    "FormulaType",
    "FunctionRow",
    "FunctionTable",
    "Location",
    "Node",
    "PlainEnvironment",
    "Reference",
    "RowWriter",
    "Scope",
    "Typed",
    "Value",
    "caret",
    "check",
    "checked_json",
    "compile_python",
    "compile_rows",
    "compile_typed",
    "corpus",
    "describe",
    "format_formula",
    "function_reference",
    "parse",
    "references",
    "rename_reference",
]
