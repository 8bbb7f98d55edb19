"""A rule refuses in its own words, whichever way a record is written: form, edit in place, drag, import."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page, expect

from tests.ui.dragging import WIDE, drag
from tests.ui.places import Place, filled_place, sound_page
from tests.ui.setup_pages import enter
from tests.web.client import user_of

OPEN = "019b0000-0000-7000-8000-0000000000b1"
WON = "019b0000-0000-7000-8000-0000000000b2"


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    deals = [
        {"id": OPEN, "name": "未定价", "stage": "engaging", "close_date": "2026-10-01"},
        {"id": WON, "name": "已赢单", "stage": "won", "close_date": "2026-10-01", "amount": 900},
    ]
    save(workspace.context(Principal.system("test")), "opportunity", deals, operation="create", any_state=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with an open deal that lacks an amount, and one that was won."""
    with filled_place(request.param, tmp_path_factory.mktemp("refusals"), "sales", fill=fill) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A Chinese page; the server refuses on it, and the page itself has no errors."""
    with sound_page(browser, locale="zh-CN", viewport=WIDE) as page:
        yield page


def sentence_of(page: Page, place: Place, rule: str) -> str:
    """Return what a rule says, as its metadata has it."""
    told = page.request.get(f"{place.address}/api/v1/metadata/rule/{rule}").json()
    return str(told["data"]["body"]["message"]["zh"])


def test_a_rule_refuses_in_form_edit_in_place_drag_and_import_with_the_same_words(
    page: Page, place: Place, tmp_path: Path
) -> None:
    enter(page, place, "o/opportunity", "boss")
    expect(page.get_by_role("grid", name="商机")).to_be_visible()
    words = sentence_of(page, place, "won_needs_amount")

    page.goto(f"{place.address}/o/opportunity/{OPEN}/edit")
    page.get_by_label("阶段").select_option(label="赢单")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text(f"金额：{words}")
    expect(page.locator("[data-field=amount]").get_by_text(words, exact=True)).to_be_visible()

    page.goto(f"{place.address}/o/opportunity?columns=name,amount&filter=stage+%3D+%27won%27")
    row = page.get_by_role("grid").get_by_role("row", name="已赢单")
    row.get_by_role("gridcell").nth(2).hover()
    row.get_by_role("button", name="金额").click()
    row.get_by_role("textbox", name="金额").fill("")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(words)

    page.goto(f"{place.address}/o/opportunity?view=pipeline")
    engaging, won = (page.get_by_role("region", name=name, exact=True) for name in ("接洽", "赢单"))
    drag(page, engaging.get_by_role("listitem", name="未定价"), won)
    expect(page.get_by_role("alert")).to_have_text(words)
    expect(engaging.get_by_role("listitem", name="未定价")).to_be_visible()

    (tmp_path / "deals.csv").write_text("名称,阶段,结单日期\n导入的,赢单,2026-10-01\n", encoding="utf-8")
    page.goto(f"{place.address}/o/opportunity/import")
    page.get_by_label("数据文件").set_input_files(tmp_path / "deals.csv")
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_role("region", name="问题").get_by_text(words, exact=True)).to_be_visible()
