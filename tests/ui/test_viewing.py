"""Looking as somebody else in the browser: all that the person sees, and nothing that would change any of it."""

import re
from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Page, expect

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

DEAL = "019b0000-0000-7000-8000-0000000000a5"
ONLY = "Nothing can be changed while you look as somebody else"


def fill(workspace: Workspace) -> None:
    for login in ("boss", "chief"):
        user_of(workspace, login, "administrator", password=True)
    deal = {"id": DEAL, "name": "网关项目", "stage": "prospecting", "amount": 500, "close_date": "2026-10-01"}
    save(workspace.context(Principal.system("test")), "opportunity", [deal], operation="create")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with two administrators, and a deal."""
    with filled_place("sqlite", tmp_path_factory.mktemp("viewing"), "sales", fill=fill) as made:
        yield made


@pytest.fixture
def looking(place: Place, browser_page: Page) -> Page:
    """The page of an administrator who looks as a colleague who may do everything."""
    sign_in(browser_page, place)
    expect(browser_page.get_by_role("navigation", name="Main menu")).to_be_visible()
    call(browser_page, place, "POST", "access/view_as", {"user": colleague(browser_page, place)})
    return browser_page


def colleague(page: Page, place: Place) -> str:
    found = page.request.get(f"{place.address}/api/v1/records/user?filter=login = 'chief'&fields=id").json()
    return str(found["data"][0]["id"])


def call(page: Page, place: Place, method: str, path: str, body: object) -> dict[str, object]:
    """Ask the server as the session of the page does."""
    token = page.request.get(f"{place.address}/api/v1/me").json()["csrf"]
    headers = {"X-CSRF-Token": token}
    answer = page.request.fetch(f"{place.address}/api/v1/{path}", method=method, data=body, headers=headers)
    told: dict[str, object] = answer.json()
    return told


def show(page: Page, place: Place, path: str) -> None:
    page.goto(place.address + path)
    expect(page.get_by_role("status").filter(has_text="You see Guanxi as Chief")).to_be_visible()


def test_pages_that_change_things_say_why_they_are_shut(looking: Page, place: Place) -> None:
    for path in ("o/opportunity/new", f"o/opportunity/{DEAL}/edit", "o/opportunity/import", "setup/object/opportunity"):
        show(looking, place, f"/{path}")
        expect(looking.get_by_role("heading", name=ONLY)).to_be_visible()
        expect(looking.get_by_role("main").get_by_role("textbox")).to_have_count(0)


def test_a_list_offers_nothing_that_changes_it(looking: Page, place: Place) -> None:
    show(looking, place, "/o/opportunity?columns=name,next_step")
    grid = looking.get_by_role("grid", name="Opportunities")
    grid.get_by_role("row").nth(1).get_by_role("checkbox").check()
    expect(looking.get_by_role("toolbar", name="Selected rows").get_by_role("button")).to_have_count(1)  # unselect
    looking.keyboard.press("j")
    looking.keyboard.press("e")
    looking.keyboard.press("c")
    expect(looking).to_have_url(re.compile("columns=name,next_step$"))
    for name in ("Next step", "Name"):
        expect(grid.get_by_role("gridcell").get_by_role("button", name=name)).to_have_count(0)
    expect(grid.get_by_role("textbox")).to_have_count(0)
    expect(looking.get_by_role("link", name="New")).to_have_count(0)
    expect(looking.get_by_role("button", name="More", exact=True)).to_have_count(0)
    looking.get_by_role("button", name="View: All opportunities").click()
    expect(looking.get_by_role("menuitem", name="Pipeline")).to_be_visible()
    expect(looking.get_by_role("menuitem", name="Save as my own view")).to_have_count(0)


def test_a_card_of_the_board_cannot_be_carried(looking: Page, place: Place) -> None:
    show(looking, place, "/o/opportunity?view=pipeline")
    card = looking.get_by_role("listitem", name="网关项目")
    expect(card).to_have_attribute("aria-disabled", "true")
    card.hover()
    looking.mouse.down()
    looking.get_by_role("region", name="Engaging").hover()
    looking.mouse.up()
    expect(looking.get_by_role("region", name="Prospecting").get_by_role("listitem", name="网关项目")).to_be_visible()


def test_a_record_page_offers_nothing_that_changes_it(looking: Page, place: Place) -> None:
    show(looking, place, f"/o/opportunity/{DEAL}")
    expect(looking.get_by_role("heading", name="网关项目")).to_be_visible()
    expect(looking.get_by_role("region", name="Stage").get_by_role("button", disabled=False)).to_have_count(0)
    looking.keyboard.press("e")
    article = looking.get_by_role("article")
    tabs = article.get_by_role("tab")
    expect(tabs.first).to_be_visible()
    for tab in tabs.all():
        tab.click()
        expect(article.get_by_role("tabpanel")).to_be_visible()
        expect(article.get_by_role("textbox")).to_have_count(0)
        for name in ("Edit", "Edit Next step", "More actions", "Copy summary", "New", "Call", "Comment"):
            for role in ("button", "link"):
                expect(article.get_by_role(role, name=name, exact=True)).to_have_count(0)  # type: ignore[arg-type]
    expect(looking).to_have_url(re.compile(DEAL))


def test_settings_and_the_account_menu_change_nothing_of_the_person(looking: Page, place: Place) -> None:
    show(looking, place, "/settings")
    expect(looking.get_by_role("note").filter(has_text=ONLY)).to_be_visible()
    for label in ("Current password", "Time zone", "What is it for?"):
        expect(looking.get_by_label(label)).to_be_disabled()
    looking.get_by_role("button", name="Account: Chief").click()
    expect(looking.get_by_role("menuitem", name="My settings")).to_be_visible()
    for name in ("Setup", "Back office"):
        expect(looking.get_by_role("menuitem", name=name)).to_have_count(0)


def test_the_server_refuses_whatever_a_page_would_send(looking: Page, place: Place) -> None:
    tried = [
        ("POST", "records/opportunity", {"name": "x"}), ("PATCH", f"records/opportunity/{DEAL}", {"next_step": "x"}),
        ("PATCH", "records/opportunity", {}), ("PATCH", "me", {"zone": None}), ("POST", "exports", {}),
        ("POST", "views/opportunity", {}), ("POST", "notifications/read", {}),
    ]  # fmt: skip
    assert {call(looking, place, *one)["code"] for one in tried} == {"view_as_reads_only"}
