"""Values of derived columns for records that were there before the field: roll-ups, stored formulas and key columns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from guanxi.records.rollups import recount
from guanxi.records.transaction import in_transaction

if TYPE_CHECKING:
    from guanxi.workspace.context import Context

__all__ = ["backfill"]


def backfill(context: "Context", object_name: str, field_name: str, ids: Sequence[str]) -> int:
    """Compute one derived field of the records anew, in a transaction of its own; return how many changed."""
    return in_transaction(context, lambda inside: recount(inside, object_name, (field_name,), ids))
