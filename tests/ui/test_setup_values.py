"""Values of a picklist that records hold, merged in Setup: what the plan tells, and what comes of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.web.app import create_app
from playwright.sync_api import Page, expect

from tests.support.databases import databases_of
from tests.support.server import served
from tests.support.workspaces import workspace_with
from tests.ui.setup_pages import SLOW, Place, open_setup, publish
from tests.web.client import client_of, user_of

STATES = (("planned", "计划"), ("done", "完成"), ("over", "结束"))
DOCUMENTS: list[dict[str, Any]] = [
    {"kind": "picklist", "name": "visit_state", "values": [
        {"name": name, "label": {"en": name, "zh": zh}} for name, zh in STATES
    ]},
    {"kind": "object", "name": "visit", "label": {"en": "Visit", "zh": "拜访"}, "owned": True, "fields": [
        {"name": "name", "type": "text", "required": True},
        {"name": "state", "type": "picklist", "values": "visit_state", "label": {"en": "State", "zh": "状态"}},
    ]},
]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace with records of two states."""
    folder = tmp_path_factory.mktemp("values")
    with databases_of("sqlite", folder) as databases:
        workspace = workspace_with(databases)
        try:
            user_of(workspace, "boss", "administrator", password=True)
            admin = client_of(create_app(workspace), workspace, "admin", "administrator")
            admin.post("/metadata/apply", {"documents": DOCUMENTS, "message": "visits"}, 200)
            held = (("甲", "over"), ("乙", "done"), ("丙", "planned"))
            records = [{"name": name, "state": state} for name, state in held]
            admin.post("/records/visit", {"records": records})
        finally:
            workspace.close()
        url = workspace.settings.database_url
        with served(url, folder / "server.log") as address:
            yield Place(address, url, folder)


def test_a_value_in_use_is_merged_into_another_and_the_records_follow(browser_page: Page, place: Place) -> None:
    page = browser_page
    open_setup(page, place, "picklist/visit_state")
    page.get_by_role("button", name=re.compile("^over")).click()
    page.get_by_label("将 over 合并到").select_option("done")
    expect(page.get_by_role("button", name=re.compile("^done.*原名 over"))).to_be_visible()
    page.get_by_role("button", name="检查并发布").click()
    expect(page.get_by_role("dialog")).to_contain_text("“over”并入“done”，合并后无法再区分。")
    expect(page.get_by_role("dialog")).to_contain_text("随后将 1 条记录的 over 改为 done。")
    page.keyboard.press("Escape")
    publish(page, "合并结束")

    filtered = f"{place.address}/o/visit?columns=name,state&filter=state+%3D+%27done%27"
    rows = page.get_by_role("row")
    for _ in range(SLOW // 500):  # a job writes the records after the change
        page.goto(filtered)
        expect(rows.filter(has_text="乙")).to_be_visible()
        if rows.filter(has_text="甲").count():
            break
        page.wait_for_timeout(500)
    expect(rows.filter(has_text="甲")).to_contain_text("完成")
    expect(rows.filter(has_text="丙")).to_have_count(0)
    page.goto(f"{place.address}/setup/history")
    expect(page.get_by_text("合并结束")).to_be_visible()
