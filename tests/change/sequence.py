"""A sequence of changes of one workspace: carried out, written between, and undone, held against what was before."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from guanxi.catalog import Catalog, Field, ItemRow, ObjectType
from guanxi.change.apply import apply
from guanxi.change.plan import plan
from guanxi.change.revisions import differences_of, revision, revisions, undoing
from guanxi.change.wanted import Wanted
from guanxi.errors import GuanxiError, Invalid
from guanxi.metadata.compile import compile_catalog
from guanxi.metadata.layers import merge
from guanxi.metadata.load import WORKSPACE
from guanxi.metadata.renames import NAMED
from guanxi.records.save import save
from guanxi.text.messages import message
from guanxi.workspace.stored import stored_aliases, stored_items, stored_layers
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, loose, put, read, work_off
from tests.change.drawn import CHANGES, Choose, Documents, beginning

__all__ = ["Sequence"]

Values = dict[str, dict[str, dict[str, Any]]]  # by id of the object, of the record and of the field
_VALUES: Mapping[str, str] = {
    "text": "text {}", "long_text": "long {}", "email": "a{}@example.com", "integer": "{}", "money": "{}",
    "decimal": "{}.5",
}  # fmt: skip
_FIXED: Mapping[str, Any] = {
    "boolean": True, "date": "2026-05-01", "datetime": "2026-05-01T10:00:00Z", "tags": ["red", "green"],
    "address": {"city": "Suzhou", "country": "CN"},
}  # fmt: skip
_BLANKED = frozenset({"retype_unfit"})
"""What may stand against undoing the last change: values written since that do not fit the type which comes back."""


@dataclass(frozen=True)
class State:
    """All documents, what is compiled of them, every living item with its place, and the values of the records."""

    documents: Documents
    catalog: Catalog
    items: frozenset[ItemRow]
    values: Values

    @property
    def metadata(self) -> tuple[object, ...]:
        """Return what undoing gives back whatever was written since."""
        return self.documents, self.catalog, self.items

    def fields(self) -> dict[str, Field]:
        return {one.id: one for item in own_objects(self.catalog) for one in item.declared}

    def untouched(self, other: "State") -> Iterator[str]:
        """Yield the fields that are the same in another state, under whatever names."""
        mine, others = self.fields(), other.fields()
        for identity in mine.keys() & others.keys():
            here, there = mine[identity], others[identity]
            place = (here.type, here.columns, here.link_table, here.values)
            if not here.computed and place == (there.type, there.columns, there.link_table, there.values):
                yield identity


def own_objects(catalog: Catalog) -> list[ObjectType]:
    return [item for item in catalog.objects.values() if item.package == WORKSPACE or item.name == "account"]


def state_of(workspace: Workspace) -> State:
    """Read everything anew, without what the workspace remembers."""
    with workspace.database.read() as connection:
        layers, items, aliases = stored_layers(connection), stored_items(connection), stored_aliases(connection)
    keys = workspace.settings.keys
    catalog = _plain(compile_catalog(merge(layers), items, aliases, revision=0, keys=keys))
    assert _plain(workspace.snapshot().catalog) == catalog
    documents = {document.ref: document.body for document in layers[-1].documents}
    # A value that was renamed once has a row of its own from then on, and a table that has had owners their column.
    living = frozenset(
        replace(row, shape=None, physical=row.physical if row.kind == "object" else None)
        for row in items
        if row.state != "hidden" and row.kind not in NAMED
    )
    values = {item.id: _records(workspace, item) for item in own_objects(catalog)}
    _summed(catalog, values)
    return State(documents, catalog, living, values)


def _plain(catalog: Catalog) -> Catalog:
    """Return what a catalog says, without what tells one compilation of it from another.

    Nor does it tell columns by name: a type that takes in another keeps its column, which then comes back in a new one.
    """
    objects = {
        name: replace(item, digest=0, fields={key: _unplaced(one) for key, one in item.fields.items()})
        for name, item in catalog.objects.items()
    }
    return replace(catalog, revision=0, objects=objects)


def _unplaced(member: Field) -> Field:
    return replace(member, column="", columns=tuple(replace(column, name="") for column in member.columns))


def _summed(catalog: Catalog, values: Values) -> None:
    """Hold that every sum is that of the children's values."""
    for rollups in catalog.rollups.values():
        for told in (one for one in rollups if catalog.objects[one.object].id in values and one.function == "sum"):
            child, parent = catalog.objects[told.child], catalog.objects[told.object]
            via, of = child.fields[told.via].id, child.fields[str(told.of)].id
            for record, kept in values[parent.id].items():
                parts = [one[of] for one in values[child.id].values() if one[via] == record and one[of] is not None]
                assert kept[parent.fields[told.field].id] == sum(parts)


def _records(workspace: Workspace, item: ObjectType) -> dict[str, dict[str, Any]]:
    fields = [one for one in item.declared if not one.internal and one.whole is None]
    found = read(workspace, item.name, "id", *(one.name for one in fields), sort=("id",))
    ids = [one.id for one in fields]
    return {str(row[0]): dict(zip(ids, row[1:], strict=True)) for row in found}


class Sequence:
    """Changes a workspace step by step, and leads it back."""

    def __init__(self, workspace: Workspace, choose: Choose) -> None:
        self.workspace = workspace
        self.choose = choose
        self.told: dict[str, int] = {}  # what happened how often
        self._written: list[tuple[str, str]] = []  # records and fields, in the order of writing
        self._done: list[tuple[int, State, int]] = []  # revisions, what was before, how much was written before
        put(workspace, *beginning())
        self._first = self._newest()
        self.present = state_of(workspace)

    def step(self) -> None:
        """Do one thing: change, undo something, or write."""
        what = self.choose(("change", "change", "change", "undo"))
        wanted = self._change() if what == "change" else self._undoing()
        if wanted is not None:
            self._try(wanted)
        if self.choose((True, False)):
            self._write()

    def back(self) -> None:
        """Undo everything that was done, the last first."""
        while self._done:
            number, before, written = self._done.pop()
            present = self.present
            try:
                self._carry_out(undoing(self.workspace, number))
            except Invalid as refusal:
                assert {problem.code for problem in refusal.problems} <= _BLANKED, refusal
                self._unmoved(refusal)
                names = frozenset(str(problem.params["name"]) for problem in refusal.problems)
                self._carry_out(undoing(self.workspace, number, blanked=names))
            assert self.present.documents == before.documents
            assert self.present.items == before.items
            assert self.present.catalog == before.catalog
            self._kept(present)
            self._regained(before.values, set(self._written[written:]))

    def _newest(self) -> int:
        return next((one.number for one in revisions(self.workspace) if one.changes), 0)

    def _change(self) -> Wanted | None:
        change = self.choose(CHANGES)
        bodies = change(deepcopy(self.present.documents), self.choose)
        return loose(*bodies) if bodies else None

    def _undoing(self) -> Wanted | None:
        """Return the way back of one of the revisions, of one item of it or of one property."""
        if not self._done:
            return None
        number = self.choose([number for number, _, _ in self._done])
        told = revision(self.workspace, number)
        whole = self.choose(("revision", "item", "property"))
        if whole == "revision":
            return undoing(self.workspace, number)
        if whole == "item":
            change = self.choose(told.changes)
            return undoing(self.workspace, number, item=(change["kind"], change["name"]))
        difference = self.choose(differences_of(self.workspace, told))
        if not difference.path or difference.path[-1] == "order":
            return None
        try:
            return undoing(self.workspace, number, item=(difference.kind, difference.name), path=difference.path)
        except GuanxiError as refusal:
            self._unmoved(refusal)
            return None

    def _try(self, wanted: Wanted) -> None:
        """Carry out a change; one that is refused is told and leaves everything as it is."""
        before, written = self.present, len(self._written)
        try:
            self._carry_out(wanted)
        except GuanxiError as refusal:
            self._unmoved(refusal)
            return
        self._kept(before)
        number = self._newest()
        if number > max([self._first, *(one[0] for one in self._done)]):
            self._done.append((number, before, written))
            self._tell("done")

    def _carry_out(self, wanted: Wanted) -> None:
        assert work_off(self.workspace, apply(self.workspace, wanted, author=ADMIN)) == []
        assert plan(self.workspace, wanted).is_empty
        self.present = state_of(self.workspace)

    def _unmoved(self, refusal: GuanxiError) -> None:
        named = [(one.code, one.params) for one in refusal.problems] or [(refusal.code, refusal.params)]
        for code, params in named:
            assert code not in {message(code, params, language=language) for language in ("en", "zh")}
            self._tell(code)
        assert state_of(self.workspace) == self.present

    def _tell(self, what: str) -> None:
        self.told[what] = self.told.get(what, 0) + 1

    def _kept(self, former: State) -> None:
        """Hold that fields which no change touched have the values that they had."""
        same = set(self.present.untouched(former))
        for item, records in self.present.values.items():
            for record, values in former.values.get(item, {}).items():
                assert {key: value for key, value in records[record].items() if key in same} == {
                    key: value for key, value in values.items() if key in same
                }

    def _regained(self, values: Values, written: set[tuple[str, str]]) -> None:
        """Hold that records have what they had, but for what was written since."""
        computed = {one.id for one in self.present.fields().values() if one.computed}
        for item, records in values.items():
            for record, known in records.items():
                present = self.present.values[item][record]
                for key, value in known.items():
                    if (record, key) not in written and key not in computed:
                        assert (key, present[key]) == (key, value)

    def _write(self) -> None:
        """Create a record or change one, wherever every value that it needs can be chosen."""
        catalog = self.workspace.snapshot().catalog
        item = self.choose(own_objects(catalog))
        records = self.present.values[item.id]
        fields = [one for one in item.declared if one.writable and one.whole is None and not one.internal]
        new = not records or self.choose((True, False))
        record = None if new else self.choose(sorted(records))
        chosen = fields if new else [self.choose(fields)]
        type_ = self._type(item, record)
        given = {one.name: self._value(item, one, type_) for one in chosen}
        if any(one.required and given[one.name] is None for one in chosen):
            return
        if record is None:
            save(self.workspace.context(ADMIN), item.name, [given], operation="create")
        else:
            save(self.workspace.context(ADMIN), item.name, [{"id": record, **given}], operation="update")
            self._written += [(record, one.id) for one in chosen]
        self.present = state_of(self.workspace)

    def _type(self, item: ObjectType, record: str | None) -> str | None:
        """Return the type of a record, or one that a new record may have."""
        if "record_type" not in item.fields:
            return None
        if record is not None:
            return self.present.values[item.id][record][item.fields["record_type"].id]
        return self.choose(sorted(item.fields["record_type"].active_values))

    def _value(self, item: ObjectType, member: Field, type_: str | None) -> Any:
        """Return a value that the field may have in a record of that type, None where there is none."""
        self.choose.count += 1
        count = self.choose.count
        if member.name == "record_type":
            return type_
        if member.picklist is not None:
            own = next((one.values.get(member.name) for one in item.record_types if one.name == type_), None)
            some = sorted(member.active_values if own is None else member.active_values & set(own))
            value = self.choose([None, *some])
            return value if value is None or member.type == "picklist" else [value]
        if member.to is not None and member.acyclic:
            return None
        if member.to is not None:
            target = self.workspace.snapshot().catalog.object(member.to)
            known = sorted(self.present.values.get(target.id, ()))
            pointed = self.choose([None, *known])
            return pointed if member.type == "lookup" or pointed is None else [pointed]
        if member.type in _VALUES:
            return _VALUES[member.type].format(count)
        return _FIXED.get(member.type)
