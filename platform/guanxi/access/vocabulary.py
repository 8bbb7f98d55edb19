"""The words of access: what rights exist, how row levels rank, and which scopes a token may carry."""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "ALL_RIGHTS",
    "LEVELS",
    "LEVEL_NAMES",
    "LEVEL_OF_RIGHT",
    "READ_RIGHTS",
    "RIGHTS",
    "SYSTEM_RIGHTS",
    "Level",
    "Right",
    "ScopeRow",
    "rank",
    "scopes_are_known",
]

Level = Literal["read", "write", "full"]
LEVELS: dict[str, int] = {"read": 1, "write": 2, "full": 3}
LEVEL_NAMES: dict[int, Level] = {1: "read", 2: "write", 3: "full"}


def rank(level: str) -> int:
    """Return the rank of a row level: read 1, write 2, full 3."""
    return LEVELS[level]


@dataclass(frozen=True, slots=True)
class Right:
    """A right on an object: whether a token that may only read keeps it, and which row level its action needs."""

    name: str
    reads: bool
    level: Level | None = None


RIGHTS: tuple[Right, ...] = (
    Right("create", False),
    Right("read", True, "read"),
    Right("update", False, "write"),
    Right("delete", False, "full"),
    Right("export", True, "read"),
    Right("import", False),
    Right("share", False, "full"),
    Right("transfer", False, "full"),
    Right("merge", False, "full"),
    Right("view_all", True),
    Right("modify_all", False),
    Right("unmask", False, "read"),
    Right("set_any_state", False),
)
SYSTEM_RIGHTS: tuple[str, ...] = ("setup", "users", "audit", "jobs", "tokens", "settings", "view_as", "backoffice")
"""Rights on the workspace itself, as the schema of roles lists them."""

ALL_RIGHTS = frozenset(right.name for right in RIGHTS)
READ_RIGHTS = frozenset(right.name for right in RIGHTS if right.reads)
LEVEL_OF_RIGHT: dict[str, Level] = {right.name: right.level for right in RIGHTS if right.level is not None}


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A scope of an API token: which objects, and whether it writes, or which system right it opens."""

    objects: str | None = None  # an object's name, "*" for every object
    writes: bool = False
    system: str | None = None  # a system right, "*" for all

    @classmethod
    def parse(cls, text: str) -> "ScopeRow | None":
        """Read `read`, `write`, `records:OBJECT:read|write`, `metadata` or `system:RIGHT`; None for anything else."""
        parts = text.split(":")
        if text in {"read", "write"}:
            return cls(objects="*", writes=text == "write")
        if text == "metadata":
            return cls(system="setup")
        if len(parts) == 2 and parts[0] == "system" and parts[1]:
            return cls(system=parts[1])
        if len(parts) == 3 and parts[0] == "records" and parts[1] and parts[2] in {"read", "write"}:
            return cls(objects=parts[1], writes=parts[2] == "write")
        return None


def scopes_are_known(scopes: frozenset[str]) -> bool:
    """Tell whether every scope is one that a token can carry."""
    return all(ScopeRow.parse(scope) is not None for scope in scopes)
