"""A kind that a package without code declares, as administrators use it: taken in, filled in, published, undone."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.kinds import CASES, MANIFEST, SCHEMA, schema
from tests.ui.places import Place
from tests.ui.setup_pages import SLOW, create, go, open_setup, place_of, publish

KIND = schema(properties={
    **SCHEMA["properties"],
    "chosen": {"type": "string", "x-ref": "field", "title": "Chosen by", "x-zh-title": "依据"},
    "except": {"type": "string", "x-ref": "value", "x-of": "chosen", "title": "Except", "x-zh-title": "除外"},
})  # fmt: skip
FIELD = "  - {name: hue, type: picklist, values: hue, label: {en: Hue, zh: 颜色}}\n"
HUES = """kind: picklist
name: hue
label: {en: Hue, zh: 颜色}
values: [{name: red, label: {en: Red, zh: 红}}, {name: blue, label: {en: Blue, zh: 蓝}}]
"""


def archive_of(folder: Path) -> Path:
    file = folder / "desk.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("plugin.yaml", MANIFEST)
        archive.writestr("kinds/sla_policy.schema.json", json.dumps(KIND, ensure_ascii=False))
        archive.writestr("objects/case.yaml", CASES + FIELD)
        archive.writestr("picklists/hue.yaml", HUES)
    return file


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A served workspace; what packages do to a database is tested on both elsewhere."""
    with place_of("sqlite", tmp_path) as made:
        yield made


def test_items_of_a_packages_kind_are_made_published_and_undone(
    place: Place, browser_page: Page, tmp_path: Path
) -> None:
    page = browser_page
    open_setup(page, place, "plugins")
    page.get_by_label("包文件").set_input_files(archive_of(tmp_path))
    plan = page.get_by_role("region", name="安装")
    expect(plan).to_contain_text("服务级别")
    plan.get_by_role("button", name="安装").click()
    expect(page.get_by_text("完成，第").last).to_be_visible(timeout=SLOW)

    menu = page.get_by_role("navigation", name="设置菜单")
    expect(menu.get_by_role("heading", name="服务台")).to_be_visible()
    go(page, "服务级别")
    expect(page.get_by_text("按优先级承诺的分钟数。")).to_be_visible()
    create(page, "服务级别", zh="金牌", en="Gold", about="case")
    form = page.locator(".setup-form").first
    expect(page.get_by_role("region", name="发布前需修正")).to_contain_text("承诺 不符合要求：至少需要 1 项。")
    form.get_by_label("依据").select_option("hue")
    form.get_by_label("除外").and_(page.locator("select")).select_option(label="红 (red)")
    page.get_by_role("button", name="添加承诺").click()
    form.get_by_label("优先级").select_option(label="紧急")
    form.get_by_label("分钟").fill("45")
    form.get_by_label("适用记录").fill("urgnt")
    expect(page.get_by_role("region", name="发布前需修正")).to_contain_text("适用记录")
    form.get_by_label("适用记录").fill("urgent")
    publish(page, "金牌承诺")

    go(page, "服务级别")
    page.get_by_role("link", name="金牌").click()
    page.get_by_role("tab", name="历史").click()
    page.get_by_role("button", name="查看第").first.click()
    page.get_by_text("变更前后的文档").click()
    expect(page.get_by_text('"minutes": 45').first).to_be_visible()
    page.get_by_role("button", name="撤销此版本").click()
    page.get_by_role("button", name="立即撤销").click()
    expect(page.get_by_text("版撤销")).to_be_visible(timeout=SLOW)
    go(page, "服务级别")
    expect(page.get_by_role("link", name="金牌")).to_have_count(0)

    page.evaluate("localStorage.setItem('guanxi.language', 'en')")
    page.add_init_script("localStorage.setItem('guanxi.language', 'en')")
    page.reload()
    expect(page.get_by_role("heading", name="Service level", level=1)).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("heading", name="Desk")).to_be_visible()
