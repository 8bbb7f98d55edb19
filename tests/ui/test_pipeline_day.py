"""A day on the example pipeline, in Chinese: operations import it through the wizard, and an agent works with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import PATIENCE
from tests.support.databases import databases_of
from tests.support.importing import imported, stored, system
from tests.support.people import succeed
from tests.support.server import served
from tests.support.workspaces import workspace_with
from tests.ui.dragging import WIDE, drag
from tests.ui.places import sound_page
from tests.web.client import PASSWORD, give_password, user_of

PIPELINE = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "pipeline"
BEFORE = (
    ("regions", "sales_teams"), ("managers_units", "sales_teams"), ("agents_units", "sales_teams"),
    ("managers", "sales_teams"), ("agents", "sales_teams"), ("products", "products"), ("accounts", "accounts"),
)  # fmt: skip
AGENT = "darcel.schlecht"
LONG = 60_000  # milliseconds that a step may take: thousands of rows are imported
NEEDS_AMOUNT = "赢单的商机必须填写金额。"


@dataclass(frozen=True)
class Place:
    """A served workspace that has everything but the deals."""

    address: str
    deals: Path


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, shared_data: Path, tmp_path: Path) -> Iterator[Place]:
    data = shared_data / "maven_crm"
    with databases_of(request.param, tmp_path) as databases:
        workspace = workspace_with(databases, "sales")
        url = workspace.settings.database_url
        try:
            succeed(url, "apply", str(PIPELINE), "-m", "pipeline")
            for mapping, file in BEFORE:
                written = yaml.safe_load((PIPELINE / "map" / f"{mapping}.yaml").read_text(encoding="utf-8"))
                assert imported(system(workspace), data / f"{file}.csv", written).kept
            user_of(workspace, "ops", "sales_operations", password=True)
            users = stored(system(workspace), "user", "login", "id")
            give_password(workspace, dict(users)[AGENT])
        finally:
            workspace.close()
        with served(url, tmp_path / "server.log", settings={"GUANXI_FILES": str(tmp_path / "files")}) as address:
            yield Place(address, data / "sales_pipeline_us_dates.csv")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A Chinese page; refusals of the server are part of the day, errors of the page are not."""
    with sound_page(browser, locale="zh-CN", viewport=WIDE) as page:
        page.set_default_timeout(LONG)
        expect.set_options(timeout=LONG)
        yield page
    expect.set_options(timeout=PATIENCE)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_day_on_the_pipeline(page: Page, place: Place) -> None:
    sign_in(page, place, "ops", "/o/opportunity")
    page.get_by_role("link", name="导入文件").click()
    page.get_by_label("数据文件").set_input_files(place.deals)
    map_all_but_amount(page)
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_role("heading", name="部分行会被拒绝")).to_be_visible()
    problems = page.get_by_role("region", name="问题")
    expect(problems.get_by_text(NEEDS_AMOUNT).first).to_be_visible()
    expect(problems.get_by_text("GTXPro").first).to_be_visible()
    expect(page.get_by_role("link", name="下载被拒绝的行")).to_be_visible()
    expect(page.get_by_role("button", name="导入 8,800 行")).to_be_disabled()

    page.get_by_role("button", name="返回对应字段").click()
    line(page, "close_value").get_by_label("close_value对应的字段").select_option("金额")
    replace(line(page, "product"), "GTXPro", "GTX Pro")
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_role("heading", name="所有行均可导入")).to_be_visible()
    page.get_by_role("button", name="导入 8,800 行").click()
    expect(page.get_by_role("heading", name="sales_pipeline_us_dates.csv 已导入")).to_be_visible()
    expect(page.get_by_text("8,800")).to_be_visible()

    page.get_by_role("link", name="查看商机").click()
    grid = page.get_by_role("grid", name="商机")
    expect(grid.get_by_text("8,800 条记录")).to_be_visible()
    page.get_by_role("button", name="筛选").click()
    page.get_by_label("字段", exact=True).select_option("阶段")
    page.get_by_label("阶段的值").get_by_label("赢单").check()
    expect(grid.get_by_text("4,238 条记录")).to_be_visible()
    expect(grid.get_by_text("金额合计 ¥10,005,534")).to_be_visible()

    page.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    sign_in(page, place, AGENT, "/o/opportunity?view=pipeline")
    deal = move_a_deal(page)
    refuse_an_edit(page, place)
    settle_a_conflict(page, place, deal)
    convert_a_lead(page, place)


def sign_in(page: Page, place: Place, login: str, path: str) -> None:
    page.goto(place.address + path)
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def line(page: Page, column: str) -> Locator:
    return page.get_by_role("listitem", name=column, exact=True).first


def map_all_but_amount(page: Page) -> None:
    """Map what the guesses leave open; the dates have one writing that fits them all."""
    expect(page.get_by_text("共 8,800 行")).to_be_visible()
    for column in ("engage_date", "close_date"):
        expect(line(page, column).get_by_label("日期写法")).to_have_value("M/D/YYYY")
    expect(line(page, "deal_stage").get_by_label("deal_stage对应的字段")).to_have_value("stage")
    line(page, "opportunity_id").get_by_label("opportunity_id对应的字段").select_option("来源编号")
    line(page, "sales_agent").get_by_label("来源").select_option("由列计算的公式")
    agent = page.get_by_role("listitem", name="由列计算的公式")
    agent.get_by_label("由列计算的公式对应的字段").select_option("负责人")
    agent.get_by_role("textbox", name="由列计算的公式").fill("SUBSTITUTE(LOWER(sales_agent), ' ', '.')")
    page.get_by_role("button", name="再添加一个字段").click()
    name = page.get_by_role("listitem", name="opportunity_id").last
    name.get_by_label("opportunity_id对应的字段").select_option("名称")
    page.get_by_label("已有记录的识别字段").select_option("来源编号")


def replace(place: Locator, text: str, meaning: str) -> None:
    place.get_by_role("button", name=re.compile("替换")).click()
    place.get_by_label("文件中的文本").fill(text)
    place.get_by_label("读作").fill(meaning)
    place.get_by_label("读作").press("Enter")


def move_a_deal(page: Page) -> str:
    """A gate refuses a deal without amount in its own words; a move without a gate is kept, and undone.

    Returns the address of the deal.
    """
    engaging, won, back = (page.get_by_role("region", name=name) for name in ("接洽", "赢单", "寻找"))
    card = engaging.get_by_role("listitem").first
    name = card.get_by_role("link").first.inner_text()
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as refused:
        drag(page, card, won)
    assert refused.value.status == 422
    expect(page.get_by_text(refused.value.json()["errors"][0]["message"]).first).to_be_visible()
    expect(engaging.get_by_role("link", name=name)).to_be_visible()
    drag(page, engaging.get_by_role("listitem", name=name), back)
    expect(page.get_by_text("已移到寻找")).to_be_visible()
    expect(back.get_by_role("link", name=name)).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_role("button", name="撤销").click()
    expect(engaging.get_by_role("link", name=name)).to_be_visible()
    address = engaging.get_by_role("link", name=name).get_attribute("href")
    assert address is not None
    return address


def refuse_an_edit(page: Page, place: Place) -> None:
    """The rule that refused rows of the file refuses an edit in place with the same words."""
    page.goto(f"{place.address}/o/opportunity?filter=stage+%3D+%27won%27&columns=name,amount&sort=-amount")
    row = page.get_by_role("grid").get_by_role("row").nth(1)
    amount = row.get_by_role("gridcell").nth(2)
    before = amount.inner_text()
    amount.hover()
    row.get_by_role("button", name="金额").click()
    row.get_by_role("textbox", name="金额").fill("")
    page.keyboard.press("Enter")
    expect(page.get_by_text(NEEDS_AMOUNT)).to_be_visible()
    expect(amount).to_have_text(before)


def settle_a_conflict(page: Page, place: Place, deal: str) -> None:
    """Operations save first: what only one changed is kept, and for what both changed the agent chooses."""
    page.goto(f"{place.address}{deal}/edit")
    page.get_by_role("textbox", name="下一步").fill("约见决策人")
    page.get_by_role("textbox", name="说明").fill("已寄出样品")
    save_meanwhile(page, place, deal, {"next_step": "等待法务", "probability": 60})
    page.get_by_role("button", name="保存").click()
    conflict = page.get_by_role("dialog", name="已有他人先行保存")
    expect(conflict.get_by_text("Ops与您都修改了该商机的以下字段")).to_be_visible()
    expect(conflict.get_by_role("group")).to_have_count(1)
    conflict.get_by_label("对方的").check()
    conflict.get_by_role("button", name="保存所选内容").click()
    for text in ("等待法务", "已寄出样品", "60%"):
        expect(page.get_by_text(text).first).to_be_visible()


def save_meanwhile(page: Page, place: Place, deal: str, values: dict[str, object]) -> None:
    """Have operations change a deal on a device of their own."""
    browser = page.context.browser
    assert browser is not None
    device = browser.new_context(base_url=place.address)
    signed = device.request.post("/api/v1/auth/login", data={"login": "ops", "password": PASSWORD}).json()
    path = deal.replace("/o/", "/api/v1/records/")
    assert device.request.patch(path, data=values, headers={"X-CSRF-Token": signed["csrf"]}).ok
    device.close()


def convert_a_lead(page: Page, place: Place) -> None:
    """A lead becomes an account with a contact and a deal, which it names from then on."""
    page.goto(f"{place.address}/o/lead/new?name=王芳&company=晨光精密&expected_amount=48000")
    page.get_by_role("button", name="创建").click()
    page.get_by_role("button", name="转化", exact=True).click()
    dialog = page.get_by_role("dialog", name="转化")
    expect(dialog.get_by_label("新客户名称")).to_have_value("晨光精密")
    dialog.get_by_role("button", name="转化", exact=True).click()
    expect(page.get_by_text("转化：已完成。").first).to_be_visible()
    expect(page.get_by_role("heading", name="晨光精密")).to_be_visible()
    page.goto(f"{place.address}/o/lead")
    page.get_by_role("grid").get_by_text("王芳").click()
    expect(page.get_by_role("button", name="转化", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="晨光精密").first).to_be_visible()
