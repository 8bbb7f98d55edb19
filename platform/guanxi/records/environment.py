"""What the formulas of a save may ask: the record as it will be and as it was, its parents, its children, and the user.

Parents and children are fetched for the whole batch when the first row asks for them, so the number of statements
depends on the formulas, never on the number of rows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from guanxi.errors import Missing
from guanxi.formula.formula_type import ERROR
from guanxi.records.columns import IDS, LIVING, Values, stored_column
from guanxi.records.load import connection_of, read_links, read_rows
from guanxi.records.plan import plan_of
from guanxi.records.rates import Rates
from guanxi.records.working_days import WorkingDays
from guanxi.sqltree import Alias, Column, InList, Select, Table, all_of

if TYPE_CHECKING:
    from guanxi.catalog import ChildRelation, Field
    from guanxi.formula.formula_type import Value
    from guanxi.records.batch import Row
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["BatchEnvironment", "RecordEnvironment"]


class RecordEnvironment:
    """One record as formulas see it; see `guanxi.formula.environment.Environment`."""

    __slots__ = ("_around", "_before", "_plan", "is_new", "now", "values", "zone")

    fiscal_start = 1

    def __init__(
        self, around: "BatchEnvironment", plan: "WritePlan", values: Values, before: Values | None = None, *,
        is_new: bool = False,
    ) -> None:  # fmt: skip
        """Take the record and its surroundings."""
        self._around = around
        self._plan = plan
        self.values = values
        self._before = before
        self.is_new = is_new
        self.now: dt.datetime = around.context.now
        self.zone: dt.tzinfo = around.context.zone

    def value(self, key: Hashable) -> "Value":
        """Return the value of a reference: a field, a formula field, a path through look-ups, or of the user."""
        values = self.values
        if len(key) == 1 and (name := key[0]) in values:  # type: ignore[arg-type, index]  # as in _read; the usual case
            return values[name]  # type: ignore[return-value]
        return self._read(values, key)

    def prior(self, key: Hashable) -> "Value":
        """Return the value that the reference had before this save."""
        return self._read(self.values if self._before is None else self._before, key)

    def children(self, key: Hashable) -> Iterable["RecordEnvironment"]:
        """Return the living children behind a relation."""
        member = self._plan.object.find(str(key[-1] if isinstance(key, tuple) else key))
        if member is not None and member.kind.links:
            return self._around.linked_to(self._plan, member, self.values.get(member.name))
        return self._around.children_of(self._plan, str(self.values["id"]), key)

    def holds(self, question: str, name: str) -> bool:
        """Answer about the user who saves."""
        principal = self._around.context.principal
        if question == "owner":
            return self.values.get("owner") in principal.owner_ids
        if question == "permission":
            return self._around.context.rights.system(name)
        return principal.belongs_to(question, name)

    def rate(self, code: str, day: dt.date) -> Decimal | None:
        """Return what one unit of a currency is worth on a day."""
        return self._around.rates.on(connection_of(self._around.context), code, day)

    def is_working(self, day: dt.date) -> bool:
        """Tell whether people work on a day, by the workspace's calendar."""
        return self._around.working_days.includes(connection_of(self._around.context), day)

    def look_up(self, result: Hashable, key: Hashable, value: "Value") -> "Value":
        """Return blank: no name of the catalog stands for another object's field, so no formula asks."""
        del result, key, value
        return None

    def field(self, name: str) -> "Value":
        """Return the value of a field of this record; a formula field is computed."""
        return self._field(self.values, name)

    def store_formulas(self) -> None:
        """Give the record the values of its stored formulas; one that cannot be computed is kept as blank."""
        for name, evaluate, keep in self._plan.stored_formulas:
            value = evaluate(self)
            self.values[name] = None if value is None or value is ERROR else keep(value)

    def _read(self, values: Values, key: Hashable) -> "Value":
        steps: Sequence[str] = key  # type: ignore[assignment]  # scopes of the catalog give tuples of names
        if len(steps) == 1:
            return self._field(values, steps[0])
        head, rest = steps[0], tuple(steps[1:])
        if head.startswith("$"):
            return self._around.of_context(tuple(steps))
        name, _, kind = head.partition(":")
        if name == "owner" and not kind:
            return self._around.of_owner(values.get(name), rest[0])
        parent = self._around.parent_of(self._plan, name, _pointed(values, name, kind), kind=kind)
        return None if parent is None else parent.value(rest)

    def _field(self, values: Values, name: str) -> "Value":
        if name in values:
            return values[name]  # type: ignore[return-value]  # domain values are formula values
        evaluate = self._plan.formulas.get(name)
        if evaluate is None:
            return None
        return evaluate(self if values is self.values else RecordEnvironment(self._around, self._plan, values))


def _pointed(values: Mapping[str, object], name: str, kind: str) -> object:
    """Return the id that a look-up of the record holds, None where it is blank or points to another kind of object."""
    if name in values or not kind:
        return values.get(name)
    return values.get(f"{name}__id") if values.get(f"{name}__type") == kind else None


class BatchEnvironment:
    """The surroundings that all rows of one batch share."""

    def __init__(
        self, context: "Context", plan: "WritePlan", rows: "Sequence[Row]", *,
        known: "Mapping[tuple[str, ...], Value] | None" = None,
    ) -> None:  # fmt: skip
        """Know the rows, so that what they point to is fetched at once; `known` are values that no record holds."""
        self.context = context
        self._plan = plan
        self._rows: list[Row | RecordEnvironment] = list(rows)
        self._loaded: defaultdict[str, dict[str, Values | None]] = defaultdict(dict)
        self._children: dict[tuple[str, str], Mapping[str, list[RecordEnvironment]]] = {}
        self.rates = Rates(context)
        self.working_days = WorkingDays(context)
        self._owners: dict[str, str] = {}
        self._context_values: dict[tuple[str, ...], Value] = dict(known or {})

    def of(self, row: "Row") -> RecordEnvironment:
        """Return the environment of one row of the batch."""
        return RecordEnvironment(self, self._plan, row.values, row.before, is_new=row.before is None)

    def of_values(self, values: Values, before: Values | None = None) -> RecordEnvironment:
        """Return the environment of a record that is no row of the batch; from now on it is fetched for too."""
        record = RecordEnvironment(self, self._plan, values, before)
        self._rows.append(record)
        return record

    def parent_of(self, plan: "WritePlan", step: str, identity: object, *, kind: str) -> RecordEnvironment | None:
        """Return the living record that a look-up points to, of the named kind where it can be several."""
        if identity is None:
            return None
        target = plan_of(self.context, kind or plan.object.field(step).to or "user")
        loaded = self._loaded[target.object.name]
        if identity not in loaded:
            self._load_parents(plan, step, target, str(identity))
        values = loaded[str(identity)]
        return None if values is None else RecordEnvironment(self, target, values)

    def _load_parents(self, plan: "WritePlan", step: str, target: "WritePlan", identity: str) -> None:
        wanted = {identity}
        if plan is self._plan:
            wanted.update(str(_pointed(row.values, step, target.object.name)) for row in self._rows)
        pointing = self._loaded[plan.object.name].values()
        wanted.update(str(_pointed(values, step, target.object.name)) for values in pointing if values is not None)
        wanted.discard("None")
        self._read_living(target, wanted)

    def _read_living(self, target: "WritePlan", wanted: Iterable[str]) -> None:
        loaded = self._loaded[target.object.name]
        missing = [item for item in wanted if item not in loaded]
        found = read_rows(connection_of(self.context), target, missing)
        for item in missing:
            values = found.get(item)
            loaded[item] = None if values is None or values["deleted_at"] is not None else values

    def children_of(self, plan: "WritePlan", identity: str, key: Hashable) -> Iterable[RecordEnvironment]:
        """Return the living children of a record through a relation."""
        name = str(key[-1] if isinstance(key, tuple) else key)
        relation = plan.object.relation(name)
        if relation is None:
            raise Missing(kind="relation", object=plan.object.name, name=name)
        known = self._children.get((relation.object, relation.field))
        if known is None or identity not in known:
            known = self._load_children(plan, relation, identity)
        return known[identity]

    def _load_children(
        self, plan: "WritePlan", relation: "ChildRelation", identity: str
    ) -> Mapping[str, list[RecordEnvironment]]:
        target, connection = plan_of(self.context, relation.object), connection_of(self.context)
        ids = {identity} | ({str(row.values["id"]) for row in self._rows} if plan is self._plan else set())
        field = target.object.fields[relation.field]
        if field.kind.links:
            return self._load_linking(target, field, ids)
        via = stored_column(field)
        select = target.reader.select(all_of(InList(via, IDS), LIVING))
        records = [target.reader.read(row) for row in connection.run_tree(select, {"ids": sorted(ids)})]
        read_links(connection, target.linked, {str(values["id"]): values for values in records})
        known: dict[str, list[RecordEnvironment]] = {item: [] for item in ids}
        for values in records:
            known[str(values[relation.field])].append(RecordEnvironment(self, target, values))
        self._children[relation.object, relation.field] = known
        return known

    def _load_linking(
        self, target: "WritePlan", field: "Field", ids: set[str]
    ) -> Mapping[str, list[RecordEnvironment]]:
        """Return by record the living ones whose many_to_many field names it."""
        table, value = Table(field.link_table, "l"), Column("l", "value", "text")
        columns = (Alias("value", value), Alias("record_id", Column("l", "record_id", "uuid")))
        select = Select(columns, table, where=InList(value, IDS))
        pairs = connection_of(self.context).run_tree(select, {"ids": sorted(ids)})
        self._read_living(target, {str(record) for _, record in pairs})
        known: dict[str, list[RecordEnvironment]] = {item: [] for item in ids}
        for named, record in pairs:
            values = self._loaded[target.object.name][str(record)]
            if values is not None:
                known[str(named)].append(RecordEnvironment(self, target, values))
        self._children[target.object.name, field.name] = known
        return known

    def linked_to(self, plan: "WritePlan", member: "Field", ids: object) -> Iterable[RecordEnvironment]:
        """Return the living records that a many_to_many field names."""
        wanted: list[str] = list(ids) if isinstance(ids, tuple) else []
        target = plan_of(self.context, member.to or "")
        loaded = self._loaded[target.object.name]
        if any(identity not in loaded for identity in wanted):
            rows = [row.values.get(member.name) for row in self._rows] if plan is self._plan else []
            held = {identity for row in rows if isinstance(row, tuple) for identity in row}.union(wanted)
            self._read_living(target, held)
        known = (loaded[identity] for identity in wanted)
        return [RecordEnvironment(self, target, values) for values in known if values is not None]

    def of_owner(self, identity: object, what: str) -> "Value":
        """Return id or name of an owner of any kind."""
        if what == "id" or identity is None:
            return identity  # type: ignore[return-value]  # an id is text
        if identity not in self._owners:
            wanted = {identity, *(row.values.get("owner") for row in self._rows)} - {None}
            found = connection_of(self.context).select("gx_grantee", ("id", "name"), {"id": list(wanted)})
            self._owners.update({str(key): str(name) for key, name in found})
        return self._owners.get(str(identity))

    def of_context(self, path: tuple[str, ...]) -> "Value":
        """Return what does not depend on the record: of the user who saves, of the workspace, or a setting."""
        if path not in self._context_values:
            self._context_values[path] = self._of_user(path[1:]) if path[0] == "$user" else self._of_workspace(path)
        return self._context_values[path]

    def _of_user(self, path: tuple[str, ...]) -> "Value":
        plan, identity = plan_of(self.context, "user"), self.context.principal.user_id
        user = read_rows(connection_of(self.context), plan, [identity]).get(identity)
        return None if user is None else RecordEnvironment(self, plan, user).value(path)

    def _of_workspace(self, path: tuple[str, ...]) -> "Value":
        own = {"zone": str(self.context.zone), "language": self.context.workspace.settings.language}
        if path[0] == "$org" and path[1] in own:
            return own[path[1]]
        return self.context.policy.known.get(path)  # type: ignore[return-value]  # settings have formula values
