"""Former names in what is read and in what is written answer with the name of now in the header `Warning`."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.web.client import Client, told

LABEL = {"en": "Words", "zh": "文字"}
CALM = '299 - "calm is called quiet now"'


def named(name: str, former: str = "") -> dict[str, Any]:
    return {"name": name, "label": LABEL, **({"renamed_from": former} if former else {})}


def documents(*moods: dict[str, Any], types: list[dict[str, Any]], place: dict[str, Any]) -> list[dict[str, Any]]:
    fields = [
        {**named("name"), "type": "text"}, {**place, "type": "text"},
        {**named("mood"), "type": "picklist", "values": "mood"},
        {**named("moods"), "type": "multi_picklist", "values": "mood"},
    ]  # fmt: skip
    return [
        {"kind": "picklist", "name": "mood", "label": LABEL, "values": list(moods)},
        {"kind": "object", "name": "visit", "label": LABEL, "fields": fields, "record_types": types},
    ]


@pytest.fixture
def caller(admin: Client) -> Client:
    """Return a caller where a field, a record type and two values were renamed."""
    before = documents(named("calm"), named("旧"), types=[named("large"), named("small")], place=named("place"))
    admin.post("/metadata/apply", {"documents": before}, 200)
    after = documents(
        named("quiet", "calm"), named("新 好", "旧"), types=[named("huge", "large"), named("small")],
        place=named("venue", "place"),
    )  # fmt: skip
    admin.post("/metadata/apply", {"documents": after}, 200)
    return admin


CREATE = {"call": "create", "object": "visit", "values": {"name": "a", "mood": "calm"}}
FILTER = "mood = 'calm' OR mood = 'calm'"
BULK = {"filter": "name = 'a'", "dry_run": True, "set": {"mood": "calm"}}
LOOKED = f"filter={quote(FILTER)}"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("POST", "/records/visit", {"name": "a", "mood": "calm"}, id="create"),
        pytest.param("POST", "/records/visit?dry_run=true", {"name": "a", "mood": "calm"}, id="try"),
        pytest.param("POST", "/records/visit", {"records": [{"name": "a"}, {"moods": ["calm"]}]}, id="batch"),
        pytest.param("PATCH", "/records/visit/ID", {"moods": ["calm", "quiet"]}, id="change"),
        pytest.param("PATCH", "/records/visit", {"records": [{"id": "ID", "mood": "calm"}]}, id="changes"),
        pytest.param("PATCH", "/records/visit", BULK, id="bulk"),
        pytest.param("PATCH", "/records/visit", {**BULK, "filter": FILTER, "set": {"name": "b"}}, id="bulk-filter"),
        pytest.param("DELETE", f"/records/visit?dry_run=true&{LOOKED}", None, id="bulk-delete"),
        pytest.param("GET", f"/records/visit?{LOOKED}", None, id="list"),
        pytest.param("POST", "/records/visit/query", {"filter": FILTER}, id="query"),
        pytest.param("POST", "/records/visit/count", {"filter": FILTER}, id="count"),
        pytest.param("POST", "/composite", {"operations": [CREATE]}, id="composite"),
    ],
)
def test_a_former_name_of_a_value_is_told_once(caller: Client, method: str, path: str, body: Any) -> None:
    known = caller.post("/records/visit", {"name": "a"})["data"]["id"]
    if body and "records" in body:
        body = {"records": [{**row, "id": known} if "id" in row else row for row in body["records"]]}
    answer = caller(method, path.replace("ID", known), body)
    told(answer, answer.status_code)
    assert (answer.status_code < 300, answer.headers.get("Warning")) == (True, CALM)


def test_former_names_of_all_kinds_are_told_together(caller: Client) -> None:
    answer = caller("POST", "/records/visit", {"name": "a", "place": "x", "record_type": "large", "mood": "calm"})
    assert sorted(answer.headers["Warning"].split(", ")) == [
        CALM, '299 - "large is called huge now"', '299 - "place is called venue now"',
    ]  # fmt: skip
    changed = caller("PATCH", "/records/visit", {**BULK, "set": {"place": "y"}})
    assert changed.headers["Warning"] == '299 - "place is called venue now"'


def test_a_header_tells_names_in_chinese_as_an_address_does(caller: Client) -> None:
    answer = caller("POST", "/records/visit", {"name": "a", "mood": "旧"})
    assert answer.headers["Warning"] == f'299 - "{quote("旧")} is called {quote("新")} {quote("好")} now"'


def test_a_word_that_is_no_value_of_its_field_is_not_told(caller: Client) -> None:
    answer = caller("POST", "/records/visit", {"name": "calm", "mood": "quiet"})
    assert (answer.status_code, answer.headers.get("Warning")) == (201, None)
    assert "Warning" not in caller("GET", "/records/visit?filter=name='calm'").headers
