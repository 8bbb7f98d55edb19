"""How PostgreSQL writes dates, times and instants; a form may take the workspace zone's name after its arguments."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from guanxi.formula.sql.number_forms import quotient
from guanxi.formula.sql.spelling import EVERY_SPACE, Form, instant_within, let, whole

__all__ = ["DATE_FORMS"]

_LAST_DAY_NUMBER = 3652058  # days from 0001-01-01 to 9999-12-31
_DATE_TEXT = "^[0-9]{4,4}-[0-9]{1,2}-[0-9]{1,2}$"
_TIME_TEXT = "^[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{1,3})?)?$"
_MIDNIGHT = "'00:00'"
_INSTANT_TEXT = (
    "^([0-9]{4,4}-[0-9]{1,2}-[0-9]{1,2})([ T]([0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{1,3})?)?)"
    "[[:space:]]*(Z|[+-][0-9]{2,2}:?[0-9]{2,2})?)?$"
)


def _valid_date(year: str, month: str, day: str) -> str:
    """Return the date of whole numbers, NULL where there is none."""
    length = "extract(day FROM make_date(_v.y, _v.m, 1) + interval '1 month - 1 day')"
    month_exists = "_v.m BETWEEN 1 AND 12 AND _v.y BETWEEN 1 AND 9999"
    # The inner CASE keeps the month's length from being computed for a month that does not exist.
    valid = f"{month_exists} AND _v.d >= 1 AND _v.d <= CASE WHEN {month_exists} THEN {length} END"
    return let(f"CASE WHEN {valid} THEN make_date(_v.y, _v.m, _v.d) END", y=year, m=month, d=day)


def _part(text: str, separator: str, number: int) -> str:
    return f"split_part({text}, '{separator}', {number})::integer"


def _shown_date(text: str) -> str:
    """Return the date of a text that has the form of one."""
    return _valid_date(_part(text, "-", 1), _part(text, "-", 2), _part(text, "-", 3))


def _shown_time(text: str) -> str:
    """Return the time of a text that has the form of one."""
    seconds = "coalesce(nullif(split_part(_v.t, ':', 3), ''), '0')::numeric"
    hour, minute = _part("_v.t", ":", 1), _part("_v.t", ":", 2)
    return let(
        f"CASE WHEN {hour} < 24 AND {minute} < 60 AND {seconds} < 60"
        f" THEN make_time({hour}, {minute}, ({seconds})::float8) END",
        t=text,
    )


def _instant_of(wall: str, zone: str, first: str = "TRUE") -> str:
    """Return the instant of a wall clock; of two, when clocks were set back by an hour, the first if that is asked."""
    earlier = "_i.t - interval '1 hour'"
    return (
        f"(SELECT CASE WHEN ({earlier}) AT TIME ZONE _i.z = _i.w AND {first} THEN {earlier} ELSE _i.t END"
        " FROM (SELECT _j.w, _j.z, _j.w AT TIME ZONE _j.z AS t"
        f" FROM (SELECT {wall} AS w, {zone} AS z OFFSET 0) AS _j OFFSET 0) AS _i)"
    )


def _within_years(instant: str) -> str:
    return let("CASE WHEN _v.t >= '0001-01-01Z' AND _v.t < '10000-01-01Z' THEN _v.t END", t=instant)


# No zone is a day away: inside these bounds the local day is one of the calendar's.
_LOCAL_DAY = let(
    "CASE WHEN _v.t >= '0001-01-02Z' AND _v.t < '9999-12-31Z' THEN (_v.t AT TIME ZONE _v.z)::date END", t="{0}", z="{1}"
)


def _date_value(codes: str) -> str | None:
    kind = codes[0]
    if kind == "t":
        return let(f"CASE WHEN _v.x ~ '{_DATE_TEXT}' THEN {_shown_date('_v.x')} END", x=f"btrim({{0}}, {EVERY_SPACE})")
    return {"d": "{0}", "i": _LOCAL_DAY}.get(kind)


def _time_value(codes: str) -> str | None:
    kind = codes[0]
    if kind == "t":
        return let(f"CASE WHEN _v.x ~ '{_TIME_TEXT}' THEN {_shown_time('_v.x')} END", x=f"btrim({{0}}, {EVERY_SPACE})")
    return {"c": "{0}", "i": "({0} AT TIME ZONE {1})::time"}.get(kind)


def _datetime_value(codes: str) -> str | None:
    kind = codes[0]
    if kind == "d":
        return _within_years(_instant_of("{0}::timestamp", "{1}"))
    if kind == "i":
        return "{0}"
    if kind != "t":
        return None
    offset = "_k.p[6]"
    shown = f"left({offset}, 3)::integer * 60 + (left({offset}, 1) || right({offset}, 2))::integer"
    minutes = f"(CASE WHEN {offset} IS NULL OR {offset} = 'Z' THEN 0 ELSE {shown} END)"
    wall = "_k.d + _k.c"
    zoned = f"({wall} - make_interval(mins => {minutes})) AT TIME ZONE 'UTC'"
    instant = f"CASE WHEN {offset} IS NULL THEN {_instant_of(wall, '_k.z')} ELSE {zoned} END"
    clock = _shown_time(f"coalesce(_l.p[3], {_MIDNIGHT})")
    pieces = f"SELECT _l.p, _l.z, {_shown_date('_l.p[1]')} AS d, {clock} AS c"
    source = f"SELECT regexp_match(btrim({{0}}, {EVERY_SPACE}), '{_INSTANT_TEXT}') AS p, {{1}} AS z OFFSET 0"
    return _within_years(f"(SELECT {instant} FROM ({pieces} FROM ({source}) AS _l OFFSET 0) AS _k)")


def _days_later(days: str) -> str:
    """Return the date that many days later, NULL outside the years 1 to 9999."""
    return let(
        f"CASE WHEN (_v.d - date '0001-01-01') + _v.n BETWEEN 0 AND {_LAST_DAY_NUMBER} THEN _v.d + _v.n::integer END",
        d="{0}",
        n=days,
    )


def _bounded_days(number: str, sign: str) -> str:
    return let(f"CASE WHEN abs(_v.x) < 4000000 THEN {sign}trunc(_v.x) END", x=number)


def _bounded_seconds(number: str, sign: str) -> str:
    return let(f"CASE WHEN abs(_v.x) < 4000000 THEN {sign}round(_v.x * 86400, 0) END", x=number)


def _months_later(day: str, months: str, *, last: str) -> str:
    """Return the day months later; where `last` holds of _v.d, the last day of that month."""
    index = "extract(year FROM _v.d) * 12 + extract(month FROM _v.d) - 1 + _v.n BETWEEN 12 AND 119999"
    ending = "(date_trunc('month', _v.d::timestamp) + make_interval(months => _v.n) + interval '1 month - 1 day')::date"
    plain = "(_v.d + make_interval(months => _v.n))::date"
    return let(f"CASE WHEN {index} THEN CASE WHEN {last} THEN {ending} ELSE {plain} END END", d=day, n=months)


_IS_LAST = "extract(day FROM _v.d + 1) = 1"


def _add_months(codes: str) -> str | None:
    kind = codes[0]
    if kind == "d":
        return _months_later("{0}", whole("{1}"), last=_IS_LAST)
    if kind != "i":
        return None
    day = _months_later("_n.w::date", "_n.n", last=_IS_LAST)
    # The second reading of an ambiguous hour stays the second.
    instant = _instant_of(f"({day} + _n.w::time)", "_n.z", "(_n.t - interval '1 hour') AT TIME ZONE _n.z <> _n.w")
    local = f"SELECT {{0}} AS t, {{0}} AT TIME ZONE {{2}} AS w, {{2}} AS z, {whole('{1}')} AS n OFFSET 0"
    return _within_years(f"(SELECT {instant} FROM ({local}) AS _n)")


def _end_of_month(codes: str) -> str:
    return _months_later("{0}", whole("{1}") if len(codes) > 1 else "0", last="TRUE")


def _start_of(unit: str, codes: str) -> str | None:
    kind = codes[0]
    if kind == "d":
        return f"date_trunc('{unit}', {{0}}::timestamp)::date" if unit not in {"hour", "minute"} else None
    if kind != "i":
        return None
    local = "SELECT {0} AS t, {0} AT TIME ZONE {1} AS w, {1} AS z OFFSET 0"
    if unit in {"hour", "minute"}:
        return _within_years(f"(SELECT _n.t - (_n.w - date_trunc('{unit}', _n.w)) FROM ({local}) AS _n)")
    start = _instant_of(f"date_trunc('{unit}', _n.w)", "_n.z")
    return _within_years(f"(SELECT {start} FROM ({local}) AS _n)")


def _date_difference(unit: str) -> str:
    months = (
        "((extract(year FROM _d.e) - extract(year FROM _d.s)) * 12"
        " + extract(month FROM _d.e) - extract(month FROM _d.s)"
        " - CASE WHEN extract(day FROM _d.e) < extract(day FROM _d.s) THEN 1 ELSE 0 END)"
    )
    answer = {
        "D": "(_d.e - _d.s)",
        "M": months,
        "Y": f"div({months}, 12)",
        "YM": f"mod({months}, 12)",
        "MD": f"(_d.e - (_d.s + make_interval(months => {months}::integer))::date)",
        "YD": f"(_d.e - (_d.s + make_interval(months => (div({months}, 12) * 12)::integer))::date)",
    }[unit]
    span = f"CASE WHEN _d.s <= _d.e THEN ({answer})::numeric END"
    return f"(SELECT {span} FROM (SELECT {{0}} AS s, {{1}} AS e OFFSET 0) AS _d)"


def _extract(part: str) -> str:
    return f"extract({part} FROM {{0}})"


_MILLISECONDS = "(extract(epoch FROM {0}) * 1000)"
_TIME_STEP = "CASE WHEN _v.x >= 0 THEN time '00:00' + make_interval(secs => (mod(_v.x, 86400000) / 1000)::float8) END"
_UNIX = let(
    "CASE WHEN abs(_v.s) <= 1000000000000 THEN round(_v.s * 1000, 0) / 1000 END",
    s="{0}",
)

DATE_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "DATE": _valid_date(whole("{0}"), whole("{1}"), whole("{2}")),
        "DATEVALUE": _date_value,
        "DATETIMEVALUE": _datetime_value,
        "TIMEVALUE": _time_value,
        "YEAR": _extract("year"),
        "MONTH": _extract("month"),
        "DAY": _extract("day"),
        "HOUR": _extract("hour"),
        "MINUTE": _extract("minute"),
        "SECOND": f"floor({_extract('second')})",
        "MILLISECOND": f"mod(trunc({_extract('milliseconds')}), 1000)",
        "WEEKDAY": f"(mod({_extract('isodow')}, 7) + 1)",
        "DAYOFYEAR": _extract("doy"),
        "ISOWEEK": _extract("week"),
        "ISOYEAR": _extract("isoyear"),
        "QUARTER": _extract("quarter"),
        "ADDMONTHS": _add_months,
        "EDATE": _months_later("{0}", whole("{1}"), last="FALSE"),
        "EOMONTH": _end_of_month,
        "ADDDAYS": _days_later(whole("{1}")),
        "ADDHOURS": instant_within("{0}", f"({whole('{1} * 1000')}::numeric * 3600 / 1000)"),
        "date_add": _days_later(_bounded_days("{1}", "")),
        "date_subtract": _days_later(_bounded_days("{1}", "-")),
        "datetime_add": instant_within("{0}", _bounded_seconds("{1}", "")),
        "datetime_subtract": instant_within("{0}", _bounded_seconds("{1}", "-")),
        "time_add": let(_TIME_STEP, x=f"{_MILLISECONDS} + trunc({{1}})"),
        "time_subtract": let(_TIME_STEP, x=f"{_MILLISECONDS} + trunc(- {{1}})"),
        "date_difference": "({0} - {1})::numeric",
        "datetime_difference": quotient(
            "((extract(epoch FROM {0}) - extract(epoch FROM {1})) * 1000000)", "86400000000"
        ),
        "time_difference": f"mod({_MILLISECONDS} - {_MILLISECONDS.replace('{0}', '{1}')} + 86400000, 86400000)",
        **{
            f"STARTOF.{unit}": (lambda codes, unit=unit: _start_of(unit, codes))  # type: ignore[misc]
            for unit in ("minute", "hour", "day", "week", "month", "quarter", "year")
        },
        **{f"DATEDIF.{unit}": _date_difference(unit) for unit in ("D", "M", "Y", "YM", "MD", "YD")},
        "UNIXTIMESTAMP": f"floor({_extract('epoch')})",
        "FROMUNIXTIME": instant_within("timestamptz 'epoch'", _UNIX),
    }
)
