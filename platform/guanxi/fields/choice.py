"""Field types of words to choose or give: picklist, multi_picklist and tags."""

from collections.abc import Iterable

from guanxi.fields.base import Converter, FieldProblem, FieldType
from guanxi.fields.linked import LinkedField, texts_of
from guanxi.fields.spec import ColumnSpec, FieldSpec
from guanxi.fields.textual import read_text
from guanxi.text.keys import fold_key
from guanxi.text.shown import shown

__all__ = ["MultiPicklistField", "PicklistField", "TagsField"]

_MOST_TAGS = 100
_LONGEST_TAG = 60


class PicklistField(FieldType):
    """One value of a picklist, kept by its name."""

    token = "picklist"  # noqa: S105
    family = "picklist"
    keys = frozenset({"values", "controlled_by", "default", "class"})
    needed = ("values",)

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the one text column."""
        del spec
        return (ColumnSpec("", "text"),)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure that knows the values; retired ones may stay where they are but not be chosen."""
        active = spec.active_values

        def parse(value: object) -> object:
            if type(value) is str and value in active:
                return value
            text = read_text(value)
            return None if text is None else _chosen(text, spec)

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of one of the values."""
        return {"type": ["string", "null"], "enum": [*spec.values, None]}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the select box."""
        return {"input": "select", "picklist": spec.picklist}


class MultiPicklistField(LinkedField):
    """Several values of a picklist, in declared order, kept in a link table."""

    token = "multi_picklist"  # noqa: S105
    keys = frozenset({"values", "controlled_by", "default", "class"})
    needed = ("values",)

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for lists of values; in CSV they are parted by semicolons."""

        def parse(value: object) -> object:
            if value is None:
                return None
            return self.ordered(spec, {_chosen(text, spec) for text in texts_of(value)}) or None

        return parse

    def ordered(self, spec: FieldSpec, values: Iterable[str]) -> tuple[str, ...]:
        """Return the values in declared order."""
        position = {name: index for index, name in enumerate(spec.values)}
        return tuple(sorted((value for value in values if value in position), key=position.__getitem__))

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a list of values."""
        return {"type": "array", "items": {"type": "string", "enum": list(spec.values)}, "uniqueItems": True}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the select box of several."""
        return {"input": "multi_select", "picklist": spec.picklist}


class TagsField(LinkedField):
    """Words that whoever writes them chooses freely, kept in a link table."""

    token = "tags"  # noqa: S105
    keys = frozenset({"default", "class"})

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for lists of words, in CSV parted by semicolons; words that differ in case are one."""

        def parse(value: object) -> object:
            if value is None:
                return None
            words: dict[str, str] = {}
            for text in sorted(texts_of(value)):
                if len(text) > _LONGEST_TAG:
                    raise FieldProblem("max_length", max_length=_LONGEST_TAG, length=len(text))
                if ";" in text or not text.isprintable():
                    raise FieldProblem("not_tag", value=shown(text))
                words.setdefault(fold_key(text), text)
            if len(words) > _MOST_TAGS:
                raise FieldProblem("too_many_tags", limit=_MOST_TAGS)
            return self.ordered(spec, words.values()) or None

        return parse

    def openapi(self, spec: FieldSpec) -> dict[str, object]:
        """Return the schema of a list of words."""
        del spec
        word = {"type": "string", "maxLength": _LONGEST_TAG}
        return {"type": "array", "items": word, "uniqueItems": True, "maxItems": _MOST_TAGS}

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the input of words."""
        del spec
        return {"input": "tags", "max_length": _LONGEST_TAG, "max_items": _MOST_TAGS}


def _chosen(text: str, spec: FieldSpec) -> str:
    """Return an active value by its name or former name."""
    name = dict(spec.former_values).get(text, text)
    if name in spec.active_values:
        return name
    raise FieldProblem("inactive_value" if name in spec.values else "not_in_picklist", value=shown(text))
