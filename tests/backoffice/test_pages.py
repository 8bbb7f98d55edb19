"""The back office: who may enter, what it shows, and that nothing is written but through services."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import guanxi.backoffice
import pytest
from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.access.sessions import SessionLimits, open_session
from guanxi.access.tokens import create_token
from guanxi.automation.jobs import enqueue
from guanxi.backoffice.mount import mount
from guanxi.backoffice.screens import SCREENS
from guanxi.change.apply import apply
from guanxi.change.install import disabled
from guanxi.change.wanted import Wanted
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.save import save
from guanxi.text.backoffice_words import BACKOFFICE_WORDS, CODE_WORDS
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from werkzeug.test import TestResponse

from tests.web.client import user_of

HERE = Path(str(guanxi.backoffice.__file__)).parent
WRITING = re.compile(r"^\s*(INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH\b.*\b(INSERT|UPDATE|DELETE))\b", re.IGNORECASE)


class Browser:
    """A browser with the session of one user."""

    def __init__(self, workspace: Workspace, *roles: str, language: str = "en") -> None:
        self.user = user_of(workspace, f"user{clock.new_id()[-8:]}", *roles)
        with workspace.database.write() as transaction:
            session = open_session(transaction, self.user, now=clock.now(), limits=SessionLimits())
        self.csrf = session.csrf
        self._headers = {"Cookie": f"gx_session={session.cookie}", "Accept": "text/html", "Accept-Language": language}
        self._client = create_app(workspace, mount).test_client(use_cookies=False)

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self._client.get(f"/backoffice{path}", headers=self._headers)

    def press(self, path: str, csrf: str | None = None) -> TestResponse:
        """Press a button."""
        return self._client.post(
            f"/backoffice{path}", headers=self._headers, data={"csrf": self.csrf if csrf is None else csrf}
        )  # fmt: skip


@pytest.fixture
def operator(sales: Workspace) -> Browser:
    """Somebody who may enter."""
    return Browser(sales, "administrator")


@pytest.fixture
def statements(sales: Workspace) -> Iterator[list[str]]:
    """Every statement that is run."""
    seen: list[str] = []
    sales.database.observe(seen.append)
    yield seen
    sales.database.observe(None)


def test_a_role_of_its_own_opens_the_back_office_and_no_other_right_does(sales: Workspace) -> None:
    given = {"operator": "backoffice", "builder": "setup"}
    roles = tuple(
        Document("role", name, WORKSPACE, {"kind": "role", "name": name, "label": {"en": name, "zh": name},
                                           "audience": "staff", "system": [right]})
        for name, right in given.items()
    )  # fmt: skip
    apply(sales, Wanted(documents=roles), author=Principal.system("test"))

    assert Browser(sales, "operator").get("/jobs/").status_code == 200
    assert Browser(sales, "builder").get("/jobs/").status_code == 403


def test_pages_show_every_screen_and_write_nothing(operator: Browser, statements: list[str]) -> None:
    for path in ("/", *(f"/{screen.name}/" for screen in SCREENS)):
        answer = operator.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        text = answer.get_data(as_text=True)
        assert "<script" not in text and " style=" not in text and " onclick" not in text
        for link in re.findall(r'<td><a href="/backoffice(/\w+/[^"]+)"', text)[:2]:
            assert operator.get(link).status_code == 200, link
    assert not [text for text in statements if WRITING.match(text)]


@pytest.mark.parametrize(("language", "told"), [("en", "You may not do this."), ("zh", "您没有执行此操作的权限。")])
def test_who_may_not_enter_is_told_so_in_a_whole_page(sales: Workspace, language: str, told: str) -> None:
    answer = Browser(sales, language=language).get("/")
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    assert f"<h1>{told}</h1>" in text and text.rstrip().endswith("</html>")
    assert answer.headers.getlist("Content-Length") == [str(len(text.encode()))]


def test_who_is_not_signed_in_is_sent_to_the_sign_in(sales: Workspace) -> None:
    client = create_app(sales, mount).test_client(use_cookies=False)
    answer = client.get("/backoffice/sessions/", headers={"Accept": "text/html"})
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers.getlist("Content-Length")) == (401, [str(len(text.encode()))])
    assert "<h1>Please sign in.</h1>" in text and '<a href="/">' in text


def test_no_module_of_the_back_office_spells_a_change() -> None:
    for file in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"insert", "update", "upsert", "delete", "change_tree", "run_tree", "run_many"}


def test_a_session_is_ended_and_audited(operator: Browser, sales: Workspace) -> None:
    other = Browser(sales)
    with sales.database.read() as connection:
        key = connection.select("gx_session", ("id",), {"user_id": other.user})[0][0]
    assert "End the session" in operator.get(f"/sessions/{key}").get_data(as_text=True)

    answer = operator.press(f"/sessions/{key}/end")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/backoffice/sessions/")
    assert other.get("/").status_code == 401
    with sales.database.read() as connection:
        entry = connection.select("gx_audit", ("record_id", "principal"), {"action": "session_end"})[0]
    assert (entry[0], entry[1]["user"]) == (other.user, operator.user)


def test_a_token_is_revoked_once(operator: Browser, sales: Workspace) -> None:
    with sales.database.write() as transaction:
        now, owner = clock.now(), operator.user
        key, _ = create_token(transaction, owner, name="old", scopes=["read"], created_by=owner, now=now)

    assert operator.press(f"/tokens/{key}/revoke").status_code == 303
    assert operator.press(f"/tokens/{key}/revoke").status_code == 404
    with sales.database.read() as connection:
        assert connection.select("gx_token", ("revoked_at",), {"id": key})[0][0] is not None


def test_a_job_is_cancelled_and_tried_again(operator: Browser, sales: Workspace) -> None:
    with sales.database.write() as transaction:
        key = enqueue(transaction, "build", {})

    def state() -> str:
        with sales.database.read() as connection:
            return str(connection.select("gx_job", ("state",), {"id": key})[0][0])

    assert operator.press(f"/jobs/{key}/retry").status_code == 404
    assert operator.press(f"/jobs/{key}/cancel").status_code == 303
    assert state() == "cancelled"
    assert operator.press(f"/jobs/{key}/retry").status_code == 303
    assert state() == "queued"


def test_a_package_is_switched_off_and_on(operator: Browser, sales: Workspace) -> None:
    assert operator.press("/plugins/sales/disable").status_code == 303
    assert disabled(sales) == {"sales"}
    assert operator.press("/plugins/sales/enable").status_code == 303
    assert disabled(sales) == frozenset()


def test_what_a_service_refuses_is_told_on_a_page(operator: Browser) -> None:
    answer = operator.press("/plugins/base/disable")
    assert (answer.status_code, answer.mimetype) == (409, "text/html")
    assert "in_use" in answer.get_data(as_text=True)


@pytest.mark.parametrize("csrf", ["", "0" * 64])
def test_a_button_without_the_sessions_token_does_nothing(operator: Browser, sales: Workspace, csrf: str) -> None:
    assert operator.press("/plugins/sales/disable", csrf).status_code == 403
    assert disabled(sales) == frozenset()


def test_who_lacks_the_right_gets_the_same_answer_everywhere(sales: Workspace) -> None:
    plain = Browser(sales)
    answers = [plain.get("/"), plain.get("/plugins/sales"), plain.get("/plugins/absent"), plain.get("/jobs/")]
    answers.append(plain.press("/plugins/sales/disable"))
    assert {answer.status_code for answer in answers} == {403}
    assert disabled(sales) == frozenset()


@pytest.mark.parametrize(
    "path", ["/jobs/no-id", "/revisions/-1", "/revisions/99999999999999", "/plugins/%00", "/audit/?after=x",
             "/revisions/?after=%27", "/nowhere/"],
)  # fmt: skip
def test_hostile_keys_are_absent(operator: Browser, path: str) -> None:
    assert operator.get(path).status_code == 404


def test_lists_go_on_where_the_page_before_ended(operator: Browser, sales: Workspace) -> None:
    with sales.database.write() as transaction:
        for _ in range(60):
            enqueue(transaction, "later", {}, run_at=clock.now())
    keys: list[str] = []
    path: str | None = "/jobs/?only=queued"
    while path is not None:
        text = operator.get(path).get_data(as_text=True)
        keys += re.findall(r'href="/backoffice/jobs/([0-9a-f-]{36})"', text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        path = f"/jobs/{found[1].replace('&amp;', '&')}" if found else None
    assert len(keys) == len(set(keys)) >= 60
    assert keys == sorted(keys, reverse=True)


def test_pages_speak_both_languages(operator: Browser, sales: Workspace) -> None:
    chinese = Browser(sales, "administrator", language="zh-CN")
    assert "<h1>Jobs</h1>" in operator.get("/jobs/").get_data(as_text=True)
    assert "<h1>后台任务</h1>" in chinese.get("/jobs/").get_data(as_text=True)


def test_codes_of_tables_are_told_in_words(operator: Browser, sales: Workspace) -> None:
    with sales.database.write() as transaction:
        enqueue(transaction, "build", {})
    chinese = Browser(sales, "administrator", language="zh-CN")
    assert "排队中</span>" in chinese.get("/jobs/").text
    assert '<a href="?only=done_with_errors">部分完成</a>' in chinese.get("/jobs/").text
    assert '<span class="state queued">Queued</span>' in operator.get("/jobs/").text
    assert {code for screen in SCREENS for code in screen.choices} <= set(CODE_WORDS)


def test_every_word_of_a_screen_exists() -> None:
    codes: Callable[..., set[str]] = lambda screen: {  # noqa: E731 - reads as a row
        screen.name, f"{screen.name}_note", screen.key, *screen.columns, *screen.more,
        *(action.name for action in screen.actions),
    }  # fmt: skip
    assert set().union(*map(codes, SCREENS)) - BACKOFFICE_WORDS.keys() == set()
    words = [*BACKOFFICE_WORDS.values(), *CODE_WORDS.values()]
    assert all(word.en.isascii() and not word.zh.isascii() for word in words)


def test_no_screen_shows_a_secret() -> None:
    for screen in SCREENS:
        shown = {*screen.columns, *screen.more}
        assert "csrf" not in shown
        assert screen.name == "audit" or "hash" not in shown


def test_an_event_shows_no_values_of_fields(sales: Workspace, operator: Browser) -> None:
    context = sales.context(Principal.system("test"))
    made = save(context, "account", [{"name": "Acme", "owner": operator.user}], operation="create").results[0].id
    other = user_of(sales, "other")
    save(context, "account", [{"id": made, "owner": other}], operation="update")
    with sales.database.read() as connection:
        found = connection.select("gx_outbox", ("id", "payload"), {"object": "account", "kind": "updated"})
    payload, shown = found[0][1], operator.get(f"/outbox/{found[0][0]}").get_data(as_text=True)
    assert "sight" in payload["records"][0]
    assert (made or "") in shown
    assert "sight" not in shown
