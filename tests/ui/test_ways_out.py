"""Ways out: what Escape closes, what going on would lose, and addresses that lead nowhere."""

import re
from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.places import Place, filled_place, sound_page
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

DEAL = "019b0000-0000-7000-8000-0000000000b0"


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    user_of(workspace, "rep", "sales_rep", name="李娜")
    deal = {"id": DEAL, "name": "网关项目", "stage": "proposing", "amount": "1200.5", "close_date": "2026-10-01"}
    save(workspace.context(Principal.system("test")), "opportunity", [deal], operation="create", any_state=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("ways-out"), "sales", fill=fill) as made:
        yield made


def filter_by(page: Page, place: Place, field: str) -> Locator:
    """Open the filter of the deals, choose a field in it, and return it."""
    sign_in(page, place, "/o/opportunity")
    page.get_by_role("button", name="Filter").click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_role("combobox", name="Field").select_option(label=field)
    return panel


@pytest.mark.parametrize(
    ("field", "opener", "opened"),
    [
        pytest.param("Close date", "Open the calendar", "Calendar: Close date", id="calendar"),
        pytest.param("Account", None, None, id="look-up"),
    ],
)
def test_escape_closes_what_is_open_in_a_panel_before_the_panel(
    place: Place, browser_page: Page, field: str, opener: str | None, opened: str | None
) -> None:
    page = browser_page
    panel = filter_by(page, place, field)
    if opener is None:
        panel.get_by_label(f"Value for {field}").click()
        inner = page.get_by_role("listbox")
    else:
        panel.get_by_role("button", name=opener).click()
        inner = page.get_by_role("dialog", name=opened)
    expect(inner).to_be_visible()
    page.keyboard.press("Escape")
    expect(inner).to_have_count(0)
    expect(panel).to_be_visible()
    expect(panel.get_by_label(f"Value for {field}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


@pytest.mark.parametrize(
    ("field", "opener", "chosen", "filtered"),
    [
        pytest.param("Close date", "Open the calendar", "button", "close_date", id="calendar"),
        pytest.param("Owner", None, "option", "owner", id="look-up"),
    ],
)
def test_what_is_chosen_by_mouse_in_a_panel_leaves_it_open_until_the_page_is_pressed(
    place: Place, browser_page: Page, field: str, opener: str | None, chosen: str, filtered: str
) -> None:
    page = browser_page
    panel = filter_by(page, place, field)
    if opener is None:
        panel.get_by_label(f"Value for {field}").click()
        page.get_by_role("listbox").get_by_role("option", name="Boss").click()
    else:
        panel.get_by_role("button", name=opener).click()
        page.get_by_role("dialog", name=f"Calendar: {field}").get_by_role(
            "button", name=re.compile(r"\b15\b")
        ).first.click()
    expect(page).to_have_url(re.compile(f"filter={filtered}|{filtered}"))
    expect(panel).to_be_visible()
    page.get_by_role("heading", name="Opportunities", exact=True).click()
    expect(panel).to_have_count(0)


def test_a_filter_that_is_applied_leaves_the_list_in_sight(place: Place, browser_page: Page) -> None:
    panel = filter_by(browser_page, place, "Amount")
    panel.get_by_role("textbox", name="Value for Amount").fill("1")
    panel.get_by_role("button", name="Apply").click()
    expect(panel).to_have_count(0)
    expect(browser_page).to_have_url(re.compile("amount"))
    expect(browser_page.get_by_role("button", name="Filter")).to_be_focused()


def test_a_board_on_which_nothing_matches_offers_all(place: Place, browser_page: Page) -> None:
    sign_in(browser_page, place, "/o/opportunity?view=pipeline&q=zzzz")
    expect(browser_page.get_by_text("No Opportunities match")).to_be_visible()
    browser_page.get_by_role("button", name="Show all").click()
    expect(browser_page.get_by_role("region", name="Prospecting", exact=True)).to_be_visible()


def test_a_comment_that_was_not_sent_waits_where_it_was_begun(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, f"/o/opportunity/{DEAL}?part=timeline")
    box = page.get_by_role("combobox", name="Comment")
    box.press_sequentially("Ask @")
    page.get_by_role("option", name="李娜").click()
    expect(box).to_have_value("Ask @李娜 ")
    page.get_by_role("link", name="Home").click()
    expect(page).to_have_url(place.address + "/")
    page.go_back()
    expect(box).to_have_value("Ask @李娜 ")
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    box.press("Control+Enter")
    expect(page.get_by_role("link", name="@李娜")).to_be_visible()
    expect(box).to_have_value("")


def test_going_back_asks_before_a_half_written_call_is_lost(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, "/o/opportunity")
    page.get_by_role("row", name="网关项目").get_by_text("网关项目").click()
    page.get_by_role("tab", name="Timeline").click()
    call = page.get_by_role("group", name="Add to the timeline").get_by_role("button", name="Call")
    call.click()
    form = page.get_by_role("dialog", name="New Activity")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")  # nothing was written: nothing is asked
    expect(form).to_have_count(0)
    call.click()
    form.get_by_label("Subject").fill("方案电话")
    at = page.url
    page.go_back()
    asked = page.get_by_role("dialog", name="Leave without saving?")
    asked.get_by_role("button", name="Keep editing").click()
    expect(form.get_by_label("Subject")).to_have_value("方案电话")
    expect(page).to_have_url(at)
    page.go_back()
    asked.get_by_role("button", name="Discard").click()
    expect(page).not_to_have_url(at)
    page.goto(place.address + "/")
    expect(form).to_have_count(0)


def test_the_summary_of_a_deal_is_copied_as_the_page_shows_it(place: Place, browser_page: Page) -> None:
    page = browser_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, place, f"/o/opportunity/{DEAL}")
    page.get_by_role("button", name="Copy summary").click()
    expect(page.get_by_text("The summary is on the clipboard.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "网关项目 · Proposing · ¥1,200.50 · Oct 1, 2026"


@pytest.fixture
def lost(browser: Browser) -> Iterator[Page]:
    """A page on which the server may answer that nothing is there; errors of the page itself are none of it."""
    with sound_page(browser, locale="en-GB") as page:
        yield page


@pytest.mark.parametrize("path", ["/nowhere", "/no/such/page"])
def test_an_address_that_leads_nowhere_says_so_and_shows_the_way_home(place: Place, lost: Page, path: str) -> None:
    page = lost
    page.add_init_script("localStorage.setItem('guanxi.language', 'zh')")
    answer = page.goto(place.address + path)
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="这里什么也没有")).to_be_visible()
    expect(page.get_by_text("没有页面使用这个网址")).to_be_visible()
    expect(page).to_have_title(re.compile("这里什么也没有"))
    page.get_by_role("link", name="回到首页").click()
    expect(page.get_by_label("登录名")).to_be_visible()


def test_who_is_signed_in_keeps_the_menu_at_an_address_that_leads_nowhere(place: Place, lost: Page) -> None:
    page = lost
    sign_in(page, place)
    menu = page.get_by_role("navigation").get_by_role("link", name="Accounts")
    expect(menu).to_be_visible()
    for path in ("/nowhere", "/o/nothing"):
        answer = page.goto(place.address + path)
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
        expect(menu).to_be_visible()
    page.get_by_role("link", name="Go home").click()
    expect(page).to_have_url(place.address + "/")
