"""What assistive technology meets: axe finds no serious issue on the screens, in both appearances."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

AXE = Path(__file__).resolve().parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
DEAL = "019b0000-0000-7000-8000-0000000000ad"
RUN = "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)"
SCREENS = {
    "home": "/",
    "list": "/o/opportunity",
    "board": "/o/opportunity?view=pipeline",
    "calendar": "/o/opportunity?view=opportunity_calendar&at=2026-10-01",
    "week": "/o/opportunity?view=opportunity_calendar&at=2026-10-01&scale=week",
    "agenda": "/o/opportunity?view=opportunity_calendar&at=2026-10-01&scale=agenda",
    "timeline": "/o/opportunity?as=timeline&at=2026-10-01&by=stage",
    "gallery": "/o/opportunity?as=gallery",
    "tree": "/o/territory?view=territory_tree",
    "record": f"/o/opportunity/{DEAL}",
    "form": "/o/opportunity/new",
    "import": "/o/account/import",
    "setup": "/setup",
    "setup-object": "/setup/object/opportunity",
}


ON_A_PHONE = ("list", "board", "calendar", "timeline", "gallery", "tree", "record", "form")


def fill(workspace: Workspace) -> None:
    user_of(workspace, "boss", "administrator", password=True)
    deal = {"id": DEAL, "name": "网关项目", "stage": "proposing", "amount": "12000", "close_date": "2026-10-01"}
    context = workspace.context(Principal.system("test"))
    save(context, "opportunity", [deal], operation="create", any_state=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with filled_place("sqlite", tmp_path_factory.mktemp("accessibility"), "sales", fill=fill) as made:
        yield made


@pytest.fixture(scope="module")
def signed_in(browser: Browser, place: Place) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.route("**/api/v1/events", lambda route: route.abort())  # a stream that stays open is never idle
    sign_in(page, place)
    page.get_by_role("navigation").wait_for()
    yield page
    context.close()


def in_both(page: Page) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Return the serious issues of a screen in light and in dark."""
    light = serious(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.locator("html[data-mantine-color-scheme=dark]").wait_for()
    return light, serious(page)


def serious(page: Page) -> list[tuple[str, str, str]]:
    """Return the issues that keep people from using a screen, each with one place of it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        (issue["id"], node["html"][:160], node["failureSummary"][:200])
        for issue in found
        if issue["impact"] in {"serious", "critical"}
        for node in issue["nodes"]
    ]


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_a_screen_has_no_serious_issue_in_light_and_dark(signed_in: Page, place: Place, screen: str) -> None:
    signed_in.emulate_media(color_scheme="light", reduced_motion="reduce")
    signed_in.goto(place.address + screen, wait_until="networkidle")
    assert in_both(signed_in) == ([], [])


@pytest.mark.parametrize("screen", ON_A_PHONE)
def test_a_screen_has_no_serious_issue_on_a_phone(signed_in: Page, place: Place, screen: str) -> None:
    signed_in.emulate_media(color_scheme="light", reduced_motion="reduce")
    signed_in.set_viewport_size({"width": 390, "height": 844})
    try:
        signed_in.goto(place.address + SCREENS[screen], wait_until="networkidle")
        assert serious(signed_in) == []
    finally:
        signed_in.set_viewport_size({"width": 1440, "height": 900})


def test_signing_in_has_no_serious_issue_in_light_and_dark(browser: Browser, place: Place) -> None:
    page = browser.new_page(color_scheme="light", reduced_motion="reduce")
    page.goto(f"{place.address}/sign-in", wait_until="networkidle")
    assert in_both(page) == ([], [])
    page.close()
