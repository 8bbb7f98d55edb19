"""Kinds of metadata that packages declare, with their items as the code of packages reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guanxi.text.label import Label

__all__ = ["DeclaredKind", "KindItem", "Refusal"]


@dataclass(frozen=True, slots=True)
class KindItem:
    """One item of a declared kind, whatever package or workspace it comes from.

    In its body lists are tuples, mappings are read-only, and texts in English and Chinese are labels that speak every
    language. `value` is what the package's hook made of it, None where it has none.
    """

    name: str
    package: str
    label: Label
    body: Mapping[str, Any]
    value: Any = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the package's hook has against an item, at a path of keys and entry keys."""

    item: str
    path: tuple[str, ...]
    words: Label
    warning: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredKind:
    """A kind that a package declares, with its schema and items."""

    name: str
    package: str
    folder: str
    label: Label
    schema: Mapping[str, Any] = field(repr=False)
    items: Mapping[str, KindItem] = field(repr=False)
    refusals: tuple[Refusal, ...] = ()
    failed: str | None = None  # why the package's hook could make nothing of the items
    digest: str = ""
