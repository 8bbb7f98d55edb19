"""A change that waits until values are copied: kept as the documents it makes, and taken up again as a change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import Principal
from guanxi.change.revisions import documents_as
from guanxi.change.wanted import Wanted

if TYPE_CHECKING:
    from guanxi.change.store import Stored
    from guanxi.metadata.layers import Layer

__all__ = ["author_of", "pending_of", "wanted_again"]

_MARKS = ("dropped", "asleep", "purged", "retired", "blanked")


def pending_of(wanted: Wanted, rows: "Stored", author: Principal, message: str) -> dict[str, Any]:
    """Return what a waiting change is kept as."""
    marks = {mark: sorted(getattr(wanted, mark)) for mark in _MARKS}
    who = {"kind": author.kind, "user_id": author.user_id, "name": author.name}
    return {"changes": list(rows.changes), "marks": marks, "author": who, "message": message}


def wanted_again(kept: Mapping[str, Any], layers: "Mapping[str, Layer]") -> Wanted:
    """Return the change as it was asked for, on top of what the documents that it does not touch are now."""
    marks = {mark: frozenset(kept["marks"][mark]) for mark in _MARKS}
    packages, dropped, loose = documents_as(kept["changes"], "after", layers)
    return Wanted(
        packages, dropped | marks["dropped"], loose, asleep=marks["asleep"], purged=marks["purged"],
        retired=marks["retired"], blanked=marks["blanked"], resumes=True,
    )  # fmt: skip


def author_of(kept: Mapping[str, Any]) -> Principal:
    """Return who asked for the change."""
    who = kept["author"]
    return Principal(who["kind"], who["user_id"], who["name"])
