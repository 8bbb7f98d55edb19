"""A translation made in Setup: every text beside what is said of it, kept as a draft, published and read."""

from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.calls import Caller
from tests.support.people import token_of
from tests.ui.places import Place, filled_place
from tests.ui.setup_pages import create, open_setup, publish
from tests.web.client import PASSWORD, client_of, user_of

GONE = {"item": "object/visit/fields/name/help", "text": "Nicht mehr da"}
DOCUMENTS: list[dict[str, Any]] = [
    {"kind": "picklist", "name": "language", "values": [{"name": "de", "label": {"en": "German", "zh": "德语"}}]},
    {"kind": "object", "name": "visit", "label": {"en": "Site visit", "zh": "拜访"}, "owned": True, "fields": [
        {"name": "name", "type": "text", "label": {"en": "Subject", "zh": "主题"}},
        {"name": "cost", "type": "decimal", "label": {"en": "Cost", "zh": "费用"},
         "help": {"en": "In all.", "zh": "合计。"}},
    ]},
    {"kind": "rule", "name": "visit_cost", "object": "visit", "when": "cost < 0",
     "message": {"en": "Not below 0.", "zh": "不能为负。"}},
    {"kind": "translation", "name": "german", "language": "de", "texts": [
        {"item": "object/visit/label", "text": "Besuch"}, GONE,
    ]},
]  # fmt: skip


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    admin = client_of(create_app(workspace), workspace, "admin", "administrator")
    admin.post("/metadata/apply", {"documents": DOCUMENTS, "message": "visits"}, 200)
    user_of(workspace, "greta", "administrator", password=True, language="de")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with an object that is translated in part."""
    with filled_place("sqlite", tmp_path_factory.mktemp("words"), fill=fill) as made:
        yield made


@pytest.fixture
def boss(place: Place) -> Iterator[Caller]:
    """Whoever looks at what came of it."""
    caller = Caller(place.address, token_of(place.url, "looker", "administrator", place.folder))
    yield caller
    caller.close()


def box(page: Page, text: str) -> Locator:
    return page.get_by_role("region", name="拜访", exact=True).get_by_label(text)


def body_of(boss: Caller, name: str) -> dict[str, Any]:
    told: dict[str, Any] = boss("GET", f"metadata/translation/{name}")[2]["data"]["body"]
    return told


def test_what_is_missing_is_translated_by_the_keyboard_and_what_is_not_shown_stays(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    page = browser_page
    open_setup(page, place, "translation/german")
    expect(page.get_by_role("heading", name="德语", level=1)).to_be_visible()
    page.get_by_label("文字来源").select_option("workspace")
    expect(page.get_by_text("已翻译 1 / ")).to_be_visible()
    expect(box(page, "拜访（显示名）")).to_have_value("Besuch")
    page.get_by_label("仅看未翻译").check()
    expect(box(page, "拜访（显示名）")).to_have_count(0)
    box(page, "主题（字段）").press_sequentially("Thema")
    page.keyboard.press("Enter")
    page.keyboard.type("Kosten")
    page.keyboard.press("Shift+Enter")
    expect(box(page, "主题（字段）")).to_be_focused()
    expect(box(page, "费用（字段）")).to_have_value("Kosten")
    page.get_by_label("查找文字").fill("不能为负")
    expect(page.get_by_role("region", name="拜访", exact=True)).to_have_count(0)
    page.get_by_label("不能为负。").fill("Nicht unter 0.")
    publish(page, "德语")
    assert body_of(boss, "german")["texts"] == [
        {"item": "object/visit/label", "text": "Besuch"}, GONE,
        {"item": "object/visit/fields/name/label", "text": "Thema"},
        {"item": "object/visit/fields/cost/label", "text": "Kosten"},
        {"item": "rule/visit_cost/message", "text": "Nicht unter 0."},
    ]  # fmt: skip


def test_a_language_that_nobody_can_have_yet_is_added_where_it_is_missed(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    french = {"kind": "translation", "name": "french", "language": "fr", "texts": []}
    assert boss("POST", "metadata/apply", {"documents": [french], "message": "French"})[0] == 200
    page = browser_page
    open_setup(page, place, "translation/french")
    expect(page.get_by_label("文字来源").get_by_role("option").filter(has_text="核心 (")).to_have_count(1)
    page.get_by_role("button", name="添加法语").click()
    expect(page.get_by_text("用户还不能选用该语言")).to_have_count(0)
    publish(page, "可选法语")
    values = boss("GET", "metadata/picklist/language")[2]["data"]["body"]["values"]
    assert {"name": "fr", "label": {"en": "French", "zh": "法语"}} in values


def test_a_text_of_what_is_gone_is_shown_and_removed_when_told(browser_page: Page, place: Place, boss: Caller) -> None:
    page = browser_page
    open_setup(page, place, "translation/german")
    gone = page.get_by_role("region", name="对应内容已不存在的译文")
    expect(gone).to_contain_text("Nicht mehr da")
    gone.get_by_role("button", name="移除这些译文").click()
    expect(gone).to_have_count(0)
    publish(page, "清理")
    assert GONE not in body_of(boss, "german")["texts"]
    assert {"item": "object/visit/label", "text": "Besuch"} in body_of(boss, "german")["texts"]


def test_a_new_translation_gives_the_workspace_its_own_words(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "translation")
    create(page, "翻译", name="our_words")
    page.get_by_label("译为").select_option("ja")
    expect(page.get_by_text("用户还不能选用该语言")).to_be_visible()
    page.get_by_label("译为").select_option("zh")
    expect(box(page, "拜访（显示名）")).to_have_attribute("placeholder", "拜访")
    box(page, "拜访（显示名）").fill("走访")
    publish(page, "用词")
    page.goto(f"{place.address}/o/visit")
    expect(page.get_by_text("走访").first).to_be_visible()


def test_whose_language_it_is_reads_the_translation_in_the_pages(browser: Browser, place: Place) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    page.goto(f"{place.address}/o/visit/new")
    page.get_by_label("Sign-in name").fill("greta")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    # What is translated is German, and the pages' own words are in a language that they speak.
    expect(page.get_by_role("heading", name="New Besuch", level=1)).to_be_visible()
    context.close()
