"""The OpenAPI document: complete, and no wider than the caller's rights."""

import re
from collections.abc import Callable

import pytest
import schemathesis
from flask import Flask
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.support.conformance import wrong_with
from tests.web.client import API, Client

# Validating takes long, and the database has no part in the document.
ONE_DATABASE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def test_every_route_of_the_api_is_a_row_of_calls(app: Flask) -> None:
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(API)))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(call.method, call.path) for call in (*FIXED_CALLS, *RECORD_CALLS)}


@ONE_DATABASE
def test_the_document_is_valid_openapi(admin: Client) -> None:
    document = admin.get("/openapi.json")
    OpenAPIV31SpecValidator(document).validate()
    schemathesis.openapi.from_dict(document).validate()
    assert "/records/opportunity/{record_id}" in document["paths"]
    assert "employees" in document["components"]["schemas"]["account.write"]["properties"]


@ONE_DATABASE
def test_the_document_of_everybody_is_valid_openapi(app: Flask, person: Callable[..., Client]) -> None:
    guest = person("guest", "portal_user", audience="portal")
    for document in (
        app.test_client().get(f"{API}/openapi.json").get_json(), guest.get("/openapi.json"),
        person("rep", "sales_rep").get("/openapi.json"), person("nobody").get("/openapi.json"),
    ):  # fmt: skip
        assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_who_is_not_signed_in_learns_only_how_to_sign_in(app: Flask) -> None:
    document = app.test_client().get(f"{API}/openapi.json").get_json()
    assert set(document["paths"]) == {"/auth/login", "/portal/auth/login", "/openapi.json"}
    assert "account" not in str(document)


def test_what_a_caller_may_not_know_is_not_in_the_document(person: Callable[..., Client]) -> None:
    guest = person("guest", "portal_user", audience="portal")
    text = guest("GET", "/openapi.json").get_data(as_text=True)
    assert "/metadata" not in text
    assert "opportunity" not in text
    assert "/records/" not in text


def test_the_document_is_not_sent_again_while_nothing_changed(admin: Client) -> None:
    tag = admin("GET", "/openapi.json").headers["ETag"]
    assert admin("GET", "/openapi.json", If_None_Match=tag).status_code == 304
    assert admin("GET", "/openapi.json", If_None_Match=tag, Accept_Language="zh").status_code == 200


@ONE_DATABASE
def test_every_parameter_says_what_it_is_and_may_be(admin: Client) -> None:
    document = admin.get("/openapi.json")
    bare = [
        f"{method} {path} {told['name']}"
        for path, calls in document["paths"].items()
        for method, call in calls.items()
        for told in call["parameters"]
        if not told["description"] or "type" not in told["schema"]
    ]
    assert bare == []
    mute = [
        f"{name}.{member}"
        for name, schema in document["components"]["schemas"].items() if name.endswith("Body")
        for member, told in schema["properties"].items() if not told.get("description")
    ]  # fmt: skip
    assert mute == []
    search = {told["name"]: told for told in document["paths"]["/search"]["get"]["parameters"]}
    assert [name for name, told in search.items() if told.get("required")] == ["q"]
    assert search["limit"]["schema"] == {"type": "integer", "minimum": 1, "default": 5}


@ONE_DATABASE
def test_a_form_says_its_parts(admin: Client) -> None:
    document = admin.get("/openapi.json")
    forms = {
        path: document["paths"][path]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
        for path in ("/imports", "/packages")
    }
    assert forms["/imports"]["required"] == ["file", "object"]
    assert forms["/packages"]["required"] == ["file"]
    assert forms["/imports"]["properties"]["mode"]["enum"] == ["all_or_none", "partial"]


@ONE_DATABASE
def test_every_answer_of_a_call_has_a_schema_that_says_something(admin: Client) -> None:
    document = admin.get("/openapi.json")
    empty = [
        f"{method} {path} {status} {media}"
        for path, calls in document["paths"].items()
        for method, call in calls.items()
        for status, answer in call["responses"].items() if "$ref" not in answer and status not in {"204", "304"}
        for media in answer.get("content", {"": {}}) if not answer.get("content", {}).get(media, {}).get("schema")
    ]  # fmt: skip
    assert empty == []
    assert set(document["paths"]["/jobs/{job_id}"]["get"]["responses"]) == {
        "200",
        "400",
        "401",
        "403",
        "404",
        "429",
        "503",
    }


@ONE_DATABASE
def test_the_document_names_no_shape_that_its_reader_is_not_told_of(app: Flask, person: Callable[..., Client]) -> None:
    guest = person("guest", "portal_user", audience="portal").get("/openapi.json")["components"]["schemas"]
    assert "job" in guest
    assert {"plan", "whole_package", "explanation"}.isdisjoint(guest)
    open_to_all = app.test_client().get(f"{API}/openapi.json").get_json()["components"]["schemas"]
    assert set(open_to_all) == {"problem", "problem_entry", "signed_in", "document", "LoginBody"}


@ONE_DATABASE
@pytest.mark.parametrize("fields", ["", "?fields=*", "?fields=id,name,account.name,owner.name,account.owner.name"])
def test_records_are_as_the_document_of_their_reader_says(admin: Client, fields: str) -> None:
    account = admin.post("/records/account", {"name": "Harbor"})["data"]["id"]
    made = admin.post("/records/opportunity", {"name": "Crane", "account": account, "amount": "12.50"})
    document = admin.get("/openapi.json")

    def faults(name: str, answer: object) -> list[str]:
        schema = {"$ref": f"#/components/schemas/opportunity.{name}", "components": document["components"]}
        return [fault.message for fault in Draft202012Validator(schema, validate_formats=True).iter_errors(answer)]

    assert faults("saved", made) == []
    assert faults("page", admin.get(f"/records/opportunity{fields}")) == []
    assert faults("one", admin.get(f"/records/opportunity/{made['data']['id']}{fields}")) == []
    assert faults("one", {"data": {"nobody_declared": 1}}) != []


@ONE_DATABASE
def test_an_answer_that_is_not_as_the_document_says_fails_the_test_that_meets_it(app: Flask, admin: Client) -> None:
    answer = admin("GET", "/tokens")
    assert wrong_with(app, answer) is None
    answer.set_data(b'{"data": [], "colour": "red"}')
    assert "colour" in str(wrong_with(app, answer))
    answer.status_code = 418
    assert "is not told of" in str(wrong_with(app, answer))
    answer.status_code, answer.mimetype = 200, "text/csv"
    assert "is not told of" in str(wrong_with(app, answer))
