"""Layouts as administrators draw them: by keyboard, by mouse, with conditions, per role and record type."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.dragging import drag, drag_by_finger
from tests.ui.places import Place, filled_place, on_one_database
from tests.ui.setup_pages import SLOW, add_field, create, open_setup, publish
from tests.ui.signing_in import sign_in
from tests.web.client import client_of, user_of

MOST_TABS = 300  # that a way by keyboard may have


def role_of(name: str) -> dict[str, Any]:
    rights = {"object": "patrol", "rights": ["read", "view_all"], "fields": {"read": "*"}}
    return {"kind": "role", "name": name, "audience": "staff", "objects": [rights]}


PATROLS: list[dict[str, Any]] = [
    {"kind": "object", "name": "patrol", "label": {"en": "Patrol", "zh": "巡检"}, "name_field": "name",
     "owned": True, "fields": [
        {"name": "name", "type": "text", "required": True, "label": {"en": "Name", "zh": "名称"}},
        {"name": "danger", "type": "text", "label": {"en": "Danger", "zh": "隐患"}},
        {"name": "advice", "type": "text", "label": {"en": "Advice", "zh": "建议"}},
    ], "record_types": [{"name": "daily"}, {"name": "special"}]},
    {"kind": "layout", "name": "patrol_page", "object": "patrol", "label": {"en": "Patrol", "zh": "巡检"}, "tabs": [
        {"name": "main", "label": {"en": "Main", "zh": "概况"}, "sections": [
            {"name": "first", "label": {"en": "Findings", "zh": "发现"},
             "fields": [{"field": field} for field in ("name", "danger", "advice")]},
        ]},
    ]},
    role_of("inspector"), role_of("supervisor"),
]  # fmt: skip


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    rep = user_of(workspace, "rep", "sales_rep", password=True)
    context = workspace.context(Principal.system("test"))
    save(context, "opportunity", [{"name": "网关项目", "amount": 900, "owner": rep}], operation="create")
    admin = client_of(create_app(workspace), workspace, "admin", "administrator")
    admin.post("/metadata/apply", {"documents": PATROLS, "message": "patrols"}, 200)
    for name, kind in (("日检", "daily"), ("专检", "special")):
        facts = {"name": name, "record_type": kind, "danger": "电线", "advice": "更换"}
        admin.post("/records/patrol", facts)
    for login in ("inspector", "supervisor"):
        user_of(workspace, login, login, password=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with a deal; records of two types, and people of two roles."""
    with filled_place(request.param, tmp_path_factory.mktemp("layouts"), "sales", fill=fill) as made:
        yield made


def in_order(page: Page, section: str, *names: str) -> None:
    """Expect the names of the fields in a section of the drawn page."""
    expect(places(page, section)).to_have_text([re.compile(f"^{name}") for name in names])


def places(page: Page, section: str) -> Locator:
    drawn = page.get_by_role("region", name="页面", exact=True)
    return drawn.get_by_role("region", name=section, exact=True).locator(".layout-field")


def discard(page: Page) -> None:
    """Leave nothing of one's changes to the next test."""
    button = page.get_by_role("button", name="放弃我的修改")
    button.click()
    expect(button).to_have_count(0)


def tab_to(page: Page, target: Locator) -> None:
    """Go to what has to be found by pressing Tab, however long the way is."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def test_a_page_is_drawn_and_published_by_keyboard_alone(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "layout/patrol_page")
    in_order(page, "发现", "名称", "隐患", "建议")
    tab_to(page, page.get_by_role("button", name="建议", exact=True))
    for key in ("Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
        page.wait_for_function(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )
    in_order(page, "发现", "名称", "建议", "隐患")
    press(page, page.get_by_role("button", name="名称", exact=True), "Delete")
    in_order(page, "发现", "建议", "隐患")
    expect(page.get_by_role("button", name="建议", exact=True)).to_be_focused()  # what takes the place of it
    press(page, page.get_by_role("button", name="撤销", exact=True))
    in_order(page, "发现", "名称", "建议", "隐患")
    press(page, page.get_by_role("button", name="名称", exact=True), "Delete")
    press(page, page.get_by_role("button", name="添加名称", exact=True))
    in_order(page, "发现", "建议", "隐患", "名称")
    press(page, page.get_by_role("button", name="隐患", exact=True))
    tab_to(page, page.get_by_role("combobox", name="显示条件"))
    page.keyboard.type("name = '日检'")
    page.keyboard.press("Escape")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    press(page, page.get_by_role("button", name="检查并发布"))
    tab_to(page, page.get_by_label("变更说明"))
    page.keyboard.type("键盘")
    press(page, page.get_by_role("button", name="发布", exact=True))
    expect(page.get_by_text("已发布为第")).to_be_visible(timeout=SLOW)

    for name, shown in (("日检", ["建议", "隐患", "名称"]), ("专检", ["建议", "名称"])):
        page.goto(f"{place.address}/o/patrol")
        page.get_by_text(name).first.click()
        expect(page.get_by_role("article").locator("[aria-label=发现] dt")).to_have_text(shown)


@on_one_database
def test_a_field_is_dragged_shown_on_a_condition_and_seen_so_by_a_role(
    browser_page: Page, browser: Browser, place: Place
) -> None:
    page = browser_page
    open_setup(page, place, "layout/opportunity_page")
    drag(page, page.get_by_role("button", name="添加已结单"), page.get_by_role("button", name="明细数", exact=True))
    expect(places(page, "价格")).to_have_count(4)
    in_order(page, "价格", "价目表", "已结单", "明细数", "明细合计")
    shown_when = page.get_by_role("combobox", name="显示条件")
    shown_when.fill("amount > ")
    expect(page.get_by_role("region", name="发布前需修正")).to_be_visible()
    shown_when.fill("amount > 1000")
    expect(page.get_by_role("region", name="发布前需修正")).to_have_count(0)
    page.get_by_role("tab", name="预览").click()
    page.get_by_label("以谁的视角").select_option(label="销售代表")
    drawn = page.get_by_role("article", name="商机")
    expect(drawn.get_by_text("明细数")).to_be_visible()
    expect(drawn.get_by_text("已结单")).to_have_count(0)
    page.get_by_role("tab", name="设计").click()
    page.get_by_role("button", name="已结单", exact=True).click()
    page.get_by_role("combobox", name="显示条件").fill("amount > 800")
    page.get_by_role("tab", name="预览").click()
    expect(drawn.get_by_text("已结单")).to_be_visible()
    publish(page, "已结单")

    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    rep = context.new_page()
    sign_in(rep, place, "/o/opportunity", "rep")
    rep.get_by_text("网关项目").first.click()
    expect(rep.get_by_text("已结单")).to_be_visible()
    context.close()

    page.get_by_role("tab", name="历史", exact=True).first.click()  # that of the item, not of the page in the preview
    page.locator(".setup-revisions button").filter(has_text="已结单").click()
    told = "标签页 › 详细信息 › 分区 › 价格 › 字段 › 已结单"  # what came of it, by the labels of the page
    expect(page.locator(".setup-detail .setup-plan")).to_have_text(re.compile(f"新增{told}"))
    page.get_by_role("button", name="撤销此版本").click()
    undoing = page.get_by_role("group", name="撤销此版本")
    expect(undoing.locator(".setup-plan")).to_have_text(re.compile(f"移除{told}$"))


@on_one_database
def test_what_is_let_go_between_places_goes_to_the_nearest_one(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "layout/patrol_page")
    expect(places(page, "发现")).not_to_have_count(0)
    canvas = page.get_by_role("region", name="页面", exact=True).bounding_box()
    offer = page.get_by_role("button", name="添加评论")
    offer.scroll_into_view_if_needed()
    start = offer.bounding_box()
    assert canvas is not None and start is not None
    page.mouse.move(start["x"] + 20, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 10, steps=4)
    page.mouse.move(canvas["x"] + 4, canvas["y"] + canvas["height"] / 2, steps=8)  # the rim, where no place is
    expect(page.locator(".layout-end[data-over]")).to_have_count(1)
    page.mouse.up()
    expect(page.get_by_role("button", name="评论", exact=True)).to_have_attribute("data-place", "component 0 0")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    discard(page)


@on_one_database
def test_on_a_phone_a_field_is_carried_by_a_finger(browser: Browser, place: Place) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
    page = context.new_page()
    open_setup(page, place, "layout/opportunity_page")
    price = places(page, "价格")
    expect(price).to_contain_text(["价目表", "明细数"])
    lines, book = (price.filter(has_text=name) for name in ("明细数", "价目表"))  # others may stand before them by now
    lines.scroll_into_view_if_needed()
    drag_by_finger(page, lines, book)
    expect(price).to_contain_text(["明细数", "价目表"])
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    discard(page)
    context.close()


@on_one_database
def test_a_condition_is_written_by_what_people_call_fields_or_built_and_nothing_moves_meanwhile(
    browser_page: Page, place: Place
) -> None:
    page = browser_page
    open_setup(page, place, "layout/opportunity_page")
    page.get_by_role("button", name="下一步", exact=True).click()
    shown_when = page.get_by_role("combobox", name="显示条件")
    shown_when.fill("")
    shown_when.press("Control+Space")
    offered = page.get_by_role("listbox", name="建议").get_by_role("option")
    expect(offered.filter(has_text="结单日期")).to_be_visible()
    expect(offered.first).not_to_have_text(re.compile("^id"))  # what every object has comes last
    before = shown_when.bounding_box()
    shown_when.press_sequentially("成交")
    wrong = page.get_by_role("region", name="发布前需修正")
    expect(wrong).to_contain_text("没有“成交”")
    assert shown_when.bounding_box() == before
    expect(offered).to_have_text(["probability成交概率"])
    shown_when.press("Enter")
    expect(shown_when).to_have_value("probability")
    expect(wrong).to_contain_text("公式的结果必须是“是/否”，实际为百分比。")
    shown_when.fill("amount > 5")
    expect(wrong).to_have_count(0)
    form = page.get_by_role("complementary", name="所选部分")
    form.get_by_role("button", name="构建条件").first.click()
    form.get_by_role("combobox", name="字段").select_option(label="阶段")
    form.get_by_role("checkbox", name="赢单").check()
    form.get_by_role("button", name="加入条件").click()
    expect(shown_when).to_have_value(re.compile("^amount > 5 AND .*stage.*won"))
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    discard(page)


@on_one_database
def test_records_of_a_type_have_the_page_that_is_drawn_for_them(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "object")
    create(page, "对象", zh="工单", en="Ticket")
    add_field(page, "紧急", "Urgent", "boolean")
    page.get_by_role("tab", name="记录类型").click()
    for name in ("fault", "wish"):
        page.get_by_role("button", name="添加记录类型").click()
        page.get_by_label("公式与接口中的名称").fill(name)
    page.get_by_role("button", name="添加记录类型").click()
    page.get_by_label("显示名（英文）").press_sequentially("Spare part")
    expect(page.get_by_label("公式与接口中的名称")).to_have_value("spare_part")  # it follows the label
    create(page, "页面布局", zh="故障页", en="Fault page", about="ticket")
    page.get_by_role("button", name="添加紧急").click()
    page.get_by_role("tab", name="属性").click()
    page.get_by_role("combobox", name="记录类型").fill("fault")
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="预览").click()
    page.get_by_role("combobox", name="记录类型").select_option("fault")
    expect(page.get_by_role("article", name="故障页")).to_contain_text("紧急")
    page.get_by_role("combobox", name="记录类型").select_option("wish")
    expect(page.get_by_role("status").filter(has_text="另一布局")).to_be_visible()
    publish(page, "工单")


@on_one_database
def test_a_view_is_built_with_its_columns_and_filter_and_shows_the_rows_it_gives(
    browser_page: Page, place: Place
) -> None:
    page = browser_page
    open_setup(page, place, "view")
    create(page, "视图", zh="大单", en="Big deals", about="opportunity")
    preview = page.get_by_role("region", name="预览", exact=True)
    for label in ("金额", "名称"):
        page.get_by_label("添加列……").select_option(label=label)
    page.get_by_role("button", name="上移 名称").click()
    expect(preview.get_by_role("columnheader")).to_have_text(["名称", "金额"])
    expect(preview.get_by_role("status")).to_contain_text("共 1 条记录")
    page.get_by_role("button", name="构建条件").click()
    page.locator(".filter-row select").first.select_option("amount")
    page.locator(".filter-row select").nth(1).select_option(index=2)
    page.locator(".filter-row input").fill("1000")
    page.get_by_role("button", name="加入条件").click()
    expect(page.get_by_role("combobox", name="筛选")).to_have_value("amount = 1000")
    expect(preview.get_by_role("status")).to_contain_text("共 0 条记录")
    publish(page, "大单")


@on_one_database
def test_a_menu_is_put_together_as_people_will_see_it(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "app/sales")
    menu = page.get_by_role("navigation", name="销售", exact=True)
    expect(menu.get_by_role("listitem").first).to_have_text("销售漏斗")
    page.get_by_label("添加到销售……").select_option(label="笔记")
    page.get_by_role("button", name="将笔记移到下一分组").click()
    expect(menu.locator("section").nth(1).get_by_role("listitem").first).to_have_text("笔记")
    publish(page, "笔记入菜单")
    people = page.get_by_role("navigation", name="主菜单")
    expect(people.get_by_role("link", name="笔记")).to_have_count(1)


def test_people_of_two_roles_see_the_page_that_is_made_for_a_type_or_for_a_role(
    browser_page: Page, browser: Browser, place: Place
) -> None:
    page = browser_page
    open_setup(page, place, "layout")
    for zh, en, field, label, told in (
        ("专项页", "Special page", "隐患", "记录类型", "special"),
        ("主管页", "Supervisor page", "建议", "角色", "supervisor"),
    ):
        create(page, "页面布局", zh=zh, en=en, about="patrol")
        page.get_by_role("button", name=f"添加{field}").click()
        page.get_by_role("tab", name="属性").click()
        page.get_by_role("combobox", name=label).fill(told)
        page.keyboard.press("Enter")
    publish(page, "巡检")

    for login, seen in (
        ("inspector", {"日检": (True, True), "专检": (True, False)}),
        ("supervisor", {"日检": (False, True), "专检": (False, True)}),
    ):
        context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
        person = context.new_page()
        sign_in(person, place, "/o/patrol", login)
        for name, (danger, advice) in seen.items():
            person.goto(f"{place.address}/o/patrol")
            person.get_by_text(name).first.click()
            drawn = person.get_by_role("article")
            shown = {"隐患": danger, "建议": advice}
            for label in sorted(shown, key=lambda label: not shown[label]):  # absence tells once the page is drawn
                expect(drawn.get_by_text(label, exact=True)).to_have_count(int(shown[label]))
        context.close()
