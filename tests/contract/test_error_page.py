"""The page of errors has every code that an answer can have, and its examples are true."""

import json
import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from guanxi.cli.main import main
from guanxi.text.messages import MESSAGES
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from werkzeug.test import TestResponse

from docs.generate import REFERENCE
from docs.generator.failures import REASONS
from docs.generator.reason import Reason
from tests.contract.raised import raised
from tests.web.client import Client, client_of, user_of

BY_CODE = {reason.code: reason for reason in REASONS}
PLAYED = [reason for reason in REASONS if reason.when is None]
CALLS = [reason for reason in PLAYED if not reason.request[0].startswith("guanxi ")]
COMMANDS = [pytest.param(reason, id=reason.code) for reason in PLAYED if reason.request[0].startswith("guanxi ")]


def test_every_code_that_is_raised_has_an_entry_under_its_class_and_every_entry_is_raised() -> None:
    told = {reason.code: {reason.kind} for reason in REASONS}
    assert raised() == told


def test_every_entry_is_said_in_both_languages() -> None:
    assert [code for code, times in Counter(reason.code for reason in REASONS).items() if times > 1] == []
    for reason in REASONS:
        assert reason.code in MESSAGES
        for english, chinese in filter(None, (reason.cause, reason.remedy, reason.when)):
            assert not re.search("[\u4e00-\u9fff]", english), reason.code
            assert re.search("[\u4e00-\u9fff]", chinese), reason.code
            assert english.endswith(".") == chinese.endswith("。"), reason.code


@pytest.mark.parametrize("page", ["errors", "errors.zh"])
def test_every_code_has_one_place_on_the_page_and_a_line_in_its_list(page: str) -> None:
    text = (REFERENCE / f"{page}.md").read_text("utf-8")
    places = Counter(re.findall(r"^##+ ([a-z_]+)$", text, re.MULTILINE))
    listed = Counter(re.findall(r"^\| \[`([a-z_]+)`\]\(#\1\)", text, re.MULTILINE))
    assert set(places.values()) == {1}
    assert places == listed
    assert BY_CODE.keys() < places.keys()


@pytest.fixture
def world(sales: Workspace) -> tuple[Client, str]:
    """An administrator, the id of an account, and Ada of the staff."""
    admin = client_of(create_app(sales), sales, "boss", "administrator")
    user_of(sales, "ada", password=True)
    return admin, admin.post("/records/account", {"name": "Bob"})["data"]["id"]


def play(reason: Reason, world: tuple[Client, str], language: str) -> TestResponse:
    """Send the request of an example as it stands."""
    admin, account = world
    (method, _, path), *more = reason.request[0].partition(" "), *reason.request[1:]
    headers = {"Accept-Language": language, "Authorization": f"Bearer {admin.token}"}
    body = None
    for part in more:
        named = re.fullmatch(r"([A-Z][A-Za-z-]+): (.*)", part)
        if named is None:
            body = part.replace("{id}", account)
            headers["Content-Type"] = "application/json"
        else:
            headers[named[1]] = named[2]
    if "Cookie" in headers:
        del headers["Authorization"]
    return admin.flask.open(f"/api/v1/{path}".replace("{id}", account), method=method, headers=headers, data=body)


@pytest.mark.parametrize(("language", "page"), [("en", "errors"), ("zh", "errors.zh")])
def test_the_request_of_an_example_is_answered_as_the_page_says(
    world: tuple[Client, str], language: str, page: str
) -> None:
    text = (REFERENCE / f"{page}.md").read_text("utf-8")
    for reason in CALLS:
        answer = play(reason, world, language)
        told = answer.get_json(force=True)
        assert told["code"] == reason.code, told
        assert told["type"] == f"/docs/reference/{page}#{reason.code}"
        assert f"→ {answer.status_code} `{reason.code}`" in text


def key_reused(admin: Client, account: str) -> TestResponse:
    assert admin("POST", "/records/account", {"name": "Bob"}, Idempotency_Key="a1").status_code == 201
    return admin("POST", "/records/account", {"name": "Ada"}, Idempotency_Key="a1")


def cursor_expired(admin: Client, account: str) -> TestResponse:
    admin.post("/records/account", {"name": "Eve"})
    cursor = admin.get("/records/account?sort=name&limit=1")["page"]["next"]
    return admin("GET", f"/records/account?sort=-name&limit=1&cursor={cursor}")


def nested_too_deep(admin: Client, account: str) -> TestResponse:
    return admin("POST", "/records/account", json.loads("[" * 65 + "]" * 65))


def still_referenced(admin: Client, account: str) -> TestResponse:
    admin.post("/records/contact", {"name": "Ada", "account": account})
    return admin("DELETE", f"/records/account/{account}")


def not_unique(admin: Client, account: str) -> TestResponse:
    user = admin.post("/records/user", {"login": "eve", "name": "Eve", "audience": "staff"})["data"]["id"]
    assert admin("DELETE", f"/records/user/{user}").status_code == 204
    admin.post("/records/user", {"login": "eve", "name": "Eve", "audience": "staff"})
    return admin("POST", f"/records/user/{user}/restore")


def parent_deleted(admin: Client, account: str) -> TestResponse:
    book = admin.post("/records/price_book", {"name": "Prices"})["data"]["id"]
    product = admin.post("/records/product", {"name": "Tea"})["data"]["id"]
    row = {"price_book": book, "product": product, "unit_price": 3}
    entry = admin.post("/records/price_book_entry", row)["data"]["id"]
    for place in (f"price_book_entry/{entry}", f"price_book/{book}"):
        assert admin("DELETE", f"/records/{place}").status_code == 204
    return admin("POST", f"/records/price_book_entry/{entry}/restore")


def no_file(admin: Client, account: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {admin.token}"}
    form = {"object": "account"}
    return admin.flask.post("/api/v1/imports", data=form, content_type="multipart/form-data", headers=headers)


MET = (
    key_reused, cursor_expired, nested_too_deep, still_referenced, not_unique, parent_deleted, no_file,
)  # fmt: skip


def test_examples_with_a_condition_are_answered_as_the_page_says(world: tuple[Client, str]) -> None:
    text = (REFERENCE / "errors.md").read_text("utf-8")
    for meet in MET:
        answer = meet(*world)
        told = answer.get_json(force=True)
        assert told["code"] == meet.__name__, told
        assert told["type"] == f"/docs/reference/errors#{meet.__name__}"
        assert f"→ {answer.status_code} `{meet.__name__}`" in text


@pytest.mark.parametrize("reason", COMMANDS)
def test_the_command_of_an_example_fails_with_its_code(
    reason: Reason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, [*shlex.split(reason.request[0])[1:], "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["code"], told["params"]["reason"]) == (1, reason.kind, reason.code)


def test_most_codes_of_requests_are_tried() -> None:
    assert len(CALLS) + len(COMMANDS) >= 20
