"""The page at `/about`, in a real browser, from a real server."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.support.databases import databases_of
from tests.support.server import guanxi, served

LINK = re.compile(r'<a [^>]*?href="([^"]+)"')


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("about-page")
    with databases_of("sqlite", folder) as databases:
        url = databases.fresh()
        made = guanxi(url, "init")
        assert made.returncode == 0, made.stderr
        with served(url, folder / "server.log") as base:
            yield base


def test_the_page_says_what_runs_and_that_it_is_well(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/about")
    expect(browser_page.get_by_role("heading", name="Guanxi is running")).to_be_visible()
    facts = browser_page.get_by_role("definition").all_inner_texts()
    assert facts[1] == "SQLite"
    assert facts[3:] == ["alive", "accepted"]


def test_the_language_is_switched_without_loading_anew(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/about")
    browser_page.get_by_role("button", name="中文").click()
    expect(browser_page.get_by_role("heading", name="关系 Guanxi 正在运行")).to_be_visible()
    browser_page.reload()
    expect(browser_page.get_by_role("heading", name="关系 Guanxi 正在运行")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_nothing_sticks_out_of_the_page(browser_page: Page, address: str, width: int, theme: str) -> None:
    browser_page.set_viewport_size({"width": width, "height": 844})
    browser_page.goto(f"{address}/about")
    browser_page.get_by_role("button", name=theme).click()
    expect(browser_page.get_by_role("heading", name="Guanxi is running")).to_be_visible()
    assert browser_page.evaluate("document.documentElement.scrollWidth") == width
    ground = browser_page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"Light": "rgb(246, 247, 248)", "Dark": "rgb(18, 23, 26)"}[theme]


@pytest.mark.parametrize(("language", "chinese"), [("en", 0), ("zh", 4)])
def test_every_link_of_the_page_leads_somewhere(browser_page: Page, address: str, language: str, chinese: int) -> None:
    browser_page.add_init_script(f"localStorage.setItem('guanxi.language', '{language}')")
    browser_page.goto(f"{address}/about")
    found = browser_page.get_by_role("navigation").get_by_role("link")
    expect(found).to_have_count(6)
    links = [link.get_attribute("href") for link in found.all()]
    assert sum(str(link).endswith(".zh") for link in links) == chinese
    answers = {link: browser_page.request.get(f"{address}{link}").status for link in links}
    assert set(answers.values()) == {200}, answers


def test_pages_allow_no_inline_script_or_style(browser_page: Page, address: str) -> None:
    for path in ("/", "/docs/"):
        policy = browser_page.request.get(f"{address}{path}").headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_links_between_pages_of_the_documentation_work(browser_page: Page, address: str) -> None:
    seen: set[str] = set()
    waiting = [f"{address}/docs/"]
    broken = []
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = browser_page.request.get(url)
        if answer.status != 200:
            broken.append(url)
            continue
        links = LINK.findall(answer.text().partition("<main>")[2])
        found = [urldefrag(urljoin(url, html.unescape(link))).url for link in links]
        waiting += [link for link in found if link.startswith(f"{address}/docs/")]
    assert broken == []
    assert len(seen) > 40
