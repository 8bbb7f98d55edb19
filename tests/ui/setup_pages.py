"""What every journey through Setup does: signing in there, beginning an item, adding fields, publishing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Page, expect

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in
from tests.web.client import user_of

__all__ = ["SLOW", "add_field", "close", "create", "enter", "go", "open_setup", "place_of", "publish"]

SLOW = 20_000  # milliseconds that publishing may take on a busy machine


@contextmanager
def place_of(kind: str, folder: Path, *packages: str, admins: tuple[str, ...] = ("boss",)) -> Iterator[Place]:
    """Serve a workspace on a database of that kind, with packages and people who may build."""

    def fill(workspace: Workspace) -> None:
        for login in admins:
            user_of(workspace, login, "administrator", password=True)

    with filled_place(kind, folder, *packages, fill=fill) as made:
        yield made


def open_setup(page: Page, place: Place, path: str, login: str = "boss") -> None:
    enter(page, place, f"setup/{path}", login)


def enter(page: Page, place: Place, path: str, login: str) -> None:
    """Sign in in Chinese on the way to an address."""
    page.add_init_script("localStorage.setItem('guanxi.language', 'zh')")
    sign_in(page, place, f"/{path}", login)


def go(page: Page, kind: str) -> None:
    page.get_by_role("navigation", name="设置菜单").get_by_role("link", name=kind).click()
    expect(page.get_by_role("heading", name=kind, level=1)).to_be_visible()  # the page before it has buttons too


def create(page: Page, kind: str, *, zh: str = "", en: str = "", name: str = "", about: str = "") -> None:
    go(page, kind)
    page.get_by_role("button", name="新建").click()
    dialog = page.get_by_role("dialog")
    if zh:
        dialog.get_by_label("中文名称").fill(zh)
        dialog.get_by_label("英文名称").fill(en)
    if name:
        dialog.get_by_label("公式与接口中的名称").fill(name)
    if about:
        dialog.get_by_label("对象").select_option(about)
    dialog.get_by_role("button", name="创建草稿").click()
    expect(page.get_by_role("heading", name=zh or name, level=1)).to_be_visible()


def add_field(page: Page, zh: str, en: str, kind: str, *, lines: str = "", **keys: str) -> None:
    page.get_by_role("button", name="添加字段").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("显示名（英文）").fill(en)
    dialog.get_by_label("显示名（中文）").fill(zh)
    dialog.get_by_label("类型", exact=True).select_option(kind)
    if lines:
        dialog.get_by_label("或直接输入选项，每行一个").fill(lines)
        dialog.get_by_role("button", name="生成列表").click()
        expect(dialog.get_by_role("link", name="编辑选项")).to_be_visible()
    for label, value in keys.items():
        box = dialog.get_by_label(label, exact=True)
        box.select_option(value) if label in {"结果类型", "目标"} else box.fill(value)
    close(page)


def close(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="完成").last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def publish(page: Page, message: str) -> None:
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.get_by_role("button", name="检查并发布").click()
    page.get_by_label("变更说明").fill(message)
    expect(page.get_by_role("region", name="发布前需修正")).to_have_count(0)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布为第")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("heading", name="这里什么也没有")).to_have_count(0)
    expect(page.get_by_role("region", name="我的变更")).to_have_count(0)
