"""Check a formula against a scope: resolve its names, bind its operators, find every problem at once."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal

from guanxi.formula.arithmetic import negate
from guanxi.formula.coercion import (
    Mismatch,
    alike,
    boolean,
    constant_of,
    convert,
    merge_numeric,
    numeric_key,
    textual,
    unify,
)
from guanxi.formula.formula_type import NUMERIC, TEXTUAL, FormulaType
from guanxi.formula.function import FunctionRow, FunctionTable, Parameter, Signature
from guanxi.formula.matching import Refusal, refusal_of, spread, takes_as_is
from guanxi.formula.problems import FormulaProblem, nearest
from guanxi.formula.tree import Call, Literal, Name, Node, Operation
from guanxi.formula.typed import Apply, BlankAs, Compare, Constant, Field, Reference, Scope, Typed

__all__ = ["Checker", "SpecialRule", "TooManyProblems", "apply_row"]

T = FormulaType
_MIXED_CHAIN_LIMIT = 40
_SUGGESTION_LIMIT = 8
_PROBLEM_LIMIT = 100
_FIELD_DIGITS = 18
UNBOUNDED = 31
_ORDERED = frozenset({T.NUMBER, T.TEXT, T.DATE, T.DATETIME, T.TIME, T.DURATION, T.ANY, T.BLANK})

# Operator and operand types (money and percent count as number) to function row and result type.
_MIXED: dict[tuple[str, FormulaType, FormulaType], tuple[str, FormulaType]] = {
    ("+", T.DATE, T.NUMBER): ("date_add", T.DATE),
    ("-", T.DATE, T.NUMBER): ("date_subtract", T.DATE),
    ("-", T.DATE, T.DATE): ("date_difference", T.NUMBER),
    ("+", T.DATETIME, T.NUMBER): ("datetime_add", T.DATETIME),
    ("-", T.DATETIME, T.NUMBER): ("datetime_subtract", T.DATETIME),
    ("-", T.DATETIME, T.DATETIME): ("datetime_difference", T.NUMBER),
    ("+", T.TIME, T.NUMBER): ("time_add", T.TIME),
    ("-", T.TIME, T.NUMBER): ("time_subtract", T.TIME),
    ("-", T.TIME, T.TIME): ("time_difference", T.NUMBER),
    ("+", T.DATETIME, T.DURATION): ("datetime_add_duration", T.DATETIME),
    ("-", T.DATETIME, T.DURATION): ("datetime_subtract_duration", T.DATETIME),
    ("+", T.DURATION, T.DURATION): ("duration_add", T.DURATION),
    ("-", T.DURATION, T.DURATION): ("duration_subtract", T.DURATION),
    ("*", T.DURATION, T.NUMBER): ("duration_multiply", T.DURATION),
}
_ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power"}

# When a partial function can truly fail, judged by its checked arguments; others always may.
_CAN_FAIL: dict[str, Callable[[tuple[Typed, ...]], bool]] = {
    "divide": lambda parts: not constant_of(parts[1]),
    "MOD": lambda parts: not constant_of(parts[1]),
    "PERCENTOF": lambda parts: not constant_of(parts[1]),
    "DATEVALUE": lambda parts: parts[0].type not in {T.DATE, T.DATETIME, T.BLANK},
    "DATETIMEVALUE": lambda parts: parts[0].type not in {T.DATE, T.DATETIME, T.BLANK},
    "TIMEVALUE": lambda parts: parts[0].type not in {T.TIME, T.DATETIME, T.BLANK},
    "LPAD": lambda parts: not _is_small(parts[1]),
    "RPAD": lambda parts: not _is_small(parts[1]),
    "SUBSTITUTE": lambda parts: not _is_no_longer(parts[2], parts[1]),
    "join": lambda parts: sum(map(_text_weight, parts)) > _LONG_TEXTS,
    "CONCAT": lambda parts: sum(map(_text_weight, parts)) > _LONG_TEXTS,
}
_LONG_TEXTS = 7  # so many stored texts at their longest stay below the limit of a computed one
_GROWING = frozenset({"REPT", "LPAD", "RPAD", "SUBSTITUTE", "REPLACE"})
_SAFE_WIDTH = 100_000
_CATCHING = frozenset({"IFERROR", "ISERROR"})
_OF_RECORD = frozenset({"ISNEW", "ISCHANGED", "PRIORVALUE", "ISCLONE", "VLOOKUP", "ISOWNER"})


def apply_row(row: FunctionRow, kind: FormulaType, parts: tuple[Typed, ...], at: Node | Typed) -> Apply:
    """Return the application of a row to checked arguments, with what follows about errors, constancy and size."""
    magnitude = UNBOUNDED
    if kind in NUMERIC and row.magnitude is not None:
        magnitude = min(UNBOUNDED, row.magnitude(tuple(part.magnitude for part in parts)))
    elif kind in NUMERIC and row.name == "divide":
        magnitude = _quotient_magnitude(parts)
    elif kind in NUMERIC and row.name in {
        "IF",
        "IFS",
        "CASE",
        "SWITCH",
        "BLANKVALUE",
        "NULLVALUE",
        "COALESCE",
        "IFERROR",
    }:
        magnitude = max((part.magnitude for part in parts if part.type in NUMERIC), default=0)
    can_fail = row.partial and (row.name not in _CAN_FAIL or _CAN_FAIL[row.name](parts))
    overflows = kind in NUMERIC and magnitude >= UNBOUNDED and not row.lazy
    if row.name in _CATCHING:
        may_fail = row.name == "IFERROR" and parts[1].may_fail
    else:
        may_fail = can_fail or overflows or any(part.may_fail for part in parts)
    constant = row.name not in _OF_RECORD and all(part.constant for part in parts)
    return Apply(
        kind, row.name, parts, constant=constant, may_fail=may_fail, magnitude=magnitude, start=at.start, end=at.end
    )


def _field_magnitude(reference: Reference) -> int:
    return _FIELD_DIGITS - (reference.scale or 0) - (2 if reference.type is T.PERCENT else 0)


def _is_small(part: Typed) -> bool:
    value = constant_of(part)
    return isinstance(value, Decimal) and value <= _SAFE_WIDTH


def _text_weight(part: Typed) -> int:
    """Return how many stored texts a text may be as long as."""
    if isinstance(part, Constant):
        return 0
    if not isinstance(part, Apply):
        return 1
    if part.function in _GROWING:
        return _LONG_TEXTS + 1
    weights = [_text_weight(each) for each in part.arguments]
    return sum(weights) if part.function in {"join", "CONCAT"} else max(weights, default=0)


def _is_no_longer(new: Typed, old: Typed) -> bool:
    one, two = constant_of(new), constant_of(old)
    return isinstance(one, str) and isinstance(two, str) and len(one) <= len(two)


def _quotient_magnitude(parts: tuple[Typed, ...]) -> int:
    divisor = constant_of(parts[1])
    if not isinstance(divisor, Decimal) or not divisor:
        return UNBOUNDED
    return min(UNBOUNDED, max(0, parts[0].magnitude - divisor.adjusted()))


class TooManyProblems(Exception):
    """So much is wrong that looking further would only take time."""


class Checker:
    """Walks one formula; problems are gathered and a checked tree is built even for wrong parts."""

    def __init__(
        self, scope: Scope, functions: FunctionTable, *, blank_as: BlankAs, rules: "Mapping[str, SpecialRule]"
    ) -> None:
        """Start with nothing found; `rules` are the functions that no signature can describe."""
        self.scope = scope
        self.rules = rules
        self.parent: Scope | None = None
        self.functions = functions
        self.blank_as = blank_as
        self.problems: list[FormulaProblem] = []
        self.references: dict[tuple[tuple[str, ...], bool], Reference] = {}
        self.relations: dict[Hashable, None] = {}
        self.used: dict[str, Node] = {}

    def suggestion(self, name: str, known: Callable[[], Sequence[str]]) -> str | None:
        """Return the nearest known name; only for the first few problems, since looking for it is slow."""
        return nearest(name, known()) if len(self.problems) < _SUGGESTION_LIMIT else None

    def problem(self, code: str, at: Node | Typed, **params: object) -> Constant:
        """Note a problem and return a stand-in that fits everywhere."""
        self.problems.append(FormulaProblem(code, at.start, at.end, params))
        if len(self.problems) >= _PROBLEM_LIMIT:
            raise TooManyProblems
        return Constant(T.ANY, None, constant=True, start=at.start, end=at.end)

    def row(self, name: str) -> FunctionRow:
        """Return a row that is known to exist."""
        found = self.functions.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def apply(self, name: str, kind: FormulaType, parts: tuple[Typed, ...], at: Node | Typed) -> Apply:
        """Return the application of a known row."""
        return apply_row(self.row(name), kind, parts, at)

    def check(self, node: Node) -> Typed:
        """Return the checked form of a node."""
        if isinstance(node, Literal):
            return _constant(node)
        if isinstance(node, Name):
            return self.name(node)
        if isinstance(node, Call):
            return self.call(node)
        assert isinstance(node, Operation)  # noqa: S101 - the four kinds of node are all there are
        return self.operation(node)

    def name(self, node: Name) -> Typed:
        """Resolve a reference."""
        outer = self.parent is not None and node.path[0].lower() == "$parent"
        scope = self.parent if outer and self.parent is not None else self.scope
        path = node.path[1:] if outer else node.path
        reference = scope.resolve(path) if path else None
        if reference is None:
            return self.unknown(node, scope, path)
        if self.parent is None or outer:
            self.references.setdefault((path, outer), reference)
            for part in reference.parts:
                self.references.setdefault((part.path, outer), part)
        if reference.parts:
            parts = tuple(self.field(part, node, outer=outer) for part in reference.parts)
            return self.apply("GEOLOCATION", T.LOCATION, parts, node)
        return self.field(reference, node, outer=outer)

    def field(self, reference: Reference, node: Name, *, outer: bool) -> Field:
        """Return the value of a reference."""
        is_number = reference.type in NUMERIC
        return Field(
            reference.type,
            reference,
            zero=is_number and self.blank_as == "zero",
            outer=outer,
            constant=reference.context,
            magnitude=_field_magnitude(reference) if is_number else UNBOUNDED,
            start=node.start,
            end=node.end,
        )

    def unknown(self, node: Name, scope: Scope, path: tuple[str, ...]) -> Typed:
        """Report the first part of a path that is not known, with the nearest name."""
        if len(self.problems) < _SUGGESTION_LIMIT:
            for index, part in enumerate(path):
                known = list(scope.names(path[:index]))
                if part not in known:
                    return self.problem("unknown_name", node, name=part, path=node.text, nearest=nearest(part, known))
        return self.problem("unknown_name", node, name=node.text, path=node.text, nearest=None)

    def operation(self, node: Operation) -> Typed:
        """Bind an operator to the types of its operands."""
        parts = tuple(self.check(operand) for operand in node.operands)
        if len(parts) == 1:
            return self.signed(node, parts[0])
        if node.operator == "&":
            return self.apply("join", T.TEXT, tuple(self.as_text(part) for part in parts), node)
        if node.operator in {"=", "<>", "<", "<=", ">", ">="}:
            return self.compare(node, parts[0], parts[1])
        if all(part.type in NUMERIC or part.type in {T.BLANK, T.ANY} for part in parts):
            return self.arithmetic(node, parts)
        if node.operator == "+" and all(part.type in TEXTUAL or part.type in {T.BLANK, T.ANY} for part in parts):
            return self.apply("join", T.TEXT, tuple(textual(part) for part in parts), node)
        if len(parts) > _MIXED_CHAIN_LIMIT:
            return self.problem("too_deep", node, limit=_MIXED_CHAIN_LIMIT)
        result = parts[0]
        for part in parts[1:]:
            result = self.mixed(node, result, part)
        return result

    def signed(self, node: Operation, part: Typed) -> Typed:
        """Bind a sign."""
        if part.type not in NUMERIC and part.type not in {T.BLANK, T.ANY}:
            return self.problem("operand_types", node, operator=node.operator, left=T.NUMBER, right=part.type)
        if node.operator == "+":
            return part
        value = constant_of(part)
        if isinstance(part, Constant) and isinstance(value, Decimal):
            return Constant(
                part.type, negate(value), constant=True, magnitude=part.magnitude, start=node.start, end=node.end
            )
        return self.apply("negate", part.type if part.type in NUMERIC else T.NUMBER, (part,), node)

    def arithmetic(self, node: Operation, parts: tuple[Typed, ...]) -> Typed:
        """Bind an operator between numbers."""
        kinds = [part.type for part in parts if part.type in NUMERIC]
        if node.operator in {"+", "-"}:
            kind = merge_numeric(kinds)
        elif node.operator == "*":
            kind = T.MONEY if T.MONEY in kinds else T.NUMBER
        else:
            money_only_above = node.operator == "/" and parts[0].type is T.MONEY and parts[1].type is not T.MONEY
            kind = T.MONEY if money_only_above else T.NUMBER
        return self.apply(_ARITHMETIC[node.operator], kind, parts, node)

    def mixed(self, node: Operation, left: Typed, right: Typed) -> Typed:
        """Bind an operator between two operands of which one is no number."""
        operator = node.operator
        keys = (operator, numeric_key(left.type), numeric_key(right.type))
        if keys[1:] == (T.NUMBER, T.NUMBER):
            return self.arithmetic(Operation(operator, (), start=node.start, end=node.end), (left, right))
        if operator == "+" and left.type in TEXTUAL and right.type in TEXTUAL:
            return self.apply("join", T.TEXT, (left, right), node)
        if keys[1] is T.ANY or keys[2] is T.ANY or T.BLANK in keys:
            guess = _guess(keys)
            keys = guess or keys
        if keys not in _MIXED and operator in {"+", "*"} and (operator, keys[2], keys[1]) in _MIXED:
            left, right, keys = right, left, (operator, keys[2], keys[1])
        if {keys[1], keys[2]} == {T.DATE, T.DATETIME} and operator == "-":
            left, right = (convert(part, T.DATETIME, self.functions) for part in (left, right))
            keys = (operator, T.DATETIME, T.DATETIME)
        if keys not in _MIXED:
            return self.problem("operand_types", node, operator=operator, left=left.type, right=right.type)
        name, kind = _MIXED[keys]
        return self.apply(name, kind, (left, right), node)

    def compare(self, node: Operation, left: Typed, right: Typed) -> Typed:
        """Bind a comparison."""
        try:
            kind, (left, right) = alike((left, right), self.functions)
        except Mismatch as mismatch:
            return self.problem(mismatch.code, node, **mismatch.params)
        if node.operator not in {"=", "<>"} and kind not in _ORDERED:
            return self.problem("not_comparable", node, left=left.type, right=right.type)
        return Compare(
            T.BOOLEAN,
            node.operator,
            kind,
            left,
            right,
            constant=left.constant and right.constant,
            may_fail=left.may_fail or right.may_fail,
            start=node.start,
            end=node.end,
        )

    def as_text(self, part: Typed) -> Typed:
        """Return the part as text, through TEXT where it is something else."""
        if part.type in TEXTUAL or part.type in {T.BLANK, T.ANY}:
            return textual(part)
        return self.apply("TEXT", T.TEXT, (part,), part)

    def condition(self, node: Node) -> Typed:
        """Check a node that must be a condition."""
        part = boolean(self.check(node))
        if part.type not in {T.BOOLEAN, T.ANY}:
            return self.problem("not_a_condition", node, found=part.type)
        return part

    def call(self, node: Call) -> Typed:
        """Check a function call by its own rule or by its signatures."""
        row = self.functions.get(node.name)
        if row is None or row.operator:
            for argument in node.arguments:
                self.check(argument)
            return self.problem(
                "unknown_function",
                node,
                name=node.name,
                nearest=self.suggestion(node.name, lambda: self.functions.names),
            )
        self.used.setdefault(node.name, node)
        special = self.rules.get(node.name)
        found = special(self, node, row) if special else None
        if found is not None:
            return found
        return self.by_signature(node, row, tuple(self.check(argument) for argument in node.arguments))

    def by_signature(self, node: Call, row: FunctionRow, parts: tuple[Typed, ...]) -> Typed:
        """Bind a call to the first signature that its checked arguments fit."""
        refusals: list[Refusal] = []
        # A signature that takes the arguments as they are comes before one that converts them.
        for signature in sorted(row.signatures, key=lambda each: not takes_as_is(each, parts)):
            refusal = refusal_of(node, parts, signature)
            if refusal is None:
                return self.bound(node, row, signature, parts)
            refusals.append(refusal)
        # The most telling refusal is the one that got past counting the arguments.
        refusals.sort(key=lambda refusal: refusal[0] == "argument_count")
        code, at, params = refusals[0]
        return self.problem(code, at, **params)

    def bound(self, node: Call, row: FunctionRow, signature: Signature, parts: tuple[Typed, ...]) -> Typed:
        """Return the call bound to a signature that fits, its arguments converted."""
        parameters = spread(signature, len(parts))
        converted = tuple(self.converted(part, parameter) for part, parameter in zip(parts, parameters, strict=True))
        variables = [part.type for part, parameter in zip(converted, parameters, strict=True) if parameter.variable]
        kind = signature.result or unify(variables) or T.ANY
        return apply_row(row, kind, converted, node)

    def converted(self, part: Typed, parameter: Parameter) -> Typed:
        """Return the argument in a type that the parameter takes."""
        if part.type is T.BLANK:
            if parameter.accepts == TEXTUAL:
                return textual(part)
            return boolean(part) if parameter.accepts == {T.BOOLEAN} else part
        if part.type in parameter.accepts or part.type is T.ANY:
            return part
        target = next(kind for kind in (T.DATE, T.TIME, T.DATETIME) if kind in parameter.accepts)
        return convert(part, target, self.functions)


SpecialRule = Callable[[Checker, Call, FunctionRow], Typed | None]


def _guess(keys: tuple[str, FormulaType, FormulaType]) -> tuple[str, FormulaType, FormulaType] | None:
    """Return the row that fits when one side is blank or unknown."""
    operator, left, right = keys
    unknown = {T.ANY, T.BLANK}
    fitting = [
        key
        for key in _MIXED
        if key[0] == operator and (key[1] == left or left in unknown) and (key[2] == right or right in unknown)
    ]
    return fitting[0] if fitting else None


def _constant(node: Literal) -> Constant:
    value = node.value
    if isinstance(value, Decimal):
        size = max(0, value.adjusted() + 1) if value else 0
        return Constant(T.NUMBER, value, constant=True, magnitude=size, start=node.start, end=node.end)
    kind = T.BLANK if value is None else T.BOOLEAN if isinstance(value, bool) else T.TEXT
    return Constant(kind, value, constant=True, start=node.start, end=node.end)
