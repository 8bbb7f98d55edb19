"""Whatever stands in any text of a request, the answer is an answer or a refusal that says so, never a failure."""

import http
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from flask import Flask
from guanxi.workspace.workspace import Workspace
from werkzeug.test import TestResponse

from tests.support.databases import Databases
from tests.web.client import API, Client, client_of

Ask = Callable[[Client, str], TestResponse]
ID = "0197c000-0000-7000-8000-000000000099"


def hostile_texts(folder: Path) -> list[str]:
    texts = [text for file in sorted(folder.glob("*.txt")) for text in file.read_text("utf-8", "replace").splitlines()]
    for file in sorted(folder.glob("*.json")):
        texts += [text for text in orjson.loads(file.read_bytes()) if isinstance(text, str)]
    return [text for text in dict.fromkeys(texts) if text]


def in_path(method: str, path: str) -> Ask:
    return lambda client, text: client(
        method, path.replace("{}", quote(text, safe="")), {} if method != "GET" else None
    )


def in_argument(path: str, name: str) -> Ask:
    return lambda client, text: client("GET", f"{path}?{quote(name)}={quote(text, safe='')}")


def in_body(method: str, path: str, body: Any) -> Ask:
    return lambda client, text: client(method, path, put(body, text))


def in_header(method: str, path: str, name: str, body: Any = None) -> Ask:
    def ask(client: Client, text: str) -> TestResponse:
        sendable = "".join(c for c in text if c.isprintable()).encode("utf-8").decode("latin-1")
        headers = {"Authorization": f"Bearer {client.token}", name: sendable}
        return client.flask.open(f"{API}{path}", method=method, json=body, headers=headers)

    return ask


def in_form(name: str) -> Ask:
    def ask(client: Client, text: str) -> TestResponse:
        parts = {"object": "account", "file": (file_of(f"name\n{text}\n"), "rows.csv"), "dry_run": "true"}
        parts[name] = (file_of(text), text) if name == "file" else text
        headers = {"Authorization": f"Bearer {client.token}"}
        return client.flask.post(f"{API}/imports", data=parts, headers=headers)

    return ask


def put(body: Any, text: str) -> Any:
    if isinstance(body, dict):
        return {put(name, text): put(part, text) for name, part in body.items()}
    if isinstance(body, list):
        return [put(part, text) for part in body]
    return text if body == "{}" else body.replace("{quoted}", quoted(text)) if isinstance(body, str) else body


def quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def file_of(text: str) -> Any:
    return BytesIO(text.encode("utf-8", "surrogatepass"))


INPUTS: tuple[Ask, ...] = (
    *(in_path("GET", path) for path in (
        "/{}", "/objects/{}", "/records/{}", "/records/account/{}", "/records/account/{}/history", "/tokens/{}",
        "/sessions/{}",
        "/jobs/{}", "/imports/{}", "/metadata/{}/x", "/metadata/object/{}", "/metadata/revisions/{}",
    )),
    *(in_path("POST", path) for path in (
        "/records/{}", "/records/{}/query", "/records/account/{}/restore", "/aggregate/{}",
        "/metadata/revisions/{}/rollback",
    )),
    in_path("DELETE", "/records/account/{}"), in_path("PATCH", "/records/account/{}"),
    *(in_argument("/records/opportunity", name) for name in (
        "fields", "filter", "sort", "limit", "cursor", "count", "deleted", "view",
    )),
    *(in_argument("/access/explain", name) for name in ("user", "action", "object", "id", "field")),
    in_argument(f"/records/account/{ID}", "fields"), in_argument("/metadata/revisions", "limit"),
    *(in_body("POST", "/records/opportunity/query", body) for body in (
        {"filter": "{}"}, {"filter": "name = '{quoted}'"}, {"fields": ["{}"]}, {"sort": ["-{}"]}, {"sort": "{}"},
        {"filter": "stage = '{quoted}'"}, {"filter": "close_date > '{quoted}'"}, {"cursor": "{}"}, {"{}": "{}"},
        {"filter": "CONTAINS(name, '{quoted}')"}, {"filter": "id = '{quoted}'"}, {"filter": "REGEX(name, '{quoted}')"},
    )),
    *(in_body("POST", "/aggregate/opportunity", body) for body in (
        {"group_by": ["{}"]}, {"measures": ["sum:{}"]}, {"measures": [{"sum": "{}"}]}, {"having": "{}"},
        {"sort": ["{}"]},
    )),
    *(in_body("POST", "/records/account", body) for body in (
        {"name": "{}"}, {"name": "n", "website": "{}"}, {"name": "n", "owner": "{}"}, {"name": "n", "parent": "{}"},
        {"name": "n", "id": "{}"}, {"{}": 1, "name": "n"}, {"records": [{"name": "{}"}], "mode": "{}"},
        {"records": [{"name": "{}"}], "upsert_by": "{}"},
        {"records": [{"name": "{}", "number": "{}"}], "mode": "partial"},
        {"name": "n", "annual_revenue": "{}"}, {"name": "n", "industry": "{}"}, {"name": "n", "phone": "{}"},
    )),
    in_body("POST", "/records/opportunity", {"name": "n", "close_date": "{}", "amount": "{}", "stage": "{}"}),
    in_body("POST", "/records/user", {"name": "{}", "login": "{}", "email": "{}", "roles": ["{}"], "zone": "{}"}),
    in_body("POST", "/auth/login", {"login": "{}", "password": "{}"}),
    in_body("POST", "/portal/auth/login", {"login": "{}", "password": "x"}),
    in_body("POST", "/auth/password", {"password": "{}", "new_password": "{}"}),
    in_body("PATCH", "/me", {"zone": "{}", "language": "{}"}),
    in_body("POST", "/tokens", {"name": "{}", "scopes": ["{}"]}),
    in_body("POST", "/tokens", {"name": "{}", "scopes": ["read"], "expires_at": "{}"}),
    in_body("POST", "/metadata/plan", {"documents": ["{}"]}),
    in_body("POST", "/metadata/plan", {"documents": [{"kind": "{}", "name": "{}"}]}),
    in_body("POST", "/metadata/plan", {"documents": [{"kind": "object", "name": "{}", "label": {"en": "{}"}, "fields": [
        {"name": "{}", "type": "{}", "label": {"en": "{}"}, "formula": "{}"},
    ]}]}),
    in_body("POST", "/metadata/plan", {"documents": [{"kind": "rule", "name": "r", "object": "account", "when": "{}",
                                                      "at": "{}", "message": {"en": "{}"}}]}),
    in_body("POST", "/metadata/apply", {"documents": [], "message": "{}", "plan_id": "{}"}),
    *(in_form(name) for name in ("object", "mapping", "mode", "match", "dry_run", "file")),
    in_header("GET", "/me", "Accept-Language"), in_header("GET", "/me", "X-Request-Id"),
    in_header("GET", "/me", "Cookie"), in_header("GET", "/objects", "If-None-Match"),
    in_header("PATCH", f"/records/account/{ID}", "If-Match", {"name": "n"}),
    in_header("POST", "/records/account", "Idempotency-Key", {"name": "n"}), in_header("GET", "/me", "Authorization"),
    in_header("POST", "/records/account", "Content-Type", {"name": "n"}),
)  # fmt: skip


def wrong_with(answer: TestResponse) -> Iterator[str]:
    """Yield what an answer to a hostile request must not be."""
    body = answer.get_data(as_text=True)
    if answer.status_code >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        yield f"{answer.status_code} {body}"
    if answer.status_code >= http.HTTPStatus.BAD_REQUEST:
        if answer.mimetype != "application/problem+json":
            yield f"{answer.status_code} as {answer.mimetype}"
        elif answer.status_code != orjson.loads(answer.data)["status"]:
            yield f"another status than {answer.status_code}: {body}"


@pytest.fixture
def loud(sales: Workspace, app: Flask) -> Client:
    """An administrator, who reaches the most code."""
    return client_of(app, sales, "hostile", "administrator")


@pytest.mark.parametrize("source", ["naughty_strings", "injection_payloads"])
def test_known_hostile_texts_in_every_input_are_refused_or_answered(
    loud: Client, databases: Databases, shared_data: Path, source: str
) -> None:
    texts, wrong = hostile_texts(shared_data / source), []
    assert texts
    first = 2 if databases.kind == "sqlite" else 0  # other inputs than on the other database
    for number, text in enumerate(texts):
        for turn in (first, first + 1):  # all texts meet four inputs, all inputs meet dozens of texts
            place = (number * 4 + turn) * 7 % len(INPUTS)
            with INPUTS[place](loud, text) as answer:
                wrong += [f"input {place}, {text!r}: {fault}" for fault in wrong_with(answer)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("source", ["naughty_strings", "injection_payloads"])
def test_every_hostile_text_in_every_input_is_refused_or_answered(loud: Client, shared_data: Path, source: str) -> None:
    wrong = []
    for text in hostile_texts(shared_data / source):
        for place, ask in enumerate(INPUTS):
            with ask(loud, text) as answer:
                wrong += [f"input {place}, {text!r}: {fault}" for fault in wrong_with(answer)]
    assert not wrong, "\n".join(wrong)


def test_a_hostile_name_comes_back_as_it_was_sent(loud: Client, shared_data: Path) -> None:
    for text in hostile_texts(shared_data / "injection_payloads")[::20]:
        made = loud("POST", "/records/account", {"name": text})
        if made.status_code == http.HTTPStatus.CREATED:
            found = loud.get(f"/records/account/{made.json['data']['id']}?fields=name")
            assert found["data"]["name"] == text.strip()


BODIES = (
    b"", b" ", b"{", b"null", b"[]", b"1", b'"x"', b"\xff\xfe", b'{"name": "\xff"}', b'{"name": "\\ud800"}',
    b'{"name": NaN}', b'{"name": 1e999}', b'{"annual_revenue": 1e308, "name": "n"}', b'{"name": ' + b"9" * 5000 + b"}",
    b"[" * 100_000, b'{"a":' * 100_000, b'{"name": "n", "name": "m"}', b'{"name": "a\\u0000b"}',
    b'{"records": ' + b"[" * 60 + b"]" * 60 + b"}", b'{"name": ' + b"[" * 63 + b"]" * 63 + b"}", b'{"records": {}}',
    b'{"records": [1, null, "x", []]}', b'{"records": []}', b'{"name": {}}', b'{"name": true}', b'{"name": -0.0}',
    b'{"id": 1, "name": "n"}', b'{"version": 1e30, "name": "n"}', b'{"version": 99999999999999999999999, "name": "n"}',
    b'{"employees": 99999999999999999999, "name": "n"}', b"\xef\xbb\xbf{}", b'{"name": "n", "owner": {"id": []}}',
    b'{"filter": ["x"]}', b'{"limit": 1e3}', b'{"limit": -1}', b'{"fields": [[["x"]]]}', b'{"sort": {"a": 1}}',
    b'{"measures": [{"sum": {"sum": 1}}]}', b'{"group_by": [null]}', b'{"documents": [[]]}',
    b'{"documents": [{"kind": ["x"], "name": {"y": 1}}]}', b'{"documents": {"kind": 1}}',
)  # fmt: skip
WITH_BODY = (
    ("POST", "/records/account"), ("PATCH", "/records/account"), ("PATCH", f"/records/account/{ID}"),
    ("POST", "/records/account/query"), ("POST", "/records/account/count"), ("POST", "/aggregate/account"),
    ("POST", "/tokens"), ("POST", "/metadata/plan"), ("POST", "/metadata/apply"), ("POST", "/auth/login"),
    ("POST", "/auth/password"), ("POST", "/imports"), ("POST", "/metadata/revisions/1/rollback"),
)  # fmt: skip


def test_bodies_that_make_no_sense_are_refused(loud: Client) -> None:
    headers = {"Authorization": f"Bearer {loud.token}", "Content-Type": "application/json"}
    wrong = []
    for body in BODIES:
        for method, path in WITH_BODY:
            with loud.flask.open(f"{API}{path}", method=method, data=body, headers=headers) as answer:
                wrong += [f"{method} {path} {body[:60]!r}: {fault}" for fault in wrong_with(answer)]
    assert not wrong, "\n".join(wrong)


FORMULAS = (
    "amount > 1" + "0" * 400, "close_date > '9999-12-31'", "close_date = '0001-01-01'", "1/0 = 1",
    "POWER(amount, 999) > 0", "NOT " * 2000 + "TRUE", "(" * 5000, "amount" + " + amount" * 3000 + " > 1",
    "name = '" + "x" * 100_000 + "'", "REPT(name, 999999999) = ''", "REGEX(name, '(a+)+$')",
    "REGEX(name, '" + "(" * 1000 + "')", "VALUE(name) > 1", "DATE(99999, 99, 99) > TODAY()", "amount = 1e-400",
    "LPAD(name, 2000000000) = ''", "IF(" * 500 + "TRUE", "stage IN (" + ",".join(["'won'"] * 5000) + ")",
    "name = '\U0001f600'", "SQRT(0 - 1) > 0", "EXP(99999) > 1", "account.account.account.account.name = 'x'",
    "account" + ".parent" * 200 + ".name = 'x'",
)  # fmt: skip


def test_formulas_at_the_edge_are_refused_or_answered(loud: Client) -> None:
    wrong = []
    for text in FORMULAS:
        for path, body in (
            ("/records/opportunity/query", {"filter": text}), ("/records/opportunity/count", {"filter": text}),
            ("/aggregate/opportunity", {"filter": text}), ("/aggregate/opportunity", {"group_by": [text]}),
            ("/aggregate/opportunity", {"having": text}), ("/aggregate/opportunity", {"measures": [f"max:{text}"]}),
        ):  # fmt: skip
            with loud("POST", path, body) as answer:
                wrong += [f"{path} {text[:60]}: {fault}" for fault in wrong_with(answer)]
    assert not wrong, "\n".join(wrong)


FORMS = (
    b"", b"--b--\r\n", b"--b\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; filename="x"\r\n\r\nnameless file\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="object"\r\n\r\naccount', b"--b\r\n\r\nno head\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\xff\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="..\\../x"\r\n\r\nname\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="many"\r\n\r\n1\r\n' * 2000 + b"--b--",
)  # fmt: skip


def test_forms_that_make_no_sense_are_refused(loud: Client) -> None:
    for body in FORMS:
        for kind in ("multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=\xff"):
            headers = {"Authorization": f"Bearer {loud.token}", "Content-Type": kind}
            with loud.flask.post(f"{API}/imports", data=body, headers=headers) as answer:
                assert answer.status_code >= http.HTTPStatus.BAD_REQUEST
                assert list(wrong_with(answer)) == [], (kind, body[:80])


def test_a_body_above_the_limit_is_refused_before_it_is_read(loud: Client) -> None:
    headers = {"Authorization": f"Bearer {loud.token}", "Content-Type": "application/json"}
    big = b" " * (33 * 1024 * 1024)
    with loud.flask.post(f"{API}/records/account", data=big, headers=headers) as answer:
        assert answer.status_code == http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert list(wrong_with(answer)) == []


def test_a_content_length_that_lies_is_no_failure(loud: Client) -> None:
    headers = {"Authorization": f"Bearer {loud.token}", "Content-Type": "application/json"}
    for length in ("-1", "x", "99999999999999999999", "", "5", "0", "1e3"):
        with loud.flask.post(
            f"{API}/records/account", data=b'{"name": "n"}', headers=headers,
            environ_overrides={"CONTENT_LENGTH": length},
        ) as answer:  # fmt: skip
            assert list(wrong_with(answer)) == [], length
