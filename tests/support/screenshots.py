"""Take pictures of the pages: `python -m tests.support.screenshots ADDRESS FOLDER`, what the seed answered on stdin.

A third argument narrows them to those whose name, such as `setup-role-390-dark-zh`, has a pattern in it.
"""

import itertools
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.support.browser import chromium
from tests.support.screens import OF_LOGINS, PUBLIC
from tests.support.showing import Screen, show

Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
WIDTHS: Final = {1440: 900, 1024: 768, 390: 844}


def take(address: str, folder: Path, passwords: Mapping[str, str], wanted: str = "") -> list[str]:
    """Write one picture per page, width, appearance and language, of those whose name has the pattern.

    Returns a line for each screen that could not be brought on the page.
    """
    missed: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        for width, language in itertools.product(WIDTHS, ("en-GB", "zh-CN")):
            for login, every in (("", PUBLIC), *OF_LOGINS.items()):
                pictures = {name: _pictures(name, width, language, wanted) for name in every}
                screens = {name: at for name, at in every.items() if pictures[name] and width >= at.from_width}
                if not screens:
                    continue
                size: ViewportSize = {"width": width, "height": WIDTHS[width]}
                # Without transitions, whose colours would be halfway between those of the two schemes.
                context = browser.new_context(viewport=size, locale=language, reduced_motion="reduce")
                context.add_init_script(f"localStorage.setItem('guanxi.language', '{language[:2]}')")
                page = context.new_page()
                page.on("dialog", lambda dialog: dialog.accept())  # what a form holds may go when its picture is taken
                if login:
                    _sign_in(page, address, login, passwords[login])
                for name, screen in screens.items():
                    try:
                        _shoot(page, address, screen, folder, pictures[name])
                    except PlaywrightError as error:  # one screen that does not come is no reason to miss the others
                        missed.append(f"{name}-{width}-{language[:2]}: {error.message.splitlines()[0]}")
                        _reset(page)
                context.close()
        browser.close()
    return missed


def _sign_in(page: Page, address: str, login: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("input[autocomplete=username]").fill(login)
    page.locator("input[autocomplete=current-password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def _pictures(name: str, width: int, language: str, wanted: str) -> dict[Scheme, str]:
    """Return the wanted pictures of a screen by the appearance they show."""
    names = {scheme: f"{name}-{width}-{scheme}-{language[:2]}" for scheme in SCHEMES}
    return {scheme: picture for scheme, picture in names.items() if re.search(wanted, picture)}


def _shoot(page: Page, address: str, screen: Screen, folder: Path, pictures: Mapping[Scheme, str]) -> None:
    """Bring a screen into its state once, and take it in each appearance."""
    page.emulate_media(color_scheme=next(iter(pictures)))
    show(page, address, screen)
    for scheme, picture in pictures.items():
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=folder / f"{picture}.png", animations="disabled")  # colours that fade are there at once
    if screen.after is not None:
        screen.after(page)
    _reset(page)


def _reset(page: Page) -> None:
    """Answer every call again, on a line that is up."""
    page.unroute_all()
    page.context.set_offline(False)


if __name__ == "__main__":
    told = json.loads(sys.stdin.readlines()[-1])["logins"]
    passwords = {person["login"]: person["password"] for person in told}
    if said := take(sys.argv[1], Path(sys.argv[2]), passwords, "".join(sys.argv[3:])):
        raise SystemExit("\n".join(["Not pictured:", *said]))
