"""The plugins' door: everything that a package may import from the platform.

Whatever is not here is free to change between versions. Hooks receive a context; reads and writes made with it stay
in the transaction of the save that called the hook, and are cut to the same principal's rights.
"""

from guanxi.api.kinds import items
from guanxi.api.records import query_rows, record, save
from guanxi.errors import Conflict, Denied, GuanxiError, Invalid, Malformed, Missing, Problem, Refused, Stale
from guanxi.fields import ColumnSpec, Converter, FieldProblem, FieldSpec, FieldType
from guanxi.fields.numeric import DecimalField, IntegerField
from guanxi.fields.textual import TextField
from guanxi.hooks import Batch, Call, Declarations, Declared, Event, Operation, Row, hookimpl
from guanxi.records.transaction import in_transaction
from guanxi.workspace.context import Context

__all__ = [
    "Batch",
    "Call",
    "ColumnSpec",
    "Conflict",
    "Context",
    "Converter",
    "DecimalField",
    "Declarations",
    "Declared",
    "Denied",
    "Event",
    "FieldProblem",
    "FieldSpec",
    "FieldType",
    "GuanxiError",
    "IntegerField",
    "Invalid",
    "Malformed",
    "Missing",
    "Operation",
    "Problem",
    "Refused",
    "Row",
    "Stale",
    "TextField",
    "hookimpl",
    "in_transaction",
    "items",
    "query_rows",
    "record",
    "save",
]
