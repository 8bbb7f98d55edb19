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

from playwright.sync_api import Page, sync_playwright

from tests.support.browser import chromium
from tests.support.screens import OF_LOGINS, PUBLIC
from tests.support.showing import Screen, show

WIDTHS = {1440: 900, 1024: 768, 390: 844}


def take(address: str, folder: Path, passwords: Mapping[str, str], wanted: str = "") -> None:
    """Write one picture per page, width, appearance and language, of those whose name has the pattern."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        for width, scheme, language in itertools.product(WIDTHS, ("light", "dark"), ("en-GB", "zh-CN")):
            ending = f"{width}-{scheme}-{language[:2]}"
            for login, every in (("", PUBLIC), *OF_LOGINS.items()):
                screens = {name: screen for name, screen in every.items() if re.search(wanted, f"{name}-{ending}")}
                if not screens:
                    continue
                context = browser.new_context(
                    viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, locale=language
                )
                context.add_init_script(f"localStorage.setItem('guanxi.language', '{language[:2]}')")
                page = context.new_page()
                page.on("dialog", lambda dialog: dialog.accept())  # what a form holds may go when its picture is taken
                if login:
                    _sign_in(page, address, login, passwords[login])
                _shoot(page, address, screens, folder, ending)
                context.close()
        browser.close()


def _sign_in(page: Page, address: str, login: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("input[autocomplete=username]").fill(login)
    page.locator("input[autocomplete=current-password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def _shoot(page: Page, address: str, screens: Mapping[str, Screen], folder: Path, ending: str) -> None:
    for name, screen in screens.items():
        show(page, address, screen)
        page.screenshot(path=folder / f"{name}-{ending}.png")
        page.unroute_all()
        if screen.after is not None:
            screen.after(page)


if __name__ == "__main__":
    told = json.loads(sys.stdin.readlines()[-1])["logins"]
    take(
        sys.argv[1], Path(sys.argv[2]), {person["login"]: person["password"] for person in told}, "".join(sys.argv[3:])
    )
