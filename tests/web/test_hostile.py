"""Whatever stands in any text of a request, the answer is an answer or a refusal that says so, never a failure."""

import http
import random
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from flask import Flask
from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.access.sessions import SessionLimits, open_session
from guanxi.backoffice.mount import mount
from guanxi.records.save import save
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from werkzeug.test import TestResponse

from tests.support.databases import Databases
from tests.web.client import API, Client, client_of
from tests.web.hostile import CALLS, ID, INPUTS, Input, Loud, address


def hostile_texts(folder: Path) -> list[str]:
    texts = [text for file in sorted(folder.glob("*.txt")) for text in file.read_text("utf-8", "replace").splitlines()]
    for file in sorted(folder.glob("*.json")):
        texts += [text for text in orjson.loads(file.read_bytes()) if isinstance(text, str)]
    return [text for text in dict.fromkeys(texts) if text]


def wrong_with(answer: TestResponse) -> Iterator[str]:
    """Yield what an answer to a hostile request must not be."""
    if answer.mimetype == "text/event-stream":
        return  # it goes on for minutes
    body = answer.get_data(as_text=True)
    if answer.status_code >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        yield f"{answer.status_code} {body}"
    if answer.status_code >= http.HTTPStatus.BAD_REQUEST:
        if answer.mimetype != "application/problem+json":
            yield f"{answer.status_code} as {answer.mimetype}"
        elif answer.status_code != orjson.loads(answer.data)["status"]:
            yield f"another status than {answer.status_code}: {body}"


@pytest.fixture
def app(sales: Workspace) -> Flask:
    """The application with all its rooms."""
    return create_app(sales, mount)


@pytest.fixture
def loud(sales: Workspace, app: Flask) -> Loud:
    """An administrator, who reaches the most code."""
    save(sales.context(Principal.system("test")), "account", [{"id": ID, "name": "Harbor"}], operation="create")
    client = client_of(app, sales, "hostile", "administrator")
    with sales.database.write() as transaction:
        session = open_session(transaction, client.user_id, now=clock.now(), limits=SessionLimits())
    return Loud(client.flask, client.user_id, client.token, session.cookie, session.csrf)


def test_every_route_has_inputs(app: Flask) -> None:
    adapter = app.url_map.bind("guanxi")
    met = {(adapter.match(one.example, one.method, return_rule=True)[0].rule, one.method) for one in INPUTS}
    routes = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes - met == set()


def faults(client: Loud, place: Input, text: str) -> list[str]:
    """Put a text into an input and return what is wrong with the answer."""
    with place.ask(client, text) as answer:
        return [f"{place.method} {place.path} {text!r}: {fault}" for fault in wrong_with(answer)]


@pytest.mark.parametrize("source", ["naughty_strings", "injection_payloads"])
def test_known_hostile_texts_in_every_input_are_refused_or_answered(
    loud: Loud, databases: Databases, shared_data: Path, source: str
) -> None:
    texts, wrong = hostile_texts(shared_data / source), []
    assert texts
    # Every input gets one, and every text is sent to one: on each database to another, by another draw.
    places = random.Random(f"{source} {databases.kind}").sample(INPUTS, len(INPUTS))
    first = len(texts) // 2 if databases.kind == "sqlite" else 0
    for number, place in enumerate(places, start=first):
        wrong += faults(loud, place, texts[number % len(texts)])
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("source", ["naughty_strings", "injection_payloads"])
def test_every_hostile_text_in_every_input_is_refused_or_answered(loud: Loud, shared_data: Path, source: str) -> None:
    texts = hostile_texts(shared_data / source)
    wrong = [fault for text in texts for place in INPUTS for fault in faults(loud, place, text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", [{}, {"x-folder": 1}, {"x-folder": None}], ids=["none", "number", "null"])
def test_a_kind_without_a_folder_is_refused(loud: Loud, folder: dict[str, object]) -> None:
    body = {"documents": [{"kind": "kind", "name": "lens", **folder}]}
    with loud("POST", "/metadata/plan", body) as answer:
        assert answer.status_code == http.HTTPStatus.UNPROCESSABLE_ENTITY


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
WITH_BODY = tuple((call.method, address(call)) for call in CALLS if call.method in {"POST", "PUT", "PATCH"})


def test_bodies_that_make_no_sense_are_refused(loud: Loud, databases: Databases) -> None:
    draw, wrong = random.Random(databases.kind), []
    for method, path in WITH_BODY:
        for body in draw.sample(BODIES, 6):
            with loud.send(method, path, data=body, headers={"Content-Type": "application/json"}) as answer:
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
            for path in ("/imports", "/imports/preview", "/packages"):
                with loud.send("POST", API + path, data=body, headers={"Content-Type": kind}) as answer:
                    assert answer.status_code >= http.HTTPStatus.BAD_REQUEST
                    assert list(wrong_with(answer)) == [], (path, kind, body[:80])


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
