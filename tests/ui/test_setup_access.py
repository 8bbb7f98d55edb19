"""Access as administrators look into it in the browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.calls import Caller
from tests.support.people import token_of
from tests.ui.places import Place
from tests.ui.setup_pages import SLOW, enter, open_setup, place_of, publish

LEADERS: dict[str, Any] = {
    "kind": "sharing", "name": "account", "object": "account", "default": "private", "rules": [
        {"name": "leaders", "label": {"en": "Leaders change", "zh": "主管可修改"}, "level": "write",
         "to": {"team": "Leaders"}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace in which a representative has an account, and there is a price book."""
    with place_of("sqlite", tmp_path_factory.mktemp("access"), "sales") as made:
        rep = Caller(made.address, token_of(made.url, "rep", "sales_rep", made.folder))
        assert rep("POST", "records/account", {"name": "她的客户"})[0] == 201
        boss = Caller(made.address, token_of(made.url, "caller", "administrator", made.folder))
        assert boss("POST", "records/price_book", {"name": "标准价目表"})[0] == 201
        published = boss("POST", "metadata/apply", {"documents": [LEADERS], "message": "sharing"})
        assert published[0] == 200, published
        token_of(made.url, "other", "sales_rep", made.folder)
        boss.close()
        rep.close()
        yield made


@pytest.mark.far
def test_an_administrator_sees_the_app_as_somebody_else_until_told_to_stop(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "view-as")
    page.get_by_label("按姓名或登录名查找人员").fill("rep")
    page.get_by_role("button", name="以 rep 的身份查看").click()
    banner = page.get_by_role("status").filter(has_text="身份只读查看")
    expect(banner).to_contain_text("rep", timeout=SLOW)
    expect(page.get_by_role("link", name="系统设置")).to_have_count(0)
    page.goto(f"{place.address}/o/account")
    expect(page.get_by_text("她的客户")).to_be_visible()
    banner.get_by_role("button", name="停止查看").click()
    expect(page.get_by_role("heading", name="以他人身份查看")).to_be_visible(timeout=SLOW)
    expect(banner).to_have_count(0)


def test_two_roles_are_compared_and_a_formula_is_tried_on_a_record(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "role/sales_rep")
    page.get_by_role("tab", name="属性").click()
    expect(page.get_by_title("convert_lead", exact=True)).to_have_text("转化")
    page.get_by_role("tab", name="对比").click()
    page.get_by_label("与此角色对比").select_option("sales_manager")
    table = page.get_by_role("region", name="对比")
    expect(table.get_by_role("row", name="客户").first).to_contain_text("转移", timeout=SLOW)
    page.goto(f"{place.address}/setup/rule/price_book_period")
    condition = page.get_by_role("combobox", name="条件")
    condition.fill("LEN(name) > 2 AND ROUND(1, ")
    expect(page.get_by_text("ROUND(").first).to_be_visible()
    condition.fill("LEN(name) > 2")
    page.get_by_role("button", name="在记录上试算").click()
    page.get_by_label("试算的记录").select_option(index=1)
    expect(page.get_by_text("结果： 是")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="放弃我的修改").click()
    expect(page.get_by_role("region", name="我的变更")).to_have_count(0)


def test_whether_somebody_sees_a_record_is_asked_from_its_page_and_answered_with_ways_to_the_policy(
    browser_page: Page, place: Place
) -> None:
    page = browser_page
    enter(page, place, "o/account", "boss")
    page.get_by_text("她的客户").first.click()
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name="谁能看到，为什么").click()
    expect(page.get_by_label("对象")).to_have_value("account")
    expect(page.get_by_label("记录（可选）")).to_have_value("她的客户")
    told = page.locator(".setup-verdict")
    expect(told.get_by_role("link", name="角色“管理员”").first).to_have_attribute("href", "/setup/role/administrator")
    page.get_by_label("人员").fill("other")
    page.get_by_role("option", name="other").click()
    page.get_by_label("能否").select_option("update")
    page.get_by_role("button", name="解释").click()
    expect(page.get_by_role("heading", name="不可以")).to_be_visible()
    expect(told.get_by_role("link", name="该记录").first).to_be_visible()
    expect(told.get_by_role("link", name="此人及其角色").first).to_be_visible()
    told.get_by_role("link", name="共享规则“主管可修改”").click()
    expect(page.get_by_role("button", name="主管可修改 leaders")).to_have_attribute("aria-expanded", "true")


def test_a_button_and_a_right_of_the_workspace_are_asked_about_by_their_labels(
    browser_page: Page, place: Place
) -> None:
    page = browser_page
    open_setup(page, place, "explain?user=rep&object=opportunity")
    page.get_by_label("能否").select_option(label="标记输单")
    page.get_by_role("button", name="解释").click()
    told = page.locator(".setup-verdict")
    expect(page.get_by_role("heading", name="可以", exact=True)).to_be_visible()
    expect(told).to_contain_text("授予对“商机”（opportunity）的“标记输单”（lose_opportunity）权限")
    page.get_by_label("对象").select_option(label="工作区")
    page.get_by_label("能否").select_option(label="用户管理")
    page.get_by_role("button", name="解释").click()
    expect(page.get_by_role("heading", name="不可以")).to_be_visible()
    expect(told).to_contain_text("没有角色授予对工作区的“用户管理”权限")
    expect(told.get_by_role("link", name="此人及其角色")).to_be_visible()


def test_a_gate_between_states_is_set_by_keyboard_alone(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "object/opportunity")
    page.get_by_role("tab", name="字段", exact=True).focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("list", name="路径")).to_contain_text("寻找")
    box = page.get_by_role("checkbox", name="寻找 → 谈判")
    while not box.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    gate = page.get_by_role("group", name="寻找 → 谈判 的条件")
    while not gate.evaluate("element => element.contains(document.activeElement)"):
        page.keyboard.press("Tab")
    page.keyboard.type("结单日期")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    publish(page, "状态")
    caller = Caller(place.address, token_of(place.url, "reader", "administrator", place.folder))
    states = caller("GET", "metadata/object/opportunity")[2]["data"]["body"]["states"]
    caller.close()
    assert {"from": "prospecting", "to": "negotiating", "requires": ["close_date"]} in states["transitions"]


def test_an_address_in_setup_that_names_no_kind_leads_nowhere(browser_page: Page, place: Place) -> None:
    open_setup(browser_page, place, "nonsense")
    expect(browser_page.get_by_text("这里什么也没有")).to_be_visible(timeout=SLOW)
    expect(browser_page.get_by_role("button", name="新建")).to_have_count(0)
