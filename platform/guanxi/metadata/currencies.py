"""Money in several currencies: the fields that objects with money get where the workspace has several (decision A12).

A record has one currency, the rate of its day to the workspace's currency, and beside each amount the converted one.
All are ordinary fields, so that what is indexed, summed, sorted and built about fields holds for them too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from guanxi.fields import FIELD_TYPES
from guanxi.formula.parsing import parse
from guanxi.formula.problems import FormulaSyntax
from guanxi.formula.tree import Name, walk
from guanxi.metadata.document import Body

if TYPE_CHECKING:
    from guanxi.metadata.layers import Merged

__all__ = ["CURRENCY", "Currencies", "converted_name"]

CURRENCY = "currency"
RATE = "currency__rate"
_USUAL = "CNY"


def converted_name(name: str) -> str:
    """Return the name of the field that holds an amount in the workspace's currency."""
    return f"{name}__converted"


@dataclass(frozen=True, slots=True)
class Currencies:
    """What the settings of package core say: the currency of the workspace, and whether records have their own."""

    own: str
    several: bool

    @classmethod
    def of(cls, merged: "Merged") -> Self:
        """Read the settings."""
        own, several = (merged.get("setting", name) for name in ("currency", "multi_currency"))
        return cls(
            str(own.body.get("default", _USUAL)) if own is not None else _USUAL,
            several is not None and several.body.get("default") is True,
        )

    def entries(self, body: Body) -> Iterator[Body]:
        """Yield the fields that an object gets beside those of its document: none without amounts of its own."""
        amounts = list(_amounts(body)) if self.several else []
        if not amounts:
            return
        yield {
            "name": CURRENCY, "type": "currency", "default": self.own,
            "label": {"en": "Currency", "zh": "币种"},
        }  # fmt: skip
        yield {
            "name": RATE, "type": "formula", "returns": "number", "precision": 18, "scale": 6, "stored": True,
            "whole": CURRENCY, "formula": self._rate(body), "label": {"en": "Exchange rate", "zh": "汇率"},
        }  # fmt: skip
        for entry in amounts:
            yield _converted(entry)

    def faults(self, body: Body) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what is wrong with an object's currency: codes of findings, each with its place."""
        entries = {entry["name"]: entry for entry in body.get("fields", ())}
        if "rate_date" in body and entries.get(body["rate_date"], {}).get("type") not in {"date", "datetime"}:
            yield "rate_date_type", ("rate_date",)
        if self.several and CURRENCY in entries and any(_amounts(body)):
            yield "currency_taken", ("fields", CURRENCY)

    def _rate(self, body: Body) -> str:
        """Return the formula of the rate: of the day that `rate_date` says, else of the day of creation."""
        day = "DATEVALUE(created_at)"
        if "rate_date" in body:
            kind = next((entry["type"] for entry in body["fields"] if entry["name"] == body["rate_date"]), "date")
            said = body["rate_date"] if kind == "date" else f"DATEVALUE({body['rate_date']})"
            day = f"BLANKVALUE({said}, {day})"
        return f"IF(BLANKVALUE({CURRENCY}, '{self.own}') = '{self.own}', 1, DATEDRATE({CURRENCY}, {day}))"


def _converted(entry: Body) -> Body:
    label = entry.get("label") or {}
    both = {"en": f"{label.get('en', entry['name'])} (converted)", "zh": f"{label.get('zh', entry['name'])}（折算）"}
    return {
        "name": converted_name(entry["name"]), "type": "formula", "returns": "money", "label": both,
        "whole": entry["name"], "formula": f"{entry['name']} * {RATE}", "scale": entry.get("scale", 2),
        "precision": entry.get("precision", 15), "stored": entry["type"] == "money" or entry.get("stored", False),
    }  # fmt: skip


def _amounts(body: Body) -> Iterator[Body]:
    """Yield the fields whose amounts are in the record's own currency."""
    entries: Mapping[str, Body] = {entry["name"]: entry for entry in body.get("fields", ())}
    for name, entry in entries.items():
        if entry["type"] == "money" or (entry["type"] == "formula" and _is_own(name, entries, frozenset())):
            yield entry


def _is_own(name: str, entries: Mapping[str, Body], above: frozenset[str]) -> bool:
    """Tell whether an amount is in the record's currency; a formula that looks beyond its record is not (A12)."""
    entry = entries[name]
    if entry["type"] != "formula" or name in above:
        return bool(entry["type"] == "money")
    if entry.get("returns") != "money":
        return False
    try:
        tree = parse(entry["formula"])
    except FormulaSyntax:
        return False  # the check reports it
    paths = [node.path for node in walk(tree) if isinstance(node, Name)]
    return all(_stays(path, entries, above | {name}) for path in paths)


def _stays(path: tuple[str, ...], entries: Mapping[str, Body], above: frozenset[str]) -> bool:
    """Tell whether a reference is of the record itself, and not an amount in the workspace's currency."""
    entry = entries.get(path[0])
    if path[0].startswith("$"):
        return path[0].lower() == "$org"
    if entry is None:
        return len(path) == 1
    if entry["type"] == "rollup" or (len(path) > 1 and not FIELD_TYPES[entry["type"]].parts):
        return False
    return entry["type"] != "formula" or entry.get("returns") != "money" or _is_own(path[0], entries, above)
