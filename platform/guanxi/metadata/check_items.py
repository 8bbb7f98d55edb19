"""Items of kinds that packages declare: everything that their schema's marks name is there, and every formula holds."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from guanxi.catalog.scope import ObjectScope
from guanxi.formula import check
from guanxi.metadata.check_fields import depends_on, reached
from guanxi.metadata.check_formulas import tried
from guanxi.metadata.document import Document
from guanxi.metadata.findings import Finding, nearest
from guanxi.metadata.layers import entry_path
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.marks import Marked, marked_places
from guanxi.metadata.merge_fields import merge_fields, stray_braces
from guanxi.metadata.structure import Structure

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.formula.typed import BlankAs
    from guanxi.metadata.kinds import Kind
    from guanxi.metadata.layers import Item, Merged

__all__ = ["check_items"]


def check_items(merged: "Merged", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what is wrong with what items of declared kinds name."""
    declared = merged.kinds.declared()
    items = [(item, kind) for kind in declared for item in merged.of_kind(kind.name)]
    if not items:
        return
    documents = (Document(item.kind, item.name, item.package, item.body) for item in merged.items.values())
    checker = _Checker(merged, catalog, Structure(documents))
    for item, kind in items:
        yield from checker.check(item, kind)


class _Checker:
    """Goes through the marked places of items."""

    def __init__(self, merged: "Merged", catalog: "Catalog", structure: Structure) -> None:
        self._merged = merged
        self._catalog = catalog
        self._structure = structure
        self._checks: dict[str, Callable[[Item, _Place], Iterator[Finding]]] = {
            "object": self._object, "field": self._field, "formula": self._formula, "merge": self._merge,
            "value": self._value, "relation": self._relation, "item": self._whole,
        }  # fmt: skip

    def check(self, item: "Item", kind: "Kind") -> Iterator[Finding]:
        """Yield the findings about one item."""
        if item.package != WORKSPACE and kind.package not in reached(self._merged.manifests, item.package):
            yield item.finding("not_depended_on", ("kind",), name=kind.name, package=kind.package)
        own = item.body.get("object")
        for marked in marked_places(kind, item.body):
            if marked.mark.declares:
                continue
            scope = marked.scope or (own if isinstance(own, str) else None)
            owner = self._structure.belongs(marked, scope)
            steps = [str(step) for step in marked.path]
            path = entry_path(self._merged.kinds, item.kind, item.body, steps)
            place = _Place(marked, path, owner, "condition" if _is_condition(kind, marked) else "")
            yield from self._checks.get(marked.mark.target, self._named)(item, place)

    def _object(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        name = place.text
        if self._merged.get("object", name) is None:
            known = [found.name for found in self._merged.of_kind("object")]
            yield item.finding("unknown_object", place.path, fix=nearest(name, known), name=name)
        else:
            yield from depends_on(self._merged, item, place.path, name)

    def _field(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        scope = self._scope(place)
        if scope is None:
            return
        steps = tuple(place.text.lstrip("-").split("."))
        if scope.resolve(steps) is None and not scope.shows(steps):
            fix = nearest(steps[-1], scope.names(steps[:-1]))
            yield item.finding("unknown_field", place.path, fix=fix, name=place.text)

    def _formula(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        scope = self._scope(place)
        if scope is None or place.owner is None:
            return
        if place.form == "condition":
            blank_as: BlankAs = "zero" if item.body.get("blank_as") == "zero" else "blank"
            run: Any = partial(self._catalog.formulas.condition, place.owner, place.text, blank_as=blank_as)
        else:
            run = partial(check, place.text, scope)
        yield from tried(item, place.path, run)

    def _merge(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        scope = self._scope(place)
        if stray_braces(place.text):
            yield item.finding("stray_braces", place.path)
        if scope is not None:
            for _, formula in merge_fields(place.text):
                yield from tried(item, place.path, partial(check, formula, scope))

    def _value(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        picklist = self._catalog.picklists.get(place.owner or "")
        if picklist is not None and place.text not in (names := [value.name for value in picklist.values]):
            yield item.finding("unknown_value", place.path, fix=nearest(place.text, names), name=place.text)

    def _relation(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        found = self._catalog.objects.get(place.owner or "")
        if found is not None and found.relation(place.text) is None:
            fix = nearest(place.text, found.relations)
            yield item.finding("unknown_relation", place.path, fix=fix, name=place.text)

    def _whole(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        kind, _, rest = place.text.partition("/")
        if self._merged.get(kind, rest.partition("/")[0]) is None:
            yield item.finding("unknown_item", place.path, name=place.text)

    def _named(self, item: "Item", place: "_Place") -> Iterator[Finding]:
        """Check the name of an item of any other kind."""
        kind, name = place.target, place.text
        if kind == "picklist" and name in self._catalog.picklists:  # those of roles and record types have no document
            return
        if self._merged.get(kind, name) is None:
            known = [found.name for found in self._merged.of_kind(kind)]
            code = f"unknown_{kind}" if kind in {"picklist", "role"} else "unknown_item"
            yield item.finding(code, place.path, fix=nearest(name, known), name=name)

    def _scope(self, place: "_Place") -> ObjectScope | None:
        """Return where names are looked up; an object that is not there is found at its own place."""
        known = place.owner is not None and place.owner in self._catalog.objects
        return ObjectScope(self._catalog, str(place.owner)) if known else None


class _Place:
    """A marked text with its path by entry keys and the object or picklist that it belongs to."""

    def __init__(self, marked: Marked, path: tuple[str, ...], owner: str | None, form: str) -> None:
        self.target = marked.mark.target
        self.text = marked.text
        self.path = path
        self.owner = owner
        self.form = form


def _is_condition(kind: "Kind", marked: Marked) -> bool:
    said = kind.at("*" if isinstance(step, int) else step for step in marked.path)
    return said is not None and said.get("x-formula") == "condition"
