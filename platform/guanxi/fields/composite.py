"""Field types whose value has parts: address, person_name and geolocation.

Every part is a field of the object by itself, named `field__part`: stored, filtered, sorted, imported and kept in
history as any other. What callers may do with the parts is what they may do with the whole.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar

from babel import Locale

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.numeric import DecimalField
from guanxi.fields.spec import ColumnSpec, FieldSpec
from guanxi.fields.textual import TextField, read_text
from guanxi.text.shown import shown

__all__ = ["AddressField", "CompositeField", "CountryField", "GeolocationField", "Part", "PersonNameField"]

_INHERITED = ("class", "track_history", "targets")  # what a part has from its whole
_KEYED = ("searchable", "indexed")  # and where the part says so
_COUNTRY = re.compile("[A-Z]{2}")
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})  # unions, rests and test codes that CLDR names
_ADMINISTERED = re.compile(" SAR China$|^中国|特别行政区$")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a composite value: its name, type, words, and further keys of a field entry."""

    name: str
    kind: FieldType
    en: str
    zh: str
    keys: Mapping[str, Any] = field(default_factory=dict)
    essential: bool = False  # required where the whole is
    keyed: bool = False  # searched and indexed where the whole is

    def entry(self, whole: Mapping[str, Any]) -> dict[str, Any]:
        """Return the part as an entry of a document, below the entry of the whole."""
        labels, words = whole.get("label") or {}, {"en": self.en, "zh": self.zh}
        label = {language: " · ".join(filter(None, (labels.get(language), words[language]))) for language in words}
        wanted = (*_INHERITED, *(_KEYED if self.keyed else ()))
        inherited = {key: whole[key] for key in wanted if key in whole and key in self.kind.schema_keys}
        if self.essential and whole.get("required"):
            inherited["required"] = True
        name = f"{whole['name']}__{self.name}"
        return {"name": name, "type": self.kind.token, "label": label, **self.keys, **inherited}


class CountryField(TextField):
    """A country by its two letters of ISO 3166; its English or Chinese name is understood."""

    token = "country"  # noqa: S105
    declarable = False
    keys = frozenset({"class"})
    usual = 2
    longest = 2

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for codes and names."""
        del spec

        def parse(value: object) -> object:
            text = read_text(value)
            if text is None:
                return None
            code = _countries().get(text.casefold())
            if code is None:
                raise FieldProblem("not_country", value=shown(text))
            return code

        return parse


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Return the codes by code and by the English and Chinese names of Unicode's CLDR, in lower case."""
    found: dict[str, str] = {}
    for language in ("en", "zh"):
        for code, name in Locale.parse(language).territories.items():
            if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRY:
                short = _ADMINISTERED.sub("", name)  # Hong Kong SAR China is also Hong Kong
                found.update(dict.fromkeys((code.casefold(), name.casefold(), short.casefold()), code))
    return MappingProxyType(found)


class CompositeField(FieldType):
    """Base of the types with parts: the whole has no column, its JSON value is an object of the parts."""

    common_keys = frozenset({"name", "type", "label", "help", "required", "track_history"})
    keys = frozenset({"class"})
    family = ""  # no formula has the whole as a value, but for geolocation
    sortable = False
    groupable = False
    filterable = False
    orderable = False
    input: ClassVar[str]

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return no column: the parts have them."""
        del spec
        return ()

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for objects with the parts as keys; it checks their names, the parts their values."""
        del spec
        names = tuple(part.name for part in self.parts)

        def parse(value: object) -> object:
            if value is None:
                return dict.fromkeys(names)
            if not isinstance(value, Mapping) or not value.keys() <= set(names):
                raise FieldProblem("not_parts", parts=", ".join(names))
            return {name: value.get(name) for name in names}

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of an object with the parts."""
        del spec
        known = {part.name: part.kind.openapi(_spec_of(part)) for part in self.parts}
        return {"type": ["object", "null"], "properties": known, "additionalProperties": False}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the group of inputs, in their order."""
        del spec
        return {"input": self.input, "parts": [part.name for part in self.parts]}


def _spec_of(part: Part) -> FieldSpec:
    keys = {key: value for key, value in part.keys.items() if key not in {"indexed", "min", "max"}}
    return FieldSpec(name=part.name, type=part.kind.token, **keys)


class PersonNameField(CompositeField):
    """The name of a person in its parts, of which the family name is the one that a required name needs."""

    token = "person_name"  # noqa: S105
    keys = CompositeField.keys | {"searchable", "indexed"}
    input = "person_name"
    parts = (
        Part("title", TextField(), "Title", "称谓", {"max_length": 40}),
        Part("family", TextField(), "Family name", "姓", {"max_length": 80}, essential=True, keyed=True),
        Part("given", TextField(), "Given name", "名", {"max_length": 80}, keyed=True),
        Part("middle", TextField(), "Middle name", "中间名", {"max_length": 80}),
        Part("suffix", TextField(), "Suffix", "后缀", {"max_length": 40}),
    )


class AddressField(CompositeField):
    """A postal address: country, region, city, line and postcode."""

    token = "address"  # noqa: S105
    keys = CompositeField.keys | {"searchable", "indexed"}
    input = "address"
    parts = (
        Part("country", CountryField(), "Country", "国家"),
        Part("region", TextField(), "Region", "省/州", {"max_length": 100}),
        Part("city", TextField(), "City", "城市", {"max_length": 100}, keyed=True),
        Part("line", TextField(), "Address line", "详细地址", {"max_length": 255}, essential=True),
        Part("postcode", TextField(), "Postcode", "邮编", {"max_length": 20}, keyed=True),
    )


class GeolocationField(CompositeField):
    """A point on earth in decimal degrees, to about ten centimetres."""

    token = "geolocation"  # noqa: S105
    family = "location"
    input = "geolocation"
    together = True
    parts = (
        Part("latitude", DecimalField(), "Latitude", "纬度", {"precision": 8, "scale": 6, "min": -90, "max": 90},
             essential=True),
        Part("longitude", DecimalField(), "Longitude", "经度", {"precision": 9, "scale": 6, "min": -180, "max": 180},
             essential=True),
    )  # fmt: skip
