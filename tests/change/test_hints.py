"""What builders look up: the dictionary of all fields, and hints about what nobody needs."""

import csv
import io
from typing import Any

import pytest
from guanxi.change.dictionary import as_csv, as_markdown, dictionary
from guanxi.change.hints import hints_of
from guanxi.workspace.workspace import Workspace

from tests.change.changes import a_field, create, put, visit


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
    assert all(hint.text("zh") != hint.text("en") for hint in hints_of(kept))


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
