"""Setup as administrators use it: building in the browser, mending what is wrong, publishing."""

from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.settings import Settings
from guanxi.workspace.workspace import open_workspace
from playwright.sync_api import Browser, Page, expect

from tests.ui.places import Place
from tests.ui.setup_pages import add_field, close, create, enter, go, open_setup, place_of, publish
from tests.web.client import user_of

LABELS = (
    "名称", "日期", "费用", "里程", "邮箱", "重要", "网址", "电话", "比例", "客户", "状态", "双倍费用",
)  # fmt: skip
"""What twelve fields, each of a type of its own, are called."""


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
    add_field(page, "状态", "State", "picklist", lines="计划\n完成")
    add_field(page, "双倍费用", "Twice", "formula", 结果类型="money", 公式="cst * 2")
    wrong = page.get_by_role("region", name="发布前需修正")
    expect(wrong).to_contain_text("没有“cst”。是否想写“cost”？")
    page.reload()  # what was begun survives the browser
    expect(wrong).to_contain_text("cst")
    page.get_by_role("button", name="编辑字段 twice").click()
    page.get_by_role("combobox", name="公式").fill("cost * 2")
    expect(page.get_by_text("结果为金额")).to_be_visible()
    close(page)

    go(page, "选项列表")
    page.get_by_role("link", name="site_visit_state").click()
    for zh, en in (("计划", "Planned"), ("完成", "Done")):
        page.get_by_role("button", name=zh, expanded=False).press("Enter")
        page.get_by_label("显示名（英文）").last.fill(en)
        page.get_by_role("radio", name="绿色", exact=True).check()
        expect(page.get_by_label("名称", exact=True)).to_have_value(en.lower())  # it follows the label
    create(page, "校验规则", name="cost_needed", about="site_visit")
    condition = page.get_by_role("combobox", name="条件")
    condition.press_sequentially("state = 'done' AND ISBLANK(co")
    page.get_by_role("listbox", name="建议").get_by_role("option", name="cost").click()
    condition.press("End")
    condition.press_sequentially(")")
    page.get_by_label("提示（英文）").fill("A visit that is done has its cost.")
    page.get_by_label("提示（中文）").fill("已完成的拜访必须填写费用。")
    create(page, "页面布局", zh="拜访页", en="Visit page", about="site_visit")
    for label in LABELS:
        page.get_by_role("button", name=f"添加{label}", exact=True).click()
    page.get_by_role("button", name="费用", exact=True).click()
    page.get_by_role("combobox", name="显示条件").fill("state = 'done'")
    create(page, "角色", zh="拜访员", en="Visitor")
    for right in ("读取", "新建"):
        page.get_by_role("checkbox", name=f"实地拜访：{right}").check()
    page.get_by_role("checkbox", name="客户：读取", exact=True).check()
    publish(page, "实地拜访")

    person_with(place, "visitor")
    context = browser.new_context(locale="zh-CN")
    visit(context.new_page(), place)
    context.close()


def person_with(place: Place, role: str) -> None:
    """Make a person who holds a role and bears its name, and an account of theirs."""
    workspace = open_workspace(Settings(database_url=place.url))
    try:
        person = user_of(workspace, role, role, password=True)
        save(
            workspace.context(Principal.system("test")),
            "account",
            [{"name": "顾客", "owner": person}],
            operation="create",
        )
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
    for label, value in (("费用", "5"), ("日期", "2026-06-10"), ("里程", "12.5"), ("邮箱", "jia@example.com"),
                         ("网址", "https://example.com"), ("电话", "+8613800138000"), ("比例", "40")):  # fmt: skip
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("重要").check()
    page.get_by_label("客户", exact=True).fill("顾客")
    page.get_by_role("option", name="顾客").click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="甲厂")).to_be_visible()
    shown = page.get_by_role("article")
    for told in ("日期2026", "费用¥5", "里程12.5", "邮箱jia@example.com", "重要是", "网址example.com",
                 "电话", "比例40", "客户顾客", "状态完成", "双倍费用¥10"):  # fmt: skip
        expect(shown).to_contain_text(told)
