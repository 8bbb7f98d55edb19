"""What reading must answer, worked out record by record in Python from what was put into a world."""

from collections.abc import Hashable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from guanxi.access.principal import Principal
from guanxi.catalog.scope import ObjectScope
from guanxi.fields import result_type
from guanxi.formula.checked import check
from guanxi.formula.environment import PlainEnvironment
from guanxi.formula.evaluate import compile_python
from guanxi.formula.formula_type import ERROR
from guanxi.text import sort_key

from tests.records.world import NOW, ZONE, World

Record = dict[str, Any]


class Oracle:
    """Answers for one reader; `shares` holds (object, record, grantee), `below` who stands under the reader's unit."""

    def __init__(
        self,
        world: World,
        principal: Principal,
        *,
        shares: frozenset[tuple[str, str, str]] = frozenset(),
        below: frozenset[str] = frozenset(),
    ) -> None:
        self.world = world
        self.principal = principal
        self.shares = shares
        self.below = below
        self.system = self if principal.is_system else Oracle(world, Principal.system("oracle"))

    def sees(self, object_name: str, record: Record) -> bool:
        """Tell whether the reader sees a record: access.md read aloud for the sharing of package `reading`."""
        if self.principal.is_system:
            return True
        if object_name == "user":
            return self.principal.audience == "staff"
        if object_name == "deal_line":
            return self.sees("deal", self.world.records["deal"][record["deal"]])
        if object_name == "deal" and "auditor" not in self.principal.roles and "cold" in (record["tags"] or ()):
            return False
        if (
            "auditor" in self.principal.roles
            or record["owner"] in self.principal.owner_ids
            or record["owner"] in self.below
        ):
            return True
        if any((object_name, record["id"], grantee) in self.shares for grantee in self.principal.grantee_ids):
            return True
        if object_name != "deal":
            return False
        won_in_lyon = record["stage"] == "won" and self.system.value("deal", record, ("firm", "city")) == "Lyon"
        return ("rep" in self.principal.roles and won_in_lyon) or (
            self.principal.audience == "portal" and record["urgent"]
        )

    def parent(self, member: Any, record: Record | None) -> Record | None:
        identity = None if record is None else record[member.name]
        found = None if identity is None else self.world.records[member.to][identity]
        return found if found is not None and found.get("deleted_at") is None and self.sees(member.to, found) else None

    def value(self, object_name: str, record: Record, steps: tuple[str, ...]) -> Any:
        """Return the value at the end of a path as the reader sees it."""
        member = self.world.catalog.object(object_name).field(steps[0])
        if len(steps) > 1:
            parent = self.parent(member, record)
            return None if parent is None else self.value(member.to, parent, steps[1:])
        if member.formula is not None:
            formula = self.world.catalog.formulas.field(object_name, member.name)
            computed = compile_python(formula)(self.system.environment(object_name, record))
            return _at_scale(computed, member)
        if member.kind.reference and member.to and self.principal.audience == "portal":
            parent = self.parent(member, record)
            return None if parent is None else parent["id"]
        return record[steps[0]]

    def environment(self, object_name: str, record: Record) -> PlainEnvironment:
        return _RecordEnvironment(self, object_name, record)

    def matches(self, object_name: str, record: Record, text: str | None) -> bool:
        if text is None:
            return True
        checked = check(text, ObjectScope(self.world.catalog, object_name))
        return compile_python(checked)(self.environment(object_name, record)) is True

    def order_key(self, object_name: str, record: Record, name: str) -> tuple[Any, ...]:
        """Return what a record is ordered by: blank lowest, picklists as declared, names by their natural key."""
        item = self.world.catalog.object(object_name)
        member = item.field(name.split(".")[0])
        steps = tuple(name.split("."))
        if member.kind.reference and member.to and len(steps) == 1:
            steps = (name, self.world.catalog.object(member.to).name_field)
        value = self.value(object_name, record, steps)
        if value is None or value is ERROR:
            return (0,)
        if len(steps) > 1:
            member = self.world.catalog.object(member.to or "").field(steps[1])
        if member.sort_column is not None:
            return (1, sort_key(value))
        return (1, member.values.index(value)) if member.type == "picklist" else (1, value)

    def rows(self, object_name: str, text: str | None, sort: tuple[str, ...]) -> list[Record]:
        """Return all records the reader finds, in order."""
        found = [
            record
            for record in self.world.records[object_name].values()
            if self.sees(object_name, record) and self.matches(object_name, record, text)
        ]
        found.sort(key=lambda record: record["id"], reverse=bool(sort) and sort[-1].startswith("-"))
        for name in reversed(sort):
            bare = name.removeprefix("-")
            found.sort(
                key=lambda record, bare=bare: self.order_key(object_name, record, bare), reverse=name.startswith("-")
            )
        return found

    def as_json(self, object_name: str, record: Record, names: tuple[str, ...]) -> Record:
        """Return the JSON object of the fields asked for; of a path only one step is shown."""
        item = self.world.catalog.object(object_name)
        shown: Record = {}
        for name in names:
            head, _, rest = name.partition(".")
            member = item.field(head)
            if rest:
                identity, parent = self.value(object_name, record, (head,)), self.parent(member, record)
                held = shown.setdefault(head, None if identity is None else {"id": identity})
                if held is not None:
                    held |= self.as_json(member.to, parent, (rest,)) if parent is not None else {rest: None}
                continue
            value = self.value(object_name, record, (head,))
            shown[head] = self._json(member, value)
        return shown

    @staticmethod
    def _json(member: Any, value: Any) -> Any:
        if value is ERROR:
            return "#ERROR"
        if member.kind.linked:
            return list(value or ())
        if member.type == "owner":
            return {"id": value, "name": None}
        convert = member.kind.to_json(member)
        return value if value is None or convert is None else convert(value)


def _at_scale(value: Any, member: Any) -> Any:
    """A formula field holds its number at the scale that it declares."""
    if not isinstance(value, Decimal):
        return value
    return value.quantize(Decimal(1).scaleb(-result_type(member).columns(member)[0].scale), ROUND_HALF_UP)


class _RecordEnvironment(PlainEnvironment):
    def __init__(self, oracle: Oracle, object_name: str, record: Record) -> None:
        super().__init__(now=NOW, zone=ZONE)
        self._oracle = oracle
        self._object = object_name
        self._record = record

    def value(self, key: Hashable) -> Any:
        steps: Any = key
        if steps == ("$user", "id"):
            return self._oracle.principal.user_id
        return self._oracle.value(self._object, self._record, steps)

    def children(self, key: Hashable) -> Any:
        relation = self._oracle.world.catalog.object(self._object).children[str(key)]
        return [
            _RecordEnvironment(self._oracle, relation.object, child)
            for child in self._oracle.world.records.get(relation.object, {}).values()
            if child[relation.field] == self._record["id"] and self._oracle.sees(relation.object, child)
        ]
