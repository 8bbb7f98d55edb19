"""What people read of the metadata beside what translations say of it in one language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.metadata.texts import Text, texts_of

if TYPE_CHECKING:
    from guanxi.metadata.layers import Item, Merged

__all__ = ["Worded", "WordedItem", "wording"]


@dataclass(frozen=True, slots=True)
class Worded:
    """One text, whose it is, and how translations say it: the last one counts."""

    item: str  # as translations name it: object/account/fields/name/label
    text: Text
    package: str
    told: tuple[tuple[str, str], ...]  # names of translations with what they say

    def missing(self, language: str) -> bool:
        """Tell whether nothing says it in a language."""
        return not self.told and language not in self.text.said

    def as_json(self) -> dict[str, Any]:
        """Return it as the API tells it."""
        return {
            "item": self.item, "package": self.package, "en": self.text.en, "zh": self.text.zh,
            "said": sorted(self.text.said),
            "told": [{"translation": name, "text": text} for name, text in self.told],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordedItem:
    """The texts of one item."""

    kind: str
    name: str
    package: str
    object: str | None
    texts: tuple[Worded, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as the API tells it."""
        return {
            "kind": self.kind, "name": self.name, "package": self.package, "object": self.object,
            "texts": [text.as_json() for text in self.texts],
        }  # fmt: skip


def wording(merged: "Merged", language: str) -> tuple[WordedItem, ...]:
    """Return every item that says something to people, those of an object after it, with its texts."""
    told = _told(merged, language)
    found = (_worded(item, told) for item in merged.items.values())
    return tuple(sorted((item for item in found if item.texts), key=_order))


def _told(merged: "Merged", language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what the translations into a language say, by what they say it of."""
    told: dict[str, tuple[tuple[str, str], ...]] = {}
    for item in merged.of_kind("translation"):
        if item.body.get("language") == language:
            for entry in item.body.get("texts", ()):
                told[entry["item"]] = (*told.get(entry["item"], ()), (item.name, entry["text"]))
    return told


def _worded(item: "Item", told: dict[str, tuple[tuple[str, str], ...]]) -> WordedItem:
    return WordedItem(item.kind, item.name, item.package, item.body.get("object"), tuple(_texts(item, told)))


def _texts(item: "Item", told: dict[str, tuple[tuple[str, str], ...]]) -> Iterator[Worded]:
    for text in texts_of(item):
        name = "/".join((item.kind, item.name, *text.path))
        yield Worded(name, text, item.owner(*text.path), told.get(name, ()))


_FIRST = ("object", "picklist", "app", "role")


def _order(item: WordedItem) -> tuple[str, bool, int, str, str]:
    """Objects with what is about them stand together; of what is about none, each kind does."""
    about = item.name if item.kind == "object" else item.object or ""
    rank = _FIRST.index(item.kind) if item.kind in _FIRST else len(_FIRST)
    return about or "~", item.kind != "object", rank, item.kind, item.name
