"""Duplicate rules: by which fields records are taken for the same thing."""

from dataclasses import dataclass
from typing import Literal

from guanxi.text.label import Label

__all__ = ["DuplicateRule", "MatchField", "MatchKey"]


@dataclass(frozen=True, slots=True)
class MatchField:
    """A field of a key; with a threshold it has to be alike, else equal but for case and width."""

    name: str
    threshold: int | None = None


@dataclass(frozen=True, slots=True)
class MatchKey:
    """Fields that all have to match; those that have to be equal come first."""

    name: str
    fields: tuple[MatchField, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the fields."""
        return frozenset(one.name for one in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateRule:
    """One rule of an object: any of its keys matches."""

    name: str
    package: str
    object: str
    message: Label
    keys: tuple[MatchKey, ...]
    action: Literal["warn", "block"] = "warn"
    scope: Literal["visible", "all"] = "visible"
