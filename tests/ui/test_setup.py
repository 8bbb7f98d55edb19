"""Setup as administrators use it: building in the browser, mending what is wrong, publishing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.calls import Caller
from tests.support.databases import databases_of
from tests.support.people import token_of
from tests.support.server import served
from tests.support.workspaces import workspace_with
from tests.web.client import PASSWORD, user_of

SLOW = 20_000  # milliseconds that publishing may take on a busy machine


@dataclass(frozen=True)
class Place:
    """A served workspace."""

    address: str
    url: str
    folder: Path


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("setup")
    with databases_of(request.param, folder) as databases:
        workspace = workspace_with(databases, "sales")
        try:
            user_of(workspace, "boss", "administrator", password=True)
        finally:
            workspace.close()
        url = workspace.settings.database_url
        with served(url, folder / "server.log") as address:
            yield Place(address, url, folder)


def open_setup(page: Page, place: Place, path: str) -> None:
    page.add_init_script("localStorage.setItem('guanxi.language', 'zh')")
    page.goto(f"{place.address}/setup/{path}")
    page.get_by_label("用户名").fill("boss")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def go(page: Page, kind: str) -> None:
    page.get_by_role("navigation", name="设置菜单").get_by_role("link", name=kind).click()


def create(page: Page, kind: str, *, zh: str = "", en: str = "", name: str = "", about: str = "") -> None:
    go(page, kind)
    page.get_by_role("button", name="新建").click()
    dialog = page.get_by_role("dialog")
    if zh:
        dialog.get_by_label("中文名称").fill(zh)
        dialog.get_by_label("英文名称").fill(en)
    if name:
        dialog.get_by_label("公式与接口中的名称").fill(name)
    if about:
        dialog.get_by_label("对象").select_option(about)
    dialog.get_by_role("button", name="创建草稿").click()
    expect(page.get_by_role("heading", name=zh or name, level=1)).to_be_visible()


def add_field(page: Page, zh: str, en: str, kind: str, **keys: str) -> None:
    page.get_by_role("button", name="添加字段").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("显示名（英文）").fill(en)
    dialog.get_by_label("显示名（中文）").fill(zh)
    dialog.get_by_label("类型", exact=True).select_option(kind)
    for label, value in keys.items():
        box = dialog.get_by_label(label, exact=True)
        box.select_option(value) if label == "结果类型" else box.fill(value)
    close(page)


def close(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="完成").last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def publish(page: Page, message: str) -> None:
    page.get_by_role("button", name="检查并发布").click()
    page.get_by_label("变更说明").fill(message)
    assert page.get_by_role("region", name="发布前需修正").all_inner_texts() == []
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布为第")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("region", name="我的变更")).to_have_count(0)


def test_an_object_is_built_in_chinese_and_used_at_once_by_a_role(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "object")
    create(page, "对象", zh="实地拜访", en="Site visit")
    for zh, en, kind in (("日期", "Day", "date"), ("费用", "Cost", "money"), ("里程", "Distance", "decimal"),
                         ("邮箱", "Mail", "email"), ("重要", "Important", "boolean")):  # fmt: skip
        add_field(page, zh, en, kind)
    add_field(page, "客户", "Customer", "lookup", 到="account")
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
    page.get_by_role("option", name="cost").click()
    condition.press("End")
    condition.press_sequentially(")")
    page.get_by_label("提示（英文）").fill("A visit that is done has its cost.")
    page.get_by_label("提示（中文）").fill("已完成的拜访必须填写费用。")
    create(page, "角色", zh="拜访员", en="Visitor")
    for right in ("读取", "新建"):
        page.get_by_role("checkbox", name=f"实地拜访：{right}").check()
    publish(page, "实地拜访")

    visitor = Caller(place.address, token_of(place.url, "visitor", "visitor", place.folder))
    refused, _, problem = visitor("POST", "records/site_visit", {"name": "A", "state": "done"})
    assert (refused, problem["errors"][0]["message"]) == (422, "A visit that is done has its cost.")
    created, _, made = visitor("POST", "records/site_visit", {"name": "A", "state": "done", "cost": 5})
    assert created == 201
    assert visitor("GET", f"records/site_visit/{made['data']['id']}?fields=twice")[2]["data"]["twice"] == 10
    visitor.close()
