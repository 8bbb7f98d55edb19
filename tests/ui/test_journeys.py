"""A day's work in Chinese with the keyboard alone, and with a thumb on a phone."""

import re
from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.places import Place, filled_place
from tests.web.client import PASSWORD, user_of

ACCOUNT = "019b0000-0000-7000-8000-0000000000c1"
MOST_STEPS = 90  # with the tabulator; whoever needs more is in a trap
SEEN_FOCUS = """() => {
  const look = (part) => getComputedStyle(part);
  const shows = (part) => part && (look(part).outlineStyle !== "none" || look(part).boxShadow !== "none");
  const at = document.activeElement; // a box that is written into has its cursor
  const written = ":is(input, textarea, select):not([type=checkbox], [type=radio])";
  if (at === document.body || at.matches(written)) return true;
  return [at, at.parentElement, at.closest("label")].some(shows);
}"""


def fill(workspace: Workspace) -> None:
    for login in ("keys", "thumb"):
        user_of(workspace, login, "sales_operations", password=True)
    context = workspace.context(Principal.system("test"))
    save(context, "account", [{"id": ACCOUNT, "name": "晨光精密"}], operation="create")
    rows = [
        {"name": name, "stage": stage, "account": ACCOUNT}
        for name, stage in (("键盘项目", "engaging"), ("手机项目", "negotiating"), ("别的项目", "prospecting"))
    ]
    save(context, "opportunity", rows, operation="create", any_state=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with a deal for each of the two who work in it."""
    with filled_place(request.param, tmp_path_factory.mktemp("journeys"), "sales", fill=fill) as made:
        yield made


@pytest.fixture
def phone(place: Place, browser: Browser) -> Iterator[Page]:
    """A phone of a Chinese reader; its page has no errors."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True, is_mobile=True, base_url=place.address
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda told: troubles.append(told.text) if told.type == "error" else None)
    yield page
    context.close()
    assert troubles == []


def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """Go on with the tabulator until something has the focus; each step on the way is seen."""
    expect(target).to_be_visible()
    for _ in range(MOST_STEPS):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
        assert page.evaluate(SEEN_FOCUS), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"the keyboard does not come to {target}")


def choose(page: Page, target: Locator, label: str) -> None:
    """Choose in a list of choices by its arrow keys."""
    reach(page, target)
    for _ in range(MOST_STEPS):
        if target.evaluate("list => list.selectedOptions[0].label") == label:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label} is no choice")


def command(page: Page, words: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="命令与搜索")).to_be_focused()
    page.keyboard.type(words)
    expect(page.get_by_role("option", selected=True)).to_contain_text(words)
    page.keyboard.press("Enter")


def test_a_day_by_keyboard_alone(place: Place, browser_page: Page) -> None:
    page = browser_page
    page.add_init_script("localStorage.setItem('guanxi.language', 'zh')")
    page.goto(f"{place.address}/sign-in")
    reach(page, page.get_by_label("登录名"))
    page.keyboard.type("keys")
    reach(page, page.get_by_label("密码", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="主菜单").get_by_role("link", name="商机")).to_be_visible()

    command(page, "商机")
    grid = page.get_by_role("grid", name="商机")
    expect(grid.get_by_text("3 条记录")).to_be_visible()
    reach(page, page.get_by_role("button", name="筛选"))
    page.keyboard.press("Enter")
    choose(page, page.get_by_label("字段", exact=True), "阶段")
    reach(page, page.get_by_label("阶段的值").get_by_label("接洽"))
    page.keyboard.press("Space")
    expect(grid.get_by_text("1 条记录")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="筛选（1）")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="键盘项目")).to_be_visible()

    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="编辑 键盘项目")).to_be_visible()
    reach(page, page.get_by_label("金额"))
    page.keyboard.type("48000")
    day = page.get_by_label("结单日期", exact=True)
    reach(page, day)
    page.keyboard.type("2026年12月1日")
    page.keyboard.press("ArrowDown")
    calendar = page.get_by_role("dialog", name="结单日期：日历")
    expect(calendar.get_by_role("button", name="2026年12月1日")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(day).to_be_focused()
    expect(day).to_have_value("2026年12月2日")
    page.keyboard.press("Control+Enter")
    facts = page.get_by_label("关键信息")
    expect(facts).to_contain_text("¥48,000")
    expect(facts).to_contain_text("2026年12月2日")

    reach(page, page.get_by_role("tab", name="详细信息"))
    tab = page.get_by_role("tab", name="动态")
    while not tab.evaluate("one => one === document.activeElement"):
        page.keyboard.press("ArrowRight")
    reach(page, page.get_by_label("评论"))
    page.keyboard.type("已约见决策人")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("listitem").filter(has_text="已约见决策人")).to_be_visible()

    command(page, "销售漏斗")
    card = page.get_by_role("listitem", name="键盘项目")
    reach(page, card)
    said = page.locator("[aria-live=assertive]")
    page.keyboard.press("Space")
    expect(said.filter(has_text="在“接洽”上方")).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(said.filter(has_text="在“提案”上方")).to_be_attached()
    page.keyboard.press("Space")
    expect(page.get_by_role("region", name="提案", exact=True).get_by_role("listitem", name="键盘项目")).to_be_visible()

    page.keyboard.press("c")
    expect(page.get_by_role("textbox", name="名称")).to_be_focused()
    page.keyboard.type("新项目")
    reach(page, page.get_by_label("客户", exact=True))
    page.keyboard.type("远山仪器")
    offered = page.locator(".picker-options").get_by_role("option")
    creation = offered.filter(has_text="新建“远山仪器”……")
    expect(creation).not_to_have_attribute("data-combobox-disabled", "true")  # what is offered answers the whole name
    expect(offered).to_have_text(["新建“远山仪器”……"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="新建客户")
    expect(dialog.get_by_label("名称")).to_have_value("远山仪器")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("客户", exact=True)).to_have_value("远山仪器")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="新项目")).to_be_visible()

    reach(page, page.get_by_role("button", name="账户：Keys"), "Shift+Tab")
    page.keyboard.press("Enter")
    leave = page.get_by_role("menuitem", name="退出登录")
    expect(leave).to_be_visible()
    while not leave.evaluate("one => one === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("登录名")).to_be_visible()


def fits(page: Page) -> None:
    """Nothing stands out of the screen sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_day_on_a_phone(place: Place, phone: Page) -> None:
    phone.goto("/sign-in")
    phone.get_by_label("登录名").fill("thumb")
    phone.get_by_label("密码", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="登录", exact=True).tap()
    phone.get_by_role("button", name="打开菜单").tap()
    phone.get_by_role("dialog").get_by_role("link", name="商机").tap()
    grid = phone.get_by_role("grid", name="商机")
    row = grid.get_by_role("row", name="手机项目")
    expect(row).to_be_visible()
    fits(phone)
    expect(row.get_by_text("谈判")).to_be_in_viewport(
        ratio=1
    )  # what a wide screen has in columns stands below the name
    assert grid.evaluate("box => box.scrollWidth <= box.clientWidth")
    grid.get_by_role("columnheader", name="名称").get_by_role("button").tap()
    expect(phone).to_have_url(re.compile("sort=name"))

    phone.get_by_role("button", name="筛选").tap()
    phone.get_by_label("字段", exact=True).select_option("阶段")
    phone.get_by_label("阶段的值").get_by_label("谈判").check()
    fits(phone)
    expect(grid.get_by_text("1 条记录")).to_be_visible()
    phone.touchscreen.tap(195, 820)  # beside the panel, which closes it
    expect(phone.get_by_label("字段", exact=True)).to_have_count(0)
    grid.get_by_role("row", name="手机项目").get_by_role("gridcell").nth(1).tap()
    expect(phone.get_by_role("heading", name="手机项目")).to_be_visible()
    fits(phone)

    steps = phone.get_by_role("region", name="阶段").get_by_role("list")
    expect(steps.get_by_text("谈判", exact=True)).to_be_in_viewport(ratio=1)
    expect(steps).to_have_attribute("data-more", re.compile("before"))  # fades where it goes on
    steps.get_by_role("button", name="提案").tap()
    expect(phone.get_by_text("已移到提案")).to_be_visible()
    expect(steps.locator("[aria-current=step]")).to_have_text("提案")
    expect(steps).to_have_attribute("data-more", re.compile("after"))

    phone.get_by_role("link", name="编辑", exact=True).tap()
    phone.get_by_role("textbox", name="下一步").fill("电话确认")
    phone.get_by_role("button", name="保存").tap()
    expect(phone.get_by_role("tabpanel").get_by_text("电话确认")).to_be_visible()
    fits(phone)
    phone.get_by_role("tab", name="动态").tap()
    phone.get_by_role("group", name="添加动态").get_by_role("button", name="电话").tap()
    dialog = phone.get_by_role("dialog", name="新建活动")
    dialog.get_by_label("主题").fill("与采购通话")
    fits(phone)
    dialog.get_by_role("button", name="创建").tap()
    expect(phone.get_by_role("link", name="与采购通话")).to_be_visible()

    phone.get_by_role("button", name="命令与搜索").tap()
    phone.get_by_role("combobox", name="命令与搜索").fill("别的")
    phone.get_by_role("option", name="别的项目").tap()
    expect(phone.get_by_role("heading", name="别的项目")).to_be_visible()
    phone.get_by_role("button", name="打开菜单").tap()
    phone.get_by_role("dialog").get_by_role("link", name="客户").tap()
    phone.get_by_role("link", name="新建").tap()
    phone.get_by_label("名称").fill("街角小店")
    fits(phone)
    phone.get_by_role("button", name="创建").tap()
    expect(phone.get_by_role("heading", name="街角小店")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_role("grid", name="客户").get_by_role("row", name="街角小店")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_role("heading", name="别的项目")).to_be_visible()
