"""The screens of Setup by address, full and empty, waiting, refused and gone, for pictures of each one."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Page

from tests.support.showing import Screen, click

__all__ = ["OF_ADMINISTRATORS"]

FIRST_RECORD = "/o/account"
DRAFTED = "/setup/object/competitor"


def _new(page: Page) -> None:
    page.locator(".setup-list header button").first.click()
    page.get_by_role("dialog").wait_for()


def _part(number: int) -> Callable[[Page], None]:
    """Open a tab of an item."""
    return lambda page: page.locator(".setup-tabs [role=tab]").nth(number).click()


def _uses(page: Page) -> None:
    """Open what names an object: its places are told once all that gives them names was read."""
    _part(5)(page)
    page.locator(".setup-uses").wait_for()


def _field(name: str) -> Callable[[Page], None]:
    """Open the dialog of a field."""
    return lambda page: page.locator(".setup-row", has=page.locator(f"code:text-is('{name}')")).first.click()


def _typed(text: str) -> Callable[[Page], None]:
    """Write into the first input of a page."""
    return lambda page: page.locator(".setup-main input").first.fill(text)


def _drafted(page: Page) -> None:
    """Draft a field and a label of an object."""
    page.locator(".setup-bar button").first.click()
    page.get_by_role("dialog").locator("input").first.fill("Score")
    page.get_by_role("dialog").locator("button").last.click()
    page.locator(".setup-tray").wait_for()
    page.wait_for_timeout(800)  # a draft is kept soon after the last key


def _review(page: Page) -> None:
    _drafted(page)
    page.locator(".setup-tray button").last.click()
    page.locator(".setup-plan").wait_for()


def _faulty(page: Page) -> None:
    """Draft a condition that is wrong."""
    page.locator(".setup-main [role=combobox]").first.fill("amout > ")
    page.locator(".setup-findings").wait_for()


def _call(page: Page, method: str, path: str, body: object = None) -> None:
    """Call the API as the one who looks."""
    page.evaluate(
        """async ([method, path, body]) => {
          const { csrf } = await (await fetch("/api/v1/me")).json();
          const headers = { "X-CSRF-Token": csrf, "Content-Type": "application/json" };
          await fetch(`/api/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
        }""",
        [method, path, body],
    )


def _discard(page: Page) -> None:
    """Throw away what was drafted for a picture."""
    _call(page, "DELETE", "metadata/drafts")


def _translating(page: Page) -> None:
    """Draft a translation into German."""
    item = {"kind": "translation", "name": "german", "language": "de", "texts": []}
    _call(page, "PUT", "metadata/drafts/translation/german", {"item": item, "base": None})
    page.reload(wait_until="networkidle")


def _looking(page: Page) -> None:
    """Look as the first person that is offered."""
    page.locator(".setup-person button").first.click()
    page.locator(".viewing").wait_for()


def _refused(calls: str) -> Callable[[Page], None]:
    """Let calls fail, and come again."""

    def act(page: Page) -> None:
        page.route(f"**/api/v1/{calls}", lambda route: route.fulfill(status=500, json={"title": "", "code": "failed"}))
        page.reload(wait_until="networkidle")

    return act


def _revision(page: Page) -> None:
    page.locator(".setup-revisions button").first.click()
    page.locator(".setup-detail").wait_for()


def _explained(page: Page) -> None:
    """Ask about the first record of a list."""
    page.locator(".grid-row").first.click()
    page.wait_for_url(re.compile("/o/account/"))
    record = page.url.rpartition("/")[2].partition("?")[0]
    origin = page.url.split("/o/")[0]
    page.goto(f"{origin}/setup/explain?user=rep01&object=account&id={record}", wait_until="networkidle")
    page.locator(".setup-verdict").wait_for()


def _preview_on_a_phone(page: Page) -> None:
    _part(1)(page)
    page.locator(".setup-main article").first.wait_for()
    page.locator(".setup-main .mantine-SegmentedControl-root label").last.click()


OF_ADMINISTRATORS: Final[Mapping[str, Screen]] = {
    "setup": Screen("/setup"),
    "setup-start": Screen("/setup/start"),
    "setup-start-template": Screen("/setup/start", click(".setup-main button")),
    "setup-guide": Screen("/setup/start/opportunity"),
    "setup-objects": Screen("/setup/object"),
    "setup-objects-none": Screen("/setup/object", _typed("zzzz")),
    "setup-object-new": Screen("/setup/object", _new),
    "setup-object": Screen("/setup/object/opportunity"),
    "setup-object-details": Screen("/setup/object/opportunity", _part(1)),
    "setup-states": Screen("/setup/object/opportunity", _part(2)),
    "setup-record-types": Screen("/setup/object/account", _part(3)),
    "setup-keys": Screen("/setup/object/opportunity", _part(4)),
    "setup-uses": Screen("/setup/object/opportunity", _uses),
    "setup-item-history": Screen("/setup/object/opportunity", _part(6)),
    "setup-source": Screen("/setup/object/opportunity", _part(7)),
    "setup-field": Screen("/setup/object/opportunity", click(".setup-row")),
    "setup-field-picklist": Screen("/setup/object/opportunity", _field("stage")),
    "setup-field-formula": Screen("/setup/object/opportunity", _field("expected_revenue")),
    "setup-picklists": Screen("/setup/picklist"),
    "setup-picklist": Screen("/setup/picklist/opportunity_stage"),
    "setup-picklist-value": Screen("/setup/picklist/opportunity_stage", click(".setup-entry button")),
    "setup-rule": Screen("/setup/rule/won_needs_amount"),
    "setup-rule-wrong": Screen("/setup/rule/won_needs_amount", _faulty, after=_discard),
    "setup-layout": Screen("/setup/layout/opportunity_page"),
    "setup-layout-part": Screen("/setup/layout/opportunity_page", click(".layout-field")),
    "setup-layout-preview": Screen("/setup/layout/opportunity_page", _part(1)),
    "setup-layout-phone": Screen("/setup/layout/opportunity_page", _preview_on_a_phone),
    "setup-view": Screen("/setup/view/open_opportunities"),
    "setup-app": Screen("/setup/app/sales"),
    "setup-action": Screen("/setup/action/lose_opportunity"),
    "setup-role": Screen("/setup/role/sales_rep"),
    "setup-role-fields": Screen("/setup/role/sales_rep", _part(1)),
    "setup-role-details": Screen("/setup/role/sales_rep", _part(2)),
    "setup-role-compare": Screen("/setup/role/sales_rep", _part(3)),
    "setup-sharing": Screen("/setup/sharing/opportunity"),
    "setup-users": Screen("/o/user"),
    "setup-teams": Screen("/o/team"),
    "setup-units": Screen("/o/org_unit"),
    "setup-queues": Screen("/o/queue"),
    "setup-translations": Screen("/setup/translation"),
    "setup-translation": Screen("/setup/translation/german", _translating, after=_discard),
    "setup-settings": Screen("/setup/setting"),
    "setup-setting": Screen("/setup/setting/currency"),
    "setup-duplicates": Screen("/setup/duplicate_rule"),
    "setup-plugins": Screen("/setup/plugins"),
    "setup-plugin": Screen("/setup/plugins/sales"),
    "setup-draft": Screen(DRAFTED, _drafted, after=_discard),
    "setup-tray": Screen(DRAFTED, _review, after=_discard),
    "setup-history": Screen("/setup/history"),
    "setup-revision": Screen("/setup/history", _revision),
    "setup-explain": Screen("/setup/explain"),
    "setup-explained": Screen(FIRST_RECORD, _explained),
    "setup-view-as": Screen("/setup/view-as"),
    "setup-viewing": Screen("/setup/view-as", _looking, after=lambda page: _call(page, "DELETE", "access/view_as")),
    "setup-dictionary": Screen("/setup/dictionary"),
    "setup-health": Screen("/setup/hints"),
    "setup-loading": Screen("/setup/object", without="api/v1/metadata", until=".setup-main"),
    "setup-item-loading": Screen("/setup/role/sales_rep", without="api/v1/metadata/role/*", until=".setup-main"),
    "setup-item-error": Screen("/setup/role/sales_rep", _refused("metadata/role/*")),
    "setup-plugins-loading": Screen("/setup/plugins", without="api/v1/packages", until=".setup-main"),
    "setup-plugins-error": Screen("/setup/plugins", _refused("packages")),
    "setup-history-loading": Screen("/setup/history", without="api/v1/metadata/revisions*", until=".setup-main"),
    "setup-history-error": Screen("/setup/history", _refused("metadata/revisions*")),
    "setup-health-loading": Screen("/setup/hints", without="api/v1/metadata/hints", until=".setup-main"),
    "setup-dictionary-loading": Screen("/setup/dictionary", without="api/v1/metadata/dictionary", until=".setup-main"),
    "setup-error": Screen("/setup/explain?object=nothing&action=read"),
    "setup-missing": Screen("/setup/object/nothing"),
    "setup-nowhere": Screen("/setup/nonsense"),
}
