"""Former names in what is read and in what is written answer with the name of now in the header `Warning`."""

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from tests.web.client import Client, told

LABEL = {"en": "Words", "zh": "文字"}
CALM = '299 - "calm is called quiet now"'


def named(name: str, former: str = "") -> dict[str, Any]:
    return {"name": name, "label": LABEL, **({"renamed_from": former} if former else {})}


PART = [{**named("name"), "type": "text"}, {**named("visit"), "type": "lookup", "to": "visit"}]


def documents(*moods: dict[str, Any], types: list[dict[str, Any]], place: dict[str, Any]) -> list[dict[str, Any]]:
    fields = [
        {**named("name"), "type": "text"}, {**place, "type": "text"},
        {**named("mood"), "type": "picklist", "values": "mood"},
        {**named("moods"), "type": "multi_picklist", "values": "mood"},
    ]  # fmt: skip
    return [
        {"kind": "picklist", "name": "mood", "label": LABEL, "values": list(moods)},
        {"kind": "object", "name": "visit", "label": LABEL, "fields": fields, "record_types": types},
        {"kind": "object", "name": "part", "label": LABEL, "fields": PART},
        {
            "kind": "action", "name": "soothe", "object": "visit", "label": LABEL,
            "parameters": [{**named("to"), "type": "picklist", "values": "mood"}],
            "update": [{"field": "mood", "value": {"formula": "$parameter.to"}}],
        },
    ]  # fmt: skip


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # what is sent and exported stays out of the repository


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
PRESS = {"call": "action", "object": "visit", "id": "ID", "action": "soothe", "values": {"to": "calm"}}
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
        pytest.param("POST", "/composite", {"operations": [PRESS]}, id="composite-action"),
        pytest.param("POST", "/records/visit/ID/actions/soothe", {"parameters": {"to": "calm"}}, id="action"),
        pytest.param("POST", "/aggregate/visit", {"filter": FILTER}, id="aggregate"),
        pytest.param("POST", "/aggregate/visit", {"group_by": ["IF(mood = 'calm', 1, 0)"]}, id="group"),
        pytest.param("POST", "/aggregate/visit", {"measures": ["sum:IF(mood = 'calm', 1, 0)"]}, id="measure"),
        pytest.param("POST", "/aggregate/visit", {"group_by": ["mood"], "having": "mood = 'calm'"}, id="having"),
        pytest.param("POST", "/exports", {"object": "visit", "filter": FILTER}, id="export"),
        pytest.param("POST", "/views/visit", {"label": "Mine", "filter": FILTER}, id="view"),
    ],
)
def test_a_former_name_of_a_value_is_told_once(caller: Client, method: str, path: str, body: Any) -> None:
    known = caller.post("/records/visit", {"name": "a"})["data"]["id"]
    if body and "records" in body:
        body = {"records": [{**row, "id": known} if "id" in row else row for row in body["records"]]}
    if body and "operations" in body:
        body = {"operations": [{**one, "id": known} if "id" in one else one for one in body["operations"]]}
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


VENUE = '299 - "place is called venue now"'


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("POST", "/records/visit/query", {"fields": ["name", "place"]}, id="fields"),
        pytest.param("POST", "/records/visit/query", {"sort": ["-place"]}, id="sort"),
        pytest.param("POST", "/records/visit/query", {"filter": "LEN(place) > 1"}, id="filter"),
        pytest.param("POST", "/aggregate/visit", {"group_by": ["place"], "sort": ["-place"]}, id="group"),
        pytest.param("POST", "/aggregate/visit", {"measures": ["count_distinct:place"]}, id="measure"),
        pytest.param("POST", "/aggregate/visit", {"measures": [{"max": "place"}]}, id="measure-of-a-body"),
        pytest.param("POST", "/exports", {"object": "visit", "fields": ["place"]}, id="export"),
        pytest.param("POST", "/views/visit", {"label": "Mine", "columns": [{"field": "place"}]}, id="view"),
        pytest.param("GET", "/records/part?fields=visit.place", None, id="path"),
        pytest.param("POST", "/aggregate/part", {"group_by": ["visit.place"]}, id="path-of-a-group"),
        pytest.param("GET", "/access/explain?action=read&object=visit&field=place", None, id="explain"),
    ],
)
def test_a_former_name_of_a_field_is_told_wherever_it_is_asked_by(
    caller: Client, method: str, path: str, body: Any
) -> None:
    answer = caller(method, path, body)
    told(answer, answer.status_code)
    assert (answer.status_code < 300, answer.headers.get("Warning")) == (True, VENUE)


def test_a_word_in_a_text_is_no_former_name(caller: Client) -> None:
    for text in ("name = 'place'", 'name = "place"'):
        answer = caller("POST", "/records/visit/query", {"filter": text})
        assert (answer.status_code, answer.headers.get("Warning")) == (200, None)


def test_a_mapping_of_former_names_is_told(caller: Client) -> None:
    fields = [{"field": "place", "column": "a"}, {"field": "mood", "column": "b", "values": {"B": "calm"}}]
    form = {"object": "visit", "mapping": orjson.dumps({"fields": fields}).decode(), "dry_run": "true"}
    sent = {**form, "file": (BytesIO(b"a,b\nX,B\n"), "visits.csv")}
    headers = {"Authorization": f"Bearer {caller.token}"}
    answer = caller.flask.post("/api/v1/imports", data=sent, headers=headers, content_type="multipart/form-data")
    assert (answer.status_code, answer.headers["Warning"]) == (202, f"{VENUE}, {CALM}")


def test_a_former_name_of_an_object_is_told_wherever_it_is_asked_by(caller: Client) -> None:
    renamed = {"kind": "object", "name": "bit", "renamed_from": "part", "label": LABEL, "fields": PART}
    caller.post("/metadata/apply", {"documents": [renamed]}, 200)
    asked = (
        ("GET", "/objects/part", None), ("GET", "/records/part", None), ("POST", "/aggregate/part", {}),
        ("GET", "/search?q=x&objects=part", None), ("GET", "/views/part", None),
        ("POST", "/exports", {"object": "part"}), ("GET", "/access/explain?action=read&object=part", None),
    )  # fmt: skip
    for method, path, body in asked:
        answer = caller(method, path, body)
        told(answer, answer.status_code)
        assert (path, answer.headers.get("Warning")) == (path, '299 - "part is called bit now"')


def test_a_header_tells_names_in_chinese_as_an_address_does(caller: Client) -> None:
    answer = caller("POST", "/records/visit", {"name": "a", "mood": "旧"})
    assert answer.headers["Warning"] == f'299 - "{quote("旧")} is called {quote("新")} {quote("好")} now"'


def test_a_word_that_is_no_value_of_its_field_is_not_told(caller: Client) -> None:
    answer = caller("POST", "/records/visit", {"name": "calm", "mood": "quiet"})
    assert (answer.status_code, answer.headers.get("Warning")) == (201, None)
    assert "Warning" not in caller("GET", "/records/visit?filter=name='calm'").headers
