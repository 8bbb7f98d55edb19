"""Who may do what, and with which rows: roles and sharing."""

from dataclasses import dataclass
from typing import Literal

from guanxi.text.label import Label

__all__ = [
    "FieldGrant",
    "Mute",
    "Restriction",
    "Role",
    "RoleObject",
    "Sharing",
    "SharingRule",
    "Target",
]


@dataclass(frozen=True, slots=True)
class FieldGrant:
    """Some fields of an object, or all of them now and later (`"*"`)."""

    every: bool
    names: frozenset[str] = frozenset()

    def covers(self, name: str) -> bool:
        """Tell whether the field is among them."""
        return self.every or name in self.names


@dataclass(frozen=True, slots=True)
class RoleObject:
    """What a role may do with one object ('*' for every object)."""

    object: str
    rights: frozenset[str]
    read: FieldGrant
    write: FieldGrant
    mask: frozenset[str] = frozenset()
    record_type: str | None = None  # of new records


@dataclass(frozen=True, slots=True)
class Mute:
    """What a role takes away again from its holders; it wins over every grant."""

    object: str
    rights: frozenset[str]
    read: FieldGrant
    write: FieldGrant


@dataclass(frozen=True, slots=True)
class Role:
    """A set of rights that people and tokens hold by name."""

    name: str
    package: str
    label: Label
    audience: Literal["staff", "portal"]
    inherits: tuple[str, ...]
    objects: tuple[RoleObject, ...]
    actions: frozenset[str]
    system: frozenset[str]
    mutes: tuple[Mute, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a sharing rule or an exception names: a role, team or queue by name, a unit by its code, or an audience."""

    kind: Literal["role", "team", "unit", "unit_and_below", "queue", "audience"]
    name: str


@dataclass(frozen=True, slots=True)
class SharingRule:
    """Rows of an object that a group of people sees beyond the default."""

    name: str
    package: str
    to: Target
    level: Literal["read", "write", "full"]
    where: str | None
    label: Label
    blank_as: Literal["blank", "zero"] = "blank"


@dataclass(frozen=True, slots=True)
class Restriction:
    """A condition that rows must meet to be seen at all, except by those it does not bind."""

    name: str
    package: str
    where: str
    unless: Target | None
    label: Label
    blank_as: Literal["blank", "zero"] = "blank"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who sees which rows of an object."""

    object: str
    package: str
    default: Literal["private", "read", "write"]
    portal_default: Literal["private", "read", "write"]
    hierarchy: bool
    teams: bool
    rules: tuple[SharingRule, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
