"""Upsert: finds which rows of the caller exist already, by id or by a unique field."""

from typing import TYPE_CHECKING

from guanxi import clock
from guanxi.errors import Denied, Malformed
from guanxi.records.batch import Batch, Row
from guanxi.records.load import connection_of, read_rows
from guanxi.records.unique import KeyValue, find_by_key, key_columns, key_value

if TYPE_CHECKING:
    from guanxi.catalog import UniqueKey

__all__ = ["match_rows"]


def match_rows(batch: Batch, upsert_by: str | None) -> None:
    """Give each row that exists its id; `before` is filled in when the rows are loaded."""
    if upsert_by in {None, "id"}:
        stored = read_rows(connection_of(batch.context), batch.plan, [row.id for row in batch.all_rows if row.named])
        for row in batch.all_rows:
            row.before = stored.get(row.id)
    else:
        key = _unique_key(batch, str(upsert_by))
        batch.match_field = key.fields[0]
        _match_by_key(batch, key)
    for row in batch.all_rows:
        if not row.id:
            row.id = clock.new_id()


def _unique_key(batch: Batch, name: str) -> "UniqueKey":
    field = batch.plan.object.find(name)
    # A key that is not built yet may miss records, one that could not be built has several for a value.
    ready = [key for key in batch.plan.object.unique_keys if key.state == "ready"]
    keys = () if field is None else (key for key in ready if key.fields == (field.name,))
    key = next(iter(keys), None)
    if field is None or key is None or field.name not in batch.context.rights.readable(batch.object):
        raise Malformed(reason="match_key_not_unique", field=name)
    if field.name in batch.context.rights.masked(batch.object):
        raise Denied(field=field.name, object=batch.object)
    return key


def _match_by_key(batch: Batch, key: "UniqueKey") -> None:
    columns = key_columns(batch.plan, key)
    claims: dict[KeyValue, Row] = {}
    for row in batch.all_rows:
        value = key_value(columns, row.given)
        if row.lost:
            continue
        if value is None:
            batch.lose(row, key.fields[0], "match_key_blank")
        elif claims.setdefault(value, row) is not row:
            batch.lose(row, key.fields[0], "repeated")
    found = find_by_key(connection_of(batch.context), batch.plan, columns, list(claims)) if claims else {}
    for value, identity in found.items():
        row = claims[value]
        row.id, row.before = identity, {}
