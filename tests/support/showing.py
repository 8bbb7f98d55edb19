"""What a screen is for pictures and checks, and how it is brought on the page."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

__all__ = ["Screen", "click", "drawn", "show"]

Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """An address, what is done there before one looks, and what is put away afterwards.

    `without` names calls that get no answer; what is there all the same tells that one may look.
    Narrower than `from_width` a page has no such state.
    """

    path: str
    act: Act | None = None
    without: str | None = None
    until: str = ".list-toolbar"
    after: Act | None = None
    from_width: int = 0


def click(selector: str, *, until: str | None = None) -> Act:
    """Return what clicks the first of such elements, and waits for what it opens."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()
        if until is not None:
            page.locator(until).first.wait_for()

    return act


def drawn(page: Page) -> None:
    """Wait until something stands on the page: a line may be quiet before its answers are drawn."""
    page.locator("main").filter(has_text=re.compile(r"\S")).first.wait_for()


def show(page: Page, address: str, screen: Screen) -> None:
    """Go to a screen and bring it into its state."""
    page.route("**/api/v1/events", lambda route: route.abort())  # a stream that stays open is never idle
    if screen.without is not None:
        page.route(f"**/{screen.without}", lambda route: None)
        page.goto(address + screen.path)
        page.locator(screen.until).wait_for()
        page.wait_for_timeout(400)  # what waits comes in sight late
        return
    page.goto(address + screen.path, wait_until="networkidle")
    drawn(page)
    if screen.act is not None:
        screen.act(page)
        page.wait_for_timeout(300)  # menus fade in
