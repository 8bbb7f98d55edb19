"""Picklist values that got another name, written into the records that hold them (decision B3)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from guanxi.records.columns import part_alias, stored_column
from guanxi.records.load import connection_of, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.steps import Step, run_steps
from guanxi.records.trail import derived_steps
from guanxi.sqltree import Alias, Call, Column, Delete, InList, Param, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.records.batch import Values
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["recode"]


def recode(context: "Context", object_name: str, name: str, ids: Sequence[str], *, old: str, new: str) -> int:
    """Put one value of a picklist field in the place of another in some records; return how many held it.

    It means the same as before: neither version nor updated_at moves and nobody's history grows, but an event tells.
    """
    plan = plan_of(context, object_name)
    records = read_rows(connection_of(context), plan, ids, lock="no key update")
    if name in plan.link_shapes:
        return _recode_links(context, plan, name, records, old=old, new=new)
    changed = [
        (identity, {**records[identity], name: old}, {**records[identity], name: new})
        for identity in _holders(context, plan, name, records, old)
    ]
    steps = [
        Step(shape, [[*(column.value(values) for column in columns), identity] for identity, _, values in changed])
        for columns, shape in plan.update_shapes(frozenset({name}))
    ]
    if changed:
        run_steps(context, [*steps, *derived_steps(context, plan, changed, names=(name,))])
    return len(changed)


def _holders(
    context: "Context", plan: "WritePlan", name: str, records: "dict[str, Values]", old: str
) -> list[str]:  # fmt: skip
    """Return the records that have the former name stored: what is read of them says the name of now already."""
    member = plan.object.field(name)
    table, held = Table(plan.object.parts[member.part - 1], part_alias(member.part)), stored_column(member)
    identity = Column(table.alias, "id", "uuid")
    where = all_of(InList(identity, Param("ids", "list")), Call("=", (held, Param("old", "text"))))
    found = connection_of(context).run_tree(
        Select((Alias("id", identity),), table, where=where), {"ids": list(records), "old": old}
    )
    return sorted(str(one) for (one,) in found)


def _recode_links(
    context: "Context", plan: "WritePlan", name: str, records: "dict[str, Values]", *, old: str, new: str
) -> int:
    """Recode a field whose values stand in a link table; a record that has both values keeps one."""
    connection, (adding, _) = connection_of(context), plan.link_shapes[name]
    table, record, value = Table(adding.table, "l"), Column("l", "record_id", "uuid"), Column("l", "value", "text")
    among = InList(record, Param("ids", "list"))
    both = InList(value, Param("values", "list"))
    select = Select((Alias("record_id", record), Alias("value", value)), table, where=all_of(among, both))
    found = connection.run_tree(select, {"ids": list(records), "values": [old, new]})
    held = {str(identity) for identity, text in found if text == old}
    if not held:
        return 0
    connection.run_tree(
        Delete(table, all_of(among, Call("=", (value, Param("old", "text"))))), {"ids": sorted(held), "old": old}
    )
    lacking = sorted(held - {str(identity) for identity, text in found if text == new})
    changed = [(identity, {**records[identity], name: None}, records[identity]) for identity in sorted(held)]
    steps = [Step(adding, [(identity, new) for identity in lacking])] if lacking else []
    run_steps(context, [*steps, *derived_steps(context, plan, changed, names=(name,))])
    return len(held)
