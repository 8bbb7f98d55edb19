"""Take pictures of the pages for a look by eye: `python -m tests.support.screenshots ADDRESS FOLDER`."""

import itertools
import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.browser import chromium

PAGES = {"start": "/", "docs": "/docs/", "reference": "/docs/reference/field-types"}
WIDTHS = {1440: 900, 390: 844}


def take(address: str, folder: Path) -> None:
    """Write one picture per page, width, appearance and language."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        for width, scheme, language in itertools.product(WIDTHS, ("light", "dark"), ("en-GB", "zh-CN")):
            context = browser.new_context(
                viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, locale=language
            )
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(address + path, wait_until="networkidle")
                page.screenshot(path=folder / f"{name}-{width}-{scheme}-{language[:2]}.png", full_page=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1], Path(sys.argv[2]))
