"""The web app as people use it: signing in, lists, edits in place, the board, the palette."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page, expect

from tests.support.people import succeed
from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in, sign_in_by_hand
from tests.web.client import user_of

STAGES = ("prospecting", "engaging", "proposing", "negotiating", "won")


def fill(workspace: Workspace) -> None:
    user_of(workspace, "mei", "sales_rep")
    for login in ("boss", "traveller"):
        user_of(workspace, login, "administrator", password=True)
    rows = [
        {
            "name": f"项目 {number:03d}",
            "stage": STAGES[number % 5],
            "amount": number * 1000,
            "close_date": "2026-10-01",
        }
        for number in range(1, 61)
    ]
    context = workspace.context(Principal.system("test"))
    save(context, "opportunity", rows, operation="create", any_state=True)
    save(context, "lead", [{"name": "王芳", "company": "晨光精密"}], operation="create")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with deals in all stages; what its server answers is tested on both databases elsewhere."""
    with filled_place("sqlite", tmp_path_factory.mktemp("web-app"), "sales", fill=fill) as made:
        yield made


def test_a_password_that_another_chose_is_changed_before_anything_else(browser_page: Page, place: Place) -> None:
    given = succeed(place.url, "user", "add", "newcomer", "--role", "sales_rep")["password"]
    sign_in_by_hand(browser_page, place, "/", "newcomer", str(given))
    expect(browser_page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    browser_page.goto(f"{place.address}/o/opportunity")
    expect(browser_page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    browser_page.get_by_label("Current password").fill(str(given))
    browser_page.get_by_label("New password", exact=True).fill("a long enough secret")
    browser_page.get_by_label("New password again").fill("a long enough secret")
    browser_page.get_by_role("button", name="Change password").click()
    expect(browser_page.get_by_role("heading", name="Opportunities", exact=True)).to_be_visible()


def test_a_list_is_found_in_sorted_and_gone_back_from_by_its_address(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/opportunity")
    grid = browser_page.get_by_role("grid", name="Opportunities")
    expect(grid.get_by_role("row").nth(1)).to_be_visible()
    grid.get_by_role("button", name="Amount").first.click()
    expect(browser_page).to_have_url(f"{place.address}/o/opportunity?sort=amount")
    grid.get_by_role("button", name="Amount").first.click()
    expect(grid.get_by_role("columnheader", name="Amount")).to_have_attribute("aria-sort", "descending")
    browser_page.go_back()
    expect(grid.get_by_role("columnheader", name="Amount")).to_have_attribute("aria-sort", "ascending")
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("no such name")
    expect(browser_page.get_by_role("heading", name="No Opportunities match")).to_be_visible()
    browser_page.get_by_role("button", name="Show all").click()
    expect(grid).to_be_visible()


def test_who_may_see_the_back_office_finds_the_way_to_it(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/")
    browser_page.get_by_role("button", name="Account: Boss").click()
    browser_page.get_by_role("menuitem", name="Back office").click()
    expect(browser_page).to_have_url(f"{place.address}/backoffice/")
    expect(browser_page.get_by_role("link", name="Audit", exact=True)).to_be_visible()


def test_an_order_chosen_twice_at_once_is_the_second_one(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/opportunity")
    grid = browser_page.get_by_role("grid", name="Opportunities")
    grid.get_by_role("button", name="Amount").first.dblclick()
    expect(grid.get_by_role("columnheader", name="Amount")).to_have_attribute("aria-sort", "descending")
    expect(browser_page).to_have_url(f"{place.address}/o/opportunity?sort=-amount")


@pytest.mark.far
def test_pinyin_and_several_words_find_records_by_one_request_everywhere(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/search")
    field = browser_page.get_by_role("searchbox", name="Search")
    expect(field).to_be_visible()
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    field.fill("017 项目")
    expect(browser_page.get_by_role("main").get_by_role("link", name="项目 017")).to_be_visible()
    of_the_bell = ("/events", "/notifications")  # it asks for itself, soon after the page is there
    reading = [url for url in asked if "/api/v1/" in url and not any(part in url for part in of_the_bell)]
    assert [url.split("?")[0] for url in reading] == [f"{place.address}/api/v1/search"]
    field.fill("晨光")
    lead = browser_page.get_by_role("main").get_by_role("link", name="王芳")
    expect(lead).to_contain_text("Company: 晨光精密")
    browser_page.keyboard.press("Control+k")
    browser_page.get_by_role("combobox").fill("chenguang")
    expect(browser_page.get_by_role("option", name="王芳")).to_contain_text("Company: 晨光精密")
    browser_page.get_by_role("combobox").fill("xiangmu 018")
    expect(browser_page.get_by_role("option", name="项目 018")).to_be_visible()
    browser_page.goto(f"{place.address}/o/opportunity?q=xiangmu+01")
    grid = browser_page.get_by_role("grid", name="Opportunities")
    expect(grid.get_by_role("row", name="项目 010")).to_be_visible()
    expect(grid.get_by_text("11 records")).to_be_visible()
    browser_page.goto(f"{place.address}/o/opportunity?view=pipeline&q=xm+017")
    board = browser_page.get_by_role("group", name=re.compile("^Board"))
    expect(board.get_by_role("listitem")).to_have_count(1)


def test_a_view_is_chosen_changed_and_gone_back_to(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/opportunity")
    browser_page.get_by_role("button", name="View: All opportunities").click()
    browser_page.get_by_role("menuitem", name="Open opportunities").click()
    expect(browser_page).to_have_url(f"{place.address}/o/opportunity?view=open_opportunities")
    grid = browser_page.get_by_role("grid", name="Opportunities")
    expect(grid.get_by_text("48 records")).to_be_visible()
    browser_page.get_by_role("button", name="Display").click()
    browser_page.get_by_label("Grouped by").select_option("Stage")
    browser_page.get_by_role("checkbox", name="Next step").uncheck()
    browser_page.keyboard.press("Escape")
    expect(grid.get_by_role("row", name="Prospecting 12 Sum of Amount")).to_be_visible()
    browser_page.get_by_role("navigation").get_by_role("link", name="Pipeline").click()
    expect(browser_page.get_by_role("region", name="Negotiating")).to_be_visible()
    browser_page.goto(f"{place.address}/o/opportunity?view=open_opportunities")
    expect(grid.get_by_role("columnheader", name="Owner")).to_be_visible()
    expect(grid.get_by_role("columnheader", name="Next step")).to_have_count(0)
    browser_page.get_by_role("button", name="Changed Back to the view as it is").click()
    expect(grid.get_by_role("columnheader", name="Next step")).to_be_visible()


def test_a_changed_list_keeps_its_tools_in_one_line_on_a_small_screen(browser_page: Page, place: Place) -> None:
    browser_page.set_viewport_size({"width": 1024, "height": 768})
    sign_in(browser_page, place, "/o/opportunity?as=timeline&filter=amount+%3E+1")
    tools = browser_page.locator(".list-toolbar")
    expect(tools.get_by_role("button", name="Changed")).to_be_visible()
    add = tools.get_by_role("link", name="New")
    middles = {round(box["y"] + box["height"] / 2) for at in (tools, add) if (box := at.bounding_box())}
    assert max(middles) - min(middles) <= 1  # the border below the tools belongs to them
    assert tools.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_an_edit_in_place_is_saved_and_undone(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/opportunity?columns=name,next_step")
    row = browser_page.get_by_role("grid").get_by_role("row").nth(1)
    expect(row).to_be_visible()
    browser_page.keyboard.press("j")
    row.get_by_role("gridcell").nth(2).hover()
    row.get_by_role("button", name="Next step").click()
    browser_page.get_by_role("textbox", name="Next step").fill("call 张伟")
    browser_page.keyboard.press("Enter")
    expect(row.get_by_text("call 张伟")).to_be_visible()
    expect(browser_page.get_by_text("Next step is saved")).to_be_visible()
    browser_page.get_by_role("button", name="Undo").click()
    expect(row.get_by_text("call 张伟")).to_have_count(0)


def test_two_people_see_each_others_saves(browser: Browser, browser_page: Page, place: Place) -> None:
    path = "/o/opportunity?columns=name,next_step&filter=name+%3D+%27项目 040%27"
    other = browser.new_context(locale="en-GB").new_page()
    for page in (browser_page, other):
        sign_in(page, place, path)
        expect(page.get_by_text("1 record", exact=True)).to_be_visible()
    row = other.get_by_role("grid").get_by_role("row").nth(1)
    row.get_by_role("gridcell").nth(2).hover()
    row.get_by_role("button", name="Next step").click()
    other.get_by_role("textbox", name="Next step").fill("ask 王芳")
    other.keyboard.press("Enter")
    expect(browser_page.get_by_role("grid").get_by_text("ask 王芳")).to_be_visible(timeout=15_000)
    other.context.close()


def test_selected_records_are_given_to_another_owner_and_taken_back(browser_page: Page, place: Place) -> None:
    page = browser_page
    sign_in(page, place, "/o/opportunity?q=059&columns=name,owner")
    row = page.get_by_role("row", name="项目 059")
    row.get_by_role("checkbox").check()
    page.get_by_role("toolbar", name="Selected rows").get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit 1 record")
    dialog.get_by_label("Field").select_option(label="Owner")
    change = dialog.get_by_role("button", name="Change 1 record")
    expect(change).to_be_disabled()  # nobody would own it
    dialog.get_by_role("textbox", name="Owner").fill("mei")
    page.get_by_role("option", name="Mei", exact=True).click()
    change.click()
    expect(row.get_by_text("Mei")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row.get_by_text("Mei")).to_have_count(0)


def test_a_card_is_carried_from_column_to_column_by_keys(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/opportunity?view=pipeline&q=xm+055")
    column = {name: browser_page.get_by_role("region", name=name, exact=True) for name in ("Prospecting", "Engaging")}
    card = column["Prospecting"].get_by_role("listitem", name="项目 055")
    said = browser_page.locator("[aria-live=assertive]")
    card.focus()
    keys = (
        ("Space", "Prospecting"),
        ("ArrowRight", "Engaging"),
        ("ArrowLeft", "Prospecting"),
        ("ArrowRight", "Engaging"),
    )
    for key, name in keys:
        browser_page.keyboard.press(key)
        expect(said.filter(has_text=f"项目 055 is over {name}.")).to_be_attached()
    browser_page.keyboard.press("Space")
    expect(column["Engaging"].get_by_role("listitem", name="项目 055")).to_be_visible()


def test_who_is_offline_is_told_and_goes_on_when_the_line_is_back(browser: Browser, place: Place) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    sign_in(page, place, "/o/opportunity")
    grid = page.get_by_role("grid", name="Opportunities")
    expect(grid.get_by_role("row").nth(1)).to_be_visible()
    context.set_offline(True)
    page.get_by_role("searchbox", name="Find").fill("项目 042")
    expect(page.get_by_role("heading", name="The server does not answer")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="The server does not answer")).to_be_visible()
    context.set_offline(False)
    expect(grid.get_by_text("1 record", exact=True)).to_be_visible()
    expect(grid.get_by_role("row")).to_have_count(2)
    context.set_offline(True)
    grid.get_by_role("row", name="项目 042").get_by_role("gridcell").nth(1).click()
    expect(page.get_by_role("heading", name="The server does not answer")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_role("heading", name="项目 042")).to_be_visible()
    context.close()


def test_the_language_changes_at_once_everywhere(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/opportunity?as=board", login="traveller")
    expect(browser_page.get_by_role("region", name="Negotiating")).to_be_visible()
    browser_page.keyboard.press("Control+k")
    expect(browser_page.get_by_role("combobox", name="Commands and search")).to_be_focused()
    browser_page.keyboard.type("中文")
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("heading", name="商机")).to_be_visible()
    expect(browser_page.get_by_role("region", name="谈判")).to_be_visible()
    assert browser_page.evaluate("document.documentElement.lang") == "zh-CN"


def test_a_persons_zone_is_that_of_every_instant_and_other_devices_are_signed_out(
    browser: Browser, browser_page: Page, place: Place
) -> None:
    other = browser.new_context(locale="en-GB").new_page()
    for page in (other, browser_page):
        page.add_init_script("localStorage.setItem('guanxi.language', 'en')")
        sign_in(page, place, "/settings", login="traveller")
        expect(page.get_by_role("heading", name="My settings")).to_be_visible(timeout=30_000)
    browser_page.get_by_label("Time zone").select_option("Pacific/Kiritimati")
    expect(browser_page.get_by_text("Saved.")).to_be_visible()
    browser_page.get_by_role("button", name="Sign out everywhere else").click()
    expect(browser_page.get_by_text("You are signed in here alone.")).to_be_visible()
    other.goto(f"{place.address}/settings")
    expect(other.get_by_role("heading", name="Sign in to Guanxi")).to_be_visible()
    other.context.close()
    now = dt.datetime.now(ZoneInfo("Pacific/Kiritimati"))  # 14 hours ahead of the server
    hours = "|".join(f"{at:%H}" for at in (now, now - dt.timedelta(minutes=30)))
    browser_page.goto(f"{place.address}/o/opportunity?columns=name,created_at&filter=name+%3D+%27项目 040%27")
    written = browser_page.get_by_role("grid").get_by_role("row").nth(1).get_by_role("gridcell").nth(2)
    expect(written).to_have_text(re.compile(rf", ({hours}):\d\d$"))


def test_an_import_is_undone_where_its_result_is_told(browser_page: Page, place: Place, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("name,stage\nUndo me,prospecting\nMe too,prospecting\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(
        "object: opportunity\nfields:\n- {field: name, column: name}\n- {field: stage, column: stage}\n",
        encoding="utf-8",
    )
    files = (str(tmp_path / "deals.csv"), "--map", str(tmp_path / "map.yaml"))
    told = succeed(place.url, "import", "opportunity", *files, "--as", "boss")
    sign_in(browser_page, place, f"/o/opportunity/import/{told['id']}")
    browser_page.get_by_role("button", name="Undo this import").click()
    dialog = browser_page.get_by_role("dialog", name="Undo the import of deals.csv?")
    expect(dialog.get_by_text("Into the recycle bin")).to_be_visible()
    dialog.get_by_role("button", name="Undo the import").click()
    expect(dialog.get_by_text("The import is undone")).to_be_visible()
    expect(dialog.get_by_role("definition")).to_have_text("2")
