"""How things come by their names in Setup, and how one finds them there and comes back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.ui.places import Place
from tests.ui.setup_pages import add_field, close, create, go, open_setup, place_of

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with what the package of sales brings; what its database is makes no difference here."""
    with place_of("sqlite", tmp_path_factory.mktemp("names"), "sales") as made:
        yield made


def test_what_is_labelled_in_chinese_alone_is_named_as_it_is_spelled(place: Place, browser_page: Page) -> None:
    page = browser_page
    open_setup(page, place, "object")
    page.get_by_role("button", name="新建").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("中文名称").fill("客户回访")
    expect(dialog.get_by_label("公式与接口中的名称")).to_have_value("ke_hu_hui_fang")
    dialog.get_by_role("button", name="创建草稿").click()
    expect(page.get_by_role("heading", name="客户回访", level=1)).to_be_visible()

    page.get_by_role("button", name="添加字段").click()
    dialog.get_by_label("显示名（中文）").fill("费用")
    name = dialog.get_by_label("公式与接口中的名称")
    expect(name).to_have_value("fei_yong")
    dialog.get_by_label("显示名（中文）").fill("费用合计")
    expect(name).to_have_value("fei_yong_he_ji")
    dialog.get_by_label("显示名（英文）").fill("Cost")
    expect(name).to_have_value("cost")
    close(page)
    expect(page.get_by_role("button", name="编辑字段 cost")).to_be_visible()

    add_field(page, "结果", "Outcome", "picklist", lines="满意\n不满意")
    go(page, "选项列表")
    page.get_by_role("link", name="ke_hu_hui_fang_outcome").click()
    for spelled in ("man_yi", "bu_man_yi"):
        expect(page.get_by_role("code").get_by_text(spelled, exact=True)).to_be_visible()
    page.get_by_role("button", name="添加选项").click()
    page.get_by_label("显示名（中文）").last.fill("未联系")
    expect(page.get_by_label("名称", exact=True)).to_have_value("wei_lian_xi")


def test_a_name_that_somebody_wrote_stays_when_the_label_changes(place: Place, browser_page: Page) -> None:
    page = browser_page
    open_setup(page, place, "object")
    create(page, "对象", zh="车辆", name="vehicle")
    page.get_by_role("button", name="添加字段").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("显示名（中文）").fill("VIN")
    close(page)
    expect(page.get_by_role("button", name="编辑字段 vin")).to_be_visible()  # our letters need no spelling
    page.get_by_role("button", name="添加字段").click()
    dialog.get_by_label("公式与接口中的名称").fill("plate")
    with page.expect_response("**/metadata/names"):
        dialog.get_by_label("显示名（中文）").fill("车牌")
    close(page)
    expect(page.get_by_role("button", name="编辑字段 plate")).to_contain_text("车牌")


def test_a_phone_finds_what_is_in_setup(place: Place, browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size(PHONE)
    open_setup(page, place, "object")
    box = page.get_by_role("textbox", name="在设置中查找")
    box.fill("赢单")
    found = page.get_by_role("list", name="设置中的匹配项")
    expect(found.get_by_role("link", name="赢单的商机必须填写金额。")).to_be_visible()
    box.press("Enter")
    expect(page.get_by_role("heading", name="赢单的商机必须填写金额。", level=1)).to_be_visible()
    expect(found).to_have_count(0)
    page.get_by_role("combobox", name="设置页面").select_option(label="角色")
    expect(page.get_by_role("heading", name="角色", level=1)).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE], ids=["desk", "phone"])
def test_people_are_left_for_setup_again(place: Place, browser_page: Page, size: dict[str, int]) -> None:
    page = browser_page
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    open_setup(page, place, "../o/user")
    back = page.get_by_role("navigation", name="系统设置").get_by_role("link", name="系统设置")
    page.get_by_role("row").filter(has_text="boss").click()
    expect(page).to_have_url(re.compile("/o/user/"))
    back.click()
    expect(page.get_by_role("navigation", name="设置菜单")).to_be_visible()
    page.goto(f"{place.address}/o/account")
    expect(page.get_by_role("heading", name="客户", level=1)).to_be_visible()
    expect(back).to_have_count(0)


def test_what_a_package_adds_to_an_object_is_edited_at_the_object(place: Place, browser_page: Page) -> None:
    page = browser_page
    open_setup(page, place, "object/opportunity?part=uses")
    page.get_by_role("listitem").filter(has_text="扩展").first.get_by_role("link").click()
    expect(page).to_have_url(f"{place.address}/setup/object/account")
    expect(page.get_by_role("heading", name="客户", level=1)).to_be_visible()


def test_a_setting_offers_its_value_first_as_what_it_is(place: Place, browser_page: Page) -> None:
    page = browser_page
    open_setup(page, place, "setting/multi_currency")
    expect(page.get_by_text("每条含金额的记录都有自己的币种。")).to_be_visible()
    value = page.get_by_label("值", exact=True)
    expect(value.locator("option:checked")).to_have_text("否")
    expect(page.get_by_label("类型", exact=True)).to_be_hidden()
    value.select_option(label="是")
    page.get_by_role("button", name="检查并发布").click()
    expect(page.get_by_role("dialog")).to_contain_text("值否 → 是")


def test_an_app_calls_its_start_page_and_its_cards_as_people_do(place: Place, browser_page: Page) -> None:
    page = browser_page
    open_setup(page, place, "app/sales")
    start = page.get_by_label("首先打开")
    expect(start.locator("option:checked")).to_have_text("销售漏斗")
    cards = page.get_by_role("group", name="首页卡片")
    expect(cards.get_by_role("button", name="30 天内结单", expanded=False)).to_be_visible()
    start.select_option(label="联系人")
    page.get_by_role("button", name="检查并发布").click()
    expect(page.get_by_role("dialog")).to_contain_text("首先打开销售漏斗 → 联系人")


def test_a_key_of_a_duplicate_rule_is_called_by_what_it_compares(place: Place, browser_page: Page) -> None:
    open_setup(browser_page, place, "duplicate_rule/same_account")
    keys = browser_page.get_by_role("group", name="匹配键", exact=True)
    expect(keys.get_by_role("listitem").filter(has_text="similar_name")).to_contain_text("名称（相似） · 城市")


def test_an_entry_without_a_name_says_so_at_its_input(place: Place, browser_page: Page) -> None:
    page = browser_page
    open_setup(page, place, "assignment")
    create(page, "分配规则", zh="线索分配", name="lead_assignment", about="lead")
    page.get_by_role("button", name="添加条目").click()
    expect(page.get_by_text("由第一个符合的条目决定。")).to_be_visible()
    expect(page.get_by_label("名称", exact=True)).to_have_accessible_description(re.compile("缺少“名称”。"))
    expect(page.get_by_role("region", name="发布前需修正")).not_to_contain_text("None")
