"""Signing in, as every journey begins."""

from playwright.sync_api import Page

from tests.ui.places import Place
from tests.web.client import PASSWORD

__all__ = ["sign_in", "sign_in_by_hand"]


def sign_in(page: Page, place: Place, path: str = "/", login: str = "boss", password: str = PASSWORD) -> None:
    """Have the browser hold a session, as the sign-in page gives it at more length, and go where the address says."""
    answer = page.request.post(f"{place.address}/api/v1/auth/login", data={"login": login, "password": password})
    assert answer.ok, answer.text()
    page.add_init_script("localStorage['guanxi.session'] ??= 'open'")  # as no script sees the cookie
    page.goto(place.address + path)


def sign_in_by_hand(page: Page, place: Place, path: str, login: str, password: str = PASSWORD) -> None:
    """Sign in on the page where whoever is not signed in is led, on the way to an address."""
    page.goto(place.address + path)
    page.get_by_label("Sign-in name").fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
