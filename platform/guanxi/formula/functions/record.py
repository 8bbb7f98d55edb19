"""What a formula asks about the save, the user, other records, currencies and places."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from guanxi.formula.arithmetic import divide, multiply
from guanxi.formula.environment import Environment
from guanxi.formula.formula_type import CannotCompute, Location
from guanxi.formula.function import FunctionRow
from guanxi.formula.functions.calendar_dates import today
from guanxi.formula.functions.rows import RowWriter, fixed
from guanxi.formula.geodesy import great_circle

__all__ = ["RECORD", "currency_digits"]

_DIGITS_BY_CURRENCY = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def currency_digits(code: str) -> int:
    """Return how many decimal places amounts of a currency are written with."""
    return _DIGITS_BY_CURRENCY.get(code.upper(), 2)


def _asks(question: str) -> Callable[[Environment, str], bool]:
    return lambda env, name: env.holds(question, name)


def _worth(env: Environment, code: str, day: date | None = None) -> Decimal:
    worth = env.rate(code, day or today(env))
    if not worth:
        raise CannotCompute
    return worth


def _rate(env: Environment, code: str, day: date | None = None) -> Decimal:
    return divide(Decimal(1), _worth(env, code, day))


def _convert(env: Environment, amount: Decimal, source: str, target: str, day: date | None = None) -> Decimal:
    if source == target:
        return amount
    return divide(multiply(amount, _worth(env, source, day)), _worth(env, target, day))


def _format_currency(code: str, amount: Decimal) -> str:
    digits = currency_digits(code)
    rounded = amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{code} {rounded:,f}"


def _location(latitude: Decimal | None, longitude: Decimal | None) -> Location | None:
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise CannotCompute
    return Location(latitude, longitude)


def _distance(start: Location, end: Location, unit: str = "km") -> Decimal:
    return great_circle(start.latitude, start.longitude, end.latitude, end.longitude, unit)


def _unreachable(*_: Any) -> Any:
    raise CannotCompute


_change = RowWriter("change", lazy=True, blank="handled")
_user = RowWriter("user", context=True)
_money = RowWriter("money")
_geo = RowWriter("geo", partial=True)
_children = RowWriter("children", lazy=True, blank="handled", sql=True)

RECORD: tuple[FunctionRow, ...] = (
    _change(
        "ISNEW",
        " -> boolean",
        _unreachable,
        "TRUE while the record is being created.",
        "正在创建记录时为 TRUE。",
        "ISNEW() => FALSE",
    ),
    _change(
        "ISCHANGED",
        "field: any -> boolean",
        _unreachable,
        "TRUE when this save changes the field; FALSE on creation.",
        "本次保存更改了该字段时为 TRUE；创建时为 FALSE。",
    ),
    _change(
        "PRIORVALUE",
        "field: T -> T",
        _unreachable,
        "The value before this save; on creation the present one.",
        "本次保存之前的值；创建时为当前值。",
    ),
    _change(
        "ISCLONE",
        " -> boolean",
        _unreachable,
        "FALSE: copies are made by the client as new records.",
        "恒为 FALSE：副本由客户端作为新记录创建。",
        "ISCLONE() => FALSE",
    ),
    _change(
        "VLOOKUP",
        "result: any, key: any, value: any -> text",
        _unreachable,
        "A field of the one record of another object whose key field has the value.",
        "另一对象中键字段等于该值的记录的字段。",
    ),
    _user(
        "HASROLE",
        "name: text -> boolean",
        _asks("role"),
        "TRUE when the user holds the role.",
        "用户拥有该角色时为 TRUE。",
        "HASROLE('x') => FALSE",
    ),
    _user(
        "INTEAM",
        "name: text -> boolean",
        _asks("team"),
        "TRUE when the user is in the team.",
        "用户属于该团队时为 TRUE。",
        "INTEAM('x') => FALSE",
    ),
    _user(
        "HASPERMISSION",
        "name: text -> boolean",
        _asks("permission"),
        "TRUE when the user has the system right.",
        "用户拥有该系统权限时为 TRUE。",
        "HASPERMISSION('x') => FALSE",
    ),
    _user(
        "ISOWNER",
        " -> boolean",
        lambda env: env.holds("owner", ""),
        "TRUE when the user, a team or queue of theirs owns the record.",
        "用户（或其团队、队列）拥有该记录时为 TRUE。",
        "ISOWNER() => FALSE",
    ),
    _money(
        "CURRENCYRATE",
        "code: text, day?: date -> number",
        _rate,
        "Units of the currency for one of the workspace's, on a day or today.",
        "某日（默认今天）一单位本位币可兑换的该货币数量。",
        "CURRENCYRATE('XXX') => #ERROR",
        context=True,
        partial=True,
        volatile=True,
    ),
    _money(
        "CONVERT",
        "amount: number, from: text, to: text, day?: date -> money",
        _convert,
        "The amount in another currency at the rate of a day, or of today.",
        "按某日（默认今天）的汇率换算为另一种货币的金额。",
        "CONVERT(5, 'CNY', 'CNY') => 5",
        context=True,
        partial=True,
        volatile=True,
    ),
    _money(
        "DATEDRATE",
        "code: text, day: date -> number",
        _worth,
        "What one unit of the currency is worth in the workspace's on a day; stored values follow when rates change.",
        "某日一单位该货币折合的本位币数量；汇率更改后，已存储的值随之更新。",
        "DATEDRATE('XXX', DATE(2026, 1, 31)) => #ERROR",
        context=True,
        partial=True,
    ),
    _money(
        "FORMATCURRENCY",
        "code: text, amount: number -> text",
        _format_currency,
        "The amount with its currency and separators.",
        "带货币代码和千分位的金额。",
        "FORMATCURRENCY('JPY', 1234.5) => 'JPY 1,235'",
        "FORMATCURRENCY('CNY', 1000) => 'CNY 1,000.00'",
    ),
    _geo(
        "GEOLOCATION",
        "latitude: number, longitude: number -> location",
        _location,
        "A point on earth in degrees.",
        "地球上的一点（度）。",
        "DISTANCE(GEOLOCATION(0, 0), GEOLOCATION(0, 0)) => 0",
        "DISTANCE(GEOLOCATION(91, 0), GEOLOCATION(0, 0)) => #ERROR",
        blank="handled",
    ),
    _geo(
        "DISTANCE",
        "start: location, end: location, unit?: text -> number",
        _distance,
        "Distance of two points in km or mi, to 12 significant digits.",
        "两点之间的距离（km 或 mi），12 位有效数字。",
        "ROUND(DISTANCE(GEOLOCATION(39.9, 116.4), GEOLOCATION(31.2, 121.5), 'km'), 0) => 1071",
        magnitude=fixed(5),
    ),
    _children(
        "COUNT",
        "children: any, filter?: boolean -> number",
        _unreachable,
        "Number of children that meet the filter.",
        "符合条件的子记录数。",
    ),
    _children(
        "EXISTS",
        "children: any, filter?: boolean -> boolean",
        _unreachable,
        "TRUE when a child meets the filter.",
        "存在符合条件的子记录时为 TRUE。",
    ),
    _children(
        "AVG",
        "field: any, filter?: boolean -> number",
        _unreachable,
        "Mean of a field of the children. SUM, MIN and MAX take a field of children too.",
        "子记录字段的平均值。SUM、MIN、MAX 也可用于子记录字段。",
    ),
    _children(
        "COUNTDISTINCT",
        "field: any, filter?: boolean -> number",
        _unreachable,
        "Number of different values among the children.",
        "子记录字段的不同值个数。",
    ),
    _children(
        "FIRST",
        "field: T, order: any, filter?: boolean -> T",
        _unreachable,
        "The field of the first child by an order.",
        "按排序的第一条子记录的字段。",
    ),
    _children(
        "LAST",
        "field: T, order: any, filter?: boolean -> T",
        _unreachable,
        "The field of the last child by an order.",
        "按排序的最后一条子记录的字段。",
    ),
    _children(
        "CONCATENATE",
        "field: any, separator: text, filter?: boolean -> text",
        _unreachable,
        "The field of all children joined by a separator, in ascending order.",
        "以分隔符连接所有子记录的字段，升序。",
        sql=False,
    ),
)
