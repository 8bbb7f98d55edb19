"""Sealing stored values by the key that writes now, in steps that are transactions: a halt loses nothing."""

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from guanxi.access.principal import Principal
from guanxi.records.columns import stored_column
from guanxi.records.load import connection_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.steps import Step, run_steps
from guanxi.records.transaction import in_transaction
from guanxi.sealing import Unopened
from guanxi.sqltree import Alias, Call, Column, Expr, Join, Order, Param, Select, Table, all_of, integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guanxi.catalog import Field
    from guanxi.workspace.context import Context
    from guanxi.workspace.workspace import Workspace

__all__ = ["STEP", "Rotated", "keys_in_use", "rotate", "sealed_fields"]

STEP = 500
"""Values that are sealed anew in one transaction."""
Rotated = tuple[int, int]  # values sealed anew, and values that no key here opens


def sealed_fields(workspace: "Workspace") -> "Iterator[Field]":
    """Yield every encrypted field."""
    for item in workspace.snapshot().catalog.objects.values():
        yield from (member for member in item.declared if member.kind.sealed)


def rotate(workspace: "Workspace", member: "Field") -> Rotated:
    """Seal all values of a field by the key that writes, those in the recycle bin too.

    They mean the same as before: neither version nor history moves. What is sealed so already is left alone, but that
    the key of equality is made anew where it is another.
    """
    sealed, unopened, after = 0, 0, ""
    while True:
        context = workspace.context(Principal.system("key rotation"))
        done, lost, after = in_transaction(context, partial(_step, member=member, after=after))
        sealed, unopened = sealed + done, unopened + lost
        if not after:
            return sealed, unopened


def keys_in_use(workspace: "Workspace", member: "Field") -> dict[str, int]:
    """Return by name of a key how many values of an encrypted field it sealed, those in the recycle bin too."""
    parts, found, after = workspace.snapshot().catalog.object(member.object).parts, Counter[str](), ""
    with workspace.database.read() as connection:
        while True:
            rows = connection.run_tree(_stored(parts, member, after), {"after": after})
            found.update(str(token).partition(".")[0] for _, token, _ in rows)
            if len(rows) < STEP:
                return found
            after = str(rows[-1][0])


def _step(context: "Context", *, member: "Field", after: str) -> tuple[int, int, str]:
    connection, plan = connection_of(context), plan_of(context, member.object)
    field = next((one for one in plan.object.declared if one.id == member.id), None)
    stored = [] if field is None else connection.run_tree(_stored(plan.object.parts, field, after), {"after": after})
    if field is None or field.sealing is None or not stored:
        return 0, 0, ""
    values = read_rows(connection, plan, [str(row[0]) for row in stored], lock="no key update")
    rows, lost = [], 0
    for identity, token, key in stored:
        value = values.get(str(identity), {}).get(field.name)
        if isinstance(value, Unopened):
            lost += 1
        elif value is not None and not (field.sealing.is_current(token) and key == field.sealing.blind(str(value))):
            rows.append((str(identity), {field.name: value}))
    for columns, shape in plan.update_shapes(frozenset({field.name})) if rows else ():
        cells = [[*(column.value(changed) for column in columns), identity] for identity, changed in rows]
        run_steps(context, [Step(shape, cells)])
    return len(rows), lost, str(stored[-1][0]) if len(stored) == STEP else ""


def _stored(parts: tuple[str, ...], field: "Field", after: str) -> Select:
    value, identity = stored_column(field), Column("t", "id", "uuid")
    key = Column(value.alias, field.fold_column or "", "text")
    part = Table(parts[field.part - 1], value.alias)
    same = Call("=", (Column(value.alias, "id", "uuid"), identity), "boolean")
    joins = () if field.part == 1 else (Join(part, same),)
    conditions: list[Expr] = [Call("is_not_null", (value,), "boolean")]
    if after:
        conditions.append(Call(">", (identity, Param("after", "uuid")), "boolean"))
    return Select(
        (Alias("id", identity), Alias("value", value), Alias("key", key)), Table(parts[0], "t"), joins,
        all_of(*conditions), order=(Order(identity, blank=False),), limit=integer(STEP),
    )  # fmt: skip
