"""The field type encrypted: sealed in the database, shown to who may unmask, found whole."""

import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from guanxi.change.plan import plan
from guanxi.change.wanted import Wanted
from guanxi.cli.doctor import findings_of
from guanxi.cli.main import main
from guanxi.errors import Invalid, Malformed
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.aggregate import aggregate
from guanxi.records.bulk import bulk, undo
from guanxi.records.history import history
from guanxi.records.query import rows
from guanxi.records.question import Aggregate, BulkOrder, Measure, Query
from guanxi.records.rotation import rotate, sealed_fields
from guanxi.records.save import save
from guanxi.sealing import Keyring, new_keys, read_keys
from guanxi.sqltree import Alias, Column, Select, Table
from guanxi.workspace.workspace import open_workspace

from tests.fields.things_world import Things
from tests.support.packages import codes, layer

ROOT = Path(__file__).resolve().parents[2]
SECRET = "110101199003077777"


def everything_stored(things: Things) -> str:
    """Return all that the database holds of things, and beside them."""
    item = things.context().catalog.object("thing")
    columns = item.field("passport").columns
    cells = tuple(Alias(f"c{column.part}", Column("t", column.name)) for column in columns)
    sealed = Select(cells, Table(item.table, "t"))
    beside = (("gx_history", "changes"), ("gx_undo", "rows"), ("gx_outbox", "payload"), ("gx_audit", "detail"))
    with things.workspace.database.read() as connection:
        return repr([connection.run_tree(sealed), *(connection.select(table, (column,)) for table, column in beside)])


def reopened(things: Things, keys: Keyring) -> Things:
    return Things(open_workspace(replace(things.workspace.settings, keys=keys)))


def test_value_is_sealed_wherever_it_is_kept(things: Things) -> None:
    one = things.add(name="one", passport=SECRET)
    order = BulkOrder("thing", "update", filter="name = 'one'", values={"passport": "other-value"}, expect=1)
    token = bulk(things.context(), order).undo
    kept = everything_stored(things)

    assert SECRET not in kept and "other-value" not in kept
    undo(things.context(), "thing", str(token))
    assert things.shown(one, "passport") == SECRET
    told = history(things.context(), "thing", record_id=one)
    assert [entry["changes"] for entry in told] == [[{"field": "passport", "old": "****", "new": "****"}]] * 2


def test_value_is_found_whole_and_by_nothing_less(things: Things) -> None:
    things.add(name="one", passport=SECRET)
    things.add(name="two", passport="Zwei")
    things.add(name="three")

    assert things.named(f"passport = '{SECRET}'") == ["one"]
    assert things.named(f"passport IN ('{SECRET}', 'Zwei') AND passport <> 'Zwei'") == ["one"]
    assert things.named("ISBLANK(passport)") == ["three"]
    assert things.refusal(name="four", passport=SECRET) == [("passport", "not_unique")]
    for filter_ in ("CONTAINS(passport, '1')", "passport > 'A'", "passport = name", "LEN(passport) = 4"):
        with pytest.raises((Malformed, Invalid)):
            things.named(filter_)
    for ask in (
        lambda: things.named(None, "passport"),
        lambda: aggregate(things.context(), Aggregate("thing", ("passport",), (Measure("count"),))),
        lambda: aggregate(things.context(), Aggregate("thing", (), (Measure("max", "passport"),))),
    ):
        with pytest.raises(Malformed):
            ask()


def test_value_is_masked_and_not_compared_without_the_right_unmask(things: Things) -> None:
    one = things.add(name="one", passport=SECRET)
    handler = things.user("handler")

    assert things.shown(one, "passport", by=handler) == "****"
    with pytest.raises(Malformed):
        rows(things.context(handler), Query("thing", ("name",), filter=f"passport = '{SECRET}'"))
    assert things.shown(one, "passport", by=things.user("payer")) == SECRET


def test_rotation_seals_anew_and_the_old_key_may_go(things: Things) -> None:
    one = things.add(name="one", passport=SECRET)
    before: Any = things.shown(one, "version", "updated_at")
    both = read_keys(new_keys(things.workspace.settings.keys))
    later = reopened(things, both)
    (member,) = sealed_fields(later.workspace)

    assert later.shown(one, "passport") == SECRET
    assert [rotate(later.workspace, member), rotate(later.workspace, member)] == [(1, 0), (0, 0)]
    only_new = reopened(things, Keyring(both.keys[:1], both.index))
    assert only_new.shown(one, "passport") == SECRET
    assert only_new.named(f"passport = '{SECRET}'") == ["one"]
    assert only_new.shown(one, "version", "updated_at") == before
    for opened in (later, only_new):
        opened.workspace.close()


def test_rotation_killed_in_its_midst_has_lost_nothing_and_goes_on(things: Things) -> None:
    ids = [things.add(name=f"n{number}", passport=f"{SECRET}{number}") for number in range(5)]
    text = new_keys(things.workspace.settings.keys)
    both = read_keys(text)
    command = [sys.executable, "-m", "tests.fields.rotating", things.workspace.settings.database_url, text]
    ended = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}, check=False)
    assert ended.returncode == -9
    later = reopened(things, both)
    (member,) = sealed_fields(later.workspace)

    assert [later.shown(one, "passport") for one in ids] == [f"{SECRET}{number}" for number in range(5)]
    assert rotate(later.workspace, member) == (3, 0)
    only_new = reopened(things, Keyring(both.keys[:1], both.index))
    assert [only_new.shown(one, "passport") for one in ids] == [f"{SECRET}{number}" for number in range(5)]
    for opened in (later, only_new):
        opened.workspace.close()


def test_doctor_names_the_keys_that_are_missing(things: Things) -> None:
    things.add(name="one", passport=SECRET)
    (name, _), *_ = things.workspace.settings.keys.keys
    strange, bare = reopened(things, read_keys(new_keys(Keyring()))), reopened(things, Keyring())

    assert [found for found in findings_of(things.workspace) if found.code == "doctor_key"] == []
    for opened in (strange, bare):
        told = [found.params for found in findings_of(opened.workspace) if found.code == "doctor_key"]
        assert told == [{"key": name, "fields": "thing.passport", "values": 1}]
        opened.workspace.close()


def test_value_without_its_key_stays_as_it_is(things: Things) -> None:
    one = things.add(name="one", passport=SECRET)
    strange = reopened(things, read_keys(new_keys(Keyring())))

    assert strange.shown(one, "passport") == "#ERROR"
    assert strange.change(one, name="uno") == "updated"
    assert [rotate(strange.workspace, member) for member in sealed_fields(strange.workspace)] == [(0, 1)]
    strange.workspace.close()
    assert things.shown(one, "passport") == SECRET


def test_nothing_is_sealed_without_keys(things: Things) -> None:
    bare = reopened(things, Keyring())

    assert bare.refusal(name="x", passport=SECRET) == [("passport", "no_keys")]
    with pytest.raises(Invalid):
        save(bare.context(), "thing", [{"name": "y", "passport": {"sealed": "k.AAAA"}}])
    field = {"name": "tax_number", "type": "encrypted", "label": {"en": "Tax number", "zh": "税号"}}
    body = {"kind": "extension", "name": "thing_tax", "object": "thing", "fields": [field]}
    found = plan(bare.workspace, Wanted(documents=(Document("extension", "thing_tax", WORKSPACE, body),))).errors
    assert [(one.code, one.params["field"]) for one in found] == [("field_without_keys", "tax_number")]
    bare.workspace.close()


def test_commands_make_keys_and_rotate(things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    things.add(name="one", passport=SECRET)
    keys = things.workspace.settings.keys
    named = (*keys.keys, ("index", keys.index))
    monkeypatch.setenv("GUANXI_KEYS", ",".join(f"{name}:{b64encode(key).decode()}" for name, key in named))
    made = CliRunner().invoke(main, ["keys", "new"]).output.strip()
    monkeypatch.setenv("GUANXI_KEYS", made)
    done = CliRunner().invoke(main, ["--database", things.workspace.settings.database_url, "keys", "rotate", "--json"])

    assert orjson.loads(done.output)["fields"] == [{"field": "thing.passport", "sealed": 1, "unopened": 0}]
    assert SECRET not in everything_stored(things)


METADATA = """
kind: object
name: card
label: {en: Card, zh: 卡}
plural: {en: Cards, zh: 卡}
fields:
  - {name: name, type: text, label: {en: Name, zh: 名称}}
  - {name: number, type: encrypted, unique: true, label: {en: Number, zh: 号码}}
---
kind: duplicate_rule
name: same_number
object: card
message: {en: Same., zh: 相同。}
match: [{name: number, fields: [{field: number}]}]
---
kind: action
name: give_number
object: card
label: {en: Give, zh: 给出}
update: [{field: number, value: "110"}]
---
kind: rule
name: no_number
object: card
when: number = '110'
message: {en: No., zh: 否。}
"""


def test_metadata_neither_compares_nor_gives_sealed_values() -> None:
    found = sorted(code for code, _ in codes(layer(METADATA)))
    assert found == ["field_takes_nothing", "formula", "match_needs_column"]


@pytest.mark.parametrize("text", ["", "a:b", "index:AAAA", "k1:" + "A" * 43 + "="])
def test_keys_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_keys(text)
