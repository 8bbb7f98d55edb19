"""Random formulas over filterable functions, and rows full of edge cases."""

from datetime import UTC, date, datetime
from decimal import Decimal

from guanxi.formula import FormulaType, Value
from hypothesis import strategies as st

__all__ = ["ROWS", "TYPES", "formulas"]

_T = FormulaType
TYPES = {
    "n1": _T.NUMBER,
    "n2": _T.NUMBER,
    "m1": _T.MONEY,
    "p1": _T.PERCENT,
    "s1": _T.TEXT,
    "s2": _T.TEXT,
    "d1": _T.DATE,
    "d2": _T.DATE,
    "i1": _T.DATETIME,
    "i2": _T.DATETIME,
    "b1": _T.BOOLEAN,
    "b2": _T.BOOLEAN,
    "r1": _T.REFERENCE,
    "k1": _T.PICKLIST,
}

_NUMBERS = [
    Decimal(text)
    for text in (
        "0",
        "1",
        "-1",
        "2.5",
        "-2.5",
        "0.000001",
        "1234567.891",
        "-99999999999.999999",
        "99999999999.999999",
        "3",
        "10",
        "0.05",
        "-7.25",
    )
]
_TEXTS = [
    "a",
    "A",
    "abc",
    "12.5",
    "-3",
    "ß",
    "İi",
    "张三",
    "𝒳y",
    "a b",
    "2026-03-01",
    "2026-02-30",
    "b%c",
    "x\\y",
    "1e5",
    "ſΣς",
    "O'Brien",
]
_DATES = [
    date(2024, 2, 29),
    date(2026, 1, 31),
    date(1999, 12, 31),
    date(2026, 11, 1),
    date(2, 1, 1),
    date(9998, 12, 31),
    date(2023, 3, 26),
]
_INSTANTS = [
    datetime(2026, 1, 31, 23, 30, tzinfo=UTC),
    datetime(2024, 2, 29, 15, 59, 59, 999000, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 7, 15, tzinfo=UTC),
    datetime(1988, 9, 10, 15, 30, tzinfo=UTC),
]
_IDS = ["0190a5e2-0000-7000-8000-000000000001", "0190a5e2-0000-7000-8000-00000000000f"]
_PICKS = ["won", "lost"]


def _pools() -> dict[str, list[Value]]:
    pools: dict[FormulaType, list[Value]] = {
        _T.NUMBER: [*_NUMBERS],
        _T.MONEY: [*_NUMBERS],
        _T.PERCENT: [*_NUMBERS],
        _T.TEXT: [*_TEXTS],
        _T.DATE: [*_DATES],
        _T.DATETIME: [*_INSTANTS],
        _T.BOOLEAN: [True, False],
        _T.REFERENCE: [*_IDS],
        _T.PICKLIST: [*_PICKS],
    }
    return {name: [None, *pools[kind]] for name, kind in TYPES.items()}


def _rows() -> list[dict[str, Value]]:
    # Steps that share no factor with the pools' sizes meet every pair of neighbours sooner or later.
    pools = _pools()
    steps = dict(zip(TYPES, (1, 3, 5, 7, 1, 4, 1, 3, 1, 3, 1, 2, 1, 1), strict=True))
    rows: list[dict[str, Value]] = []
    for number in range(48):
        row = {name: pool[(number * steps[name] + number // len(pool)) % len(pool)] for name, pool in pools.items()}
        row["b1"], row["b2"] = bool(row["b1"]), bool(row["b2"])
        rows.append(row)
    rows.append({**dict.fromkeys(TYPES), "b1": False, "b2": False})
    return rows


ROWS = _rows()

_text_literals = st.sampled_from(
    ["''", "'a'", "'A'", "'12.5'", "'张'", "'2026-03-01'", "'%c'", "'-'", "' x '", "'abc'", "'i'"]
)
_number_literals = st.sampled_from(
    ["0", "1", "2", "-1", "0.5", "0.0000005", "100", "12.3456789", "3", "99999999999", "1000000000000000", "NULL"]
)
_small = st.sampled_from(["0", "1", "2", "3", "-1", "2.7", "n2"])


def _leaves(kind: str) -> st.SearchStrategy[str]:
    return {
        "number": st.sampled_from(["n1", "n2", "m1", "p1"]) | _number_literals,
        "text": st.sampled_from(["s1", "s2", "k1", "r1"]) | _text_literals,
        "boolean": st.sampled_from(["b1", "b2", "TRUE", "FALSE"]),
        "date": st.sampled_from(["d1", "d2", "DATE(2026, 1, 31)", "TODAY()", "DATEVALUE(i1)"]),
        "datetime": st.sampled_from(["i1", "i2", "NOW()", "DATETIMEVALUE('2026-11-01 01:30:00')"]),
    }[kind]


def _call(name: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda given: f"{name}({', '.join(given)})")


def _infix(operator: str, left: st.SearchStrategy[str], right: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(left, right).map(lambda pair: f"({pair[0]} {operator} {pair[1]})")


def formulas(kind: str, depth: int) -> st.SearchStrategy[str]:
    """Return formulas of a type, nested to the depth."""
    if depth == 0:
        return _leaves(kind)
    number, text, boolean, day, instant = (
        st.deferred(lambda part=part: formulas(part, depth - 1))
        for part in (  # type: ignore[misc]
            "number",
            "text",
            "boolean",
            "date",
            "datetime",
        )
    )
    same = {"number": number, "text": text, "boolean": boolean, "date": day, "datetime": instant}[kind]
    choices = [
        _leaves(kind),
        _call("IF", boolean, same, same),
        _call("CASE", text, text, same, text, same, same),
        _call("CASE", number, number, same, same),
        _call("IFS", boolean, same, boolean, same, same),
        _call("IFERROR", same, same),
        _call("IF", boolean, same),
    ]
    if kind != "boolean":
        choices += [_call("BLANKVALUE", same, same), _call("COALESCE", same, same, same)]
    return st.one_of(*choices, *_OWN[kind](number, text, boolean, day, instant))


_S = st.SearchStrategy[str]


def _number_choices(number: _S, text: _S, boolean: _S, day: _S, instant: _S) -> list[_S]:
    del boolean
    return [
        *(_infix(operator, number, number) for operator in ("+", "-", "*", "/", "+", "/")),
        _infix("^", number, _small),
        number.map(lambda one: f"-({one})"),
        *(
            _call(name, number)
            for name in (
                "ABS",
                "SIGN",
                "INT",
                "ROUND",
                "TRUNC",
                "ROUNDUP",
                "CEILING",
                "FLOOR",
                "MCEILING",
                "MFLOOR",
                "SQRT",
            )
        ),
        *(
            _call(name, number, _small)
            for name in ("ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC", "MOD", "CEILING", "FLOOR", "MROUND", "POWER")
        ),
        _call("MOD", number, number),
        *(_call(name, number, number, number) for name in ("MAX", "MIN", "SUM", "AVERAGE")),
        _call("LEN", text),
        _call("FIND", text, text),
        _call("FIND", text, text, _small),
        _call("ASCII", text),
        _call("VALUE", text),
        *(
            _call(name, day)
            for name in (
                "YEAR",
                "MONTH",
                "DAY",
                "WEEKDAY",
                "DAYOFYEAR",
                "ISOWEEK",
                "ISOYEAR",
                "QUARTER",
                "UNIXTIMESTAMP",
            )
        ),
        *(_call(name, instant) for name in ("YEAR", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "UNIXTIMESTAMP")),
        _infix("-", day, day),
        _infix("-", instant, instant),
        _infix("-", instant, day),
        *(_call("DATEDIF", day, day, st.just(f"'{unit}'")) for unit in ("D", "M", "Y", "YM", "MD", "YD")),
        _call("PERCENTOF", number, number),
        st.just("(TIMEVALUE(i1) - TIMEVALUE(i2))"),
    ]


def _text_choices(number: _S, text: _S, boolean: _S, day: _S, instant: _S) -> list[_S]:
    return [
        _infix("&", text, text),
        _infix("&", text, number),
        *(_call(name, text) for name in ("UPPER", "LOWER", "TRIM", "REVERSE", "FOLD")),
        *(_call(name, text, _small) for name in ("LEFT", "RIGHT", "LPAD", "RPAD", "REPT")),
        _call("MID", text, _small, _small),
        _call("SUBSTITUTE", text, text, text),
        _call("REPLACE", text, _small, _small, text),
        _call("LPAD", text, _small, text),
        _call("CONCAT", text, text, text),
        *(_call("TEXT", part) for part in (number, day, instant, boolean, text)),
        _call("CHR", number),
        _call("UPPER", text, st.just("'tr'")),
        st.just("TEXT(TIMEVALUE(i1) + 1000)"),
    ]


def _boolean_choices(number: _S, text: _S, boolean: _S, day: _S, instant: _S) -> list[_S]:
    compared = [
        _infix(operator, part, part)
        for part in (number, text, day, instant)
        for operator in ("=", "<>", "<", "<=", ">", ">=")
    ]
    return [
        *compared,
        _infix("=", boolean, boolean),
        _infix("<>", boolean, boolean),
        _infix("=", instant, day),
        _infix("<", instant, day),
        _infix(">=", day, instant),
        *(_call("AND", boolean, boolean) for _ in range(6)),
        *(_call("OR", boolean, boolean, boolean) for _ in range(6)),
        *(_call("NOT", boolean) for _ in range(8)),
        *(_call(name, part) for name in ("ISBLANK", "ISNULL", "ISERROR") for part in (number, text, day)),
        _call("ISNUMBER", text),
        *(_call(name, text, text) for name in ("CONTAINS", "BEGINS", "ENDS", "ICONTAINS")),
        _call("LIKE", text, st.sampled_from(["'a%'", "'_'", "'%\\\\%c'", "'%'"])),
        _call("REGEX", text, st.sampled_from(["'[a-z]+'", "'\\\\d+(\\\\.\\\\d*)?'", "'.*'", "'(a|A).?'"])),
        *(_call("IN", part, part, part) for part in (number, text, day)),
        _call("IN", number, _number_literals, _number_literals),
        *(_call("BETWEEN", part, part, part) for part in (number, text, day)),
        st.just("s1 IN ('a', 'abc', '')"),
        st.just("n1 IN (1, 2.5, 0.00000001)"),
        st.just("ISPICKVAL(k1, 'won')"),
        st.just("NOT ISPICKVAL(k1, '')"),
        st.just("BEGINS(s1, 'a')"),
        st.just("NOT BEGINS(s2, '张')"),
        st.just("r1 = '0190a5e2-0000-7000-8000-000000000001'"),
        st.just("d1 IN ('2024-02-29', '2026-01-31')"),
    ]


def _day_choices(number: _S, text: _S, boolean: _S, day: _S, instant: _S) -> list[_S]:
    del boolean
    return [
        _infix("+", day, number),
        _infix("-", day, number),
        _call("DATE", _small, _small, _small),
        _call("DATE", st.just("2026"), number, number),
        *(_call(name, day, _small) for name in ("ADDMONTHS", "EDATE", "EOMONTH", "ADDDAYS")),
        _call("ADDMONTHS", day, number),
        _call("DATEVALUE", text),
        _call("DATEVALUE", instant),
        *(_call("STARTOF", day, st.just(f"'{unit}'")) for unit in ("week", "month", "quarter", "year")),
        _call("MAX", day, day),
        _call("MIN", day, day),
    ]


def _instant_choices(number: _S, text: _S, boolean: _S, day: _S, instant: _S) -> list[_S]:
    del boolean
    return [
        _infix("+", instant, number),
        _infix("-", instant, number),
        _call("DATETIMEVALUE", day),
        _call("DATETIMEVALUE", text),
        _call("FROMUNIXTIME", number),
        _call("ADDMONTHS", instant, _small),
        _call("ADDHOURS", instant, _small),
        *(
            _call("STARTOF", instant, st.just(f"'{unit}'"))
            for unit in ("minute", "hour", "day", "week", "month", "quarter", "year")
        ),
        _call("MAX", instant, instant),
        st.just("DATETIMEVALUE(TEXT(d1) & ' 01:30:00')"),
        st.just("DATETIMEVALUE(TEXT(d1) & 'T01:30:00.5+08:00')"),
    ]


_OWN = {
    "number": _number_choices,
    "text": _text_choices,
    "boolean": _boolean_choices,
    "date": _day_choices,
    "datetime": _instant_choices,
}
