"""The formulas of a catalog: checked on first use, kept over revisions while nothing that they name changes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from guanxi.catalog.scope import ObjectScope
from guanxi.errors import Missing
from guanxi.fields import DefaultFormula
from guanxi.formula.checked import check
from guanxi.formula.formula_type import FormulaType
from guanxi.formula.typed import Checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guanxi.catalog import Catalog, Field

__all__ = ["FormulaBook", "returned_type"]

BlankAs = Literal["blank", "zero"]
_CONDITION = FormulaType.BOOLEAN
Key = tuple[str, str, BlankAs, FormulaType | None, bool, bool]


@dataclass(frozen=True, slots=True)
class _Entry:
    checked: Checked
    needs: tuple[tuple[str, object], ...]  # the objects that were looked into, with their digests


def returned_type(member: "Field") -> FormulaType:
    """Return the formula type that a field holds."""
    return FormulaType(member.kind.formula_type(member))


class FormulaBook:
    """All checked formulas of one catalog. Raises FormulaSyntax or FormulaInvalid for what the check would refuse."""

    def __init__(self, previous: "FormulaBook | None" = None) -> None:
        """Begin with what an earlier catalog has checked already."""
        self._catalog: Catalog | None = None
        self._entries: dict[Key, _Entry] = {}
        self._inherited: Mapping[Key, _Entry] = dict(previous._entries) if previous is not None else {}

    def attach(self, catalog: "Catalog") -> None:
        """Say which catalog the names belong to; done once, when the catalog is compiled."""
        self._catalog = catalog
        kept = {
            key: entry
            for key, entry in self._inherited.items()
            if all(_digest(catalog, name) == have for name, have in entry.needs)
        }
        self._entries, self._inherited = kept, {}

    def checked(
        self,
        object_name: str,
        text: str,
        *,
        blank_as: BlankAs = "blank",
        returns: FormulaType | None = None,
        stored: bool = False,
        one_currency: bool = False,
    ) -> Checked:
        """Return a formula of metadata on an object, checked as the system sees it."""
        key = (object_name, text, blank_as, returns, stored, one_currency)
        entry = self._entries.get(key)
        if entry is None:
            scope = ObjectScope(self._known, object_name)
            checked = check(text, scope, blank_as=blank_as, returns=returns, stored=stored, one_currency=one_currency)
            needs = tuple((name, _digest(self._known, name)) for name in sorted(scope.visited))
            # Two threads may check the same formula at once: both results are equal, one is kept.
            entry = self._entries[key] = _Entry(checked, needs)
        return entry.checked

    def condition(self, object_name: str, text: str, *, blank_as: BlankAs = "blank") -> Checked:
        """Return a formula that must be true or false: of a rule, sharing, restriction or transition."""
        return self.checked(object_name, text, blank_as=blank_as, returns=_CONDITION)

    def field(self, object_name: str, name: str) -> Checked:
        """Return the formula of a formula field."""
        member = self._known.object(object_name).field(name)
        if member.formula is None:
            raise Missing(kind="formula", object=object_name, name=name)
        returns = returned_type(member)
        # An amount that is made of amounts of other records is in the workspace's currency (decision A12).
        abroad = returns is FormulaType.MONEY and self._known.object(object_name).converted(member.name) is None
        return self.checked(
            member.object, member.formula, blank_as=member.blank_as, returns=returns, stored=member.stored,
            one_currency=abroad and member.whole is None,
        )  # fmt: skip

    def default(self, object_name: str, name: str) -> Checked:
        """Return the formula of a field's default."""
        member = self._known.object(object_name).field(name)
        if not isinstance(member.default, DefaultFormula):
            raise Missing(kind="formula", object=object_name, name=name)
        return self.checked(member.object, member.default.text, returns=returned_type(member))

    def rollup_filter(self, object_name: str, name: str) -> Checked | None:
        """Return the filter of a roll-up, on its child object; None where it counts all children."""
        item = self._known.object(object_name)
        member = item.field(name)
        if member.filter is None or member.over is None:
            return None
        return self.condition(item.children[member.over].object, member.filter, blank_as=member.blank_as)

    @property
    def _known(self) -> "Catalog":
        if self._catalog is None:
            raise Missing(kind="catalog", name="")
        return self._catalog


def _digest(catalog: "Catalog", name: str) -> object:
    if name == "$setting":
        return tuple(catalog.settings.values())
    found = catalog.objects.get(name)
    return None if found is None else found.digest
