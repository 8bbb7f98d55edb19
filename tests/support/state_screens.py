"""Screens in states that come about while one works: words half written, others who save, a line that is down."""

import re
from collections.abc import Mapping
from typing import Any, Final

from playwright.sync_api import APIResponse, Page, Route

from tests.support.showing import Act, Screen, drawn

__all__ = ["OF_IMPORTERS", "OF_WRITERS"]

NEWER: Final = '<script type="module" src="/assets/index-newer.js"></script>'
FILE: Final = "Name,Industry,Employees,City,Founded\n远大医疗,医疗,120,上海,2011\nHarbour Foods,Food,many,Leeds,1998\n"
SOUND: Final = "Name,Industry,City\n远大医疗器械,医疗,上海\nHarbour Textiles,Manufacturing,Leeds\n"


def first_record(page: Page) -> None:
    """Open the first record of a list."""
    page.locator(".grid-row").first.click()
    page.locator(".record dd").first.wait_for()


def _part(name: str, by: str = "part") -> Act:
    """Open a record at one of its parts, or of its tabs."""

    def show(page: Page) -> None:
        first_record(page)
        page.goto(f"{page.url.partition('?')[0]}?{by}={name}", wait_until="networkidle")
        drawn(page)

    return show


def _commented(text: str, until: str) -> Act:
    """Write a comment, and wait for what is said of it."""

    def write(page: Page) -> None:
        _part("timeline")(page)
        page.locator(".mention-box textarea").press_sequentially(text)
        page.locator(until).first.wait_for()

    return write


def _unwrite(page: Page) -> None:
    """Take back what was written, so that nothing is asked when the page is left."""
    page.locator(".mention-box textarea").fill("")


def call(page: Page, method: str, path: str, body: Mapping[str, Any]) -> APIResponse:
    """Ask the server as the session of the page does."""
    home = re.sub(r"^(https?://[^/]+).*", r"\1/api/v1/", page.url)
    headers = {"X-CSRF-Token": page.request.get(f"{home}me").json()["csrf"]}
    return page.request.fetch(f"{home}{path}", method=method, data=body, headers=headers)


def _conflict(page: Page) -> None:
    """Change what somebody else changes meanwhile."""
    first_record(page)
    record = page.url.partition("/o/")[2].partition("?")[0]
    page.keyboard.press("e")
    step = page.locator(".form-place[data-wide] input").first
    theirs = "Send proposal" if step.input_value() == "Send proposal again" else "Send proposal again"
    step.fill("约见决策人")
    call(page, "PATCH", f"records/{record}", {"next_step": theirs})
    page.keyboard.press("Control+Enter")
    page.locator(".conflict").wait_for()


def _leaving(page: Page) -> None:
    page.locator(".form-place input").first.fill("网关项目")
    page.locator(".form-acts button").first.click()


def _sharing(page: Page) -> None:
    """Open with whom a record is shared, given to a person before."""
    first_record(page)
    place = "records/" + page.url.partition("/o/")[2].partition("?")[0] + "/shares"
    home = re.sub(r"^(https?://[^/]+).*", r"\1", page.url)
    found = page.request.get(f"{home}/api/v1/records/user?filter=login = 'rep01'&fields=id").json()
    call(page, "POST", place, {"give": [{"grantee": found["data"][0]["id"], "level": "write"}]})
    page.locator(".record-acts [aria-haspopup=menu]").click()
    page.locator("[role=menuitem]").filter(has=page.locator("svg")).filter(has_text=re.compile("Share|共享")).click()
    page.locator(".share li").first.wait_for()


def _offline(page: Page) -> None:
    page.context.set_offline(True)
    page.locator(".list-toolbar input").first.fill("a")
    page.locator(".state").wait_for()


def _online(page: Page) -> None:
    page.context.set_offline(False)


def _outdated(page: Page) -> None:
    """Look for a part of the pages that newer ones no longer have."""

    def newer(route: Route) -> None:
        route.fulfill(body=NEWER, content_type="text/html")

    page.route(re.compile(r"^https?://[^/]+/$"), newer)
    page.route("**/assets/ShortcutHelp-*.js", lambda route: route.fulfill(status=404, json={}))
    page.keyboard.press("?")
    page.locator(".outdated").wait_for()


def _viewing(page: Page) -> None:
    """Look at the list as somebody else."""
    home = re.sub(r"^(https?://[^/]+).*", r"\1", page.url)
    found = page.request.get(f"{home}/api/v1/records/user?filter=login = 'rep01'&fields=id").json()
    call(page, "POST", "access/view_as", {"user": found["data"][0]["id"]})
    page.reload(wait_until="networkidle")
    page.locator(".viewing").wait_for()


def _stop_viewing(page: Page) -> None:
    page.locator(".viewing button").click()
    page.locator(".viewing").wait_for(state="detached")


def _mapping(page: Page, content: str = FILE) -> None:
    file = {"name": "客户.csv", "mimeType": "text/csv", "buffer": content.encode("utf-8")}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # as its documentation says
    page.locator(".import-acts").wait_for()


def _trial(page: Page) -> None:
    _mapping(page, FILE.replace("医疗,120", "medical,120").replace(",Food,", ",medical,"))
    page.locator(".import-acts button").last.click()
    page.locator(".import-body .counts").wait_for()


def _result(page: Page) -> None:
    """Import a file whose rows are all good."""
    _mapping(page, SOUND)
    page.locator(".import-acts button").last.click()
    page.locator(".import-body .counts").wait_for()
    page.locator(".import-acts button").last.click()
    page.locator(".import-acts a").first.wait_for()  # the ways on, once it has ended


def _taken_back(page: Page) -> None:
    """Undo the import that the page tells of, so that the next one finds the records as they were."""
    path = f"imports/{page.url.rsplit('/', 1)[1]}/undo"
    found = call(page, "POST", path, {"dry_run": True}).json()["data"]
    call(page, "POST", path, {"expect": found["deleted"] + found["restored"]})


OF_WRITERS: Final[Mapping[str, Screen]] = {
    "record-related": Screen("/o/account", _part("related", by="tab")),
    "record-timeline": Screen("/o/opportunity", _part("timeline")),
    "record-history": Screen("/o/opportunity", _part("history")),
    "record-mention": Screen("/o/opportunity", _commented("请 @", ".mention-box li"), after=_unwrite),
    "record-unseeing": Screen("/o/opportunity", _commented("@rep02 ", ".mention-unseen:not(:empty)"), after=_unwrite),
    "form-conflict": Screen("/o/opportunity", _conflict),
    "form-leaving": Screen("/o/opportunity/new", _leaving),
    "list-offline": Screen("/o/opportunity", _offline, after=_online),
    "outdated": Screen("/o/opportunity", _outdated),
}
OF_IMPORTERS: Final[Mapping[str, Screen]] = {
    "import-mapping": Screen("/o/account/import", _mapping),
    "import-trial": Screen("/o/account/import", _trial),
    "import-result": Screen("/o/account/import", _result, after=_taken_back),
    "record-share": Screen("/o/opportunity", _sharing),
    "viewing": Screen("/o/opportunity", _viewing, after=_stop_viewing),
}
