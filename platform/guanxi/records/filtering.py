"""What a caller writes as a formula: filters, groups and measures, named and evaluated as the reader (A9, A19)."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from guanxi.catalog.scope import ObjectScope
from guanxi.errors import Malformed, Problem, Refused
from guanxi.formula.checked import check
from guanxi.formula.formula_type import FormulaType
from guanxi.formula.parsing import parse
from guanxi.formula.sql import Folding, SqlResult, compile_sql
from guanxi.formula.typed import Reference
from guanxi.records.compilation import Surroundings, compile_tree
from guanxi.records.sealed import SealedScope, unsealed
from guanxi.records.selection import Reader
from guanxi.records.sorting import path_of
from guanxi.sqltree import TRUE, Column, Expr

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.formula.typed import Checked
    from guanxi.records.measures import Shown
    from guanxi.records.statements import Rooted
    from guanxi.workspace.context import Context

__all__ = [
    "checked_formula", "condition", "former_values", "former_values_of_groups", "has_former_values",
    "result_condition",
]  # fmt: skip


def condition(start: "Rooted", text: str | None) -> Expr:
    """Return the condition of a filter; what it names must be readable and unmasked, else it does not exist."""
    if text is None:
        return TRUE
    checked = checked_formula(start, text, returns=FormulaType.BOOLEAN)
    return compile_tree(start.frame, checked, system=False, prefix="filter.", condition=True).expr


def checked_formula(start: "Rooted", text: str, *, returns: FormulaType | None = None) -> "Checked":
    """Return a formula of the caller, checked once per text and set of rights."""
    checked = _checked(start.reading.context, start.reader, start.item, text, returns)
    if not checked.filterable:
        raise Malformed(problems=[Problem(None, "not_filterable", {"functions": list(checked.functions)})])
    return checked


def _checked(
    context: "Context", reader: Reader, item: "ObjectType", text: str, returns: FormulaType | None
) -> "Checked":  # fmt: skip
    who = context.principal
    key = ("formula", who.roles, who.scopes, who.is_system, item.name, text, returns)

    def make() -> "Checked":
        names = reader.comparing()
        scope = ObjectScope(context.catalog, item.name, names=names)
        sealed = {member.name: member for member in names.fields(item) if member.kind.sealed}
        if not sealed:
            return check(text, scope, returns=returns)
        return check(unsealed(parse(text), sealed), SealedScope(scope, sealed), returns=returns)

    return context.memo(key, make)


def has_former_values(context: "Context") -> bool:
    """Tell whether any value of any picklist was once called otherwise."""
    return context.memo(("former values",), lambda: any(each.former for each in context.catalog.picklists.values()))


def former_values(
    context: "Context", item: "ObjectType", text: str, returns: FormulaType | None = FormulaType.BOOLEAN
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """Return the former names of values that a formula of the caller says, each with the present one."""
    if not has_former_values(context):
        return ()
    try:
        return _checked(context, Reader(context.catalog, context.rights), item, text, returns).former_values
    except Refused:
        return ()  # a text that is no filter, such as the value of a field which is called that


def former_values_of_groups(
    context: "Context", item: "ObjectType", groups: Iterable[str], texts: frozenset[str]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Yield those of the texts that are former names of values by which an answer is grouped, with the present ones."""
    for group in groups if texts and has_former_values(context) else ():
        found = path_of(Reader(context.catalog, context.rights).comparing(), item, group)
        if not isinstance(found, Problem):
            yield from (pair for pair in found[1].former_values if pair[0] in texts)


class _ResultScope:
    """The names of an aggregate's answer, for `having`."""

    key: Hashable = "result"

    def __init__(self, shown: "Mapping[str, tuple[Shown, Column]]") -> None:
        self._shown = shown

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        """Return the key of the answer that a path spells."""
        found = self._shown.get(".".join(path))
        if found is None:
            return None
        item = found[0]
        scale = item.scale if item.kind in {"number", "integer"} else None
        values = frozenset(item.values) or None
        return Reference(path, item.type, path, picklist=values, former_values=item.former, scale=scale)

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        """Return the keys of the answer."""
        return [] if prefix else list(self._shown)

    def children(self, name: str) -> None:
        """Return None: an answer has no children."""
        del name


def result_condition(start: "Rooted", text: str, shown: "Mapping[str, tuple[Shown, Column]]") -> Expr:
    """Return the condition of `having` over the columns of the grouped result."""
    checked = check(text, _ResultScope(shown), returns=FormulaType.BOOLEAN)
    start.reading.volatile |= checked.volatile

    def resolve(reference: Reference) -> Expr | SqlResult:
        return shown[reference.text][1]

    folding = Folding(Surroundings(start.reading))
    result = compile_sql(checked, resolve, folding=folding, prefix="having.", condition=True)
    start.reading.values.update(result.values)
    return result.expr
