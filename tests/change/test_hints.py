"""What builders look up: the dictionary of all fields, and hints about what nobody needs."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from guanxi import clock
from guanxi.change.dictionary import as_csv, as_markdown, dictionary
from guanxi.change.hints import hints_of
from guanxi.change.naming import Naming
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, create, put, visit


def a_list(name: str) -> dict[str, Any]:
    return {"kind": "picklist", "name": name, "label": {"en": name, "zh": name}, "values": [{"name": "one"}]}


def role(name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "role", "name": name, "label": {"en": name, "zh": name}, "audience": "staff", **more}


@pytest.fixture
def kept(workspace: Workspace) -> Workspace:
    """A workspace in which some things are needed and some are not."""
    help_text = {"en": "=1+1 | where", "zh": "地点"}
    page = {"kind": "layout", "name": "page", "object": "visit", "label": {"en": "P", "zh": "页"}, "tabs": [
        {"name": "main", "sections": [{"name": "first", "fields": [{"field": "place"}, {"field": "moods"}]}]},
    ]}  # fmt: skip
    put(
        workspace,
        visit(a_field("place", help=help_text), a_field("moods", "multi_picklist", values="used"),
              a_field("unseen", required=True), a_field("twice", "formula", returns="number", formula="1")),
        a_list("used"), a_list("unused"), page,
        role("below", objects=[{"object": "visit", "rights": ["read"], "fields": {"read": ["place"]}}]),
        role("held", inherits=["below"]), role("unheld"),
    )  # fmt: skip
    create(workspace, "user", {"name": "A", "login": "a", "roles": ["held"]})
    return workspace


def told(workspace: Workspace, code: str) -> set[str]:
    return {str(hint.params.get("field") or hint.name) for hint in hints_of(workspace) if hint.code == code
            and hint.name in {"visit", "below", "held", "unheld", "used", "unused"}}  # fmt: skip


def test_fields_are_hinted_at_when_records_are_there_and_none_fills_them(kept: Workspace) -> None:
    assert told(kept, "hint_never_filled") == set()
    create(kept, "visit", {"name": "a", "unseen": "x"})
    assert told(kept, "hint_never_filled") == {"place", "moods"}
    create(kept, "visit", {"name": "b", "unseen": "x", "place": "here", "moods": ["one"]})
    assert told(kept, "hint_never_filled") == set()


def test_what_nobody_shows_holds_or_uses_is_hinted_at(kept: Workspace) -> None:
    assert told(kept, "hint_in_no_layout") == {"unseen", "twice"}
    assert told(kept, "hint_role_unheld") == {"unheld"}
    assert told(kept, "hint_picklist_unused") == {"unused"}
    chinese, english = (Naming((kept.snapshot().catalog,), language) for language in ("zh", "en"))
    assert all(hint.text(chinese) != hint.text(english) for hint in hints_of(kept))


def rule(name: str, when: str) -> dict[str, Any]:
    return {"kind": "rule", "name": name, "object": "visit", "when": when, "message": {"en": "No", "zh": "否"}}


_OUTCOMES = {
    "1 > 2": "hint_rule_never",
    "place = 'x' AND FALSE": "hint_rule_never",
    "NOT (place = 'x' AND 1 = 2)": "hint_rule_always",
    "ISBLANK(place) OR LEN('ab') = 2": "hint_rule_always",
    "TODAY() > DATE(2020, 1, 1)": None,
    "place = 'x'": "hint_rule_unfilled",
    "place = 'x' AND name = 'y'": None,
    "$user.login = 'x'": None,
}


def test_rules_are_hinted_at_when_nothing_in_a_record_sets_them_off(workspace: Workspace) -> None:
    put(workspace, visit(a_field("place")))
    create(workspace, "visit", {"name": "a"})
    put(workspace, *(rule(f"said_{at}", when) for at, when in enumerate(_OUTCOMES)))
    found = {hint.name: hint.code for hint in hints_of(workspace) if hint.kind == "rule"}
    assert {when: found.get(f"said_{at}") for at, when in enumerate(_OUTCOMES)} == _OUTCOMES


def a_screen(kind: str, name: str, *roles: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "name": name, "label": {"en": name, "zh": name}, "roles": list(roles), **more}


def test_screens_for_roles_that_nobody_holds_are_hinted_at(kept: Workspace) -> None:
    view = {"object": "visit", "columns": [{"field": "name"}]}
    menu = [{"name": "one", "label": {"en": "One", "zh": "一"}, "items": [{"name": "visit", "object": "visit"}]}]
    put(kept, a_screen("view", "lost", "unheld", **view), a_screen("view", "found", "below", "unheld", **view),
        a_screen("app", "lost_app", "unheld", menu=menu))  # fmt: skip
    unoffered = {(hint.kind, hint.name) for hint in hints_of(kept) if hint.code.endswith("_unoffered")}
    assert unoffered == {("view", "lost"), ("app", "lost_app")}


def test_a_layout_that_another_one_always_precedes_is_hinted_at(kept: Workspace) -> None:
    page = {"object": "visit", "tabs": [{"name": "main", "sections": [{"name": "s", "fields": [{"field": "place"}]}]}]}
    put(kept, a_screen("layout", "for_held", "held", **page), a_screen("layout", "z_again", "held", **page),
        a_screen("layout", "z_more", "held", "below", **page))  # fmt: skip
    told = {(hint.name, hint.params["other"]) for hint in hints_of(kept) if hint.code == "hint_layout_covered"}
    assert told == {("z_again", "for_held")}


def test_a_right_is_hinted_at_when_nobody_used_it_in_all_the_time_of_the_audit(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rights = role("below", objects=[{"object": "visit", "rights": ["read", "delete", "export"]}])
    put(kept, rights)

    def unused() -> set[str]:
        return {hint.code for hint in hints_of(kept) if hint.code.endswith("_unused") and hint.name == "visit"}

    assert unused() == set()  # the audit is too young to tell
    later = clock.now() + dt.timedelta(days=91)
    monkeypatch.setattr("guanxi.change.hints.now", lambda: later)
    assert unused() == {"hint_delete_unused", "hint_export_unused"}
    gone = create(kept, "visit", {"name": "a", "unseen": "x"}).results[0]
    save(kept.context(ADMIN), "visit", [{"id": gone.id, "version": gone.version}], operation="delete")
    assert unused() == {"hint_export_unused"}


def test_the_dictionary_tells_of_each_field_what_it_is_and_who_reads_it(kept: Workspace) -> None:
    entries = {entry.field: entry for entry in dictionary(kept.snapshot().policy) if entry.object == "visit"}
    assert {name: entry.readers for name, entry in entries.items() if "below" in entry.readers} == {
        "place": ("administrator", "below", "held"),
    }  # fmt: skip
    assert (entries["moods"].of, entries["unseen"].required, entries["place"].help_zh) == ("used", True, "地点")
    (row,) = csv.DictReader(io.StringIO(as_csv([entries["place"]]).removeprefix("\ufeff")))
    assert row["help_en"] == "'=1+1 | where"  # no formula for a spreadsheet
    page = as_markdown(entries.values(), "en")
    assert "## Visit (`visit`)" in page
    assert "=1+1 \\| where" in page
