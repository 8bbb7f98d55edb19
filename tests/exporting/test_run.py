"""Exports of real records: what stands in the file, and what import makes of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.errors import Conflict, Denied, Malformed
from guanxi.exporting import run as run_module
from guanxi.exporting.order import order_from
from guanxi.exporting.run import Exported, run_export
from guanxi.importing.mapping import mapping_of_titles
from guanxi.importing.opening import open_rows
from guanxi.records.save import save
from guanxi.workspace.context import Context

from tests.fields.things_world import Things, open_things
from tests.support.databases import Databases
from tests.support.importing import imported

EVERY = ("id", "name", "opens", "spent", "stars", "tint", "code", "foreign_id", "story", "notes", "extra", "person",
         "site", "spot", "salary", "about", "labels", "owner_thing")  # fmt: skip
NAMES = ('=HYPERLINK("x")', "'=quoted", "-5", "+86 138", "@sum", "＝1", 'a;b,"c"\nd', "'tis", "007", "1e5", "TRUE")


@pytest.fixture
def things(databases: Databases) -> Iterator[Things]:
    """A workspace with the object `thing`, which has a field of every type."""
    opened = open_things(databases)
    yield opened
    opened.workspace.close()


def filled(things: Things) -> str:
    """Add things with names that spreadsheets would change, the first with a value in every field."""
    first = things.add(
        name=NAMES[0], opens="08:30", spent="PT1H30M", stars=3, tint="#aabbcc", code="4006381333931", foreign_id="=X-1",
        story="<p>=1</p>", notes="- a\n- b", extra={"a": [1, None]}, person={"given": "小明", "family": "王"},
        site={"country": "CN", "city": "长沙"}, spot={"latitude": 28.2, "longitude": "112.9"}, salary="1234.5",
        labels=["red", "green"],
    )  # fmt: skip
    things.change(first, about={"type": "thing", "id": first}, owner_thing=first)
    save(things.context(), "thing", [{"name": name} for name in NAMES[1:]])
    return first


def exported(context: Context, path: Path, **asked: Any) -> Exported:
    order = order_from(context, "thing", asked)
    return run_export(order, lambda: context.workspace.context(context.principal), path, progress=lambda *_: None)


def shown(things: Things, path: Path) -> list[dict[str, Any]]:
    """Return all things as the API shows them."""
    exported(things.context(), path, format="jsonl", fields=EVERY)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_read_back_gives_the_same_values(things: Things, tmp_path: Path, kind: str) -> None:
    filled(things)
    before, path = shown(things, tmp_path / "before.jsonl"), tmp_path / f"a.{kind}"
    assert exported(things.context(), path, format=kind, fields=EVERY).rows == len(NAMES)
    mapping = mapping_of_titles(things.context(), "thing", open_rows(path).header)
    again = imported(things.context(), path, {**mapping, "match": "id"})
    assert (again.problems, again.counts) == ([], {"unchanged": len(NAMES)})
    for record in before:
        things.change(record["id"], **{name: None for name in EVERY if name != "id"})
    assert imported(things.context(), path, {**mapping, "match": "id"}).counts == {"updated": len(NAMES)}
    assert shown(things, tmp_path / "after.jsonl") == before


def test_texts_are_no_formulas_in_a_spreadsheet(things: Things, tmp_path: Path) -> None:
    filled(things)
    exported(things.context(), tmp_path / "a.csv", fields="name")
    cells = (tmp_path / "a.csv").read_text("utf-8-sig")
    for text in ("'=HYPERLINK", "''=quoted", "'-5", "'+86 138", "'@sum", "'＝1"):
        assert f"\n{text}" in cells or f'\n"{text}' in cells
    exported(things.context(), tmp_path / "a.xlsx", format="xlsx", fields="name")
    assert [row[0] for chunk in open_rows(tmp_path / "a.xlsx").chunks() for row in chunk.rows][:2] == [
        '=HYPERLINK("x")', "''=quoted",
    ]  # fmt: skip


def test_labels_are_for_people(things: Things, tmp_path: Path) -> None:
    first = filled(things)
    asked = {"filter": f"id = '{first}'", "headers": "labels", "values": "labels"}
    fields = "name,owner_thing,owner_thing.site.city,labels,created_by"
    exported(things.context(), tmp_path / "a.csv", fields=fields, **asked)
    title, row = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert title == "Name,Parent,Parent / Site · City,Labels,Created by"
    assert row.startswith('"\'=HYPERLINK(""x"")","\'=HYPERLINK(""x"")",长沙,green;red,')


def test_steps_follow_each_other_without_gaps(things: Things, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "STEP", 7)
    save(things.context(), "thing", [{"name": f"T{number % 5}", "stars": number % 3 + 1} for number in range(50)])
    done: list[tuple[int, int | None]] = []
    order = order_from(things.context(), "thing", {"format": "jsonl", "sort": "-stars,name", "fields": "name,stars"})
    run_export(order, things.context, tmp_path / "a", progress=lambda *told: done.append(told))
    rows = [json.loads(line) for line in (tmp_path / "a").read_text().splitlines()]
    assert (len({row["id"] for row in rows}), len(rows)) == (50, 50)
    assert rows == sorted(rows, key=lambda row: (-row["stars"], row["name"]))
    assert done[0] == (7, 50) and done[-1] == (50, 50)


def test_a_reader_exports_what_it_may_read_and_as_it_is_shown_to_it(things: Things, tmp_path: Path) -> None:
    things.add(name="x", salary=5000)
    handler = things.context(things.user("handler"))
    exported(handler, tmp_path / "a.csv", fields="name,salary")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines() == ["name,salary", "x,****"]
    with pytest.raises(Malformed):
        exported(handler, tmp_path / "b.csv", filter="salary > 1")
    with pytest.raises(Denied):
        exported(things.context(things.user("payer")), tmp_path / "b.csv")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".csv"] == ["a.csv"]


def test_all_that_is_wrong_with_an_order_is_told(things: Things) -> None:
    with pytest.raises(Malformed) as refused:
        order_from(things.context(), "thing", {
            "fields": "name,no,none", "filter": "nothing = 1", "format": "jsonl", "headers": "titles", "limit": 5,
        })  # fmt: skip
    assert sorted((found.field or "", found.code) for found in refused.value.problems) == [
        ("", "unknown_name"), ("", "unknown_name"), ("", "unknown_name"), ("headers", "not_allowed"),
        ("headers", "not_for_format"), ("limit", "unknown_argument"),
    ]  # fmt: skip


def test_a_file_is_there_only_when_it_is_whole(things: Things, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "STEP", 2)
    save(things.context(), "thing", [{"name": f"T{number}"} for number in range(6)])
    handler, order = things.user("handler"), order_from(things.context(), "thing", {"fields": "name"})

    def taken_away(done: int, total: int | None) -> None:
        if done == 4:
            save(things.context(), "user", [{"id": handler.user_id, "roles": ["payer"]}], operation="update")

    def make_context() -> Context:
        with things.workspace.database.read() as connection:
            who = Authenticator(things.context().catalog).by_id(connection, str(handler.user_id))
        return things.context(who)

    with pytest.raises(Denied):
        run_export(order, make_context, tmp_path / "out" / "a.csv", progress=taken_away)
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_sheet_cannot_hold_is_refused(things: Things, tmp_path: Path) -> None:
    things.add(name="long", notes="x" * 32_768)
    with pytest.raises(Conflict) as refused:
        exported(things.context(), tmp_path / "a.xlsx", format="xlsx", fields="notes")
    assert refused.value.params["reason"] == "export_cell_too_long"
    assert list(tmp_path.glob("*.xlsx")) == []
