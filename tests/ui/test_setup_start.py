"""The first steps of an administrator on an empty system: from an idea to a record, and back."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.calls import Caller
from tests.support.people import token_of
from tests.ui.places import Place
from tests.ui.setup_pages import SLOW, add_field, close, open_setup, place_of, publish

LONGEST = 120  # seconds from the idea to the first record


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace in which nobody has built anything yet."""
    with place_of(request.param, tmp_path_factory.mktemp("start")) as made:
        yield made


def begin(page: Page, template: str, *, en: str = "", zh: str = "") -> None:
    page.get_by_role("navigation", name="设置菜单").get_by_role("link", name="快速开始").click()
    page.get_by_role("button", name=template).click()
    if en:
        page.get_by_label("中文名称").fill(zh)
        page.get_by_label("英文名称").fill(en)
    page.get_by_role("button", name="开始搭建").click()
    expect(page.get_by_role("list", name="步骤")).to_be_visible()


def test_an_idea_is_a_published_object_with_a_first_record_in_two_minutes_and_is_taken_back(
    place: Place, browser_page: Page
) -> None:
    page, since = browser_page, time.monotonic()
    open_setup(page, place, "")
    expect(page.get_by_role("heading", name="快速开始")).to_be_visible()  # where an empty system begins
    begin(page, "资产")
    page.get_by_role("list", name="步骤").get_by_role("button", name="检查并发布").click()
    page.get_by_label("变更说明").fill("资产")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("link", name="新建第一条记录").click(timeout=SLOW)
    page.get_by_label("名称").fill("笔记本电脑")
    page.get_by_label("状态").select_option(label="使用中")
    expect(page.get_by_text("使用中的资产必须填写使用人。").first).to_be_visible()
    page.get_by_label("状态").select_option(label="闲置")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="笔记本电脑")).to_be_visible()
    assert time.monotonic() - since < LONGEST

    user = Caller(place.address, token_of(place.url, "keeper", "asset_user", place.folder))
    assert [row["name"] for row in user("GET", "records/asset")[2]["data"]] == ["笔记本电脑"]
    assert user("POST", "records/asset", {"name": "打印机", "status": "in_use"})[0] == 422

    page.goto(f"{place.address}/setup/start/asset")
    expect(page.get_by_text("已投入使用。")).to_be_visible()
    page.get_by_role("link", name="变更历史").last.click()
    page.get_by_role("button", name="查看第").filter(has_text="资产").click()
    page.get_by_role("button", name="撤销此版本").click()
    page.get_by_role("button", name="立即撤销").click()
    expect(page.get_by_text("版撤销")).to_be_visible(timeout=SLOW)
    assert user("GET", "records/asset")[0] in (401, 403, 404)
    user.close()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # a document is as sound on either
def test_every_template_is_sound_shows_later_fields_and_is_thrown_away(place: Place, browser_page: Page) -> None:
    page = browser_page
    open_setup(page, place, "start")
    begin(page, "自定义", en="Parking lot", zh="车位")
    give_rents(page)
    for template in ("项目", "活动场次"):
        begin(page, template)
    expect(page.get_by_text("项草稿")).to_contain_text("19")
    expect(page.get_by_role("region", name="发布前需修正")).to_have_count(0)
    page.get_by_role("button", name="放弃这些草稿").click()
    expect(page.get_by_text("项草稿")).to_contain_text("12")
    expect(page.get_by_role("heading", name="快速开始")).to_be_visible()
    publish(page, "项目与车位")
    menu = page.get_by_role("navigation", name="主菜单")
    expect(menu.get_by_role("link", name="项目", exact=True)).to_be_visible()
    page.goto(f"{place.address}/o/parking_lot/new")
    page.get_by_label("名称").fill("A1")
    page.get_by_label("月租", exact=True).fill("300")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("tabpanel", name="详细信息")).to_contain_text("年租¥3,600")
    expect(page.get_by_text("押金")).to_have_count(0)


def give_rents(page: Page) -> None:
    """Add fields to an object that has a page: two that it shows, and one that no page shows."""
    page.get_by_role("list", name="步骤").get_by_role("link", name="打开").first.click()
    add_field(page, "月租", "Rent", "money")
    add_field(page, "年租", "Yearly rent", "formula", 结果类型="money", 公式="rent * 12")
    add_field(page, "押金", "Deposit", "money")
    page.get_by_role("button", name="编辑字段 deposit").click()
    page.get_by_role("group", name="放到页面布局").get_by_label("车位").click()
    expect(page.get_by_text("没有页面显示此字段。")).to_be_visible()
    close(page)
