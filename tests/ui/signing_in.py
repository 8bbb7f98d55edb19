"""Signing in on the pages, as every journey begins."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.web.client import PASSWORD

__all__ = ["Place", "sign_in"]


@dataclass(frozen=True)
class Place:
    """A served workspace with some records."""

    address: str
    url: str


def sign_in(page: Page, place: Place, path: str = "/", login: str = "boss", password: str = PASSWORD) -> None:
    """Sign in and go where the address says."""
    page.goto(place.address + path)
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
