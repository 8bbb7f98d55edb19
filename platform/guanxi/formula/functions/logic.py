"""Logic: conditions, choices and blanks. Rows here are lazy: they get runners and decide what is computed."""

from guanxi.formula.formula_type import TEXTUAL, CannotCompute, FormulaType
from guanxi.formula.function import FunctionRow
from guanxi.formula.functions.rows import RowWriter
from guanxi.formula.functions.text import is_number
from guanxi.formula.running import Record, Result, Run, Surroundings
from guanxi.formula.typed import Typed

__all__ = ["LOGIC"]


def _and(runs: tuple[Run, ...], _: tuple[Typed, ...]) -> Run:
    if len(runs) == 2:
        first, second = runs
        return lambda row, env: bool(first(row, env)) and bool(second(row, env))

    def run(row: Record, env: Surroundings) -> bool:
        for part in runs:  # noqa: SIM110 - a loop is a third of the cost of all() over a generator
            if not part(row, env):
                return False
        return True

    return run


def _or(runs: tuple[Run, ...], _: tuple[Typed, ...]) -> Run:
    if len(runs) == 2:
        first, second = runs
        return lambda row, env: bool(first(row, env)) or bool(second(row, env))

    def run(row: Record, env: Surroundings) -> bool:
        for part in runs:  # noqa: SIM110 - a loop is a third of the cost of any() over a generator
            if part(row, env):
                return True
        return False

    return run


def _not(runs: tuple[Run, ...], _: tuple[Typed, ...]) -> Run:
    (part,) = runs
    return lambda row, env: not part(row, env)


def _if(runs: tuple[Run, ...], parts: tuple[Typed, ...]) -> Run:
    if len(runs) == 2:
        condition, yes = runs
        blank = False if parts[1].type is FormulaType.BOOLEAN else None
        return lambda row, env: yes(row, env) if condition(row, env) else blank
    condition, yes, no = runs
    return lambda row, env: yes(row, env) if condition(row, env) else no(row, env)


def _ifs(runs: tuple[Run, ...], parts: tuple[Typed, ...]) -> Run:
    pairs = tuple(zip(runs[0:-1:2], runs[1::2], strict=False))
    otherwise = runs[-1] if len(runs) % 2 else None
    blank = False if parts[1].type is FormulaType.BOOLEAN else None

    def run(row: Record, env: Surroundings) -> Result:
        for condition, result in pairs:
            if condition(row, env):
                return result(row, env)
        return otherwise(row, env) if otherwise else blank

    return run


def _case(runs: tuple[Run, ...], parts: tuple[Typed, ...]) -> Run:
    subject, *rest = runs
    pairs = tuple(zip(rest[0:-1:2], rest[1::2], strict=False))
    otherwise = rest[-1] if len(rest) % 2 else None
    textual = parts[0].type in TEXTUAL
    blank = False if parts[2].type is FormulaType.BOOLEAN else None

    def run(row: Record, env: Surroundings) -> Result:
        value = subject(row, env)
        if textual:
            value = value or ""
        if value is not None:
            for candidate, result in pairs:
                other = candidate(row, env)
                if value == ((other or "") if textual else other):
                    return result(row, env)
        return otherwise(row, env) if otherwise else blank

    return run


def _in(runs: tuple[Run, ...], parts: tuple[Typed, ...]) -> Run:
    subject, *candidates = runs
    textual = parts[0].type in TEXTUAL

    def run(row: Record, env: Surroundings) -> bool:
        value = subject(row, env)
        if value is None or (textual and not value):
            return False
        for candidate in candidates:  # noqa: SIM110 - see _and
            if value == candidate(row, env):
                return True
        return False

    return run


def _between(runs: tuple[Run, ...], parts: tuple[Typed, ...]) -> Run:
    subject, low, high = runs
    textual = parts[0].type in TEXTUAL

    def run(row: Record, env: Surroundings) -> bool:
        value, least, most = subject(row, env), low(row, env), high(row, env)
        if value is None or least is None or most is None or (textual and not (value and least and most)):
            return False
        return bool(least <= value <= most)

    return run


def _is_blank(runs: tuple[Run, ...], _: tuple[Typed, ...]) -> Run:
    (part,) = runs

    def run(row: Record, env: Surroundings) -> bool:
        value = part(row, env)
        return value is None or value == "" or value == ()

    return run


def _coalesce(runs: tuple[Run, ...], _: tuple[Typed, ...]) -> Run:
    *earlier, last = runs

    def run(row: Record, env: Surroundings) -> Result:
        for part in earlier:
            value = part(row, env)
            if value is not None and value != "" and value != ():
                return value
        return last(row, env)

    return run


def _if_error(runs: tuple[Run, ...], _: tuple[Typed, ...]) -> Run:
    attempt, otherwise = runs

    def run(row: Record, env: Surroundings) -> Result:
        try:
            return attempt(row, env)
        except CannotCompute:
            return otherwise(row, env)

    return run


def _is_error(runs: tuple[Run, ...], _: tuple[Typed, ...]) -> Run:
    (attempt,) = runs

    def run(row: Record, env: Surroundings) -> bool:
        try:
            attempt(row, env)
        except CannotCompute:
            return True
        return False

    return run


_row = RowWriter("logic", lazy=True, sql=True, blank="handled")

LOGIC: tuple[FunctionRow, ...] = (
    _row(
        "AND",
        "condition*: boolean -> boolean",
        _and,
        "TRUE when every condition is; stops at the first that is not.",
        "所有条件都为真时为 TRUE，遇到第一个不为真的条件即停止。",
        "AND(TRUE, 1 < 2) => TRUE",
        "TRUE AND NULL => FALSE",
        "FALSE && 1/0 = 1 => FALSE",
    ),
    _row(
        "OR",
        "condition*: boolean -> boolean",
        _or,
        "TRUE when a condition is; stops at the first that is.",
        "任一条件为真时为 TRUE，遇到第一个为真的条件即停止。",
        "OR(FALSE, TRUE) => TRUE",
        "FALSE || NULL => FALSE",
    ),
    _row(
        "NOT",
        "condition: boolean -> boolean",
        _not,
        "TRUE when the condition is not.",
        "条件不为真时为 TRUE。",
        "NOT(FALSE) => TRUE",
        "NOT 1 = 2 => TRUE",
        "!TRUE => FALSE",
    ),
    _row(
        "IF",
        "condition: boolean, yes: T, no?: T -> T",
        _if,
        "The second argument when the condition is true, else the third.",
        "条件为真时取第二个参数，否则取第三个。",
        "IF(1 < 2, 'a', 'b') => 'a'",
        "IF(FALSE, 1) => NULL",
    ),
    _row(
        "IFS",
        "condition: boolean, result: T, more*: any -> T",
        _ifs,
        "The result after the first condition that is true; a last argument without condition is for all other cases.",
        "取第一个为真的条件之后的结果；末尾无条件的参数用于其他情况。",
        "IFS(FALSE, 1, TRUE, 2) => 2",
        "IFS(FALSE, 1, 3) => 3",
    ),
    _row(
        "CASE",
        "subject: any, value: any, result: T, more*: any -> T",
        _case,
        "The result after the first value that equals the subject, else the last argument.",
        "取第一个与被比较值相等的值之后的结果，否则取最后一个参数。",
        "CASE(2, 1, 'a', 2, 'b', 'c') => 'b'",
        "CASE('x', 'a', 1, 9) => 9",
    ),
    _row(
        "SWITCH",
        "subject: any, value: any, result: T, more*: any -> T",
        _case,
        "The same as CASE; the last argument may be left out.",
        "与 CASE 相同；最后一个参数可以省略。",
        "SWITCH(3, 1, 'a') => NULL",
        "SWITCH(1, 1, 'a', 'b') => 'a'",
    ),
    _row(
        "IN",
        "value: any, candidate*: any -> boolean",
        _in,
        "TRUE when the value is among the candidates; a blank never is.",
        "值在候选值之中时为 TRUE；空值永远不在其中。",
        "2 IN (1, 2) => TRUE",
        "IN('a', 'b', NULL) => FALSE",
        "'a' NOT IN ('b') => TRUE",
    ),
    _row(
        "BETWEEN",
        "value: any, low: any, high: any -> boolean",
        _between,
        "TRUE when low <= value <= high.",
        "当 低 <= 值 <= 高 时为 TRUE。",
        "2 BETWEEN 1 AND 3 => TRUE",
        "BETWEEN(4, 1, 3) => FALSE",
    ),
    _row(
        "ISBLANK",
        "value: any -> boolean",
        _is_blank,
        "TRUE when there is no value or an empty text.",
        "没有值或为空文本时为 TRUE。",
        "ISBLANK('') => TRUE",
        "ISBLANK(0) => FALSE",
        "ISBLANK(NULL) => TRUE",
    ),
    _row(
        "ISNULL",
        "value: any -> boolean",
        _is_blank,
        "The same as ISBLANK, but FALSE for every text: a text is never null, only empty.",
        "与 ISBLANK 相同，但文本永远不为空值，只可能是空文本，因此为 FALSE。",
        "ISNULL(NULL) => TRUE",
        "ISNULL('') => FALSE",
        "ISNULL(1) => FALSE",
    ),
    _row(
        "BLANKVALUE",
        "value: T, otherwise: T -> T",
        _coalesce,
        "The value, or the second argument when it is blank.",
        "取值；为空时取第二个参数。",
        "BLANKVALUE(NULL, 2) => 2",
        "BLANKVALUE('a', 'b') => 'a'",
    ),
    _row(
        "NULLVALUE",
        "value: T, otherwise: T -> T",
        _coalesce,
        "The same as BLANKVALUE, but a text is kept even when it is empty.",
        "与 BLANKVALUE 相同，但文本即使为空也保留。",
        "NULLVALUE('', 'b') => ''",
        "NULLVALUE(NULL, 2) => 2",
    ),
    _row(
        "COALESCE",
        "value*: T -> T",
        _coalesce,
        "The first value that is not blank.",
        "第一个不为空的值。",
        "COALESCE(NULL, NULL, 3) => 3",
        "COALESCE('', 'b') => 'b'",
    ),
    _row(
        "IFERROR",
        "value: T, otherwise: T -> T",
        _if_error,
        "The value, or the second argument when it is #ERROR.",
        "取值；为 #ERROR 时取第二个参数。",
        "IFERROR(1 / 0, 7) => 7",
        "IFERROR(4 / 2, 7) => 2",
    ),
    _row(
        "ISERROR",
        "value: any -> boolean",
        _is_error,
        "TRUE when the value is #ERROR.",
        "值为 #ERROR 时为 TRUE。",
        "ISERROR(1 / 0) => TRUE",
        "ISERROR(1) => FALSE",
    ),
    _row(
        "ISNUMBER",
        "text: text -> boolean",
        is_number,
        "TRUE when VALUE can read the text as a number.",
        "文本可被 VALUE 读作数字时为 TRUE。",
        "ISNUMBER('1.5') => TRUE",
        "ISNUMBER('x') => FALSE",
        "ISNUMBER('') => FALSE",
        lazy=False,
        blank="propagate",
    ),
    _row(
        "ISPICKVAL",
        "field: picklist, value: text -> boolean",
        lambda field, value: (field or "") == (value or ""),
        "TRUE when the picklist has the value; an empty text means blank.",
        "选项字段等于该值时为 TRUE；空文本表示未填写。",
        "ISPICKVAL(NULL, '') => TRUE",
        lazy=False,
    ),
    _row(
        "INCLUDES",
        "field: list, value: text -> boolean",
        lambda field, value: bool(value) and value in (field or ()),
        "TRUE when the value is among those chosen.",
        "已选值中包含该值时为 TRUE。",
        "INCLUDES(SPLIT('a;b', ';'), 'b') => TRUE",
        lazy=False,
    ),
)
