"""Functions with a checking rule of their own: choices, picklists, changes and children."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from guanxi.formula.checking import Checker, SpecialRule, apply_row
from guanxi.formula.coercion import Mismatch, alike, boolean, constant_of, picklist_value, textual, unify
from guanxi.formula.formula_type import NUMERIC, TEXTUAL, FormulaType
from guanxi.formula.function import FunctionRow
from guanxi.formula.pattern import PatternRefused, pattern_of
from guanxi.formula.tree import Call, Name
from guanxi.formula.typed import Apply, Children, Constant, Field, Scope, Typed

__all__ = ["SPECIAL_RULES"]

T = FormulaType
_FILTERED_BY_SECOND = frozenset({"COUNT", "EXISTS", "SUM", "AVG", "MIN", "MAX", "COUNTDISTINCT"})


def _count(checker: Checker, call: Call, expected: str) -> Typed:
    return checker.problem("argument_count", call, name=call.name, expected=expected, found=len(call.arguments))


def _results(checker: Checker, call: Call, results: list[Typed]) -> FormulaType | Typed:
    kind = unify([result.type for result in results])
    if kind is None:
        left, right = sorted({result.type.value for result in results if result.type is not T.BLANK})[:2]
        return checker.problem("branches_differ", call, left=left, right=right)
    return kind


def _blank_as(kind: FormulaType, part: Typed) -> Typed:
    return boolean(part) if kind is T.BOOLEAN else textual(part) if kind in TEXTUAL else part


def _conditions(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    if not call.arguments or (call.name == "NOT" and len(call.arguments) != 1):
        return _count(checker, call, "1" if call.name == "NOT" else "1+")
    return apply_row(row, T.BOOLEAN, tuple(checker.condition(argument) for argument in call.arguments), call)


def _if(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    if len(call.arguments) not in {2, 3}:
        return _count(checker, call, "2-3")
    condition = checker.condition(call.arguments[0])
    results = [checker.check(argument) for argument in call.arguments[1:]]
    kind = _results(checker, call, results)
    if isinstance(kind, Typed):
        return kind
    return apply_row(row, kind, (condition, *(_blank_as(kind, result) for result in results)), call)


def _ifs(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    if len(call.arguments) < 2:
        return _count(checker, call, "2+")
    size = len(call.arguments)
    is_result = [index % 2 == 1 or (index == size - 1 and size % 2 == 1) for index in range(size)]
    parts = [
        checker.check(argument) if result else checker.condition(argument)
        for argument, result in zip(call.arguments, is_result, strict=True)
    ]
    kind = _results(checker, call, [part for part, result in zip(parts, is_result, strict=True) if result])
    if isinstance(kind, Typed):
        return kind
    return apply_row(
        row,
        kind,
        tuple(_blank_as(kind, part) if result else part for part, result in zip(parts, is_result, strict=True)),
        call,
    )


def _case(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    size = len(call.arguments)
    if size < 3 or (call.name == "CASE" and size % 2):
        return _count(checker, call, "4, 6, 8 …" if call.name == "CASE" else "3+")
    parts = [checker.check(argument) for argument in call.arguments]
    last = size - 1 if size % 2 == 0 else size
    results = [*parts[2:last:2], *parts[last:]]
    kind = _results(checker, call, results)
    if isinstance(kind, Typed):
        return kind
    try:
        _, (subject, *values) = alike([parts[0], *parts[1:last:2]], checker.functions)
    except Mismatch as mismatch:
        return checker.problem(mismatch.code, call, **mismatch.params)
    arranged: list[Typed] = [subject]
    for value, result in zip(values, parts[2:last:2], strict=True):
        arranged += [value, _blank_as(kind, result)]
    arranged += [_blank_as(kind, part) for part in parts[last:]]
    return apply_row(row, kind, tuple(arranged), call)


def _among(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    if len(call.arguments) < 2 or (call.name == "BETWEEN" and len(call.arguments) != 3):
        return _count(checker, call, "3" if call.name == "BETWEEN" else "2+")
    try:
        _, parts = alike([checker.check(argument) for argument in call.arguments], checker.functions)
    except Mismatch as mismatch:
        return checker.problem(mismatch.code, call, **mismatch.params)
    return apply_row(row, T.BOOLEAN, parts, call)


def _chosen(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    """Check ISPICKVAL and INCLUDES: a picklist and one of its values."""
    if len(call.arguments) != 2:
        return _count(checker, call, "2")
    field, value = (checker.check(argument) for argument in call.arguments)
    wanted = {T.PICKLIST, T.TEXT} if call.name == "ISPICKVAL" else {T.MULTI_PICKLIST, T.LIST}
    if field.type not in wanted | {T.ANY, T.BLANK}:
        expected = T.PICKLIST if call.name == "ISPICKVAL" else T.MULTI_PICKLIST
        return checker.problem("argument_type", field, name=call.name, position=1, expected=expected, found=field.type)
    if value.type not in TEXTUAL | {T.ANY, T.BLANK}:
        return checker.problem("argument_type", value, name=call.name, position=2, expected=T.TEXT, found=value.type)
    try:
        value = picklist_value(textual(value), field)
    except Mismatch as mismatch:
        return checker.problem(mismatch.code, value, **mismatch.params)
    return apply_row(row, T.BOOLEAN, (textual(field) if call.name == "ISPICKVAL" else field, value), call)


def _null(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    """Check ISNULL and NULLVALUE, to which a text is never null: ISNULL is FALSE unless the text is an error."""
    parts = tuple(checker.check(argument) for argument in call.arguments)
    fitting = call.name == "ISNULL" or (len(parts) == 2 and parts[1].type in TEXTUAL | {T.BLANK})
    if not parts or parts[0].type is not T.TEXT or len(parts) > 2 or not fitting:
        return checker.by_signature(call, row, parts)
    if call.name == "NULLVALUE":
        return parts[0]
    false = Constant(T.BOOLEAN, False, constant=True, start=call.start, end=call.end)
    if not parts[0].may_fail:
        return false
    return checker.apply("IF", T.BOOLEAN, (checker.apply("ISBLANK", T.BOOLEAN, (parts[0],), call), false, false), call)


def _changed(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    if len(call.arguments) != 1:
        return _count(checker, call, "1")
    field = checker.check(call.arguments[0])
    if not isinstance(field, Field):
        return field if field.type is T.ANY else checker.problem("field_needed", field, name=call.name)
    return apply_row(row, T.BOOLEAN if call.name == "ISCHANGED" else field.type, (field,), call)


def _look_up(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    if len(call.arguments) != 3:
        return _count(checker, call, "3")
    result, key, value = (checker.check(argument) for argument in call.arguments)
    for field in (result, key):
        if not isinstance(field, Field):
            return field if field.type is T.ANY else checker.problem("field_needed", field, name=call.name)
    return apply_row(row, result.type, (result, key, value), call)


def _pattern(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    """Check a literal pattern when the formula is checked, not when it runs."""
    parts = tuple(checker.check(argument) for argument in call.arguments)
    pattern = constant_of(parts[1]) if len(parts) > 1 else None
    if isinstance(pattern, str):
        try:
            pattern_of(pattern)
        except PatternRefused as error:
            return checker.problem("bad_pattern", parts[1], reason=str(error))
    found = checker.by_signature(call, row, parts)
    # A literal pattern that compiles cannot fail at run time.
    literal = isinstance(pattern, str) and call.name == "REGEX"
    return replace(found, may_fail=any(part.may_fail for part in found.parts)) if literal else found


def _children(checker: Checker, call: Call, row: FunctionRow) -> Typed | None:
    """Check an aggregate over children; None when the call is the plain function of that name."""
    first = call.arguments[0] if call.arguments else None
    scope = checker.scope.children(first.path[0]) if isinstance(first, Name) and checker.parent is None else None
    if scope is None or not isinstance(first, Name):
        if checker.functions.get(call.name) is not None and row.family != "children":
            return None
        if checker.parent is not None:
            return checker.problem("nested_children", call)
        written = first.path[0] if isinstance(first, Name) else call.name
        suggestion = checker.suggestion(written, lambda: list(checker.scope.names(())))
        return checker.problem("unknown_children", first or call, name=written, nearest=suggestion)
    outside, checker.parent, checker.scope = checker.scope, checker.scope, scope
    try:
        return _aggregate(checker, call, first, scope)
    finally:
        checker.parent, checker.scope = None, outside


def _aggregate(checker: Checker, call: Call, first: Name, scope: Scope) -> Typed:
    whole = call.name in {"COUNT", "EXISTS"}
    least = 1 if call.name in _FILTERED_BY_SECOND else 2
    if not least <= len(call.arguments) <= least + 1:
        return _count(checker, call, f"{least}-{least + 1}")
    if whole != (len(first.path) == 1):
        return checker.problem("field_needed", first, name=call.name)
    value = None if whole else checker.check(replace(first, path=first.path[1:]))
    order = checker.check(call.arguments[1]) if least == 2 else None
    condition = checker.condition(call.arguments[least]) if len(call.arguments) > least else None
    if call.name == "CONCATENATE" and not (isinstance(order, Constant) and order.type is T.TEXT):
        return checker.problem("literal_needed", call.arguments[1], name=call.name)
    kind = _aggregate_type(call.name, value)
    if kind is None:
        found = value.type if value is not None else T.BLANK
        return checker.problem("argument_type", first, name=call.name, position=1, expected=T.NUMBER, found=found)
    checker.relations.setdefault(scope.key)
    parts = [part for part in (value, order, condition) if part is not None]
    return Children(
        kind,
        call.name,
        first.path[0],
        scope.key,
        value,
        order,
        condition,
        may_fail=any(part.may_fail for part in parts) or kind in NUMERIC,
        start=call.start,
        end=call.end,
    )


def _aggregate_type(name: str, value: Typed | None) -> FormulaType | None:
    if name == "EXISTS":
        return T.BOOLEAN
    if name in {"COUNT", "COUNTDISTINCT"} or value is None:
        return T.NUMBER
    if name == "CONCATENATE":
        return T.TEXT
    if name in {"SUM", "AVG"}:
        return value.type if value.type in NUMERIC else T.NUMBER if value.type is T.ANY else None
    if name in {"MIN", "MAX"} and value.type in {T.BOOLEAN, T.MULTI_PICKLIST, T.LIST, T.LOCATION}:
        return None
    return value.type


_CHILD_FUNCTIONS = ("COUNT", "EXISTS", "SUM", "AVG", "MIN", "MAX", "COUNTDISTINCT", "FIRST", "LAST", "CONCATENATE")


def _coordinates(part: Typed) -> tuple[Typed, ...] | None:
    """Return the coordinates of a location field or a constant point; of these both or none are given.

    What is made of a field stands where the field stands.
    """
    if not isinstance(part, Apply) or part.function != "GEOLOCATION":
        return None
    whole = all(isinstance(each, Field) and each.start == part.start for each in part.arguments)
    return part.arguments if whole or all(_is_number(each) for each in part.arguments) else None


def _is_number(part: Typed) -> bool:
    """Tell whether a part is a literal number, maybe negative."""
    if isinstance(part, Apply) and part.function == "negate":
        return _is_number(part.arguments[0])
    return isinstance(part, Constant) and part.value is not None


def _distance(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    """Bind to a function of numbers, which both databases have, where the coordinates of both points are known."""
    parts = tuple(checker.check(argument) for argument in call.arguments)
    points = [_coordinates(part) for part in parts[:2]]
    if len(parts) not in {2, 3} or None in points or (len(parts) == 3 and parts[2].type not in TEXTUAL):
        return checker.by_signature(call, row, parts)
    unit = parts[2] if len(parts) == 3 else Constant(T.TEXT, "km", constant=True, start=call.start, end=call.end)
    return checker.apply("distance_between", T.NUMBER, (*(points[0] or ()), *(points[1] or ()), unit), call)


def _is_blank(checker: Checker, call: Call, row: FunctionRow) -> Typed:
    """Bind the test of a location to tests of its coordinates."""
    parts = tuple(checker.check(argument) for argument in call.arguments)
    numbers = _coordinates(parts[0]) if len(parts) == 1 else None
    if numbers is None:
        return checker.by_signature(call, row, parts)
    return checker.apply("AND", T.BOOLEAN, tuple(apply_row(row, T.BOOLEAN, (each,), call) for each in numbers), call)


SPECIAL_RULES: Mapping[str, SpecialRule] = MappingProxyType(
    {
        **dict.fromkeys(("AND", "OR", "NOT"), _conditions),
        "IF": _if,
        "IFS": _ifs,
        **dict.fromkeys(("CASE", "SWITCH"), _case),
        **dict.fromkeys(("IN", "BETWEEN"), _among),
        **dict.fromkeys(("ISPICKVAL", "INCLUDES"), _chosen),
        **dict.fromkeys(("ISNULL", "NULLVALUE"), _null),
        **dict.fromkeys(("ISCHANGED", "PRIORVALUE"), _changed),
        "DISTANCE": _distance,
        "ISBLANK": _is_blank,
        "VLOOKUP": _look_up,
        **dict.fromkeys(("REGEX", "REGEXEXTRACT", "REGEXREPLACE"), _pattern),
        **dict.fromkeys(_CHILD_FUNCTIONS, _children),
    }
)
