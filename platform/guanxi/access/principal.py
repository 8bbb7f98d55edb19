"""Who acts: a person, an API token, a portal user, or the platform itself for a stated reason."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

__all__ = [
    "OWNER_KINDS",
    "SYSTEM_USER_ID",
    "Audience",
    "EVERYONE_ID",
    "Grantee",
    "GranteeKind",
    "Principal",
    "UNIT_KINDS",
    "PrincipalKind",
    "Viewer",
    "role_grantee_id",
    "unit_and_below_grantee_id",
]

PrincipalKind = Literal["user", "token", "portal", "system"]
Audience = Literal["staff", "portal"]
GranteeKind = Literal["user", "role", "team", "unit", "unit_and_below", "queue", "everyone"]

SYSTEM_USER_ID = "00000000-0000-7000-8000-000000000001"
"""The id of the user row that stands for the platform itself, so that created_by is never blank (decision B11)."""

OWNER_KINDS: frozenset[str] = frozenset({"user", "team", "unit", "queue"})
"""Kinds of grantee that may own a record: those that have a record of their own."""

UNIT_KINDS: frozenset[str] = frozenset({"unit", "unit_and_below"})

_NAMESPACE = uuid.UUID("7a2b6f5e-6d0c-5a41-9f0e-3c1d5b8a4e20")
EVERYONE_ID = str(uuid.uuid5(_NAMESPACE, "everyone"))
"""The id of the grantee that only counts all members; it has no membership rows."""


def role_grantee_id(role: str) -> str:
    """Return the id of the grantee that stands for the holders of a role."""
    return str(uuid.uuid5(_NAMESPACE, f"role:{role}"))


def unit_and_below_grantee_id(unit_id: str) -> str:
    """Return the id of the grantee that stands for a unit with all units below it."""
    return str(uuid.uuid5(_NAMESPACE, f"unit_and_below:{unit_id}"))


@dataclass(frozen=True, slots=True)
class Grantee:
    """Somebody whom rows can be owned by or shared with: a user, role, team, unit, unit with those below, or queue."""

    id: str
    kind: GranteeKind
    name: str
    code: str | None = None  # of a unit, and of a unit with those below

    @property
    def called(self) -> str | None:
        """Return by what rules call it: a unit by its code, as names of units need not be unique."""
        return self.code if self.kind in UNIT_KINDS else self.name


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks as somebody else, and until when."""

    user_id: str
    name: str
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts, with everything that rights and rows depend on; read anew for every request (decision A8).

    `scopes` is None where nothing narrows the roles' rights. `breadth` is the share of all members, from 0 to 1, who
    stand in the principal's unit or below; `has_units_below` is false only where the hierarchy can give no rows, as no
    unit stands below the principal's. `attributes` are the values of `$user.…` that access formulas name. Who must
    change the password, because somebody else chose it, may do nothing else before. Where a `viewer` looks
    as the principal, nothing may be written.
    """

    kind: PrincipalKind
    user_id: str
    name: str
    audience: Audience = "staff"
    roles: frozenset[str] = frozenset()
    grantees: tuple[Grantee, ...] = ()
    unit_id: str | None = None
    party: str | None = None
    scopes: frozenset[str] | None = None
    language: str | None = None
    zone: str | None = None
    breadth: float = 0.0
    reason: str | None = None
    attributes: Mapping[tuple[str, ...], object] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    token_id: str | None = None
    session_id: str | None = None
    has_units_below: bool = True
    must_change_password: bool = False
    viewer: Viewer | None = None

    @classmethod
    def system(cls, reason: str) -> "Principal":
        """Return the platform itself, acting for a stated reason that the audit keeps."""
        return cls("system", SYSTEM_USER_ID, "system", breadth=1.0, reason=reason)

    @property
    def is_system(self) -> bool:
        """Tell whether this is the platform itself."""
        return self.kind == "system"

    @property
    def grantee_ids(self) -> list[str]:
        """Return the ids of everything the principal is a member of, itself included."""
        return [grantee.id for grantee in self.grantees]

    @property
    def owner_ids(self) -> list[str]:
        """Return the ids under which the principal owns records: itself, its teams, its unit and its queues."""
        return [grantee.id for grantee in self.grantees if grantee.kind in OWNER_KINDS]

    def attribute(self, path: tuple[str, ...]) -> object:
        """Return the value of `$user.…`: what the session query read, else what the principal says of itself."""
        if path in self.attributes:
            return self.attributes[path]
        own: dict[tuple[str, ...], object] = {
            ("id",): self.user_id, ("name",): self.name, ("unit",): self.unit_id, ("party",): self.party,
            ("audience",): self.audience, ("roles",): tuple(sorted(self.roles)), ("language",): self.language,
            ("zone",): self.zone,
        }  # fmt: skip
        return own.get(path)

    def belongs_to(self, kind: str, name: str) -> bool:
        """Tell whether the principal is among those whom a rule names by kind and name, or by the code of a unit."""
        if kind == "audience":
            return self.audience == name
        if kind == "role":
            return name in self.roles
        return any(grantee.kind == kind and grantee.called == name for grantee in self.grantees)
