"""The screens of the web app by address, and what is opened on them, for pictures and for checks of each one."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from playwright.sync_api import Page

from tests.support.setup_screens import OF_ADMINISTRATORS
from tests.support.showing import Screen, click
from tests.support.state_screens import OF_IMPORTERS, OF_WRITERS, first_record

__all__ = ["OF_LOGINS", "PUBLIC"]


def _notices(page: Page) -> None:
    page.locator(".bell:visible").click()
    page.locator(".notices-list[aria-busy=false]").wait_for(state="attached")


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")


def _record_unanswered(page: Page) -> None:
    page.route("**/api/v1/records/opportunity/*-*", lambda route: None)
    page.locator(".grid-row").first.click()
    page.locator("main .waiting b").wait_for()


def _edited(page: Page) -> None:
    first_record(page)
    page.keyboard.press("e")
    page.locator(".form-place").first.wait_for()


def _selection(page: Page) -> None:
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)


def _bulk(page: Page) -> None:
    page.locator(".grid-head .grid-select input").check()
    page.locator(".selection button").first.click()
    page.locator(".selection button").nth(0).click()
    page.locator(".bulk-preview li").first.wait_for()


def _refused(page: Page) -> None:
    page.keyboard.press("Control+Enter")


def _duplicate(page: Page) -> None:
    """Write the name of an account that is there already."""
    page.goto(page.url.replace("/o/account", "/o/account/new") + "?name=" + _first_name(page), wait_until="networkidle")
    page.locator(".form-place input").first.press("End")
    page.locator(".form-place input").first.press("Space")
    page.locator(".form-warnings").wait_for()


def _first_name(page: Page) -> str:
    return quote(page.locator(".grid-row a, .grid-row [role=gridcell]:nth-child(2)").first.inner_text())


PUBLIC: Final[Mapping[str, Screen]] = {
    "sign-in": Screen("/sign-in"),
    "nowhere-unknown": Screen("/nowhere"),
    "about": Screen("/about"),
    "docs": Screen("/docs/"),
}
_OF_MANAGERS: Final[Mapping[str, Screen]] = {
    "home": Screen("/"),
    "list": Screen("/o/opportunity"),
    "list-grouped": Screen("/o/opportunity?view=open_opportunities&by=stage"),
    "list-selected": Screen("/o/opportunity", _selection),
    "list-bulk-edit": Screen("/o/opportunity", _bulk),
    "list-empty": Screen("/o/opportunity?q=zzzz"),
    "list-loading": Screen("/o/opportunity", without="query"),
    "list-error": Screen("/o/opportunity?filter=nonsense+%3D"),
    "list-filter": Screen("/o/opportunity", click(".list-tools .tool", until=".filter-row")),
    "list-display": Screen("/o/opportunity", click(".list-tools > .tool:nth-of-type(2)", until="[role=dialog] input")),
    "list-views": Screen("/o/opportunity", click(".views-button")),
    "view-missing": Screen("/o/opportunity?view=none"),
    "board": Screen("/o/opportunity?view=pipeline"),
    "board-empty": Screen("/o/opportunity?view=pipeline&q=zzzz"),
    "board-loading": Screen("/o/opportunity?view=pipeline", without="query"),
    "board-error": Screen("/o/opportunity?view=pipeline&filter=nonsense+%3D"),
    "calendar": Screen("/o/activity?view=activity_calendar&at=2026-06-10&scale=month"),
    "calendar-week": Screen("/o/activity?view=activity_calendar&at=2026-06-10&scale=week"),
    "calendar-agenda": Screen("/o/opportunity?view=opportunity_calendar&at=2026-08-10&scale=agenda"),
    "calendar-empty": Screen("/o/activity?view=activity_calendar&at=1990-01-01&scale=agenda"),
    "calendar-loading": Screen("/o/activity?view=activity_calendar", without="query"),
    "calendar-error": Screen("/o/activity?view=activity_calendar&filter=nonsense+%3D"),
    "timeline": Screen("/o/opportunity?as=timeline&by=stage&at=2026-08-10"),
    "timeline-quarter": Screen("/o/opportunity?as=timeline&by=stage&at=2026-08-10&scale=quarter"),
    "timeline-empty": Screen("/o/price_book?view=price_book_validity&at=1990-01-01"),
    "timeline-error": Screen("/o/opportunity?as=timeline&filter=nonsense+%3D"),
    "gallery": Screen("/o/contact?view=contact_cards"),
    "gallery-empty": Screen("/o/contact?view=contact_cards&q=zzzz"),
    "gallery-loading": Screen("/o/contact?view=contact_cards", without="query"),
    "tree": Screen("/o/territory?view=territory_tree", click("button.tree-toggle")),
    "tree-found": Screen("/o/account?view=tree_of_accounts&q=Summit"),
    "tree-empty": Screen("/o/account?view=tree_of_accounts&q=zzzz"),
    "map": Screen("/o/account?view=account_map"),
    "map-near": Screen("/o/account?view=account_map&at=120.9,31&scale=40"),
    "map-empty": Screen("/o/account?view=account_map&q=zzzz"),
    "map-loading": Screen("/o/account?view=account_map", without="aggregate/account"),
    "map-error": Screen("/o/account?view=account_map&filter=nonsense+%3D"),
    "record": Screen("/o/opportunity", first_record),
    "record-loading": Screen("/o/opportunity", _record_unanswered),
    "record-missing": Screen("/o/opportunity/019b0000-0000-7000-8000-000000000000"),
    "form": Screen("/o/opportunity/new"),
    "form-edit": Screen("/o/opportunity", _edited),
    "form-refused": Screen("/o/opportunity/new", _refused),
    "form-duplicate": Screen("/o/account", _duplicate),
    "form-forbidden": Screen("/o/price_book/new"),
    "import-forbidden": Screen("/o/price_book/import"),
    "missing": Screen("/o/nothing"),
    "search": Screen("/search?q=Summit"),
    "settings": Screen("/settings"),
    "palette": Screen("/", _palette),
    "notifications": Screen("/", _notices),
    "setup-forbidden": Screen("/setup"),
    "nowhere": Screen("/nowhere"),
    **OF_WRITERS,
    "setup-item-forbidden": Screen("/setup/role/sales_rep"),
}
_OF_ADMINISTRATORS: Final[Mapping[str, Screen]] = {
    "calendar-day": Screen(
        "/o/activity?view=activity_calendar&at=2026-06-10&scale=month", click(".month-more"), from_width=1024
    ),
    "import": Screen("/o/account/import"), **OF_IMPORTERS, **OF_ADMINISTRATORS,
}  # fmt: skip
OF_LOGINS: Final[Mapping[str, Mapping[str, Screen]]] = {"manager02": _OF_MANAGERS, "admin": _OF_ADMINISTRATORS}
