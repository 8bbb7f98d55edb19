"""Going back: every screen comes back where it was left, and what is gone to begins at its top."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Page, expect

from tests.support.server import UNPACED
from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

ACCOUNT = "01890000-0000-7000-8000-000000000001"
FAR_ROW = "商机 0512"
FAR_DOWN = 36 * 500  # pixels; each row is 36 high


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    context = workspace.context(Principal.system("test"))
    save(context, "account", [{"id": ACCOUNT, "name": "远大"}], operation="create")
    contacts = [{"name": f"联系人 {number}", "account": ACCOUNT} for number in range(1, 21)]
    save(context, "contact", contacts, operation="create")
    rows = [
        {"name": f"商机 {number:04d}", "stage": "prospecting", "close_date": "2026-10-01"} for number in range(1, 801)
    ]
    save(context, "opportunity", rows, operation="create", any_state=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("going-back"), "sales", fill=fill, settings=UNPACED) as made:
        yield made


LONG_ENOUGH = """([name, top]) => {
    const part = document.querySelector(`[data-kept=${name}]`);
    return part !== null && part.scrollHeight - part.clientHeight >= top;
}"""
SCROLL = """(part, top) => new Promise(done => {
    part.scrollTop = top;
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""


def _scroll(page: Page, part: str, top: int) -> None:
    """Scroll a part of the screen, once that is long enough, and wait until the page knows."""
    place = page.locator(f"[data-kept={part}]")
    page.wait_for_function(LONG_ENOUGH, arg=[part, top])
    place.evaluate(SCROLL, top)
    _stands_at(page, part, top)


def _stands_at(page: Page, part: str, top: int) -> None:
    expect(page.locator(f"[data-kept={part}]")).to_have_js_property("scrollTop", top)


@pytest.mark.parametrize("again", [False, True], ids=["back", "reloaded"])
def test_a_long_list_comes_back_to_the_row_that_was_left(place: Place, browser_page: Page, again: bool) -> None:
    page = browser_page
    sign_in(page, place, "/o/opportunity?sort=name")
    row = page.get_by_role("row", name=FAR_ROW)
    expect(page.get_by_role("row", name="商机 0001")).to_be_visible()
    _scroll(page, "rows", FAR_DOWN)
    row.get_by_text(FAR_ROW).click()
    expect(page.get_by_role("heading", name=FAR_ROW)).to_be_visible()
    if again:
        page.reload()
        expect(page.get_by_role("heading", name=FAR_ROW)).to_be_visible()
    page.go_back()
    expect(row).to_be_in_viewport()
    _stands_at(page, "rows", FAR_DOWN)
    expect(page.locator(".grid-blank")).to_have_count(0)


def test_what_is_gone_to_begins_at_its_top_and_back_follows_each_step(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, "/o/opportunity?sort=name")
    expect(page.get_by_role("row", name="商机 0001")).to_be_visible()
    _scroll(page, "rows", FAR_DOWN)
    page.get_by_role("columnheader", name="Name").get_by_role("button").click()
    expect(page.get_by_role("row", name="商机 0800")).to_be_in_viewport()
    _stands_at(page, "rows", 0)
    _scroll(page, "rows", 3600)
    page.get_by_role("row", name="商机 0695").get_by_text("商机 0695").click()
    expect(page.get_by_role("heading", name="商机 0695")).to_be_visible()
    _stands_at(page, "page", 0)
    page.go_back()
    expect(page.get_by_role("row", name="商机 0695")).to_be_in_viewport()
    _stands_at(page, "rows", 3600)
    page.go_back()
    expect(page.get_by_role("row", name=FAR_ROW)).to_be_in_viewport()
    _stands_at(page, "rows", FAR_DOWN)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        pytest.param("/o/opportunity?view=pipeline", "board", id="board"),
        pytest.param("/o/opportunity?as=gallery", "cards", id="gallery"),
        pytest.param(f"/o/account/{ACCOUNT}?tab=related", "page", id="related-list"),
        pytest.param("/search?q=商机", "page", id="search"),
        pytest.param("/setup/object", "page", id="setup"),
    ],
)
def test_a_screen_comes_back_where_it_was_left(place: Place, browser_page: Page, path: str, part: str) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1000, "height": 360})
    sign_in(page, place, path)
    links = page.locator(f"[data-kept={part}] a:visible")
    expect(links.nth(3)).to_be_visible()
    _scroll(page, part, 120)
    links.nth(3).evaluate("link => link.click()")
    expect(page).not_to_have_url(place.address + quote(path, "/?=&"))
    _stands_at(page, "page", 0)
    page.go_back()
    _stands_at(page, part, 120)
