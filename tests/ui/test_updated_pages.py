"""A tab that is open while the server gets newer pages: nothing written is lost, and the new pages come."""

import re
from collections.abc import Iterator

import pytest
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui.places import Place, filled_place
from tests.web.client import PASSWORD, user_of

# Of a file that is not there the console tells, as it should; these tests take a page whose console is not watched.


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("updated-pages"), "sales", fill=fill) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def _update(page: Page, part: str) -> None:
    """Let the server have other pages, in which a part of the former ones is gone."""

    def other(route: Route) -> None:
        if route.request.resource_type == "document":
            route.continue_()
        else:
            route.fulfill(body='<script type="module" src="/assets/index-newer.js"></script>', content_type="text/html")

    page.route(re.compile(r"^https?://[^/]+/$"), other)
    page.route(f"**/assets/{part}-*.js", lambda route: route.fulfill(status=404, json={}))


def _enter(page: Page, place: Place, path: str) -> None:
    page.goto(place.address + path)
    page.get_by_label("登录名").fill("boss")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_a_form_stays_as_it_is_and_the_new_pages_come_with_the_next_page(place: Place, page: Page) -> None:
    _enter(page, place, "/o/account/new")
    name = page.get_by_role("textbox", name="名称").first
    name.fill("远大")
    _update(page, "Palette")
    page.get_by_role("button", name="搜索……").click()
    told = page.get_by_role("status").filter(has_text="系统已更新。")
    expect(told).to_be_visible()
    expect(name).to_have_value("远大")
    page.unroute_all()
    page.evaluate("window.former = true")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="远大")).to_be_visible()
    expect(told).to_have_count(0)
    assert page.evaluate("window.former") is None


def test_a_screen_that_is_gone_is_loaded_from_the_new_pages(place: Place, page: Page) -> None:
    _enter(page, place, "/")
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    _update(page, "SettingsPage")
    page.evaluate("window.former = true")
    page.on("request", lambda request: page.unroute_all() if request.is_navigation_request() else None)
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("region", name="API 令牌")).to_be_visible()
    assert page.evaluate("window.former") is None
