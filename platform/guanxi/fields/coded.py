"""Field types whose texts follow a code: colour, barcode, external_id, and the system's currency."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from guanxi.fields.base import Converter, FieldProblem
from guanxi.fields.spec import FieldSpec
from guanxi.fields.textual import ExactTextField, TextField, read_text
from guanxi.text.shown import shown

__all__ = ["BarcodeField", "ColourField", "CurrencyField", "ExternalIdField"]

_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII | re.IGNORECASE)


class ColourField(TextField):
    """A colour, kept as #rrggbb."""

    token = "colour"  # noqa: S105
    keys = frozenset({"default", "class"})
    usual = 7
    longest = 7
    input = "colour"

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for colours written #rgb or #rrggbb."""
        del spec

        def parse(value: object) -> object:
            text = read_text(value)
            if text is None:
                return None
            if not _COLOUR.fullmatch(text):
                raise FieldProblem("not_colour", value=shown(text))
            digits = text[1:].lower()
            return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a colour."""
        del spec
        return {"type": ["string", "null"], "pattern": "^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"}

    def mask(self, value: object) -> str:
        """Show nothing of a colour."""
        return "****" if str(value) else ""


class CurrencyField(TextField):
    """The currency of a record's amounts, by its ISO 4217 code."""

    token = "currency"  # noqa: S105
    keys = frozenset({"default"})
    declarable = False
    usual = 3
    longest = 3

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for codes; whether the workspace has the currency, the save asks."""
        del spec

        def parse(value: object) -> object:
            text = read_text(value)
            if text is not None and not _CURRENCY.fullmatch(text):
                raise FieldProblem("not_currency", value=shown(text))
            return text if text is None else text.upper()

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a code."""
        del spec
        return {"type": ["string", "null"], "pattern": "^[A-Za-z]{3}$"}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the input for a code."""
        del spec
        return {"input": "text", "max_length": 3}


def _checks(length: int) -> Callable[[str], bool]:
    """Return the test of a GTIN: that many digits, the last of which makes the weighted sum a multiple of ten."""

    def holds(text: str) -> bool:
        if len(text) != length or not (text.isascii() and text.isdigit()):
            return False
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text))) % 10 == 0

    return holds


# What a scanner of each symbology can read; the two-dimensional ones hold any text.
_SYMBOLOGIES: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "any": lambda text: True,
        "ean8": _checks(8),
        "ean13": _checks(13),
        "upc_a": _checks(12),
        "itf14": _checks(14),
        "code39": re.compile(r"[0-9A-Z .$/+%-]+").fullmatch,
        "code128": re.compile(r"[\x20-\x7e]+").fullmatch,
        "qr": lambda text: True,
        "data_matrix": lambda text: True,
    }
)


class BarcodeField(ExactTextField):
    """What a bar code says, checked as its symbology demands."""

    token = "barcode"  # noqa: S105
    keys = frozenset({"unique", "default", "max_length", "symbology", "class"})
    input = "barcode"

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for codes of the symbology."""
        read, symbology = super().parser(spec), spec.symbology or "any"
        fits = _SYMBOLOGIES[symbology]

        def parse(value: object) -> object:
            text = read(value)
            if text is not None and not fits(str(text)):
                raise FieldProblem("not_barcode", value=shown(text), symbology=symbology)
            return text

        return parse

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the input that can scan and draw a code."""
        return {**super().editor(spec), "symbology": spec.symbology or "any"}


class ExternalIdField(ExactTextField):
    """The id that a record has in another system: unique, compared sign by sign, the usual match field of imports."""

    token = "external_id"  # noqa: S105
    common_keys = TextField.common_keys - {"indexed"}
    keys = frozenset({"max_length", "pattern", "class"})
    imposed = MappingProxyType({"unique": True})
    input = "text"
