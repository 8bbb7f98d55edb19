"""Setup in English: things are found by name, and what is wrong or planned is told in sentences and labels."""

from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Page, expect

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import client_of, user_of

DOCUMENTS: list[dict[str, Any]] = [
    {"kind": "object", "name": "visit", "label": {"en": "Site visit", "zh": "拜访"}, "owned": True, "fields": [
        {"name": "name", "type": "text", "label": {"en": "Subject", "zh": "主题"}},
        {"name": "cost", "type": "decimal", "label": {"en": "Cost", "zh": "费用"}},
    ]},
    {"kind": "object", "name": "expense", "label": {"en": "Expense", "zh": "支出"}, "owned": True, "fields": [
        {"name": "name", "type": "text", "label": {"en": "Name", "zh": "名称"}},
        {"name": "amount", "type": "decimal", "label": {"en": "Amount", "zh": "数额"}},
        {"name": "visit", "type": "lookup", "to": "visit", "children": "expenses",
         "label": {"en": "Visit", "zh": "拜访"}},
    ]},
    {"kind": "layout", "name": "visit_page", "object": "visit", "label": {"en": "Visit page", "zh": "拜访页"},
     "tabs": [{"name": "details", "label": {"en": "Facts", "zh": "资料"},
               "sections": [
                   {"name": "main", "label": {"en": "Basics", "zh": "基本"}, "fields": [{"field": "name"}]},
               ]}]},
    {"kind": "duplicate_rule", "name": "same_visit", "object": "visit",
     "match": [{"name": "name", "fields": [{"field": "name"}]}], "message": {"en": "Known.", "zh": "已有。"}},
]  # fmt: skip


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    admin = client_of(create_app(workspace), workspace, "admin", "administrator")
    admin.post("/metadata/apply", {"documents": DOCUMENTS, "message": "visits"}, 200)


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with an object that has a page."""
    with filled_place("sqlite", tmp_path_factory.mktemp("english"), fill=fill) as made:
        yield made


def test_a_place_or_an_item_is_found_by_name_and_opened_with_enter(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, "/setup/object")
    expect(page.get_by_role("link", name="Site visit visit")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("visit")
    found = page.get_by_role("list", name="Found in Setup").get_by_role("link")
    expect(found).to_have_text(["Site visitDuplicate rule", "Site visitObject", "Visit pageLayout"])
    page.get_by_role("textbox", name="Find in Setup").fill("dictio")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Data dictionary", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Objects")).to_be_visible()  # the whole menu is back


def test_a_mistake_and_a_plan_are_told_in_sentences_by_labels(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, "/setup/object/visit")
    page.get_by_role("button", name="Add a field").click()
    field = page.get_by_role("dialog")
    field.get_by_label("Label in English").fill("Outcome")
    field.get_by_label("Type", exact=True).select_option("picklist")
    wrong = page.get_by_role("region", name="Fix before publishing")
    expect(wrong).to_contain_text("Site visit › Fields › Outcome Fields of the type Picklist need “Values”.")
    field.get_by_label("Or values of its own, one a line").fill("Good\nBad")
    field.get_by_role("button", name="Make the list").click()
    expect(wrong).to_have_count(0)
    field.get_by_role("button", name="Done").last.click()
    page.get_by_role("button", name="Review and publish").click()
    plan = page.get_by_role("dialog", name="What publishing does")
    expect(plan.get_by_role("heading", level=3)).to_have_text(
        ["ObjectSite visitvisit", "PicklistOutcomevisit_outcome", "LayoutVisit pagevisit_page"]
    )
    expect(plan).to_contain_text("Tabs › Facts › Sections › Basics › Fields › Outcome")


def test_a_roll_up_is_made_of_choices_and_a_field_only_begun_is_gone(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, "/setup/object/visit")
    page.get_by_role("button", name="Add a field").click()
    field = page.get_by_role("dialog")
    expect(field.get_by_label("Label in English")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    fields = page.get_by_role("button", name="Edit field")
    expect(fields).to_have_count(2)
    page.get_by_role("button", name="Add a field").click()
    field.get_by_label("Label in English").fill("Spent")
    field.get_by_label("Type", exact=True).select_option("rollup")
    field.get_by_label("Child relation", exact=True).select_option(label="Expense (expenses)")
    field.get_by_label("Function", exact=True).select_option(label="Sum")
    field.get_by_label("Field to summarise", exact=True).select_option(label="Amount (amount)")
    field.get_by_role("button", name="Done").last.click()
    expect(fields).to_have_count(3)
    page.get_by_role("button", name="Review and publish").click()
    plan = page.get_by_role("dialog", name="What publishing does")
    expect(plan).to_contain_text("Spent")
    expect(page.get_by_role("region", name="Fix before publishing")).to_have_count(0)


def test_the_menu_and_the_tray_stay_in_sight_on_a_long_page(place: Place, browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1440, "height": 400})
    sign_in(page, place, "/setup/rule")
    page.get_by_role("button", name="New", exact=True).click()
    page.get_by_label("Name in formulas and the API").fill("costly")
    page.get_by_role("dialog").get_by_label("Object").select_option("visit")
    page.get_by_role("button", name="Create draft").click()
    lacking = page.get_by_role("combobox", name="When")
    expect(lacking).to_have_accessible_description(
        "True refuses the record. “When” is missing."
    )  # at its place, in the words of the server
    tray = page.get_by_role("region", name="My changes")
    page.get_by_label("Blank counts as").scroll_into_view_if_needed()
    expect(page.get_by_role("textbox", name="Find in Setup")).to_be_in_viewport()
    foot = tray.bounding_box()
    assert foot is not None and round(foot["y"] + foot["height"]) == 400


def test_an_icon_is_chosen_with_the_keyboard_alone(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, "/setup/object/visit?part=details")
    chosen = page.get_by_role("button", name="Icon")
    chosen.press("Enter")
    expect(page.get_by_role("textbox", name="Find an icon")).to_be_focused()
    page.keyboard.type("calendar")
    expect(page.get_by_role("radio")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Calendar event")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Find an icon")).to_have_count(0)
    expect(chosen).to_have_accessible_name("Icon Calendar event")
    expect(chosen).to_be_focused()


def test_a_rule_of_sharing_is_named_by_its_label(place: Place, browser_page: Page) -> None:
    page = browser_page
    sign_in(page, place, "/setup/sharing")
    page.get_by_role("button", name="New", exact=True).click()
    page.get_by_label("Name in formulas and the API").fill("visit")
    page.get_by_role("dialog").get_by_label("Object").select_option("visit")
    page.get_by_role("button", name="Create draft").click()
    expect(page.get_by_role("heading", name="Site visit", level=1)).to_be_visible()
    page.get_by_role("button", name="Add rule").click()
    page.get_by_label("Label in English").last.fill("Same team")
    expect(page.get_by_label("Name", exact=True)).to_have_value("same_team")
