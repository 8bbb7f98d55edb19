"""What the schemas say a document names, and where: the marks `x-ref`, `x-names`, `x-of`, `x-formula` and `x-merge`.

`x-ref: KIND` marks a text, or each text of a list, that names something; `x-names: KIND` the place where an item or
entry gets its own name; `x-formula: true` a formula, `x-merge: true` a text with formulas in double braces. Fields and
formulas belong to the object that the nearest `object` around them names, else to the document's own; `x-of: KEY` says
that they belong to what that key beside or around them names, `x-of: KEY KEY` that the second in its turn belongs to
what the first one names. Alone `x-of: KEY` marks the name of an entry of the list at that key, which editors read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from guanxi.metadata.document import Path
from guanxi.metadata.kinds import Kind

__all__ = ["Mark", "Marked", "marked_places"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a place names: a kind of thing, by which key beside it, and whether the thing gets its name here."""

    target: str
    of: str = ""
    declares: bool = False


@dataclass(frozen=True, slots=True)
class _Marks:
    """The marks of a schema and of what lies below it."""

    mark: Mark | None = None
    properties: Mapping[str, "_Marks"] = field(default_factory=dict)
    items: "_Marks | None" = None

    @property
    def scoped(self) -> bool:
        """Tell whether the key `object` says what everything inside belongs to."""
        found = self.properties.get("object")
        return found is not None and found.mark is not None and found.mark.target == "object"


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked text of a document, with the mappings around it, the innermost last."""

    path: Path
    mark: Mark
    text: str
    around: tuple[Mapping[str, Any], ...]
    scope: str | None  # what the nearest `object` around says


def marked_places(kind: Kind, body: object) -> Iterator[Marked]:
    """Yield every marked text of a document; what does not fit the schema is passed over."""
    yield from _walk(_marks_of(kind), body, (), (), None)


def _walk(
    marks: _Marks, node: object, path: Path, around: tuple[Mapping[str, Any], ...], scope: str | None
) -> Iterator[Marked]:
    if isinstance(node, str):
        if marks.mark is not None:
            yield Marked(path, marks.mark, node, around, scope)
    elif isinstance(node, dict):
        named = node.get("object") if marks.scoped else None
        scope = named if isinstance(named, str) else scope
        for key, below in marks.properties.items():
            if key in node:
                yield from _walk(below, node[key], (*path, key), (*around, node), scope)
    elif isinstance(node, list):
        below = marks.items if marks.items is not None else _Marks(marks.mark)
        for index, entry in enumerate(node):
            yield from _walk(below, entry, (*path, index), around, scope)


@lru_cache(maxsize=256)
def _marks_of(kind: Kind) -> _Marks:
    return _compiled(kind.schema) or _Marks()


def _compiled(schema: Any, of: str = "") -> _Marks | None:  # noqa: ANN401 - a schema is any JSON
    """Return the marks of a schema, None where it has none."""
    if not isinstance(schema, dict):
        return None
    of = schema.get("x-of", of)
    properties: dict[str, _Marks] = {}
    items: _Marks | None = None
    for part in (schema, *schema.get("oneOf", ()), *schema.get("anyOf", ()), *schema.get("allOf", ())):
        inner = part if isinstance(part, dict) else {}
        for key, below in inner.get("properties", {}).items():
            found = _compiled(below)
            if found is not None:
                properties[key] = found
        items = items or _compiled(inner.get("items"))
    mark = _mark(schema, of)
    return _Marks(mark, properties, items) if mark or properties or items else None


def _mark(schema: Mapping[str, Any], of: str) -> Mark | None:
    if schema.get("x-formula"):
        return Mark("formula", of)
    if schema.get("x-merge"):
        return Mark("merge", of)
    if "x-names" in schema:
        return Mark(schema["x-names"], of, declares=True)
    return Mark(schema["x-ref"], of) if "x-ref" in schema else None
