"""Our own OpenAPI document, asked as strangers would: what it allows and what it forbids is answered as it says."""

from typing import TYPE_CHECKING

import pytest
import schemathesis
from flask import Flask
from guanxi import clock
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.web.client import API, Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis import APIOperation, Case

OBJECTS = ("opportunity", "user")  # the one with most kinds of fields, and the one whose saves follow through to access
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


def operations(app: Flask, client: Client) -> "Iterator[APIOperation]":
    """Yield the fixed calls, and the record calls of a few objects."""
    headers = {"Authorization": f"Bearer {client.token}"}
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app, headers=headers)
    for result in schema.get_all_operations():
        operation = result.ok()
        parts = operation.path.split("/")
        if operation.path == "/events":
            continue  # its answer goes on for minutes: tests of live changes read it
        if not {"records", "aggregate"} & set(parts) or set(OBJECTS) & set(parts):
            yield operation


def record_of(client: Client, object_name: str) -> str:
    """Return the id of a new record of the object."""
    values = {"opportunity": {"name": "fuzzed"}, "user": {"name": "fuzzed", "login": clock.new_id()}}[object_name]
    return str(client.post(f"/records/{object_name}", values)["data"]["id"])


def ask(operation: "APIOperation", client: Client, mode: GenerationMode, examples: int) -> None:
    """Send requests of one mode to one operation and hold each answer against the document."""
    known = None
    if "{record_id}" in operation.path and mode is GenerationMode.POSITIVE:  # most random ids name nothing
        known = {"record_id": record_of(client, operation.path.split("/")[2])}

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=known))
    def sent(case: "Case") -> None:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {client.token}"}
        case.call_and_validate(checks=CHECKS)

    sent()


def ask_all(app: Flask, client: Client, mode: GenerationMode, examples: int) -> list[str]:
    """Ask every operation and return whatever is wrong."""
    wrong = []
    for operation in operations(app, client):
        try:
            ask(operation, client, mode, examples)
        except (AssertionError, ExceptionGroup) as failure:
            wrong.append(f"{operation.label}: {failure}")
    return wrong


@pytest.mark.parametrize(  # each database in one mode; `make soak` asks both in both
    ("databases", "mode"), [("sqlite", GenerationMode.POSITIVE), ("postgresql", GenerationMode.NEGATIVE)],
    indirect=["databases"],
)  # fmt: skip
def test_answers_are_what_our_document_says(app: Flask, admin: Client, mode: GenerationMode) -> None:
    assert ask_all(app, admin, mode, examples=4) == []


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_answers_to_many_requests_are_what_our_document_says(app: Flask, admin: Client, mode: GenerationMode) -> None:
    assert ask_all(app, admin, mode, examples=500) == []
