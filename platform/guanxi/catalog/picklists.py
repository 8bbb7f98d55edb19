"""Picklists: named lists of values, in the order that is also their sort order."""

from dataclasses import dataclass
from typing import Literal

from guanxi.text.keys import fold_key
from guanxi.text.label import Label

__all__ = [
    "Picklist",
    "PicklistValue",
]


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """One value of a picklist; its name is what is stored; another one is a build over the records (decision B3)."""

    name: str
    label: Label
    colour: str | None = None
    active: bool = True
    meaning: Literal["open", "closed", "won", "lost"] | None = None
    goes_with: frozenset[str] | None = None  # values of the controlling picklist; None: any
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class Picklist:
    """A list of values in their declared order, which is also their sort order."""

    name: str
    package: str
    label: Label
    values: tuple[PicklistValue, ...]
    depends_on: str | None = None
    former: tuple[tuple[str, str], ...] = ()  # former names of values, each with the present one

    def names(self) -> tuple[str, ...]:
        """Return all value names in declared order."""
        return tuple(value.name for value in self.values)

    def words(self) -> dict[str, str]:
        """Return by folded name, former name and label which value is meant; a name means itself before all else."""
        labels = {
            fold_key(text): value.name
            for value in reversed(self.values)
            for text in (value.label.en, value.label.zh, *(text for _, text in value.label.more))
            if text
        }
        former = {fold_key(old): new for old, new in self.former}
        return {**labels, **former, **{fold_key(name): name for name in reversed(self.names())}}
