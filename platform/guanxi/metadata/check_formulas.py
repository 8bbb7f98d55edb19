"""Every formula of the metadata against the catalog that it makes: types, reach, and circles of computed fields."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from guanxi.catalog.dependencies import Node, cycle_in
from guanxi.catalog.scope import ObjectScope
from guanxi.fields import DefaultFormula
from guanxi.formula import check
from guanxi.formula.problems import FormulaInvalid, FormulaProblem, FormulaSyntax, caret, describe
from guanxi.formula.typed import BlankAs, Checked, Children, Typed
from guanxi.formula.typed import Field as FieldNode
from guanxi.metadata.check_actions import formulas_of_action
from guanxi.metadata.check_screens import conditions_of
from guanxi.metadata.check_templates import formulas_of_template
from guanxi.metadata.document import Body
from guanxi.metadata.findings import Finding

if TYPE_CHECKING:
    from guanxi.catalog import Catalog, Field, ObjectType
    from guanxi.metadata.layers import Item, Merged

__all__ = ["check_formulas", "tried"]

Result = TypeVar("Result")
Found: TypeAlias = Generator[Finding, None, Result]  # findings on the way, then an answer


def check_formulas(merged: "Merged", catalog: "Catalog") -> Iterator[Finding]:
    """Yield what is wrong with formulas, wherever they stand."""
    checker = _Checker(merged, catalog)
    for found in catalog.objects.values():
        yield from checker.check_object(found)
    for rule in merged.of_kind("rule"):
        yield from checker.condition(rule, (), "when", rule.body["object"], rule.body)
    for sharing in merged.of_kind("sharing"):
        if sharing.body["object"] in catalog.objects:
            for key in ("rules", "restrictions"):
                for entry in sharing.body.get(key, ()):
                    if "where" in entry:
                        path = (key, entry["name"])
                        yield from checker.condition(sharing, path, "where", sharing.body["object"], entry, in_sql=True)
    yield from checker.check_documents()
    circle = cycle_in(checker.needs)
    if circle is not None:
        name, member = circle[0]
        item = merged.items["object", name]
        yield item.finding("field_cycle", ("fields", member), cycle=" → ".join(".".join(node) for node in circle))


class _Checker:
    def __init__(self, merged: "Merged", catalog: "Catalog") -> None:
        self._merged = merged
        self._catalog = catalog
        self.needs: dict[Node, list[Node]] = {}

    def check_object(self, item: "ObjectType") -> Found[None]:
        """Check the formulas of an object's fields and states."""
        source = self._merged.items["object", item.name]
        book = self._catalog.formulas
        for member in item.declared:
            path = ("fields", member.name)
            if member.formula is not None:
                checked = yield from tried(source, (*path, "formula"), partial(book.field, item.name, member.name))
                if checked is not None:
                    self.needs[item.name, member.name] = list(self._needed(checked.tree, item))
                    yield from self._stored(source, path, item, member, checked)
            if isinstance(member.default, DefaultFormula):
                yield from tried(source, (*path, "default"), partial(book.default, item.name, member.name))
            if member.over is not None:
                yield from self._rollup(source, path, item, member)
        for gate in item.states.transitions if item.states is not None else ():
            if gate.when is not None:
                place = ("states", "transitions", gate.name)
                yield from self.condition(source, place, "when", item.name, {"when": gate.when})

    def check_documents(self) -> Found[None]:
        """Check the formulas of documents about an object, such as views, actions and templates."""
        kinds = {
            "view": self._view, "layout": self._layout, "action": self._action, "assignment": self._assignment,
            "template": self._template,
        }  # fmt: skip
        for kind, run in kinds.items():
            for item in self._merged.of_kind(kind):
                if item.body["object"] in self._catalog.objects:
                    yield from run(item, item.body["object"])

    def _view(self, item: "Item", name: str) -> Found[None]:
        if "filter" in item.body:
            yield from self.condition(item, (), "filter", name, item.body, in_sql=True)

    def _layout(self, item: "Item", name: str) -> Found[None]:
        for place, key, body in conditions_of(item):
            yield from self.condition(item, place, key, name, body)

    def _action(self, item: "Item", name: str) -> Found[None]:
        if "available_when" in item.body:
            yield from self.condition(item, (), "available_when", name, item.body)
        for place, run in formulas_of_action(item, self._catalog):
            yield from tried(item, place, run)

    def _assignment(self, item: "Item", name: str) -> Found[None]:
        for entry in item.body["entries"]:
            if "when" in entry:
                body = {**entry, "blank_as": item.body.get("blank_as")}
                yield from self.condition(item, ("entries", entry["name"]), "when", name, body)

    def _template(self, item: "Item", name: str) -> Found[None]:
        scope = ObjectScope(self._catalog, name)
        for place, text in formulas_of_template(item):
            yield from tried(item, place, partial(check, text, scope))

    def condition(
        self, item: "Item", path: tuple[str, ...], key: str, object_name: str, body: Body, *, in_sql: bool = False
    ) -> Found[None]:
        """Check a condition on an object; `in_sql` where the database must be able to evaluate it."""
        blank_as: BlankAs = "zero" if body.get("blank_as") == "zero" else "blank"
        run = partial(self._catalog.formulas.condition, object_name, body[key], blank_as=blank_as)
        checked = yield from tried(item, (*path, key), run)
        if checked is not None and in_sql and not checked.filterable:
            yield item.finding("formula_not_filterable", (*path, key))

    def _stored(
        self, source: "Item", path: tuple[str, ...], item: "ObjectType", member: "Field", checked: Checked
    ) -> Iterator[Finding]:
        """A stored formula may use only own columns: no change elsewhere may make it stale (decision A15)."""
        if not member.stored:
            return
        for reference in checked.references:
            needed = item.find(reference.path[0])
            if needed is None or len(reference.path) > 1 or not needed.columns:
                yield source.finding("stored_reaches_out", (*path, "formula"), name=reference.text)
        for relation in checked.children:
            yield source.finding("stored_reaches_out", (*path, "formula"), name=str(relation))
        if checked.volatile:
            yield source.finding("stored_volatile", (*path, "formula"))

    def _rollup(self, source: "Item", path: tuple[str, ...], item: "ObjectType", member: "Field") -> Found[None]:
        relation = item.children[member.over or ""]
        child = self._catalog.object(relation.object)
        names = [name for name in (member.of, (member.order_by or "").lstrip("-")) if name]
        needs = self.needs[item.name, member.name] = [(child.name, name) for name in names]
        if member.filter is None:
            return
        run = partial(self._catalog.formulas.rollup_filter, item.name, member.name)
        checked = yield from tried(source, (*path, "filter"), run)
        if checked is None:
            return
        needs += self._needed(checked.tree, child)
        for reference in checked.references:
            needed = child.find(reference.path[0])
            if needed is None or len(reference.path) > 1 or not (needed.columns or needed.link_table):
                yield source.finding("rollup_reaches_out", (*path, "filter"), name=reference.text)
        for inner in checked.children:
            yield source.finding("rollup_reaches_out", (*path, "filter"), name=str(inner))
        if checked.volatile:
            yield source.finding("formula_volatile", (*path, "filter"))
        elif not checked.filterable:
            yield source.finding("formula_not_filterable", (*path, "filter"))

    def _needed(self, tree: Typed, item: "ObjectType") -> Iterator[Node]:
        """Yield the fields that a checked formula reads, at the end of each path."""
        stack: list[tuple[Typed, ObjectType, ObjectType]] = [(tree, item, item)]
        while stack:
            part, own, outer = stack.pop()
            if isinstance(part, FieldNode) and not part.reference.context:
                node = self._end(part.reference.path, outer if part.outer else own)
                if node is not None:
                    yield node
            elif isinstance(part, Children):
                child = self._catalog.object(own.behind(part.relation))
                stack += [(below, child, own) for below in part.parts]
            else:
                stack += [(below, own, outer) for below in part.parts]

    def _end(self, path: tuple[str, ...], item: "ObjectType") -> Node | None:
        for step in path[:-1]:
            name, _, kind = step.partition(":")
            member = item.find(name)
            target = self._catalog.find(kind or (member.to if member is not None else None) or "")
            if target is None:
                return None
            item = target
        return (item.name, path[-1])


def tried(item: "Item", path: tuple[str, ...], run: Callable[[], Checked | None]) -> Found[Checked | None]:
    """Yield the problems of a formula as findings; returns the checked formula where there are none."""
    try:
        return run()
    except (FormulaSyntax, FormulaInvalid) as failure:
        for problem in failure.found:
            yield _finding(item, path, failure.text, problem)
    return None


def _finding(item: "Item", path: tuple[str, ...], text: str, problem: FormulaProblem) -> Finding:
    fix = problem.params.get("nearest")
    params: dict[str, object] = {
        "detail_en": describe(problem),
        "detail_zh": describe(problem, "zh"),
        "caret": caret(text, problem),
        "problem": problem.code,
        "name": problem.params.get("name", ""),
        "start": problem.start,
        "end": problem.end,
    }
    return replace(item.finding("formula", path, fix=str(fix) if fix else None), params=params)
