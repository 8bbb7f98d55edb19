"""Records for plugins: read them as domain values, write them through the pipeline."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from guanxi.records import query
from guanxi.records.question import Query
from guanxi.records.save import save

if TYPE_CHECKING:
    from guanxi.workspace.context import Context

__all__ = ["query_rows", "record", "save"]


def query_rows(
    context: "Context",
    object_name: str,
    *,
    fields: Sequence[str] | None = None,
    filter: str | None = None,
    sort: Sequence[str] = (),
    limit: int = 200,
) -> list[Mapping[str, Any]]:
    """Return up to `limit` records that fit a formula, as domain values, cut to the principal's rights."""
    question = Query(
        object_name, fields=None if fields is None else tuple(fields), filter=filter, sort=tuple(sort), limit=limit
    )
    return list(query.rows(context, question))


def record(
    context: "Context", object_name: str, record_id: str, *, fields: Sequence[str] | None = None
) -> Mapping[str, Any]:
    """Return one record as domain values; Missing where there is none that the principal may see."""
    return query.record(context, object_name, record_id=record_id, fields=None if fields is None else tuple(fields))
