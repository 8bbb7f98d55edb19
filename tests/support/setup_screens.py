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


def _discard(page: Page) -> None:
    """Throw away what was drafted for a picture."""
    page.evaluate(
        """async () => {
          const { csrf } = await (await fetch("/api/v1/me")).json();
          await fetch("/api/v1/metadata/drafts", { method: "DELETE", headers: { "X-CSRF-Token": csrf } });
        }"""
    )


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
    "setup-uses": Screen("/setup/object/opportunity", _part(5)),
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
    "setup-settings": Screen("/setup/setting"),
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
    "setup-dictionary": Screen("/setup/dictionary"),
    "setup-health": Screen("/setup/hints"),
    "setup-loading": Screen("/setup/object", without="api/v1/metadata", until=".setup-main"),
    "setup-error": Screen("/setup/explain?object=nothing&action=read"),
    "setup-missing": Screen("/setup/object/nothing"),
    "setup-nowhere": Screen("/setup/nonsense"),
}
