"""The texts of items that can be said in other languages: where they stand, and what they say as written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.metadata.field_specs import humanised
from guanxi.metadata.kinds import Kind, entry_key
from guanxi.metadata.schemas import is_label, step_into

if TYPE_CHECKING:
    from guanxi.metadata.document import Body
    from guanxi.metadata.layers import Item

__all__ = ["PLACES", "Place", "Text", "texts_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Entries of an item, or the item itself, with the keys that say something to people.

    Text under `named` is made from the name where nobody wrote it; text under `written` is there only when written.
    """

    path: tuple[str, ...] = ()  # keys of lists and mappings, from the item on
    named: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


_LABEL = ("label",)
PLACES: Mapping[str, tuple[Place, ...]] = {
    "object": (
        Place(named=_LABEL, written=("plural",)),
        Place(("fields",), _LABEL, ("help",)),
        Place(("record_types",), _LABEL, ("help",)),
        Place(("states", "transitions"), written=("message",)),
    ),
    "picklist": (Place(named=_LABEL), Place(("values",), _LABEL)),
    "rule": (Place(written=("message",)),),
    "duplicate_rule": (Place(written=("message",)),),
    "role": (Place(named=_LABEL),),
    "sharing": (Place(("rules",), _LABEL), Place(("restrictions",), _LABEL)),
    "setting": (Place(named=_LABEL, written=("help",)),),
    "view": (Place(named=_LABEL), Place(("columns",), written=_LABEL)),
    "layout": (
        Place(named=_LABEL),
        Place(("tabs",), _LABEL),
        Place(("tabs", "sections"), _LABEL),
        Place(("tabs", "related"), written=_LABEL),
        Place(("tabs", "components"), _LABEL),
    ),
    "app": (
        Place(named=_LABEL),
        Place(("menu",), _LABEL),
        Place(("menu", "items"), written=_LABEL),
        Place(("cards",), written=_LABEL),
    ),
    "action": (Place(named=_LABEL, written=("confirm",)), Place(("parameters",), _LABEL, ("help",))),
}
"""By kind of the platform: every place of which a translation has an effect."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an item; `path` ends with its key, entries of lists stand in it by their names."""

    path: tuple[str, ...]
    en: str
    zh: str
    said: frozenset[str] = frozenset()  # the languages in which its own item says it


def texts_of(item: "Item") -> Iterator[Text]:
    """Yield the texts of an item in the order in which they stand in it."""
    kind = item.kinds[item.kind]
    if kind.package is not None:
        yield _text(item, (), item.body, "label")
        yield from _declared(item, kind, item.body, kind.schema, ())
        return
    for place in PLACES.get(item.kind, ()):
        for path, body in _entries(kind, item.body, place.path, (), ()):
            for key in (*place.named, *place.written):
                if isinstance(body.get(key), dict) or key in place.named:
                    yield _text(item, path, body, key)


def _declared(
    item: "Item", kind: Kind, node: "Body", schema: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[Text]:
    """Yield the texts that an item of a package's kind says, wherever the kind's schema has labels."""
    for key, value in node.items():
        inner = step_into(schema, key)
        if inner is None or (key == "label" and not path):
            continue
        if isinstance(value, dict) and is_label(inner):
            yield _text(item, path, node, key)
        elif isinstance(value, dict):
            yield from _declared(item, kind, value, inner, (*path, key))
        below = step_into(inner, "*")
        rule = kind.list_rule(item.kinds.pattern(item.kind, (*path, key)))
        if isinstance(value, list) and below is not None and rule.form == "keyed":
            for entry in value:
                yield from _declared(item, kind, entry, below, (*path, key, entry_key(rule, entry)))


def _text(item: "Item", path: tuple[str, ...], body: "Body", key: str) -> Text:
    words = body.get(key) or {}
    made = "" if key not in {"label", "plural"} else humanised(path[-1] if path else item.name)
    said = frozenset(language for language in ("en", "zh") if words.get(language))
    return Text((*path, key), words.get("en") or made, words.get("zh") or made, said)


def _entries(
    kind: Kind,
    node: "Body",
    steps: tuple[str, ...],
    path: tuple[str, ...],
    walked: tuple[str, ...],
) -> Iterator[tuple[tuple[str, ...], "Body"]]:
    """Yield what stands at a path with the keys of the entries on the way."""
    if not steps:
        yield path, node
        return
    inner, path, walked = node.get(steps[0]), (*path, steps[0]), (*walked, steps[0])
    if isinstance(inner, dict):
        yield from _entries(kind, inner, steps[1:], path, walked)
    for entry in inner if isinstance(inner, list) else ():
        key = entry_key(kind.list_rule(walked), entry)
        yield from _entries(kind, entry, steps[1:], (*path, key), (*walked, "*"))
