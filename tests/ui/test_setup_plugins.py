"""Plugins as administrators manage them in the browser: taken in from a file, off, on, out, data dropped."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.places import Place
from tests.ui.setup_pages import SLOW, open_setup, place_of

HEAD = "name: trip\nlabel: {en: Trips, zh: 出差}\nversion: 1.0.0\ndepends: [core]\nprefix: ''\n"
OBJECT = """kind: object
name: trip
label: {en: Trip, zh: 行程}
fields: [{name: name, label: {en: Name, zh: 名称}, type: text}]
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A served workspace; what packages do to a database is tested on both elsewhere."""
    with place_of("sqlite", tmp_path) as made:
        yield made


def test_a_plugin_comes_from_a_file_goes_off_and_out_and_its_data_is_dropped(
    place: Place, browser_page: Page, tmp_path: Path
) -> None:
    page, file = browser_page, tmp_path / "trip.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("trip/plugin.yaml", HEAD)
        archive.writestr("trip/objects/trip.yaml", OBJECT)
    open_setup(page, place, "plugins")
    page.get_by_label("包文件").set_input_files(file)
    plan = page.get_by_role("region", name="安装")
    expect(plan).to_contain_text("的数据表")
    plan.get_by_role("button", name="安装").click()
    done(page)
    page.get_by_role("link", name="出差").click()
    for act, mark in (("停用", "已停用"), ("启用", "已安装"), ("卸载", "已卸载，数据保留")):
        page.get_by_role("button", name=f"{act} 出差").click()
        page.get_by_role("region", name=act).get_by_role("button", name=act).click()
        expect(page.get_by_text(mark, exact=True)).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="清除数据 trip").click()
    drop = page.get_by_role("region", name="清除数据").get_by_role("button", name="清除数据")
    expect(drop).to_be_disabled()
    page.get_by_label("输入 trip").fill("trip")
    drop.click()
    expect(page.get_by_role("heading", name="插件")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("trip", exact=True)).to_have_count(0)


def test_a_package_says_in_which_file_and_line_it_is_broken_and_what_it_is_called(
    place: Place, browser_page: Page, tmp_path: Path
) -> None:
    page = browser_page
    open_setup(page, place, "plugins")
    for name, body in (("broken", "kind: object\n name: [trip\n"), ("whole", OBJECT)):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("plugin.yaml", HEAD)
            archive.writestr("objects/trip.yaml", body)
    page.get_by_label("包文件").set_input_files(tmp_path / "broken.zip")
    wrong = page.get_by_role("region", name="发布前需修正")
    expect(wrong.get_by_role("listitem")).to_have_text(re.compile("^objects/trip.yaml:2 YAML 语法错误"))
    expect(page.get_by_role("region", name="安装").get_by_role("button", name="安装")).to_be_disabled()
    page.get_by_role("button", name="取消").click()
    page.get_by_label("包文件").set_input_files(tmp_path / "whole.zip")
    package = page.get_by_role("region", name="安装").locator(".setup-plan > li").first
    expect(package).to_have_text("插件出差trip新增")  # what its manifest says besides is for those who write it


def done(page: Page) -> None:
    expect(page.get_by_text("完成，第").last).to_be_visible(timeout=SLOW)
