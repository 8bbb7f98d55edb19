"""The other ways to look at records: in calendars and on timelines, as cards, in trees, on maps."""

import re
from collections.abc import Iterator

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.wanted import Wanted
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.ui.dragging import drag, drag_by, drag_by_finger
from tests.ui.places import Place, filled_place, on_one_database, sound_page
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

GROUP = "019b0000-0000-7000-8000-0000000000a1"
DEPOT = Document(
    "object",
    "depot",
    WORKSPACE,
    {
        "kind": "object",
        "name": "depot",
        "label": {"en": "Depot", "zh": "仓库"},
        "plural": {"en": "Depots", "zh": "仓库"},
        "name_field": "name",
        "fields": [
            {"name": "name", "label": {"en": "Name", "zh": "名称"}, "type": "text", "max_length": 80},
            {"name": "spot", "label": {"en": "Spot", "zh": "位置"}, "type": "geolocation"},
        ],
    },
)
JUNE = "/o/activity?view=activity_calendar&at=2026-06-10"


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    context = workspace.context(Principal.system("test"))
    apply(workspace, Wanted(documents=(DEPOT,)), author=Principal.system("test"))
    context = workspace.context(Principal.system("test"))
    spots = {"Port A": (51.95, 4.1), "Port B": (51.9, 4.2), "Yard": (31.2, 121.5)}
    depots = [{"name": name, "spot": {"latitude": n, "longitude": e}} for name, (n, e) in spots.items()]
    save(context, "depot", depots, operation="create")
    visit = {"name": "Visit", "starts_at": "2026-06-10T09:00:00.000Z", "ends_at": "2026-06-10T10:00:00.000Z"}
    calls = [{"name": f"Call {number}", "starts_at": "2026-06-17T08:00:00.000Z"} for number in range(12)]
    save(context, "activity", [visit, *calls], operation="create")
    people = [{"name": f"Contact {number:03d}"} for number in range(1, 131)]
    save(context, "contact", people, operation="create")
    save(context, "account", [{"id": GROUP, "name": "Group"}, {"name": "Shop"}], operation="create")
    below = [{"name": name, "parent": GROUP} for name in ("Plant", "Workshop")]
    save(context, "account", below, operation="create")
    summer = {"name": "Summer", "valid_from": "2026-06-08", "valid_to": "2026-06-12"}
    save(context, "price_book", [summer], operation="create")
    save(context, "opportunity", [{"name": "Gateway", "close_date": "2026-10-01"}], operation="create")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with a few records of each shape."""
    with filled_place(request.param, tmp_path_factory.mktemp("ways"), "sales", fill=fill) as made:
        yield made


def day(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


@pytest.mark.far
def test_what_is_in_a_calendar_is_moved_by_mouse_and_keys_and_put_back(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, JUNE)
    calendar = browser_page.get_by_role("group", name="Calendar of Activities")
    visit = calendar.get_by_role("link", name="Visit, Jun 10, 2026, 09:00")
    width = day(browser_page, "Wednesday, June 10").bounding_box()
    assert width is not None
    drag_by(browser_page, visit, (width["width"], 0))
    expect(calendar.get_by_role("link", name="Visit, Jun 11, 2026, 09:00, Jun 11, 2026, 10:00")).to_be_visible()
    with browser_page.expect_response(lambda answer: answer.request.method == "PATCH"):
        browser_page.get_by_role("button", name="Undo").click()
    expect(visit).to_be_visible()
    visit.focus()
    for key in (" ", "ArrowDown", "ArrowLeft", "Shift+ArrowRight", "Enter"):
        browser_page.keyboard.press(key)
    expect(calendar.get_by_role("link", name="Visit, Jun 16, 2026, 09:00, Jun 17, 2026, 10:00").first).to_be_focused()
    told = browser_page.get_by_text("Visit now begins Jun 16, 2026, 09:00")
    told.get_by_role("button", name="Undo").click()
    expect(visit).to_be_visible()


@on_one_database
def test_a_full_day_tells_how_many_more_there_are_and_takes_a_new_record(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, JUNE)
    browser_page.get_by_role("button", name="more on Wednesday, June 17").click()
    expect(browser_page.get_by_role("dialog", name="Wednesday, June 17").get_by_role("listitem")).to_have_count(12)
    browser_page.keyboard.press("Escape")
    day(browser_page, "Saturday, June 20").get_by_role("button", name="New on Saturday, June 20").click()
    form = browser_page.get_by_role("dialog", name="New activity")
    expect(form.get_by_label("Starts at")).to_have_value("Jun 20, 2026, 09:00")
    form.get_by_label("Subject").fill("Fair")
    form.get_by_role("button", name="Create").click()
    expect(browser_page.get_by_role("link", name="Fair, Jun 20, 2026, 09:00")).to_be_visible()


@on_one_database
def test_on_a_phone_a_calendar_is_an_agenda_in_which_other_dates_are_typed(browser: Browser, place: Place) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", has_touch=True)
    page = context.new_page()
    sign_in(page, place, JUNE)
    page.get_by_role("button", name="Other dates for Visit").tap()
    dialog = page.get_by_role("dialog", name="Visit")
    dialog.get_by_label("Ends at").fill("2026-06-10T08:00")
    dialog.get_by_role("button", name="Save").tap()
    expect(dialog.get_by_text("An activity cannot end before it starts.")).to_be_visible()
    dialog.get_by_label("Ends at").fill("2026-06-10T11:30")
    dialog.get_by_role("button", name="Save").tap()
    expect(page.get_by_text("09:00 – 11:30")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@on_one_database
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_moment_is_read_whole_in_its_column(browser: Browser, place: Place, locale: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale=locale)
    page = context.new_page()
    sign_in(page, place, "/o/depot?columns=name,created_at")
    moment = page.get_by_role("row").filter(has_text="Yard").locator(".clip").last
    expect(moment).to_contain_text(":")
    assert moment.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
    context.close()


@on_one_database
def test_on_a_tablet_a_card_is_carried_by_a_finger_to_another_stage(browser: Browser, place: Place) -> None:
    context = browser.new_context(viewport={"width": 1024, "height": 800}, locale="en-GB", has_touch=True)
    page = context.new_page()
    sign_in(page, place, "/o/opportunity?view=pipeline")
    begun, engaging = (page.get_by_role("region", name=name, exact=True) for name in ("Prospecting", "Engaging"))
    drag_by_finger(page, begun.get_by_role("listitem", name="Gateway"), engaging)
    expect(page.get_by_text("Moved to Engaging")).to_be_visible()
    expect(engaging.get_by_role("listitem", name="Gateway")).to_be_visible()
    context.close()


@on_one_database
def test_cards_are_walked_by_arrows_and_more_are_read_as_they_come_in_sight(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/contact?view=contact_cards")
    cards = browser_page.get_by_role("list", name="Contacts")
    cards.get_by_role("link", name="Contact 001").focus()
    browser_page.keyboard.press("ArrowRight")
    expect(cards.get_by_role("link", name="Contact 002")).to_be_focused()
    for number in (59, 119, 129):
        expect(cards.get_by_role("listitem").first).to_have_attribute("aria-setsize", str(number + 1))
        browser_page.keyboard.press("End")
        expect(cards.get_by_role("link", name=f"Contact {number + 1:03d}")).to_be_focused()
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("heading", name="Contact 130")).to_be_visible()


@on_one_database
def test_a_tree_is_opened_by_keys_and_what_stands_in_it_moved_by_mouse_and_by_name(
    browser: Browser, place: Place
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB")
    page = context.new_page()
    sign_in(page, place, "/o/account?view=tree_of_accounts")
    tree = page.get_by_role("tree", name="Accounts")
    expect(tree.get_by_role("treeitem").first).to_be_visible()
    heads, values = (page.locator(f".tree-{part} .tree-values").first.bounding_box() for part in ("head", "row"))
    assert heads is not None
    assert values is not None
    assert (heads["x"], heads["width"]) == pytest.approx((values["x"], values["width"]), abs=1)
    group, plant = (tree.get_by_role("treeitem", name=name) for name in ("Group", "Plant"))
    shop = tree.get_by_role("treeitem", name="Shop", exact=True)
    group.focus()
    page.keyboard.press("ArrowRight")
    expect(plant).to_have_attribute("aria-level", "2")
    page.keyboard.press("ArrowRight")
    expect(plant).to_be_focused()
    below = tree.locator(".tree-row", has=page.get_by_role("link", name="Plant", exact=True))
    drag(page, tree.get_by_role("link", name="Group", exact=True), below)
    expect(page.get_by_text("A record cannot stand below itself.")).to_be_visible()
    plant.focus()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Move Plant")
    dialog.get_by_role("button", name="To the top").click()
    expect(plant).to_have_attribute("aria-level", "1")
    drag(page, tree.get_by_role("link", name="Shop", exact=True), below)
    expect(shop).to_have_attribute("aria-level", "2")
    page.get_by_text("Shop now stands below").get_by_role("button", name="Undo").click()
    expect(shop).to_have_attribute("aria-level", "1")
    page.get_by_role("searchbox").fill("Workshop")
    expect(tree.get_by_text("in Group")).to_be_visible()
    context.close()


@on_one_database
def test_a_bar_of_a_timeline_is_lengthened_at_its_end_and_stands_below_its_group(
    browser_page: Page, place: Place
) -> None:
    sign_in(browser_page, place, "/o/price_book?view=price_book_validity&at=2026-06-10&by=active")
    bar = browser_page.get_by_role("link", name="Summer, Jun 8, 2026, Jun 12, 2026")
    bar.hover()  # once it has come to rest
    box = bar.bounding_box()
    assert box is not None
    day = box["width"] / 5
    end = bar.locator("xpath=..").locator("[data-grip=end]")
    held: list[Route] = []
    browser_page.route("**/records/price_book/*", lambda route: held.append(route))
    drag_by(browser_page, end, (2 * day, 0))
    longer = browser_page.get_by_role("link", name="Summer, Jun 8, 2026, Jun 14, 2026")
    expect(longer).to_be_visible()
    longer.focus()
    for key in (" ", "Shift+ArrowLeft", "ArrowRight", "Enter"):
        browser_page.keyboard.press(key)
    later = browser_page.get_by_role("link", name="Summer, Jun 9, 2026, Jun 14, 2026")
    expect(later).to_be_focused()
    while not held:
        browser_page.wait_for_timeout(10)
    with browser_page.expect_response(lambda answer: answer.ok and '"2026-06-09"' in (answer.request.post_data or "")):
        (first,) = held  # the second move waits for the first, on which it builds
        first.continue_()
        browser_page.unroute("**/records/price_book/*")
    expect(later).to_be_focused()
    browser_page.get_by_role("button", name="Quarter").click()
    expect(browser_page).to_have_url(re.compile("scale=quarter"))


@on_one_database
def test_a_map_parts_what_is_close_when_one_comes_nearer_and_lists_what_is_in_sight(
    browser_page: Page, place: Place
) -> None:
    sign_in(browser_page, place, "/o/depot")
    browser_page.get_by_role("button", name="Shown as: List").click()
    browser_page.get_by_role("menuitem", name="Map").click()
    beside = browser_page.get_by_role("complementary", name="What is in sight")
    earth = browser_page.get_by_role("application", name="Map of Depots")
    expect(beside.get_by_text("3 records in sight")).to_be_visible()
    earth.get_by_role("button", name="2 records here").click()
    expect(earth.get_by_role("link", name="Port B")).to_be_visible()
    expect(beside.get_by_role("listitem")).to_have_count(2)
    expect(browser_page).to_have_url(re.compile("as=map&at=4"))
    earth.focus()
    browser_page.keyboard.press("0")
    expect(beside.get_by_text("3 records in sight")).to_be_visible()
    browser_page.keyboard.press("+")
    expect(browser_page).to_have_url(re.compile("scale="))


@on_one_database
def test_of_many_calls_at_one_time_a_week_counts_those_it_has_no_room_for(browser_page: Page, place: Place) -> None:
    sign_in(browser_page, place, "/o/activity?view=activity_calendar&at=2026-06-17&scale=week")
    wednesday = day(browser_page, "Wednesday, June 17")
    expect(wednesday.get_by_role("link", name=re.compile("^Call"))).to_have_count(2)
    wednesday.get_by_role("button", name="10 more").click()
    whole = browser_page.get_by_role("dialog", name="Wednesday, June 17")
    expect(whole.get_by_role("link", name=re.compile("^Call"))).to_have_count(12)
    whole.get_by_role("link", name="Call 11").click()
    expect(browser_page.get_by_role("heading", name="Call 11")).to_be_visible()


MISREAD = "filter=nonsense+%3D"
WAYS = {
    "list": "activity?as=list", "board": "activity?view=activities_by_status", "calendar": "activity?as=calendar",
    "timeline": "activity?as=timeline", "gallery": "contact?as=gallery", "tree": "account?view=tree_of_accounts",
    "map": "depot?as=map",
}  # fmt: skip


@on_one_database
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_condition_that_cannot_be_read_is_told_and_left_in_every_way(
    browser: Browser, place: Place, way: str
) -> None:
    with sound_page(browser, locale="en-GB") as page:
        sign_in(page, place, f"/o/{way}&{MISREAD}")
        expect(page.get_by_role("heading", name="The condition cannot be read")).to_be_visible()
        expect(page.get_by_role("button", name="Try again")).to_have_count(0)
        page.get_by_role("button", name="Show all").click()
        expect(page.get_by_role("heading", name="The condition cannot be read")).to_have_count(0)
        assert "filter=" not in page.url
