"""Actions: the buttons of a record, what they ask for and what they do."""

from dataclasses import dataclass
from typing import Literal

from guanxi.fields.spec import FieldSpec
from guanxi.text.label import Label

__all__ = ["Action", "Assignment", "Does"]

Does = Literal["update", "create", "open", "hook"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A field and what it is given: a value as callers write it, or the text of a formula."""

    field: str
    value: object = None
    formula: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One button of an object."""

    name: str
    package: str
    object: str
    label: Label
    does: Does
    icon: str | None = None
    confirm: Label | None = None
    available_when: str | None = None
    blank_as: Literal["blank", "zero"] = "blank"
    shown: frozenset[str] = frozenset({"page"})
    parameters: tuple[FieldSpec, ...] = ()
    relation: str | None = None  # of create: the child relation of the new record
    values: tuple[Assignment, ...] = ()  # of update and create
    open: str | None = None
