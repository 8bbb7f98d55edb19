"""The walk over the checked tree: every expression becomes a piece, every condition a test."""

from datetime import date

from guanxi.formula.formula_type import ERROR, LISTS, NUMERIC, TEXTUAL, FormulaType
from guanxi.formula.function import FunctionRow, FunctionTable
from guanxi.formula.sql.arithmetic import NATIVE, native
from guanxi.formula.sql.calls import MOST_ARGUMENTS, formula_call
from guanxi.formula.sql.comparing import MIRRORED, compare, compare_booleans
from guanxi.formula.sql.days import day_range
from guanxi.formula.sql.folding import Folding
from guanxi.formula.sql.forms import postgresql_form
from guanxi.formula.sql.pieces import CODES, KINDS, Known, Piece, Slots, argument, piece_of_column
from guanxi.formula.sql.result import SqlResult
from guanxi.formula.sql.structure import Names, NotFilterable, Structures
from guanxi.formula.sql.truths import negated, settled
from guanxi.formula.typed import Apply, Children, Compare, Constant, Field, Typed
from guanxi.sqltree import FALSE, TRUE, Call, Expr, all_of, any_of, integer

__all__ = ["Compiler"]

GUARDED_MAGNITUDE = 31
# These read a text, and are blank where it shows nothing but spaces.
READS_TEXT = frozenset({"VALUE", "DATEVALUE", "DATETIMEVALUE", "TIMEVALUE"})

CHAINED = frozenset({"add", "multiply", "join", "CONCAT", "SUM", "MAX", "MIN"})


class Compiler:
    """Compiles the expressions of one formula on one record."""

    def __init__(
        self,
        names: Names,
        *,
        folding: Folding,
        slots: Slots,
        table: FunctionTable,
        structures: Structures,
        outer: "Compiler | None" = None,
    ) -> None:
        """Start with nothing compiled; `outer` compiles for the record whose children these are."""
        self.names = names
        self.folding = folding
        self.slots = slots
        self.table = table
        self.structures = structures
        self.outer = outer
        self._pieces: dict[int, Piece | Known] = {}
        self._truths: dict[tuple[int, bool], Expr] = {}
        self._failures: dict[int, Expr] = {}
        self.opened: dict[int, object] = {}  # children that were opened, by the expression that uses them
        # When a reference is #ERROR, by the field that reads it.
        self.errors: dict[int, Expr] = outer.errors if outer is not None else {}

    def inner(self, names: Names) -> "Compiler":
        """Return the compiler for the children of this record."""
        return Compiler(
            names, folding=self.folding, slots=self.slots, table=self.table, structures=self.structures, outer=self
        )

    def value(self, node: Typed) -> Piece | Known:
        """Return the piece of an expression; where the expression is #ERROR its SQL value is NULL."""
        known = self._pieces.get(id(node))
        if known is None:
            known = self._pieces[id(node)] = self._value(node)
        return known

    def _value(self, node: Typed) -> Piece | Known:
        if node.constant or isinstance(node, Constant):
            folded = self.folding.value(node)
            return Known(node.type, None if folded is ERROR else folded)
        if isinstance(node, Field) and node.type != FormulaType.BOOLEAN:
            return self._field(node)
        if node.type == FormulaType.BOOLEAN:
            return Piece(FormulaType.BOOLEAN, settled(self.truth(node)), "b", kind="boolean")
        if isinstance(node, Apply):
            structure = self.structures.choices.get(node.function)
            if structure is not None and structure.value is not None:
                return structure.value(self, node)
            return self.call(node)
        if isinstance(node, Children):
            return self.structures.children_value(self, node)
        raise TypeError(type(node).__name__)

    def truth(self, node: Typed, positive: bool = True) -> Expr:
        """Return a test that is TRUE exactly where the boolean is true (false, if not positive); never for an error."""
        known = self._truths.get((id(node), positive))
        if known is None:
            known = self._truths[id(node), positive] = self._truth(node, positive)
        return known

    def _truth(self, node: Typed, positive: bool) -> Expr:
        if node.constant or isinstance(node, Constant):
            folded = self.folding.value(node)
            return FALSE if folded is ERROR else TRUE if bool(folded) == positive else FALSE
        if isinstance(node, Apply):
            structure = self.structures.choices.get(node.function)
            if structure is not None and structure.truth is not None:
                test = structure.truth(self, node, positive)
                return all_of(test, self.safe(node)) if not structure.exact and self.leaks(node) else test
        if isinstance(node, Compare) and node.operator == "<>":
            plain, positive = self._comparison(node, "="), not positive
        else:
            plain = self._plain(node)
        if positive:
            return all_of(plain, self.safe(node)) if self.leaks(node) else plain
        return all_of(negated(plain), self.safe(node))

    def leaks(self, node: Typed) -> bool:
        """Tell whether the SQL of an expression may have a value where the expression is #ERROR.

        An error is NULL, and NULL stays NULL in most operations; but a text that is NULL is read as an empty one.
        """
        if node.constant or not isinstance(node, Apply | Compare) or self.failure(node) == FALSE:
            return False
        textual = any(part.type in TEXTUAL and self.failure(part) != FALSE for part in node.parts)
        return textual or any(self.leaks(part) for part in node.parts)

    def _plain(self, node: Typed) -> Expr:
        if isinstance(node, Compare):
            return self._comparison(node, node.operator)
        if isinstance(node, Field):
            return Call("=", (self._field(node).expr, TRUE), "boolean")
        if isinstance(node, Children):
            return self.structures.children_truth(self, node)
        if isinstance(node, Apply):
            called = self.call(node)
            return called.expr if isinstance(called, Piece) else FALSE
        raise TypeError(type(node).__name__)

    def _comparison(self, node: Compare, operator: str) -> Expr:
        if node.kind == FormulaType.BOOLEAN:
            return self._compare_booleans(node)
        return self.compared(operator, node.kind, left=node.left, right=node.right)

    def compared(self, operator: str, kind: FormulaType, *, left: Typed, right: Typed) -> Expr:
        """Return the comparison `= < <= > >=` of two expressions that are not boolean."""
        if kind == FormulaType.DATE:
            ranged = self._day_range(operator, left, right) or self._day_range(MIRRORED[operator], right, left)
            if ranged is not None:
                return ranged
        return compare(self.slots, operator, kind, left=self.value(left), right=self.value(right))

    def _day_range(self, operator: str, left: Typed, right: Typed) -> Expr | None:
        if not (
            isinstance(left, Apply) and left.function == "DATEVALUE" and left.arguments[0].type == FormulaType.DATETIME
        ):
            return None
        instant, day = self.value(left.arguments[0]), self.value(right) if right.constant else None
        if not (isinstance(instant, Piece) and isinstance(day, Known) and isinstance(day.value, date)):
            return None
        return day_range(self.slots, operator, instant=instant, day=day.value, zone=self.folding.zone)

    def _compare_booleans(self, node: Compare) -> Expr:
        for one, two in ((node.left, node.right), (node.right, node.left)):
            if one.constant or isinstance(one, Constant):
                folded = self.folding.value(one)
                return FALSE if folded is ERROR else self.truth(two, bool(folded))
        # An error on either side must not look like FALSE.
        equal = compare_booleans(settled(self.truth(node.left)), settled(self.truth(node.right)))
        return all_of(equal, self.safe(node.left), self.safe(node.right))

    def safe(self, node: Typed) -> Expr:
        """Return the test that the expression is not #ERROR."""
        return negated(self.failure(node))

    def failure(self, node: Typed) -> Expr:
        """Return the test that the expression is #ERROR; it is TRUE or FALSE, never NULL."""
        known = self._failures.get(id(node))
        if known is None:
            known = self._failures[id(node)] = self._failure(node)
        return known

    def _failure(self, node: Typed) -> Expr:
        if node.constant or isinstance(node, Constant):
            return TRUE if node.may_fail and self.folding.value(node) is ERROR else FALSE
        if isinstance(node, Field):
            if node.type in LISTS:
                return FALSE  # its values are asked for one by one, and none of them is an error
            self.value(node)
            return self.errors.get(id(node), FALSE)
        if isinstance(node, Apply):
            structure = self.structures.choices.get(node.function)
            if structure is not None and structure.failure is not None:
                return structure.failure(self, node)
        if isinstance(node, Children):
            return self.structures.children_failure(self, node)
        below = any_of(*(self.failure(part) for part in node.parts))
        return any_of(below, self.own_failure(node)) if isinstance(node, Apply) else below

    def own_failure(self, node: Apply) -> Expr:
        """Return the test that a call fails although its arguments did not: it is NULL where none of them is blank."""
        row = self.row(node)
        overflows = node.type in NUMERIC and node.magnitude >= GUARDED_MAGNITUDE
        if not node.may_fail or node.type == FormulaType.BOOLEAN or not (row.partial or overflows):
            return FALSE
        piece = self.value(node)
        if isinstance(piece, Known):
            return FALSE
        # A blank text is no blank argument, but to those that read a value from it.
        reads = node.function in READS_TEXT
        given = [self.value(part) for part in node.arguments if reads or part.type not in TEXTUAL]
        filled = (
            (self.filled(one, shown=reads) for one in given if isinstance(one, Piece))
            if row.blank == "propagate"
            else ()
        )
        return all_of(Call("is_null", (piece.expr,), "boolean"), *filled)

    @staticmethod
    def filled(piece: Piece, *, shown: bool = False) -> Expr:
        """Return the test that a piece is not blank; `shown`: nor nothing but spaces."""
        if piece.kind == "text" and shown:
            return Call("formula.shows_text", (piece.expr,), "boolean")
        if piece.kind == "text" and not piece.stored:
            return Call("formula.is_filled", (piece.expr,), "boolean")
        return Call("is_not_null", (piece.expr,), "boolean")

    def row(self, node: Apply) -> FunctionRow:
        """Return the function's row."""
        row = self.table.get(node.function)
        if row is None or not row.sql:
            raise NotFilterable(function=node.function)
        return row

    def call(self, node: Apply) -> Piece | Known:
        """Return the call of a function on its arguments."""
        return self.call_named(node.function, node)

    def call_named(self, name: str, node: Apply) -> Piece | Known:
        """Return the call under the name of a form of its own."""
        row = self.row(node)
        pieces = [self.value(part) for part in node.arguments]
        reads = node.function in READS_TEXT
        if row.blank == "propagate" and any(_is_blank(piece, reads=reads) for piece in pieces):
            return Known(node.type, None)
        if node.function in NATIVE and len(pieces) <= MOST_ARGUMENTS:
            piece = native(self.slots, node.function, node.type, pieces=pieces)
            if piece is not None:
                return piece
        if len(pieces) > MOST_ARGUMENTS:
            return self._in_chunks(name, node, pieces)
        bounded = row.operator or row.magnitude is not None
        overflows = bounded and node.type in NUMERIC and node.magnitude >= GUARDED_MAGNITUDE
        name += "!" * (overflows or (node.may_fail and node.function in {"join", "CONCAT"}))
        if len(pieces) > MOST_ARGUMENTS:
            return self._in_chunks(name, node, pieces)
        pairs = [argument(self.slots, piece) for piece in pieces]
        return self.computed(name, node.type, pairs=self._in_zone(name, pairs) if row.context else pairs)

    def _in_chunks(self, name: str, node: Apply, pieces: list[Piece | Known]) -> Piece:
        """Return a call of more arguments than SQLite takes as a call of calls."""
        if node.function not in CHAINED:
            raise NotFilterable(function=node.function)
        while len(pieces) > MOST_ARGUMENTS:
            chunks = [pieces[start : start + MOST_ARGUMENTS] for start in range(0, len(pieces), MOST_ARGUMENTS)]
            pieces = [self._chunk(name, node, chunk) for chunk in chunks]
        return self._chunk(name, node, pieces)

    def _chunk(self, name: str, node: Apply, pieces: list[Piece | Known]) -> Piece:
        return self.computed(name, node.type, pairs=[argument(self.slots, piece) for piece in pieces])

    def _in_zone(self, name: str, pairs: list[tuple[Expr, str]]) -> list[tuple[Expr, str]]:
        """Return the arguments, and the zone where the function looks at it for arguments of these types."""
        codes = "".join(code for _, code in pairs)
        form = postgresql_form(f"{name}:{codes}z")
        if form is None or f"{{{len(pairs)}}}" not in form:
            return pairs
        return [*pairs, (self.slots.bind("zone", self.folding.zone, "text"), "z")]

    def computed(self, function: str, kind: FormulaType, *, pairs: list[tuple[Expr, str]]) -> Piece:
        """Return the piece of a function's result: a decimal where it is a number."""
        held = KINDS.get(kind, "text")
        call = formula_call(function, pairs, held)
        if postgresql_form(call.name) is None:
            raise NotFilterable(function=function)
        return Piece(kind, call, CODES[held], kind=held)

    def _piece(self, node: Typed) -> Piece:
        piece = self.value(node)
        assert isinstance(piece, Piece)  # noqa: S101 - what is constant was folded before
        return piece

    def _field(self, node: Field) -> Piece:
        if node.outer and self.outer is not None:
            return self.outer.read(node)
        return self.read(node)

    def read(self, node: Field) -> Piece:
        """Return the value of a reference on this compiler's record."""
        if node.type in LISTS or node.type == FormulaType.LOCATION:
            raise NotFilterable(function=node.reference.text)
        resolved = self.names.resolve(node.reference)
        if isinstance(resolved, SqlResult):
            self.slots.adopt(resolved.values)
            self.errors[id(node)] = resolved.error or FALSE
            resolved = resolved.expr
        piece = piece_of_column(node.reference.type, resolved)
        if node.type == FormulaType.BOOLEAN or not node.zero or node.type not in NUMERIC:
            return piece
        filled = Call("coalesce", (piece.expr, integer(0)), "number", piece.scale or 0)
        return Piece(piece.type, filled, piece.code, piece.scale, piece.bound, piece.percent, False, piece.kind)


def _is_blank(piece: Piece | Known, *, reads: bool) -> bool:
    if not isinstance(piece, Known):
        return False
    if piece.type in TEXTUAL:  # a blank text is an empty one to every function but those that read a value from it
        return reads and not str(piece.value or "").strip()
    return piece.value is None
