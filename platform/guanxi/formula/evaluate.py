"""The Python back end: a checked formula becomes nested closures that take a row and its environment."""

from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from operator import ge, gt, itemgetter, le, lt

from guanxi.formula.aggregates import AGGREGATES
from guanxi.formula.arithmetic import multiply
from guanxi.formula.environment import Environment
from guanxi.formula.formula_type import ERROR, LISTS, NUMERIC, TEXTUAL, CannotCompute, FormulaType, Value
from guanxi.formula.function import FunctionRow, FunctionTable
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.running import Record, Result, Run, Surroundings
from guanxi.formula.typed import Apply, Checked, Children, Compare, Constant, Field, Reference, Typed

__all__ = ["compile_python", "compile_rows", "compile_typed"]

Reader = Callable[[Record], Result]
ReaderOf = Callable[[Reference], Reader]

T = FormulaType
_ZERO = Decimal(0)
_ONE = Decimal(1)
_HUNDREDTH = Decimal("0.01")
_HUNDRED = Decimal(100)
_ORDERS: Mapping[str, Callable[[Result, Result], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def compile_python(checked: Checked, functions: FunctionTable = CORE_FUNCTIONS) -> Callable[[Environment], Value]:
    """Return a function from an environment to the formula's value; what cannot be computed is ERROR."""
    run = _finished(checked, _Compiler(_from_environment, functions).run(checked.tree))
    return lambda env: run(env, env)


def compile_rows(
    checked: Checked,
    positions: Mapping[Hashable, Hashable],
    functions: FunctionTable = CORE_FUNCTIONS,
) -> Callable[[Record, Environment | None], Value]:
    """Return a function from a row and an environment to the value; `positions` says where in a row each key stands.

    The environment may be None where the formula needs none: no clock, user, change or children.
    """

    def reader_of(reference: Reference) -> Reader:
        if reference.context:
            raise KeyError(reference.key)
        return itemgetter(positions[reference.key])

    return _finished(checked, _Compiler(reader_of, functions).run(checked.tree))


def compile_typed(tree: Typed, functions: FunctionTable = CORE_FUNCTIONS) -> Callable[[Environment], Value]:
    """Return a function that computes one part of a checked formula, as a back end does to fold constants.

    Numbers come in their inner form: 20 % is 0.2.
    """
    run = _guarded(tree.type, _Compiler(_from_environment, functions).run(tree))
    return lambda env: run(env, env)


def _from_environment(reference: Reference) -> Reader:
    key = reference.key
    return lambda row: row.value(key)


def _finished(checked: Checked, run: Run) -> Run:
    guarded = _guarded(checked.type, run)
    if checked.returns is not T.PERCENT:
        return guarded

    def percent(row: Record, env: Surroundings) -> Result:
        value = guarded(row, env)
        return value if value is None or value is ERROR else value * _HUNDRED

    return percent


def _guarded(kind: FormulaType, run: Run) -> Run:
    """Turn a failure into the value ERROR, an empty text into blank and a blank boolean into FALSE."""

    def guarded(row: Record, env: Surroundings) -> Result:
        try:
            return run(row, env)
        except CannotCompute:
            return ERROR

    def text(row: Record, env: Surroundings) -> Result:
        try:
            return run(row, env) or None
        except CannotCompute:
            return ERROR

    def boolean(row: Record, env: Surroundings) -> Result:
        try:
            return bool(run(row, env))
        except CannotCompute:
            return ERROR

    if kind in TEXTUAL:
        return text
    return boolean if kind is T.BOOLEAN else guarded


class _Compiler:
    """Builds closures bottom-up; how a reference is read from a row is the caller's choice."""

    def __init__(self, reader_of: ReaderOf, functions: FunctionTable) -> None:
        self.reader_of = reader_of
        self.functions = functions

    def run(self, tree: Typed) -> Run:
        """Return the closure for a checked expression."""
        if isinstance(tree, Constant):
            value = tree.value
            return lambda row, env: value
        if isinstance(tree, Field):
            return self.field(tree)
        if isinstance(tree, Compare):
            if isinstance(tree.right, Constant) and tree.right.value is not None:
                return _comparison_with(tree, self.run(tree.left), tree.right.value)
            return _comparison(tree, self.run(tree.left), self.run(tree.right))
        if isinstance(tree, Children):
            return self.children(tree)
        assert isinstance(tree, Apply)  # noqa: S101 - the kinds of checked expression are all there are
        row = self.functions.get(tree.function)
        assert row is not None  # noqa: S101 - the checker let no other pass
        if row.name in _OF_SAVE:
            return _OF_SAVE[row.name](tree)
        runs = tuple(self.run(part) for part in tree.arguments)
        if row.lazy:
            built: Run = row.python(runs, tree.arguments)
            return built
        return _call(row, tree, runs)

    def field(self, tree: Field) -> Run:
        """Return the closure that reads a reference."""
        if tree.reference.context:
            read = _from_environment(tree.reference)
            return _shaped_read(tree, lambda row, env: read(env))
        if tree.outer:
            read = self.reader_of(tree.reference)
            return _shaped_read(tree, lambda row, env: read(env.record))
        if self.reader_of is _from_environment:
            return _environment_read(tree)
        read = self.reader_of(tree.reference)
        return _shaped_read(tree, lambda row, env: read(row))

    def children(self, tree: Children) -> Run:
        """Return the closure that aggregates over child records, which are environments of their own."""
        inner = _Compiler(_from_environment, self.functions)
        value = inner.run(tree.value) if tree.value is not None else None
        order = inner.run(tree.order) if tree.order is not None else None
        condition = inner.run(tree.condition) if tree.condition is not None else None
        aggregate = AGGREGATES[tree.function]
        key = tree.key

        def run(row: Record, env: Surroundings) -> Result:
            around = _Around(env, row)
            kept = (child for child in env.children(key) if condition is None or condition(child, around))
            pairs = ((value and value(child, around), order and order(child, around)) for child in kept)
            return aggregate(pairs)

        return run


class _Around:
    """The environment of a condition on children: the parent's, with the parent record itself."""

    __slots__ = ("_env", "record")

    def __init__(self, env: Surroundings, record: Record) -> None:
        self._env = env
        self.record = record

    def __getattr__(self, name: str) -> Result:
        return getattr(self._env, name)


def _shaped_read(tree: Field, read: Run) -> Run:
    """Wrap a reader so that it gives the inner form: percents as fractions, blanks by their rule, errors raised."""
    kind = tree.reference.type
    if kind in NUMERIC:
        return _number_read(read, _ZERO if tree.zero else None, _HUNDREDTH if kind is T.PERCENT else None)

    def run(row: Record, env: Surroundings) -> Result:
        value = read(row, env)
        if value is ERROR:
            raise CannotCompute
        return value

    def flag(row: Record, env: Surroundings) -> bool:
        return bool(run(row, env))

    return flag if kind is T.BOOLEAN else run


def _environment_read(tree: Field) -> Run:
    """Return what reads from an environment: a number as it nearly always is in one call, all else by its shape."""
    key = tree.reference.key
    shaped = _shaped_read(tree, lambda row, env: row.value(key))
    if tree.reference.type not in NUMERIC or tree.reference.type is T.PERCENT:
        return shaped

    def run(row: Record, env: Surroundings) -> Result:
        value = row.value(key)
        return value if value.__class__ is Decimal else shaped(row, env)

    return run


def _number_read(read: Run, blank: Decimal | None, factor: Decimal | None) -> Run:
    def run(row: Record, env: Surroundings) -> Result:
        value = read(row, env)
        if value.__class__ is Decimal:
            return value
        if value is None:
            return blank
        if value is ERROR:
            raise CannotCompute
        return Decimal(value)

    scale = factor or _ONE

    def scaled(row: Record, env: Surroundings) -> Result:
        value = run(row, env)
        return None if value is None else multiply(value, scale)

    return run if factor is None else scaled


def _comparison_with(tree: Compare, left: Run, constant: Result) -> Run:
    """Return the closure that compares with a value that is always the same."""
    if tree.kind in NUMERIC and tree.operator in _ORDERS:
        order = _ORDERS[tree.operator]

        def ordered(row: Record, env: Surroundings) -> bool:
            value = left(row, env)
            return value is not None and order(value, constant)

        return ordered
    if tree.kind in TEXTUAL and tree.operator in {"=", "<>"} and constant:
        negated = tree.operator == "<>"
        return lambda row, env: (left(row, env) == constant) is not negated
    return _comparison(tree, left, lambda row, env: constant)


def _comparison(tree: Compare, left: Run, right: Run) -> Run:
    kind, operator = tree.kind, tree.operator
    is_equality = operator in {"=", "<>"}
    negated = operator == "<>"
    if kind in TEXTUAL or kind in LISTS:
        empty: Result = "" if kind in TEXTUAL else ()
        if is_equality:
            return lambda row, env: ((left(row, env) or empty) == (right(row, env) or empty)) is not negated
        order = _ORDERS[operator]

        def ordered_text(row: Record, env: Surroundings) -> bool:
            first, second = left(row, env), right(row, env)
            return bool(first and second and order(first, second))

        return ordered_text
    if kind is T.BOOLEAN:
        return lambda row, env: (bool(left(row, env)) is bool(right(row, env))) is not negated
    if is_equality:

        def equal(row: Record, env: Surroundings) -> bool:
            first, second = left(row, env), right(row, env)
            return (first is not None and first == second) is not negated

        return equal
    order = _ORDERS[operator]

    def ordered(row: Record, env: Surroundings) -> bool:
        first, second = left(row, env), right(row, env)
        return first is not None and second is not None and order(first, second)

    return ordered


def _call(row: FunctionRow, tree: Apply, runs: tuple[Run, ...]) -> Run:
    """Return the closure that calls a row's function on argument values, blanks handled by the row's rule."""
    function = row.python
    if row.context:

        def in_context(record: Record, env: Surroundings) -> Result:
            values = [run(record, env) for run in prepared]
            return None if has_blank(values) else function(env, *values)

        prepared, has_blank = _prepared(row, tree, runs)
        return in_context
    prepared, has_blank = _prepared(row, tree, runs)
    if len(prepared) == 1 and row.blank == "propagate":
        (only,) = prepared

        def unary(record: Record, env: Surroundings) -> Result:
            value = only(record, env)
            return None if value is None else function(value)

        return unary
    if len(prepared) == 2 and row.blank == "propagate":
        first, second = prepared

        def binary(record: Record, env: Surroundings) -> Result:
            one, two = first(record, env), second(record, env)
            return None if one is None or two is None else function(one, two)

        return binary

    def many(record: Record, env: Surroundings) -> Result:
        values = [run(record, env) for run in prepared]
        return None if has_blank(values) else function(*values)

    return many


def _prepared(
    row: FunctionRow, tree: Apply, runs: tuple[Run, ...]
) -> tuple[tuple[Run, ...], Callable[[list[Result]], bool]]:
    if row.blank == "handled":
        return runs, lambda values: False
    prepared = tuple(
        _text_read(run) if part.type in TEXTUAL else _list_read(run) if part.type in LISTS else run
        for run, part in zip(runs, tree.arguments, strict=True)
    )
    return prepared, lambda values: None in values


def _text_read(run: Run) -> Run:
    return lambda row, env: run(row, env) or ""


def _list_read(run: Run) -> Run:
    return lambda row, env: run(row, env) or ()


def _is_changed(tree: Apply) -> Run:
    key = _field_key(tree)

    def run(row: Record, env: Surroundings) -> bool:
        if env.is_new:
            return False
        now, before = env.value(key), env.prior(key)
        return (now if now not in ("", ()) else None) != (before if before not in ("", ()) else None)

    return run


def _prior_value(tree: Apply) -> Run:
    field = tree.arguments[0]
    assert isinstance(field, Field)  # noqa: S101 - the checker asks for a field
    key = field.reference.key
    return _shaped_read(field, lambda row, env: env.value(key) if env.is_new else env.prior(key))


def _look_up(tree: Apply) -> Run:
    result, key, value = tree.arguments
    assert isinstance(result, Field)  # noqa: S101 - the checker asks for fields
    assert isinstance(key, Field)  # noqa: S101 - the checker asks for fields
    run = _Compiler(_from_environment, CORE_FUNCTIONS).run(value)
    return lambda row, env: env.look_up(result.reference.key, key.reference.key, run(row, env))


def _field_key(tree: Apply) -> Hashable:
    field = tree.arguments[0]
    assert isinstance(field, Field)  # noqa: S101 - the checker asks for a field
    return field.reference.key


_OF_SAVE: Mapping[str, Callable[[Apply], Run]] = {
    "ISNEW": lambda tree: lambda row, env: env.is_new,
    "ISCLONE": lambda tree: lambda row, env: False,
    "ISCHANGED": _is_changed,
    "PRIORVALUE": _prior_value,
    "VLOOKUP": _look_up,
}
