"""Functions over the children of a record, as correlated subselects."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from guanxi.formula.formula_type import NUMERIC, FormulaType
from guanxi.formula.sql.calls import formula_call
from guanxi.formula.sql.compiler import Compiler
from guanxi.formula.sql.depth import shallow
from guanxi.formula.sql.membership import is_blank
from guanxi.formula.sql.pieces import CODES, KINDS, Known, Piece
from guanxi.formula.sql.shapes import decimal, unified
from guanxi.formula.sql.structure import Names, NotFilterable
from guanxi.formula.sql.truths import negated
from guanxi.formula.typed import Children, Typed
from guanxi.sqltree import FALSE, TRUE, Alias, Call, Case, Exists, Expr, Order, Scalar, Select, all_of, integer

if TYPE_CHECKING:
    from guanxi.formula.sql.result import ChildRows

__all__ = ["MAKERS", "aggregate", "aggregate_failure", "exists"]


class _Opened:
    """The children of one relation, opened for one aggregate, and the compiler of their expressions."""

    def __init__(self, compiler: Compiler, node: Children) -> None:
        if compiler.names.children is None:
            raise NotFilterable(function=node.function)
        self.node = node
        self.rows: ChildRows = compiler.names.children(node.key)
        self.compiler = compiler.inner(Names(self.rows.resolve, self.rows.values, self.rows.children))
        self.condition = TRUE if node.condition is None else self.compiler.truth(node.condition)

    def select(self, value: Expr, where: Expr = TRUE, *, order: tuple[Order, ...] = (), single: bool = False) -> Select:
        return self.rows.select(
            (Alias("value", shallow(value)),),
            shallow(all_of(self.condition, where)),
            order=order,
            limit=integer(1) if single else None,
        )


def _opened(compiler: Compiler, node: Children) -> _Opened:
    opened = compiler.opened.get(id(node))
    if not isinstance(opened, _Opened):
        opened = compiler.opened[id(node)] = _Opened(compiler, node)
    return opened


def aggregate(compiler: Compiler, node: Children) -> Piece | Known:
    """Return the piece of an aggregate over children."""
    if node.function not in MAKERS:
        raise NotFilterable(function=node.function)
    return MAKERS[node.function](_opened(compiler, node), node)


def _count(opened: _Opened, node: Children) -> Piece:
    del node
    return _number(Scalar(opened.select(Call("count_rows", (), "integer")), "number"))


def _count_distinct(opened: _Opened, node: Children) -> Piece:
    piece = _part(opened, node.value)
    if isinstance(piece, Known):
        raise NotFilterable(function=node.function)
    expr = piece.expr if piece.kind != "text" or piece.stored else Call("formula.or_blank", (piece.expr,), "text")
    if piece.code == "n":
        expr = Call("formula.comparable", (piece.expr,), "number")
    return _number(Scalar(opened.select(Call("count_distinct", (expr,), "integer")), "number"))


def _number(expr: Expr) -> Piece:
    return Piece(FormulaType.NUMBER, expr, "0", 0, 10**18, kind="number")


def _part(opened: _Opened, node: Typed | None) -> Piece | Known:
    if node is None:
        raise NotFilterable(function=opened.node.function)
    return opened.compiler.value(node)


def _total(form: str, *, blank: bool) -> Callable[[_Opened, Children], Piece]:
    def make(opened: _Opened, node: Children) -> Piece:
        expr = decimal(opened.compiler.slots, _part(opened, node.value))
        total: Expr = Scalar(opened.select(Call(form, (expr,), "number")), "number")
        if not blank:
            total = Call("coalesce", (total, Call("formula.zero", (), "number")), "number")
        return Piece(node.type, formula_call("within!", [(total, "n")], "number"), "n", kind="number")

    return make


def _extreme(function: str) -> Callable[[_Opened, Children], Piece | Known]:
    def make(opened: _Opened, node: Children) -> Piece | Known:
        piece = _part(opened, node.value)
        if isinstance(piece, Known):
            raise NotFilterable(function=node.function)
        if piece.code == "n":
            expr: Expr = Scalar(opened.select(Call(f"formula.{function}", (piece.expr,), "number")), "number")
            return Piece(node.type, expr, "n", kind="number")
        value = Call("formula.by_code", (_plain(piece),), "text") if piece.kind in {"text", "uuid"} else piece.expr
        if piece.kind in {"text", "uuid"}:
            value = Call("formula.or_blank", (value,), "text")
        expr = Scalar(opened.select(Call(function, (value,), piece.kind)), KINDS.get(node.type, "text"))
        return _like(piece, node, expr)

    return make


def _plain(piece: Piece) -> Expr:
    return Call("formula.uuid_text", (piece.expr,), "text") if piece.kind == "uuid" else piece.expr


def _like(piece: Piece, node: Children, expr: Expr) -> Piece:
    if node.type in NUMERIC:
        return Piece(node.type, expr, piece.code, piece.scale, piece.bound, piece.percent, False, "number")
    held = KINDS.get(node.type, "text")
    return Piece(node.type, expr, CODES[held], kind=held)


def _edge(*, descending: bool) -> Callable[[_Opened, Children], Piece | Known]:
    def make(opened: _Opened, node: Children) -> Piece | Known:
        if node.type == FormulaType.BOOLEAN:
            raise NotFilterable(function=node.function)
        piece, order = _part(opened, node.value), _part(opened, node.order)
        if isinstance(piece, Known) or isinstance(order, Known):
            raise NotFilterable(function=node.function)
        key = Call("formula.comparable", (order.expr,), "number") if order.code == "n" else order.expr
        if order.kind == "text":
            key = Call("formula.by_code", (Call("formula.or_blank", (key,), "text"),), "text")
        (expr,), form = unified(opened.compiler.slots, node.type, pieces=[piece])
        found = Scalar(opened.select(expr, order=(Order(key, descending),), single=True), form.kind, form.scale or 0)
        return Piece(node.type, found, form.code, form.scale, form.bound, form.percent, False, form.kind)

    return make


def exists(compiler: Compiler, node: Children) -> Expr:
    """Return the test that a child meets the condition."""
    return Exists(_opened(compiler, node).select(integer(1)))


def aggregate_failure(compiler: Compiler, node: Children) -> Expr:
    """Return the test that the condition fails on a child, or the value or order on a child that is taken."""
    opened = _opened(compiler, node)
    fails: list[tuple[Expr, Expr]] = []
    if node.condition is not None:
        fails.append((opened.compiler.failure(node.condition), TRUE))
    taken = [opened.compiler.failure(part) for part in (node.value, node.order) if part is not None]
    tests = [
        Exists(opened.rows.select((Alias("value", integer(1)),), all_of(test, where)))
        for test, where in [*fails, *((test, opened.condition) for test in taken)]
        if test != FALSE
    ]
    own: list[Expr] = []
    if node.function in {"SUM", "AVG"}:
        own.append(_overflow(compiler, node, opened))
    return _any(*tests, *own)


def _overflow(compiler: Compiler, node: Children, opened: _Opened) -> Expr:
    piece = compiler.value(node)
    blank = Call("is_null", (piece.expr,), "boolean") if isinstance(piece, Piece) else FALSE
    if node.function == "SUM" or node.value is None:
        return blank
    filled = negated(is_blank(opened.compiler, node.value))
    return all_of(blank, Exists(opened.select(integer(1), filled)))


def _any(*tests: Expr) -> Expr:
    kept = tuple(test for test in tests if test != FALSE)
    return FALSE if not kept else Case(tuple((test, TRUE) for test in kept), FALSE)


MAKERS: dict[str, Callable[[_Opened, Children], Piece | Known]] = {
    "COUNT": _count,
    "COUNTDISTINCT": _count_distinct,
    "SUM": _total("formula.total", blank=False),
    "AVG": _total("formula.mean", blank=True),
    "MIN": _extreme("min"),
    "MAX": _extreme("max"),
    "FIRST": _edge(descending=False),
    "LAST": _edge(descending=True),
}
