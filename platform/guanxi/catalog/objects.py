"""Objects as the catalog knows them: fields with their place in the database, relations, keys, rules and states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from guanxi.catalog.items import ItemState
from guanxi.errors import Missing
from guanxi.fields.spec import FieldSpec
from guanxi.text.label import Label

if TYPE_CHECKING:
    from guanxi.fields.base import FieldType
    from guanxi.fields.spec import ColumnKind

__all__ = [
    "ChildRelation",
    "EVERY",
    "Field",
    "FieldColumn",
    "Index",
    "ObjectType",
    "RecordType",
    "Rollup",
    "Rule",
    "StateMachine",
    "Successor",
    "Transition",
    "UniqueKey",
]

EVERY = "*"


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """One physical column of a field: part '' is the value, 'fold' and 'sort' are derived keys."""

    part: str
    name: str
    kind: "ColumnKind"
    scale: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(FieldSpec):
    """A field of an object with its place in the database."""

    id: str
    object: str
    package: str
    column: str = ""  # physical column of the value; '' for virtual and linked fields
    columns: tuple[FieldColumn, ...] = ()  # every physical column, the value first
    part: int = 1  # storage part, an index into ObjectType.parts counted from 1
    link_table: str = ""  # of multi_picklist: (record_id, value)
    state: ItemState = "ready"
    recodes: tuple[tuple[str, str], ...] = ()  # values that a build has yet to write anew, each with what it becomes
    system: bool = False  # kept by the platform, never written by a caller (owner excepted)
    internal: bool = False  # a system column that no caller reads either
    successor: "Successor | None" = None  # what it is becoming, while its values are copied
    kind: "FieldType" = field(compare=False, hash=False, repr=False)

    def column_of(self, part: str) -> str | None:
        """Return the physical column of a derived part ('fold' or 'sort'), None where the field has none."""
        return next((column.name for column in self.columns if column.part == part), None)

    @property
    def fold_column(self) -> str | None:
        """Return the column of the case-folded key, None where the field has none."""
        return self.column_of("fold")

    @property
    def sort_column(self) -> str | None:
        """Return the column of the natural order key, None where the field has none."""
        return self.column_of("sort")

    @property
    def computed(self) -> bool:
        """Tell whether the platform computes the value from others: formula and rollup."""
        return self.formula is not None or self.over is not None

    @property
    def writable(self) -> bool:
        """Tell whether callers may give the value, rights permitting."""
        return self.kind.writable and (not self.system or self.name == "owner")


@dataclass(frozen=True, slots=True)
class Successor:
    """The field of another type that a field is becoming: whoever writes the one writes the other."""

    field: Field
    words: tuple[tuple[str, str], ...] = ()  # of its picklist: folded names and labels, with their values
    blanks: bool = False  # values that do not convert become blank; else they are refused


@dataclass(frozen=True, slots=True)
class ChildRelation:
    """The children that point to an object through one lookup, under the name that `children` gives them."""

    name: str
    object: str  # the child object
    field: str  # its lookup
    master: bool  # the lookup is a master_detail
    on_delete: Literal["restrict", "clear", "cascade"]


@dataclass(frozen=True, slots=True)
class Rollup:
    """One roll-up seen from the child: whose value changes when a child does."""

    object: str  # the parent, which owns the roll-up field
    field: str
    child: str
    via: str  # the child's lookup to the parent
    function: Literal["count", "sum", "min", "max", "avg", "first", "last"]
    of: str | None
    filter: str | None
    blank_as: Literal["blank", "zero"]
    order_by: str | None
    level: int  # 0 where it needs no other roll-up; recompute goes from low to high
    needs: frozenset[str]  # fields of the child whose change changes the value


@dataclass(frozen=True, slots=True)
class Rule:
    """A validation rule: when the formula is true the record is refused, or warned about."""

    name: str
    package: str
    object: str
    when: str
    at: str | None
    message: Label
    severity: Literal["error", "warning"] = "error"
    blank_as: Literal["blank", "zero"] = "blank"


@dataclass(frozen=True, slots=True)
class Transition:
    """A permitted change of the state field; `source` is '*' where any state may be left."""

    source: str
    target: str
    requires: tuple[str, ...] = ()
    when: str | None = None
    message: Label | None = None

    @property
    def name(self) -> str:
        """Return the transition's name in findings and scopes."""
        return f"{self.source}>{self.target}"


@dataclass(frozen=True, slots=True)
class StateMachine:
    """The states of an object: a picklist field, where it starts, and the gates between its values."""

    field: str
    initial: tuple[str, ...]
    transitions: tuple[Transition, ...]
    others: Literal["refuse", "allow"] = "refuse"

    def gates(self, source: str | None, target: str | None) -> tuple[Transition, ...]:
        """Return the transitions that cover a change, those with a named source first."""
        fitting = [gate for gate in self.transitions if gate.target == target and gate.source in {source, EVERY}]
        return tuple(sorted(fitting, key=lambda gate: gate.source == EVERY))


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """Fields whose values together may occur once among records that are not deleted; blanks never clash."""

    id: str
    name: str
    fields: tuple[str, ...]
    state: ItemState = "ready"

    @property
    def shape(self) -> str:
        """Return what the key is made of, such as `parent,name`."""
        return ",".join(self.fields)

    @property
    def members(self) -> tuple[str, ...]:
        """Return the fields that stand in the key."""
        return self.fields


@dataclass(frozen=True, slots=True)
class Index:
    """An index that speeds reading; `fields` may carry '-' in front for descending order.

    It carries the values of `include` besides, so that sums over them need no look at the rows.
    """

    id: str
    name: str
    fields: tuple[str, ...]
    state: ItemState = "ready"
    include: tuple[str, ...] = ()

    @property
    def shape(self) -> str:
        """Return what the index is made of, such as `owner,-close_date+amount`."""
        return "+".join((",".join(self.fields), *self.include))

    @property
    def members(self) -> tuple[str, ...]:
        """Return the fields that stand in the index, the carried ones last."""
        return (*(name.lstrip("-") for name in self.fields), *self.include)


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of records of an object: which values its picklist fields may have, and which new ones have."""

    name: str
    label: Label
    help: Label | None
    active: bool
    values: Mapping[str, tuple[str, ...]]  # by field
    defaults: Mapping[str, str]  # by field


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectType:
    """One object: its fields, keys, rules and relations."""

    id: str
    name: str
    package: str
    label: Label
    plural: Label
    icon: str | None
    fields: Mapping[str, Field]  # system fields first (id …), then the declared ones in their order
    name_field: str
    owned: bool
    features: frozenset[str]
    provides: str | None  # the feature that its records are to others
    inherits: str | None  # the poly_lookup through which whoever sees the other record sees this one
    states: StateMachine | None
    unique_keys: tuple[UniqueKey, ...]  # those of `unique: true` fields included
    indexes: tuple[Index, ...]  # those of `indexed: true` fields and lookups included
    search_index: Index | None  # over the name and the searchable fields, where there are such
    table: str
    parts: tuple[str, ...]  # physical tables, the first is `table`
    rules: tuple[Rule, ...]
    record_types: tuple[RecordType, ...] = ()
    children: Mapping[str, ChildRelation]  # by relation name, for those that have one
    linked_from: Mapping[str, ChildRelation]  # by relation name, the records whose many_to_many fields name this one
    references: tuple[ChildRelation, ...]  # every lookup that points here, with or without a relation name ('')
    master: str | None  # the first master_detail field: access follows its parent
    aliases: Mapping[str, str]  # old field names
    state: ItemState
    digest: int  # of everything above, within one process; equal digests mean the same item

    def field(self, name: str) -> Field:
        """Return the field of that name or former name, else raise Missing."""
        found = self.find(name)
        if found is None:
            raise Missing(kind="field", object=self.name, name=name)
        return found

    def find(self, name: str) -> Field | None:
        """Return the field of that name or former name, None when there is none."""
        found = self.fields.get(name)
        return found if found is not None else self.fields.get(self.aliases.get(name, ""))

    def part(self, name: str, part: str) -> str | None:
        """Return the name of the field that holds a part of a composite field, None where there is no such part."""
        whole = self.find(name)
        known = () if whole is None else whole.kind.parts
        return next((f"{whole.name}__{part}" for one in known if whole is not None and one.name == part), None)

    def parts_of(self, whole: "Field") -> "tuple[tuple[str, Field], ...]":
        """Return the parts of a composite field by their short names, in order."""
        return tuple((part.name, self.fields[f"{whole.name}__{part.name}"]) for part in whole.kind.parts)

    def converted(self, name: str) -> "Field | None":
        """Return the field that holds an amount in the workspace's currency, None where it is in that already (A12)."""
        return self.fields.get(f"{name}__converted")

    @property
    def relations(self) -> Mapping[str, ChildRelation]:
        """Return the named relations to records that point here, by one pointer or by several."""
        return {**self.children, **self.linked_from}

    def relation(self, name: str) -> ChildRelation | None:
        """Return the relation of that name to records that point here, by one pointer or by several."""
        return self.children.get(name) or self.linked_from.get(name)

    def behind(self, relation: str) -> str:
        """Return the object of the records behind a relation of its children, or a field that names several."""
        found, member = self.relation(relation), self.find(relation)
        named = member.to if member is not None and member.kind.links else None
        if found is None and named is None:
            raise Missing(kind="relation", object=self.name, name=relation)
        return found.object if found is not None else str(named)

    def tracks(self, member: Field) -> bool:
        """Tell whether history keeps the changes of a field.

        The feature covers what people write; a value that follows from others is kept only where its field asks for it.
        """
        if member.system and member.name != "owner":
            return False
        return member.track_history or ("history" in self.features and not member.computed)

    @property
    def declared(self) -> tuple[Field, ...]:
        """Return the fields without the system's own."""
        return tuple(item for item in self.fields.values() if not item.system)

    def pointer(self, name: str) -> "tuple[Field, Field]":
        """Return the two parts of a poly_lookup: the name of the object it points to, and the record's id."""
        (_, kind), (_, identity) = self.parts_of(self.field(name))
        return kind, identity

    @property
    def masters(self) -> tuple[Field, ...]:
        """Return the master_detail fields in declared order."""
        return tuple(item for item in self.fields.values() if item.type == "master_detail")
