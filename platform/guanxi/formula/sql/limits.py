"""How large a statement may become: pieces are shared while compiling, but printed as often as they are used."""

from typing import Any, Final

from guanxi.errors import TooExpensive
from guanxi.formula.sql.calls import is_formula_call
from guanxi.formula.sql.forms import postgresql_form
from guanxi.sqltree import And, Call, Case, Exists, Expr, InList, InSelect, Not, Or, Scalar, Select, Union

__all__ = ["refuse_if_large"]

_LIMIT: Final = 20_000
_LONG: Final = 50  # characters of a form that weigh as much as a node


def refuse_if_large(*expressions: Expr | None) -> None:
    """Raise TooExpensive when the expressions would print more than 20,000 nodes or a megabyte of text."""
    sizes: dict[int, int] = {}
    if sum(_size(item, sizes) for item in expressions if item is not None) > _LIMIT:
        raise TooExpensive(reason="formula_too_large", limit=_LIMIT)


def _size(node: Any, sizes: dict[int, int]) -> int:
    known = sizes.get(id(node))
    if known is None:
        known = sizes[id(node)] = _weight(node) + sum(_size(part, sizes) for part in _parts(node))
    return known


def _weight(node: Any) -> int:
    form = postgresql_form(node.name) if isinstance(node, Call) and is_formula_call(node.name) else None
    return 1 + len(form or "") // _LONG


def _parts(node: Any) -> tuple[Any, ...]:
    match node:
        case Call():
            return node.args
        case And() | Or():
            return node.items
        case Not():
            return (node.item,)
        case Case():
            return (*(part for branch in node.branches for part in branch), node.otherwise)
        case InList():
            return (node.value,)
        case InSelect():
            return (node.value, node.select)
        case Exists() | Scalar():
            return (node.select,)
        case Select():
            return (
                *(column.value for column in node.columns),
                *(join.on for join in node.joins),
                *((node.where,) if node.where else ()),
            )
        case Union():
            return node.selects
        case _:
            return ()
