"""The OpenAPI document: complete, and no wider than the caller's rights."""

import re
from collections.abc import Callable

import pytest
import schemathesis
from flask import Flask
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS
from openapi_spec_validator import OpenAPIV31SpecValidator

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
