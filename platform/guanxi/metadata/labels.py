"""Labels of items with what translation documents add to them."""

from collections import defaultdict
from typing import TYPE_CHECKING

from guanxi.catalog import Label
from guanxi.metadata.field_specs import humanised

if TYPE_CHECKING:
    from guanxi.metadata.document import Body
    from guanxi.metadata.layers import Item, Merged

__all__ = ["Labels"]


class Labels:
    """Builds labels; a text that nobody wrote is made from the name."""

    def __init__(self, merged: "Merged") -> None:
        """Gather the texts of all translations by item and path."""
        self._texts: dict[tuple[str, ...], dict[tuple[str, ...], dict[str, str]]] = defaultdict(dict)
        for item in merged.of_kind("translation"):
            for entry in item.body["texts"]:
                steps = tuple(entry["item"].split("/"))
                self._texts[steps[:2]].setdefault(steps[2:], {})[item.body["language"]] = entry["text"]

    def of(self, item: "Item", *path: str, body: "Body | None" = None, key: str = "label") -> Label:
        """Return a label of an item, or of the entry at a path whose body is given."""
        name = path[-1] if path else item.name
        fallback = "" if key in {"help", "message", "confirm"} else humanised(name)
        return self.translated(item, (*path, key), Label.of((item.body if body is None else body).get(key), fallback))

    def translated(self, item: "Item", path: tuple[str, ...], label: Label) -> Label:
        """Return the label at a path of an item with the languages that translations add to it."""
        for language, text in self._texts.get((item.kind, item.name), {}).get(path, {}).items():
            label = label.translated(language, text)
        return label

    def digest(self, item: "Item") -> int:
        """Return a fingerprint of the translations of an item."""
        texts = self._texts.get((item.kind, item.name))
        return 0 if texts is None else hash(str(texts))
