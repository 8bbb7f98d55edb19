"""Signing in on the pages, as every journey begins."""

from playwright.sync_api import Page

from tests.ui.places import Place
from tests.web.client import PASSWORD

__all__ = ["sign_in"]


def sign_in(page: Page, place: Place, path: str = "/", login: str = "boss", password: str = PASSWORD) -> None:
    """Sign in and go where the address says."""
    page.goto(place.address + path)
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
