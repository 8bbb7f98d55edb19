"""How the values of children become one value: pairs of value and order in, blanks left out as each function says."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from guanxi.formula.arithmetic import add, divide

__all__ = ["AGGREGATES"]

Pairs = Iterable[tuple[Any, Any]]


def _present(pairs: Pairs) -> list[Any]:
    return [value for value, _ in pairs if value is not None and value != ""]


def _sum(pairs: Pairs) -> Decimal:
    total = Decimal(0)
    for value in _present(pairs):
        total = add(total, value)
    return total


def _average(pairs: Pairs) -> Decimal | None:
    values = _present(pairs)
    return divide(_sum((value, None) for value in values), Decimal(len(values))) if values else None


def _first(pairs: Pairs) -> Any:
    ordered = _in_order(pairs)
    return ordered[0][0] if ordered else None


def _last(pairs: Pairs) -> Any:
    ordered = _in_order(pairs)
    return ordered[-1][0] if ordered else None


def _in_order(pairs: Pairs) -> list[tuple[Any, Any]]:
    # A blank is the lowest value; children that are equal in order keep the order in which they are given.
    kept = list(pairs)
    blank = [pair for pair in kept if pair[1] is None or pair[1] == ""]
    return blank + sorted((pair for pair in kept if pair[1] is not None and pair[1] != ""), key=lambda pair: pair[1])


def _concatenated(pairs: Pairs) -> str:
    kept = list(pairs)
    separator = kept[0][1] if kept else ""
    return str(separator).join(sorted(str(value) for value in _present(kept)))


def _extreme(pick: Callable[[list[Any]], Any]) -> Callable[[Pairs], Any]:
    def picked(pairs: Pairs) -> Any:
        values = _present(pairs)
        return pick(values) if values else None

    return picked


AGGREGATES: Mapping[str, Callable[[Pairs], Any]] = MappingProxyType(
    {
        "COUNT": lambda pairs: Decimal(sum(1 for _ in pairs)),
        "EXISTS": lambda pairs: any(True for _ in pairs),
        "COUNTDISTINCT": lambda pairs: Decimal(len(set(_present(pairs)))),
        "SUM": _sum,
        "AVG": _average,
        "MIN": _extreme(min),
        "MAX": _extreme(max),
        "FIRST": _first,
        "LAST": _last,
        "CONCATENATE": _concatenated,
    }
)
