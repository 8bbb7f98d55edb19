"""Forms that narrow themselves and warn; edits of many at once."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Page, Route, expect

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import client_of, user_of

MANY = 230  # more than a list reads at once


def words(en: str, zh: str) -> Mapping[str, str]:
    return {"en": en, "zh": zh}


def page_of(name: str, types: list[str], *fields: str) -> Mapping[str, Any]:
    places = [{"field": field} for field in fields]
    section = {"name": "facts", "label": words("Facts", "信息"), "fields": places}
    tabs = [{"name": "facts", "label": words("Facts", "信息"), "sections": [section]}]
    label = words("Page", "页面")
    return {"kind": "layout", "name": name, "object": "site", "label": label, "record_types": types, "tabs": tabs}


DOCUMENTS: tuple[Mapping[str, Any], ...] = (
    {"kind": "picklist", "name": "land", "label": words("Country", "国家"), "values": [
        {"name": "cn", "label": words("China", "中国")}, {"name": "fr", "label": words("France", "法国")},
    ]},
    {"kind": "picklist", "name": "town", "label": words("Town", "城市"), "depends_on": "land", "values": [
        {"name": "suzhou", "label": words("Suzhou", "苏州"), "goes_with": ["cn"]},
        {"name": "lyon", "label": words("Lyon", "里昂"), "goes_with": ["fr"]},
    ]},
    {"kind": "picklist", "name": "site_use", "label": words("Use", "用途"), "values": [
        {"name": "making", "label": words("Making", "生产")}, {"name": "selling", "label": words("Selling", "销售")},
    ]},
    {"kind": "object", "name": "site", "label": words("Site", "场所"), "plural": words("Sites", "场所"),
     "name_field": "name", "owned": True,
     "fields": [
         {"name": "name", "type": "text", "label": words("Name", "名称"), "required": True},
         {"name": "land", "type": "picklist", "values": "land", "label": words("Country", "国家")},
         {"name": "town", "type": "picklist", "values": "town", "controlled_by": "land",
          "label": words("Town", "城市")},
         {"name": "use", "type": "picklist", "values": "site_use", "label": words("Use", "用途")},
         {"name": "floor", "type": "integer", "label": words("Floor", "楼层")},
         {"name": "postal", "type": "address", "label": words("Postal address", "邮寄地址")},
     ],
     "record_types": [
         {"name": "works", "label": words("Works", "工厂")},
         {"name": "shop", "label": words("Shop", "门店"), "values": [
             {"field": "use", "values": ["selling"], "default": "selling"},
         ]},
     ]},
    page_of("works_page", ["works"], "name", "land", "town", "use", "postal"),
    page_of("shop_page", ["shop"], "name", "use", "floor"),
    {"kind": "rule", "name": "high_floor", "object": "site", "when": "floor > 50", "at": "floor", "severity": "warning",
     "message": words("Few shops are that high.", "门店很少有这么高的楼层。")},
    {"kind": "duplicate_rule", "name": "same_site", "object": "site", "action": "warn",
     "message": words("There may be this site already.", "可能已有此场所。"),
     "match": [{"name": "name", "fields": [{"field": "name"}]}]},
)  # fmt: skip


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    admin = client_of(create_app(workspace), workspace, "admin", "administrator")
    admin.post("/metadata/apply", {"documents": list(DOCUMENTS), "message": "sites"}, 200)
    admin.post("/records/site", {"name": "Harbour", "land": "cn", "town": "suzhou"})
    many = [{"name": f"Row {number:03d}", "floor": number % 2} for number in range(MANY)]
    admin.post("/records/site", {"records": many})


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("forms"), fill=fill) as made:
        yield made


def offers(page: Page, label: str, *options: str) -> None:
    expect(page.get_by_role("combobox", name=label).locator("option")).to_have_text(options)


def test_a_new_record_follows_its_type_and_its_values_each_other(browser_page: Page, place: Place) -> None:
    page = browser_page
    sign_in(page, place, "/o/site/new")
    page.get_by_role("combobox", name="Country").select_option(label="France")
    offers(page, "Town", "None", "Lyon")
    page.get_by_role("combobox", name="Town").select_option(label="Lyon")
    page.get_by_role("combobox", name="Country").select_option(label="China")
    expect(page.get_by_role("combobox", name="Town")).to_have_value("")
    offers(page, "Town", "None", "Suzhou")
    page.get_by_role("radio", name="Shop").check()
    expect(page.get_by_role("combobox", name="Country")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Use")).to_have_value("selling")
    offers(page, "Use", "None", "Selling")
    page.get_by_role("textbox", name="Name").fill("Corner")
    page.get_by_label("Floor").fill("60")
    expect(page.get_by_role("status").filter(has_text="Few shops are that high.")).to_be_visible()
    page.get_by_role("button", name="Create anyway").click()
    expect(page.get_by_role("heading", name="Corner", exact=True)).to_be_visible()
    expect(page.get_by_role("article").get_by_text("60")).to_be_visible()
    expect(page.get_by_role("article").get_by_text("Country")).to_have_count(0)


def test_a_duplicate_is_told_before_a_record_is_made_and_does_not_forbid_it(browser_page: Page, place: Place) -> None:
    page = browser_page
    sign_in(page, place, "/o/site/new")
    expect(page.get_by_role("heading", name="New Site")).to_be_visible()
    held: list[Route] = []
    page.route("**/*dry_run=*", lambda route: held.append(route))
    page.get_by_role("textbox", name="Name").fill("harbour")
    page.keyboard.press("Control+Enter")
    page.locator("form[aria-busy=true]").wait_for()
    page.route("**/*dry_run=*", lambda route: route.continue_())
    warning = page.get_by_role("status").filter(has_text="There may be this site already.")
    for route in held:  # what the browser asked of itself is not answered before one wants to save
        route.continue_()
    expect(warning).to_be_focused()
    expect(warning.get_by_role("link", name="Harbour")).to_have_attribute("target", "_blank")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="harbour", exact=True)).to_be_visible()


def test_a_value_with_parts_is_edited_where_it_stands(browser_page: Page, place: Place) -> None:
    page = browser_page
    sign_in(page, place, "/o/site?q=Harbour")
    page.get_by_role("gridcell", name="Harbour", exact=True).click()
    page.get_by_role("button", name="Edit Postal address").click()
    page.get_by_label("City").fill("Suzhou")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Postal address is saved")).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text("Suzhou")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Edit Postal address").locator("..")).not_to_contain_text("Suzhou")


def test_all_that_a_filter_finds_is_changed_after_a_preview_and_taken_back(browser_page: Page, place: Place) -> None:
    page = browser_page
    sign_in(page, place, "/o/site?q=Row&columns=name,use,floor")
    expect(page.get_by_role("grid").get_by_text(f"{MANY} records")).to_be_visible()
    page.get_by_role("checkbox", name="Select all rows shown").check()
    tools = page.get_by_role("toolbar", name="Selected rows")
    tools.get_by_role("button", name=f"Select all {MANY}").click()
    tools.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name=f"Edit {MANY} records")
    dialog.get_by_label("Field").select_option(label="Name")
    expect(dialog.get_by_role("status")).to_have_text("Name must not be blank: choose or enter a value.")
    expect(dialog.get_by_role("button", name=f"Change {MANY} records")).to_be_disabled()
    dialog.get_by_label("Field").select_option(label="Use")
    dialog.get_by_role("combobox", name="Use").select_option(label="Making")
    expect(dialog.get_by_role("region", name="Preview")).to_have_text(f"NowThenNone{MANY}Making{MANY}")
    dialog.get_by_role("button", name=f"Change {MANY} records").click()
    expect(page.get_by_text(f"{MANY} records are changed")).to_be_visible()
    cells = page.get_by_role("grid").get_by_role("gridcell", name="Making")
    expect(cells.first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(cells).to_have_count(0)
