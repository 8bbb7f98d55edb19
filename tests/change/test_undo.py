"""The way back: undoing what was done, in whatever order it was done, gives the same metadata with the same columns."""

import random
from typing import Any

import pytest
from guanxi.change.apply import apply
from guanxi.change.revisions import revision, revisions, undoing
from guanxi.errors import Missing
from guanxi.records.save import save
from guanxi.workspace.stored import stored_items, stored_layers
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, create, put, read, removal, visit, work_off

SEEDS = (1, 2, 3)
CHANGES = 12


def metadata_of(workspace: Workspace) -> tuple[Any, ...]:
    """Return all documents, and every living item with its place in the database."""
    with workspace.database.read() as connection:
        layers = stored_layers(connection)
        rows = {(row.id, row.physical, row.part, row.name) for row in stored_items(connection) if row.state != "hidden"}
    documents = {(layer.package, *item.ref): item.body for layer in layers for item in layer.documents}
    objects = workspace.snapshot().catalog.objects.values()
    aliases = {(item.name, *pair) for item in objects for pair in item.aliases.items()}
    columns = {
        (item.name, field.name): (field.id, field.type, field.columns, field.link_table)
        for item in objects
        for field in item.declared
    }
    return documents, rows, columns, aliases


def values_of(workspace: Workspace) -> list[Any]:
    """Return what the records hold."""
    names = [field.name for field in workspace.snapshot().catalog.object("visit").declared if field.type != "lookup"]
    return [dict(zip(names, row, strict=True)) for row in read(workspace, "visit", *names)]


class Changes:
    """Draws changes of the object `visit`, its picklist and its rules."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._fields: dict[str, dict[str, Any]] = {}
        self._values = ["calm", "loud"]
        self._rules: set[str] = set()
        self._owned = False
        self._renamed = 0
        self._former: set[str] = set()  # names that cannot be used anew
        self._fresh: dict[str, object] = {}

    def body(self) -> dict[str, Any]:
        fields = [{**keys, "name": name, "label": {"en": name, "zh": "字段"}} for name, keys in self._fields.items()]
        return visit(*fields, owned=self._owned)

    def fresh(self) -> dict[str, object]:
        """Return values of the fields that the last change added."""
        fresh, self._fresh = self._fresh, {}
        return fresh

    def next(self) -> list[dict[str, Any]]:
        draws = (
            self._field, self._field, self._toggle, self._toggle, self._value, self._rule, self._own, self._rename,
            self._retype, self._retype,
        )  # fmt: skip
        return self._random.choice(draws)()

    def _field(self) -> list[dict[str, Any]]:
        name = self._random.choice([name for name in map("f{}".format, range(12)) if name not in self._former])
        if name in self._fields:
            del self._fields[name]
        else:
            kinds = ("text", "integer", "money", "boolean", "date")
            self._fields[name] = self._random.choice((
                *({"type": kind} for kind in kinds), {"type": "lookup", "to": "account"},
                {"type": "picklist", "values": "mood"}, {"type": "multi_picklist", "values": "mood"},
            ))  # fmt: skip
            if (kind := self._fields[name]["type"]) in _VALUES:
                self._fresh = {name: _VALUES[kind]}
        return [self.body()]

    def _retype(self) -> list[dict[str, Any]]:
        known = [name for name, keys in self._fields.items() if keys["type"] in _OTHERS]
        if not known:
            return self._field()
        keys = self._fields[name := self._random.choice(known)]
        self._fields[name] = {**self._random.choice(_OTHERS[keys["type"]]), **_origin(keys)}
        return [self.body()]

    def _toggle(self) -> list[dict[str, Any]]:
        texts = [name for name, keys in self._fields.items() if keys["type"] in {"text", "date"}]
        if not texts:
            return self._field()
        keys = self._fields[name := self._random.choice(texts)]
        choices = ("unique", "required", "indexed", "searchable") if keys["type"] == "text" else ("required", "indexed")
        key = self._random.choice(choices)
        rest = {had: value for had, value in keys.items() if had != key}
        self._fields[name] = rest if key in keys else {**keys, key: True}
        return [self.body()]

    def _rename(self) -> list[dict[str, Any]]:
        if not self._fields:
            return self._field()
        old = self._random.choice(sorted(self._fields))
        self._renamed += 1
        new = f"r{self._renamed}"
        self._fields = {(new if name == old else name): keys for name, keys in self._fields.items()}
        self._fields[new] = {**self._fields[new], "renamed_from": old}
        self._former.add(old)
        return [self.body()]

    def _value(self) -> list[dict[str, Any]]:
        extra = f"v{self._random.randrange(4)}"
        self._values = [value for value in self._values if value != extra] + ([] if extra in self._values else [extra])
        return [mood(*self._values)]

    def _rule(self) -> list[dict[str, Any]]:
        name = f"rule_{self._random.randrange(3)}"
        if name in self._rules:
            self._rules.remove(name)
            return [removal("rule", name)]
        self._rules.add(name)
        return [a_rule(name, f"name = 'forbidden {self._random.randrange(99)}'")]

    def _own(self) -> list[dict[str, Any]]:
        self._owned = not self._owned
        return [self.body()]


_OTHERS: dict[str, tuple[dict[str, Any], ...]] = {
    "text": ({"type": "long_text"}, {"type": "tags"}, {"type": "integer"}),
    "integer": ({"type": "text"}, {"type": "money"}),
    "money": ({"type": "decimal", "scale": 4}, {"type": "text"}),
    "decimal": ({"type": "integer"}, {"type": "money"}),
    "boolean": ({"type": "long_text"}, {"type": "integer"}),
    "date": ({"type": "datetime"}, {"type": "long_text"}),
    "picklist": ({"type": "long_text"}, {"type": "multi_picklist", "values": "mood"}),
    "multi_picklist": ({"type": "picklist", "values": "mood"}, {"type": "tags"}),
}
"""By type: what a field may become without a value that does not fit."""

_VALUES: dict[str, object] = {
    "text": "7", "integer": 7, "money": 7, "boolean": True, "date": "2026-05-01", "picklist": "calm",
    "multi_picklist": ["calm"],
}  # fmt: skip


def _origin(keys: dict[str, Any]) -> dict[str, Any]:
    return {key: keys[key] for key in ("renamed_from",) if key in keys}


def mood(*values: str) -> dict[str, Any]:
    entries = [{"name": value, "label": {"en": value, "zh": "值"}} for value in values]
    return {"kind": "picklist", "name": "mood", "label": {"en": "Mood", "zh": "心情"}, "values": entries}


def a_rule(name: str, when: str) -> dict[str, Any]:
    return {"kind": "rule", "name": name, "object": "visit", "when": when, "message": {"en": "No.", "zh": "不行。"}}


@pytest.mark.parametrize("seed", SEEDS)
def test_undoing_every_change_leads_back_to_the_beginning(workspace: Workspace, seed: int) -> None:
    changes = Changes(seed)
    put(workspace, mood("calm", "loud"), changes.body())
    first = create(workspace, "visit", {"name": "a"}, {"name": "b"}).results[0].id
    states = [(0, metadata_of(workspace), values_of(workspace))]
    for _ in range(CHANGES):
        bodies = changes.next()
        assert not work_off(workspace, put(workspace, *bodies))
        save(workspace.context(ADMIN), "visit", [{"id": first, **changes.fresh()}], operation="update")
        number = next((told.number for told in revisions(workspace) if told.changes), 0)
        states.append((number, metadata_of(workspace), values_of(workspace)))
    for (number, _, _), (_, documents, values) in reversed(list(zip(states[1:], states, strict=False))):
        assert not work_off(workspace, apply(workspace, undoing(workspace, number), author=ADMIN))
        assert metadata_of(workspace) == documents
        assert values_of(workspace) == values
    assert read(workspace, "visit", "name") == [("a",), ("b",)]
    create(workspace, "visit", {"name": "c"})


def test_undoing_an_added_field_hides_what_was_entered(workspace: Workspace) -> None:
    put(workspace, visit())
    put(workspace, visit(a_field("place")))
    number = revisions(workspace)[0].number
    create(workspace, "visit", {"name": "a", "place": "here"})
    apply(workspace, undoing(workspace, number), author=ADMIN)
    assert "place" not in workspace.snapshot().catalog.object("visit").fields
    put(workspace, visit(a_field("place")))
    assert read(workspace, "visit", "place") == [("here",)]


def test_one_item_of_a_revision_can_be_undone_alone(workspace: Workspace) -> None:
    put(workspace, mood("calm"), visit())
    put(workspace, mood("calm", "loud"), visit(a_field("place")))
    number = revisions(workspace)[0].number
    apply(workspace, undoing(workspace, number, item=("picklist", "mood")), author=ADMIN)
    catalog = workspace.snapshot().catalog
    assert catalog.picklist("mood").names() == ("calm",)
    assert "place" in catalog.object("visit").fields


def test_a_revision_shows_its_documents_before_and_after(workspace: Workspace) -> None:
    put(workspace, mood("calm"), message="first")
    put(workspace, mood("calm", "loud"), message="second")
    newest = revisions(workspace)[0]
    (change,) = revision(workspace, newest.number).as_json(documents=True)["changes"]
    assert (newest.message, change["kind"], change["name"]) == ("second", "picklist", "mood")
    assert [len(change[key]["values"]) for key in ("before", "after")] == [1, 2]


def test_undoing_what_is_not_in_a_revision_is_refused(workspace: Workspace) -> None:
    put(workspace, visit())
    with pytest.raises(Missing):
        undoing(workspace, revisions(workspace)[0].number, item=("object", "journey"))
    with pytest.raises(Missing):
        undoing(workspace, 999_999)
