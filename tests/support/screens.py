"""The screens of the web app by address, and what is opened on them, for pictures and for checks of each one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

__all__ = ["PUBLIC", "SIGNED_IN", "Screen", "show"]


@dataclass(frozen=True, slots=True)
class Screen:
    """An address, and what is done there before one looks; `without` names calls that get no answer."""

    path: str
    act: Callable[[Page], None] | None = None
    without: str | None = None


def _click(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).first.click()


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")


def _record(page: Page) -> None:
    page.locator(".grid-row").first.click()
    page.wait_for_load_state("networkidle")


def _selection(page: Page) -> None:
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)


PUBLIC: Final[Mapping[str, Screen]] = {
    "sign-in": Screen("/sign-in"), "about": Screen("/about"), "docs": Screen("/docs/"),
}  # fmt: skip
SIGNED_IN: Final[Mapping[str, Screen]] = {
    "home": Screen("/"),
    "list": Screen("/o/opportunity"),
    "list-grouped": Screen("/o/opportunity?view=open_opportunities&by=stage"),
    "list-selected": Screen("/o/opportunity", _selection),
    "list-empty": Screen("/o/opportunity?q=zzzz"),
    "list-loading": Screen("/o/opportunity", without="query"),
    "list-error": Screen("/o/opportunity?filter=nonsense+%3D"),
    "list-filter": Screen("/o/opportunity", _click(".list-tools .tool")),
    "list-display": Screen("/o/opportunity", _click(".list-tools > .tool:nth-of-type(2)")),
    "list-views": Screen("/o/opportunity", _click(".views-button")),
    "view-missing": Screen("/o/opportunity?view=none"),
    "board": Screen("/o/opportunity?view=pipeline"),
    "record": Screen("/o/opportunity", _record),
    "form": Screen("/o/opportunity/new"),
    "import": Screen("/o/account/import"),
    "import-forbidden": Screen("/o/price_book/import"),
    "missing": Screen("/o/nothing"),
    "search": Screen("/search?q=a"),
    "settings": Screen("/settings"),
    "palette": Screen("/", _palette),
    "notifications": Screen("/", _click(".bell:visible")),
}


def show(page: Page, address: str, screen: Screen) -> None:
    """Go to a screen and bring it into its state."""
    page.route("**/api/v1/events", lambda route: route.abort())  # a stream that stays open is never idle
    if screen.without is not None:
        page.route(f"**/{screen.without}", lambda route: None)
        page.goto(address + screen.path)
        page.locator(".list-toolbar").wait_for()
        return
    page.goto(address + screen.path, wait_until="networkidle")
    if screen.act is not None:
        screen.act(page)
        page.wait_for_timeout(300)  # menus fade in
