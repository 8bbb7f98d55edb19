"""What every screen needs: Chinese that is drawn, and few bytes until a list can be used."""

import gzip
from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Page, expect

from tests.ui.places import filled_place
from tests.web.client import PASSWORD, user_of

KIB = 1024
MOST_SCRIPT, MOST_STYLE = 250 * KIB, 45 * KIB
DRAWN = """(text) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
  const pen = canvas.getContext("2d");
  pen.font = `32px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(text, 2, 32);
  return canvas.toDataURL();
}"""


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    context = workspace.context(Principal.system("test"))
    names = ("网关项目", "Sensors", "服务合同")
    rows = [{"name": name, "amount": 1000, "close_date": "2026-10-01"} for name in names]
    save(context, "opportunity", rows, operation="create")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served workspace with a few deals; what screens look like does not depend on the database."""
    with filled_place("sqlite", tmp_path_factory.mktemp("screens"), "sales", fill=fill) as made:
        yield made.address


def signed_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("input[autocomplete=username]").fill("boss")
    page.locator("input[autocomplete=current-password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def test_chinese_is_drawn_as_characters(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/sign-in")
    drawn = [browser_page.evaluate(DRAWN, text) for text in ("商", "机", "\U000f0000")]
    assert len(set(drawn)) == 3  # boxes for what a font lacks all look alike


def test_a_list_needs_few_bytes_until_it_can_be_used(browser_page: Page, address: str) -> None:
    signed_in(browser_page, address)
    sizes = {"script": 0, "stylesheet": 0}

    def weigh(answer: object) -> None:
        kind = answer.request.resource_type  # type: ignore[attr-defined]
        if kind in sizes:
            sizes[kind] += len(gzip.compress(answer.body()))  # type: ignore[attr-defined]

    browser_page.on("response", weigh)
    browser_page.goto(f"{address}/o/opportunity", wait_until="networkidle")
    expect(browser_page.get_by_role("row")).to_have_count(4)
    assert (sizes["script"] <= MOST_SCRIPT, sizes["stylesheet"] <= MOST_STYLE) == (True, True), sizes


def test_home_shows_the_first_records_of_the_views_that_an_app_names(browser_page: Page, address: str) -> None:
    signed_in(browser_page, address)
    card = browser_page.get_by_role("region", name="Closing in 30 days")
    card.locator(".home-way").nth(2).wait_for()
    assert sorted(card.locator(".home-way").all_inner_texts()) == ["Sensors", "服务合同", "网关项目"]
    empty = browser_page.get_by_role("region", name="Open leads")
    expect(empty.get_by_role("link", name="New: Lead")).to_have_attribute("href", "/o/lead/new")
