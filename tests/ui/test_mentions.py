"""Mentions in comments: people are offered while one types, told of it, and shown by their names."""

from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page, expect

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

ACCOUNT = "01890000-0000-7000-8000-000000000001"
COMMENTED = "01890000-0000-7000-8000-000000000002"
COMMENT = "01890000-0000-7000-8000-0000000000c1"
COMMENTS = f"/o/account/{ACCOUNT}?part=timeline"


def fill(workspace: Workspace) -> None:
    user_of(workspace, "wei", "sales_operations", password=True, name="张伟")
    user_of(workspace, "lina", "sales_rep", name="李娜")
    user_of(workspace, "left", "sales_rep", name="张离", active=False)
    rep = user_of(workspace, "rep", "sales_rep", password=True)
    context = workspace.context(Principal.system("test"))
    accounts = [{"id": ACCOUNT, "name": "远大", "owner": rep}, {"id": COMMENTED, "name": "近水", "owner": rep}]
    save(context, "account", accounts, operation="create")
    about = {"type": "account", "id": COMMENTED}
    said = {"id": COMMENT, "text": "Thanks @lina", "record": about, "owner": rep}
    save(context, "comment", [said], operation="create")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("mentions"), "sales", fill=fill) as made:
        yield made


def test_a_person_is_found_by_pinyin_mentioned_by_keys_told_and_shown_by_name(
    place: Place, browser: Browser, browser_page: Page
) -> None:
    page = browser_page
    sign_in(page, place, COMMENTS, login="rep")
    box = page.get_by_role("combobox", name="Comment")
    box.press_sequentially("请@zhang")
    offered = page.get_by_role("listbox", name="People")
    expect(offered.get_by_role("option")).to_have_count(1)  # who has left is not offered
    expect(offered.get_by_role("option", name="张伟 @wei", selected=True)).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Enter")
    expect(box).to_have_value("请 @张伟 ")
    expect(offered).to_have_count(0)
    box.press_sequentially("看一下")
    box.press("Control+Enter")
    said = page.get_by_role("list").get_by_role("link", name="@张伟")
    expect(said).to_be_visible()
    expect(page.get_by_text("请 @张伟 看一下")).to_be_visible()
    context = browser.new_context(locale="zh-CN")
    other = context.new_page()
    sign_in(other, place, login="wei")
    expect(other.get_by_role("button", name="通知，1 条未读")).to_be_visible()
    context.close()
    page.get_by_role("button", name="Edit comment").click()
    again = page.get_by_role("combobox", name="Comment").last
    expect(again).to_have_value("请 @张伟 看一下")
    expect(again).to_be_focused()
    again.fill("请 @张伟 明天看")
    again.press("Control+Enter")
    expect(page.get_by_text("请 @张伟 明天看")).to_be_visible()
    expect(said).to_be_visible()  # who was mentioned still is
    page.get_by_role("button", name="Delete comment").click()
    expect(said).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(said).to_be_visible()


def test_a_comment_by_its_own_address_is_changed_at_its_record_where_people_have_names(
    place: Place, browser_page: Page
) -> None:
    page, there = browser_page, f"{place.address}/o/account/{COMMENTED}?part=timeline"
    sign_in(page, place, f"/o/comment/{COMMENT}/edit", login="rep")
    expect(page).to_have_url(f"{there}&reword={COMMENT}")
    box = page.get_by_role("combobox", name="Comment").last
    expect(box).to_have_value("Thanks @李娜")
    box.fill("Many thanks @李娜")
    box.press("Control+Enter")
    expect(page.get_by_text("Many thanks @李娜")).to_be_visible()
    expect(page).to_have_url(there)
    page.goto(f"{place.address}/o/comment/{COMMENT}")
    expect(page.get_by_text("Many thanks @李娜")).to_be_visible()


def test_a_writer_on_a_phone_learns_that_whom_it_mentions_may_not_see_the_record(
    place: Place, browser_page: Page
) -> None:
    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, place, COMMENTS, login="rep")
    box = page.get_by_role("combobox", name="Comment")
    box.press_sequentially("Ask @lin")
    option = page.get_by_role("option", name="李娜")
    expect(option).to_be_in_viewport()
    option.click()
    expect(box).to_have_value("Ask @李娜 ")
    expect(box).to_be_focused()
    expect(page.get_by_text("李娜 may not see this record and will not be told.")).to_be_visible()
    box.fill("Ask @wei about it")
    expect(page.get_by_text("will not be told")).to_have_count(0)
