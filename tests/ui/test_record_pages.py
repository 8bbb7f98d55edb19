"""Records as people write them in the web app: forms, refusals, two people at once, stages, the keyboard, a phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.records.share_rows import Share
from guanxi.records.sharing import change_shares
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui.dragging import WIDE, drag
from tests.ui.places import Place, filled_place, sound_page
from tests.ui.setup_pages import enter
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

DEAL, SHOWN, HASTY, SAVED = (f"019b0000-0000-7000-8000-00000000000{digit}" for digit in "defa")


WATCH = """() => {
    globalThis.before = 0;
    new MutationObserver(() => {
        globalThis.before += [...document.querySelectorAll("dd")].filter((fact) => fact.textContent === "call").length;
    }).observe(document.body, {childList: true, subtree: true});
}"""
"""Counts how often a page shows the value `call`."""


def fill(workspace: Workspace) -> None:
    for login in ("boss", "polyglot"):
        user_of(workspace, login, "administrator", password=True)
    rep = user_of(workspace, "rep", "sales_rep", password=True, name="林悦")
    context = workspace.context(Principal.system("test"))
    rows = [
        {"id": record, "name": name, "stage": "proposing", "next_step": "call"}
        for record, name in ((DEAL, "网关项目"), (SHOWN, "机房"), (HASTY, "急单"), (SAVED, "保存"))
    ]
    own = {"name": "自有", "stage": "proposing", "owner": rep, "close_date": "2026-10-01"}
    save(context, "opportunity", [*rows, own], operation="create", any_state=True)
    change_shares(context, "opportunity", SHOWN, given=[Share(rep, "read")])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("record-pages"), "sales", fill=fill) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which the server may refuse; errors of the page itself are none of it."""
    with sound_page(browser, locale="en-GB") as page:
        yield page


def test_a_rule_refuses_in_the_words_of_the_server_and_the_mended_record_is_saved(page: Page, place: Place) -> None:
    sign_in(page, place, "/o/opportunity", login="polyglot")
    expect(page.get_by_role("grid")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Commands and search")).to_be_focused()
    page.keyboard.type("中文")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="新建").click()
    page.get_by_label("名称").fill("合同 甲")
    page.get_by_label("阶段").select_option(label="赢单")
    page.get_by_label("金额").fill("0")
    expect(page.get_by_text("赢单的商机必须填写金额。")).to_be_visible()  # while it is written
    page.get_by_role("button", name="创建").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("已结单的商机必须填写结单日期。")
    page.get_by_label("结单日期").fill("2026-10-01")
    page.get_by_label("金额").fill("一千")  # what the browser does not judge, the server does
    page.get_by_role("button", name="创建").click()
    expect(summary.get_by_role("button", name="金额")).to_be_visible()
    page.get_by_label("金额").fill("1，200")
    page.get_by_role("button", name="创建").click()
    expect(page.get_by_role("heading", name="合同 甲")).to_be_visible()
    expect(page.get_by_label("关键信息")).to_contain_text("1,200")


def test_a_form_saved_without_a_line_keeps_what_was_written_and_is_saved_once_when_the_line_is_back(
    page: Page, place: Place
) -> None:
    enter(page, place, "o/opportunity/new", "boss")
    name = page.get_by_role("textbox", name="名称")
    name.fill("断线项目")
    page.get_by_label("结单日期", exact=True).fill("2026年12月1日")
    page.context.set_offline(True)
    create = page.get_by_role("button", name="创建")
    create.click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("服务器没有应答。您填写的内容仍保留在此，网络恢复后请再次保存。")
    expect(name).to_have_value("断线项目")
    page.context.set_offline(False)
    page.route("**/api/v1/records/opportunity", lose_the_answer, times=1)
    create.click()
    expect(summary).to_contain_text("服务器没有应答")
    expect(page.get_by_label("结单日期", exact=True)).to_have_value("2026年12月1日")
    create.click()
    expect(page.get_by_role("heading", name="断线项目")).to_be_visible()
    found = page.request.get(f"{place.address}/api/v1/records/opportunity?filter=name = '断线项目'&fields=close_date")
    assert [row["close_date"] for row in found.json()["data"]] == ["2026-12-01"]


def test_what_is_told_is_shown_though_the_file_that_shows_it_did_not_come_at_first(page: Page, place: Place) -> None:
    page.route("**/assets/Notes-*.js", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed", lambda request: "/assets/Notes-" in request.url):
        sign_in(page, place, f"/o/opportunity/{DEAL}")
    page.get_by_role("button", name="Edit Source").click()
    page.get_by_role("combobox", name="Source").select_option(label="Event")
    expect(page.get_by_text("Source is saved")).to_be_visible()


def hold_back(page: Page, place: str, method: str = "PATCH") -> Callable[[], None]:
    """Keep changes of a record, or what is read of it, on their way, and return what lets them go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == method:
            held.append(route)
        else:
            route.continue_()

    def release() -> None:
        page.route(place, lambda route: route.continue_())
        for route in held:
            route.continue_()

    page.route(place, hold)
    return release


def lose_the_answer(route: Route) -> None:
    """Have the server do what it is asked, and nobody hear of it."""
    route.fetch()
    route.abort()


def test_dates_are_written_in_the_language_of_the_pages_whatever_the_browsers(page: Page, place: Place) -> None:
    enter(page, place, f"o/opportunity/{DEAL}", "boss")
    fact = page.get_by_role("tabpanel").get_by_role("button", name="编辑结单日期").locator("..")
    fact.get_by_role("button").click()
    day = page.get_by_role("textbox", name="结单日期")
    day.fill("下周")
    day.press("Enter")
    expect(page.get_by_text("无法识别日期，请写成 2026-11-29 或 2026年11月29日。")).to_be_visible()
    day.fill("2026/11/29")
    day.press("Enter")
    expect(page.get_by_label("关键信息")).to_contain_text("2026年11月29日")
    expect(page.get_by_text("结单日期已保存")).to_be_visible()  # it is shown before the server has it
    page.goto(f"{place.address}/o/opportunity")
    page.get_by_role("button", name="筛选").click()
    page.get_by_label("字段", exact=True).select_option("结单日期")
    page.get_by_label("结单日期的值").fill("2026年11月1日")
    expect(page.get_by_label("这些条件的公式")).to_have_text("close_date >= '2026-11-01'")
    expect(page.get_by_role("grid").get_by_role("row", name="网关项目")).to_be_visible()
    page.goto(f"{place.address}/o/activity/new")
    start = page.get_by_label("开始时间")
    start.fill("2026年11月29日 下午2:30")
    start.press("Tab")
    expect(start).to_have_value("2026年11月29日 14:30")
    start.press("ArrowDown")
    page.get_by_role("dialog", name="开始时间：日历").get_by_role("button", name="2026年11月30日").click()
    expect(start).to_have_value("2026年11月30日 14:30")


def test_two_people_who_change_one_record_choose_what_stays(browser: Browser, page: Page, place: Place) -> None:
    edit = f"/o/opportunity/{DEAL}/edit"
    sign_in(page, place, edit)
    page.get_by_label("Next step").fill("mine")
    page.get_by_label("Probability").fill("40")
    other = browser.new_context(locale="en-GB").new_page()
    sign_in(other, place, edit)
    other.get_by_label("Next step").fill("theirs")
    other.get_by_label("Description").fill("said by another")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("heading", name="网关项目", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save").click()
    conflict = page.get_by_role("dialog", name="Somebody else saved first")
    expect(conflict.get_by_role("group")).to_have_count(1)  # only what both changed
    conflict.get_by_label("Theirs").check()
    conflict.get_by_role("button", name="Save what I chose").click()
    facts = page.get_by_role("tabpanel")
    for value in ("theirs", "said by another", "40%"):
        expect(facts.get_by_text(value, exact=True)).to_be_visible()
    other.context.close()


def test_what_one_changes_while_the_change_before_is_under_way_is_saved_after_it(page: Page, place: Place) -> None:
    sign_in(page, place, f"/o/opportunity/{HASTY}")
    expect(page.get_by_role("heading", name="急单", exact=True)).to_be_visible()
    release = hold_back(page, f"**/records/opportunity/{HASTY}")
    page.get_by_role("button", name="Edit Next step").click()
    page.get_by_role("textbox", name="Next step").fill("write")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Edit Source").click()
    page.get_by_role("combobox", name="Source").select_option(label="Referral")
    release()
    expect(page.get_by_text("Next step is saved")).to_be_visible()
    expect(page.get_by_text("Source is saved")).to_be_visible()


def test_the_page_of_a_record_never_shows_what_was_before_a_save(page: Page, place: Place) -> None:
    sign_in(page, place, f"/o/opportunity/{SAVED}")
    expect(page.get_by_text("call", exact=True)).to_be_visible()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Next step").fill("visit")
    page.evaluate(WATCH)
    release = hold_back(page, f"**/records/opportunity/{SAVED}?*", "GET")
    with page.expect_request(re.compile(rf"{SAVED}\?.*rights")):
        page.get_by_role("button", name="Save").click()
    release()
    expect(page.get_by_text("visit", exact=True)).to_be_visible()
    assert page.evaluate("globalThis.before") == 0


def test_a_card_moved_on_while_its_move_before_is_under_way_goes_where_it_was_put(page: Page, place: Place) -> None:
    page.set_viewport_size(WIDE)
    sign_in(page, place, "/o/opportunity?view=pipeline")
    columns = [page.get_by_role("region", name=name, exact=True) for name in ("Prospecting", "Engaging", "Proposing")]
    card = columns[2].get_by_role("listitem", name="急单")
    expect(card).to_be_visible()
    release = hold_back(page, f"**/records/opportunity/{HASTY}")
    drag(page, card, columns[1])
    drag(page, columns[1].get_by_role("listitem", name="急单"), columns[0])
    release()
    expect(page.get_by_text("Moved to Prospecting")).to_be_visible()
    expect(columns[0].get_by_role("listitem", name="急单")).to_be_visible()


def test_a_board_says_which_fields_a_column_needs(page: Page, place: Place) -> None:
    page.set_viewport_size(WIDE)
    sign_in(page, place, "/o/opportunity?view=pipeline", login="rep")
    proposing, lost = (page.get_by_role("region", name=name, exact=True) for name in ("Proposing", "Lost"))
    drag(page, proposing.get_by_role("listitem", name="自有"), lost)
    words = "Lost needs Loss reason: open the record and fill that in first"
    expect(page.get_by_role("alert")).to_have_text(words)
    expect(proposing.get_by_role("listitem", name="自有")).to_be_visible()


def test_a_stage_asks_for_what_it_needs_and_is_undone(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, f"/o/opportunity/{DEAL}")
    path = browser_page.get_by_role("region", name="Stage")
    expect(path).to_contain_text("needs Amount")
    path.get_by_role("button", name="Negotiating", exact=True).click()
    gate = browser_page.get_by_role("dialog", name="Move to Negotiating")
    gate.get_by_label("Amount").fill("500")
    gate.get_by_role("button", name="Move to Negotiating").click()
    expect(path.locator("[aria-current=step]")).to_have_text("Negotiating")
    browser_page.get_by_role("button", name="Undo").click()
    expect(path.locator("[aria-current=step]")).to_have_text("Proposing")


def test_a_record_is_made_by_keyboard_with_a_new_one_inside_its_look_up(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/opportunity")
    expect(browser_page.get_by_role("grid")).to_be_visible()
    expect(browser_page.get_by_role("navigation").get_by_role("link", name="Opportunities")).to_be_visible()
    keys = browser_page.keyboard
    keys.press("c")
    expect(browser_page.get_by_role("textbox", name="Name")).to_be_focused()
    keys.type("By keys")
    browser_page.get_by_label("Account", exact=True).focus()
    keys.type("Fresh Ltd")
    creation = browser_page.get_by_role("option", name="Create “Fresh Ltd”…")
    expect(creation).to_be_visible()
    expect(creation).not_to_have_attribute("data-combobox-disabled", "true")  # nothing of that name was found
    keys.press("ArrowDown")
    keys.press("Enter")
    dialog = browser_page.get_by_role("dialog", name="New Account")
    expect(dialog.get_by_label("Name")).to_have_value("Fresh Ltd")
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(browser_page.get_by_label("Account", exact=True)).to_have_value("Fresh Ltd")
    keys.press("Control+Enter")
    expect(browser_page.get_by_role("heading", name="By keys")).to_be_visible()
    expect(browser_page.get_by_label("Key facts").get_by_role("link", name="Fresh Ltd")).to_be_visible()
    keys.press("e")
    expect(browser_page.get_by_role("heading", name="Edit By keys")).to_be_visible()


def test_a_phone_shows_and_edits_a_record_without_sticking_out(browser_page: Page, place: Place) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    sign_in(browser_page, place, f"/o/opportunity/{DEAL}")
    browser_page.get_by_role("button", name="Edit Source").click()
    browser_page.get_by_role("combobox", name="Source").select_option(label="Referral")
    expect(browser_page.get_by_text("Source is saved")).to_be_visible()
    assert browser_page.evaluate("document.documentElement.scrollWidth") == 390
    browser_page.get_by_role("link", name="Edit", exact=True).click()
    browser_page.get_by_role("textbox", name="Next step").fill("unsaved")
    browser_page.get_by_role("button", name="Cancel").click()
    browser_page.get_by_role("dialog", name="Leave without saving?").get_by_role("button", name="Discard").click()
    expect(browser_page).to_have_url(re.compile(rf"{DEAL}$"))
    assert browser_page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_deleted_record_comes_back_by_undo(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, f"/o/opportunity/{DEAL}")
    browser_page.get_by_role("button", name="More actions").click()
    browser_page.get_by_role("menuitem", name="Delete").click()
    expect(browser_page.get_by_role("heading", name="Opportunities", exact=True)).to_be_visible()
    browser_page.get_by_role("button", name="Undo").click()
    expect(browser_page.get_by_role("heading", name="网关项目", exact=True)).to_be_visible()


def test_a_record_is_shared_by_hand_seen_at_once_and_taken_back(browser: Browser, page: Page, place: Place) -> None:
    with sound_page(browser, locale="zh-CN") as other:
        sign_in(other, place, f"/o/opportunity/{DEAL}", login="rep")
        expect(other.get_by_role("heading", name="这里什么也没有")).to_be_visible()
        sign_in(page, place, f"/o/opportunity/{DEAL}")
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Share").click()
        dialog = page.get_by_role("dialog", name="Share “网关项目”")
        expect(dialog.get_by_text("Shared with nobody by hand")).to_be_visible()
        dialog.get_by_label("Name").fill("林悦")
        page.get_by_role("option", name="林悦").click()
        dialog.get_by_role("button", name="Share", exact=True).click()
        shared = dialog.get_by_role("list", name="Shared with").get_by_role("listitem")
        expect(shared).to_contain_text("林悦")
        other.reload()
        expect(other.get_by_role("heading", name="网关项目", exact=True)).to_be_visible()
        level = shared.get_by_role("combobox", name="What 林悦 may do")
        level.select_option("change it")
        expect(level).to_have_value("write")
        shared.get_by_role("button", name="Share with 林悦 no longer").click()
        expect(dialog.get_by_text("Shared with nobody by hand")).to_be_visible()
        other.reload()
        expect(other.get_by_role("heading", name="这里什么也没有")).to_be_visible()


def test_a_record_that_one_may_only_read_says_so_and_offers_nothing_that_it_refuses(page: Page, place: Place) -> None:
    sign_in(page, place, f"/o/opportunity/{SHOWN}", login="rep")
    expect(page.get_by_role("heading", name="机房", exact=True)).to_be_visible()
    expect(page.get_by_text("Read only")).to_be_visible()
    acts = page.locator(".record-acts")
    expect(acts.get_by_role("link", name="Edit")).to_have_count(0)
    for name in ("More actions", "Mark as lost"):
        expect(acts.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_role("region", name="Stage").get_by_role("button", disabled=False)).to_have_count(0)
    page.goto(f"{place.address}/o/opportunity/{SHOWN}/edit")
    expect(page.get_by_role("heading", name="You may not edit “机房”")).to_be_visible()
    page.get_by_role("link", name="Back to “机房”").click()
    expect(page.get_by_role("heading", name="机房", exact=True)).to_be_visible()


def test_a_colleague_who_is_entered_in_the_pages_gets_a_password_there_and_comes_in(page: Page, place: Place) -> None:
    sign_in(page, place, "/o/user/new")
    page.get_by_label("Name *", exact=True).fill("Li Hua")
    page.get_by_label("Sign-in name *", exact=True).fill("li.hua")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("button", name="Give a new password").click()
    dialog = page.get_by_role("dialog", name="Give a new password")
    dialog.get_by_role("button", name="Give a new password").click()
    password = dialog.locator("code").inner_text()
    page.context.clear_cookies()
    sign_in(page, place, "/", login="li.hua", password=password)
    expect(page.get_by_label("New password", exact=True)).to_be_visible()
