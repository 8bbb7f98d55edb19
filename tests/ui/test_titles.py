"""What a tab is called: the page from its most particular part on, in the language that is spoken, and no secret."""

from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page, expect

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

ACCOUNT = "01890000-0000-7000-8000-000000000001"


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    user_of(workspace, "rep", "sales_rep", password=True)
    context = workspace.context(Principal.system("test"))
    save(context, "account", [{"id": ACCOUNT, "name": "远大"}], operation="create")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("titles"), "sales", fill=fill) as made:
        yield made


def test_each_page_names_its_tab_and_follows_the_language(place: Place, browser_page: Page) -> None:
    page = browser_page
    page.goto(place.address)
    expect(page).to_have_title("Sign in to Guanxi – Guanxi 关系")
    sign_in(page, place, "/o/account")
    expect(page).to_have_title("All accounts – Accounts – Guanxi 关系")
    page.get_by_role("row", name="远大").get_by_text("远大").first.click()
    expect(page).to_have_title("远大 – Account – Guanxi 关系")
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page).to_have_title("Edit 远大 – Account – Guanxi 关系")
    page.goto(f"{place.address}/setup/object/account")
    expect(page).to_have_title("Account – Objects – Setup – Guanxi 关系")
    page.goto(f"{place.address}/o/account/{ACCOUNT}")
    expect(page).to_have_title("远大 – Account – Guanxi 关系")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").get_by_role("combobox").fill("中文")
    page.keyboard.press("Enter")
    expect(page).to_have_title("远大 – 客户 – Guanxi 关系")


def test_a_record_that_may_not_be_seen_names_no_tab(place: Place, browser: Browser) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    sign_in(page, place, f"/o/account/{ACCOUNT}", login="rep")
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    expect(page).to_have_title("There is nothing here – Guanxi 关系")
    page.context.close()
