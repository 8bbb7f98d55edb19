"""Setup as administrators use it: building in the browser, mending what is wrong, publishing."""

from collections.abc import Iterator

import pytest
from guanxi.settings import Settings
from guanxi.workspace.workspace import open_workspace
from playwright.sync_api import Browser, Page, expect

from tests.ui.setup_pages import Place, add_field, close, create, enter, open_setup, place_of, publish
from tests.web.client import user_of


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_of(request.param, tmp_path_factory.mktemp("setup"), "sales") as made:
        yield made


def test_an_object_is_built_in_chinese_and_used_at_once_by_a_role(
    browser_page: Page, browser: Browser, place: Place
) -> None:
    page = browser_page
    open_setup(page, place, "object")
    create(page, "对象", zh="实地拜访", en="Site visit")
    for zh, en, kind in (("日期", "Day", "date"), ("费用", "Cost", "money"), ("里程", "Distance", "decimal"),
                         ("邮箱", "Mail", "email"), ("重要", "Important", "boolean"),
                         ("网址", "Site", "url"), ("电话", "Phone", "phone"),
                         ("比例", "Share", "percent")):  # fmt: skip
        add_field(page, zh, en, kind)
    add_field(page, "客户", "Customer", "lookup", 目标="account")
    add_field(page, "状态", "State", "picklist", 选项="visit_state")
    add_field(page, "双倍费用", "Twice", "formula", 结果类型="money", 公式="cst * 2")
    wrong = page.get_by_role("region", name="发布前需修正")
    expect(wrong).to_contain_text("没有“cst”。是否想写“cost”？")
    page.reload()  # what was begun survives the browser
    expect(wrong).to_contain_text("cst")
    page.get_by_role("button", name="编辑字段 twice").click()
    page.get_by_role("combobox", name="公式").fill("cost * 2")
    expect(page.get_by_text("结果为金额")).to_be_visible()
    close(page)

    create(page, "选项列表", zh="拜访状态", en="Visit state")
    for value in ("planned", "done"):
        page.get_by_role("button", name="添加：选项").click()
        page.get_by_label("名称", exact=True).fill(value)
    create(page, "校验规则", name="cost_needed", about="site_visit")
    condition = page.get_by_role("combobox", name="条件")
    condition.press_sequentially("state = 'done' AND ISBLANK(co")
    page.get_by_role("listbox", name="建议").get_by_role("option", name="cost").click()
    condition.press("End")
    condition.press_sequentially(")")
    page.get_by_label("提示（英文）").fill("A visit that is done has its cost.")
    page.get_by_label("提示（中文）").fill("已完成的拜访必须填写费用。")
    create(page, "页面布局", zh="拜访页", en="Visit page", about="site_visit")
    for label in ("名称", "状态", "费用", "双倍费用"):
        page.get_by_role("button", name=f"添加{label}", exact=True).click()
    page.get_by_role("button", name="费用", exact=True).click()
    page.get_by_role("combobox", name="显示条件").fill("state = 'done'")
    create(page, "角色", zh="拜访员", en="Visitor")
    for right in ("读取", "新建"):
        page.get_by_role("checkbox", name=f"实地拜访：{right}").check()
    publish(page, "实地拜访")

    person_with(place, "visitor")
    context = browser.new_context(locale="zh-CN")
    visit(context.new_page(), place)
    context.close()


def person_with(place: Place, role: str) -> None:
    """Make a person who holds a role and bears its name."""
    workspace = open_workspace(Settings(database_url=place.url))
    try:
        user_of(workspace, role, role, password=True)
    finally:
        workspace.close()


def visit(page: Page, place: Place) -> None:
    """Work with the object as a person of the role: the form follows the layout, the rule refuses, a record is made."""
    enter(page, place, "o/site_visit/new", "visitor")
    page.get_by_label("名称").fill("甲厂")
    cost = page.get_by_label("费用", exact=True)
    expect(cost).to_have_count(0)
    page.get_by_label("状态").select_option("done")
    expect(cost).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已完成的拜访必须填写费用。").first).to_be_visible()
    cost.fill("5")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="甲厂")).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text("双倍费用¥10")
