"""What is hidden from a reader is nowhere in the browser: not in the page, on the line or in what is stored."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Page, Request, expect

from tests.ui.places import Place, filled_place
from tests.ui.signing_in import sign_in_by_hand
from tests.web.client import client_of, user_of

SECRETS = ("open-sesame-4711", "old-sesame-0815")
HIDDEN = (*SECRETS, "cellar_code", "Cellar code", "地窖密码")
VAULT = "019b0000-0000-7000-8000-0000000000d1"


def words(en: str, zh: str) -> Mapping[str, str]:
    return {"en": en, "zh": zh}


def tab(name: str, label: Mapping[str, str], **parts: object) -> Mapping[str, object]:
    return {"name": name, "label": label, **parts}


def component(name: str) -> Mapping[str, object]:
    return tab(name, words(name.title(), name), components=[{**tab(name, words(name, name)), "component": name}])


COLUMNS = [{"field": name} for name in ("name", "use", "floor", "cellar_code")]
FACTS = tab("facts", words("Facts", "信息"), sections=[{**tab("facts", words("Facts", "信息")), "fields": COLUMNS}])
RIGHTS = ["create", "read", "update", "delete", "import", "export", "modify_all"]
DOCUMENTS: tuple[Mapping[str, Any], ...] = (
    {"kind": "picklist", "name": "vault_use", "label": words("Use", "用途"), "values": [
        {"name": "wine", "label": words("Wine", "酒")}, {"name": "gold", "label": words("Gold", "黄金")},
    ]},
    {"kind": "object", "name": "vault", "label": words("Vault", "库房"), "plural": words("Vaults", "库房"),
     "name_field": "name", "owned": True, "features": ["history", "comments"], "fields": [
         {"name": "name", "type": "text", "label": words("Name", "名称"), "required": True, "searchable": True},
         {"name": "use", "type": "picklist", "values": "vault_use", "label": words("Use", "用途")},
         {"name": "floor", "type": "integer", "label": words("Floor", "楼层")},
         {"name": "cellar_code", "type": "text", "label": words("Cellar code", "地窖密码"), "searchable": True},
     ]},
    {"kind": "object", "name": "visit", "label": words("Visit", "来访"), "plural": words("Visits", "来访"),
     "name_field": "name", "owned": True, "fields": [
         {"name": "name", "type": "text", "label": words("Name", "名称"), "required": True},
         {"name": "vault", "type": "lookup", "to": "vault", "label": words("Vault", "库房"), "on_delete": "clear"},
     ]},
    {"kind": "layout", "name": "vault_page", "object": "vault", "label": words("Page", "页面"),
     "compact": ["name", "cellar_code"], "highlights": ["use", "cellar_code"],
     "tabs": [FACTS, component("timeline"), component("history")]},
    {"kind": "view", "name": "vaults", "object": "vault", "label": words("All", "全部"), "columns": COLUMNS},
    {"kind": "view", "name": "by_use", "object": "vault", "label": words("By use", "按用途"), "type": "board",
     "columns": COLUMNS, "group": "use"},
    {"kind": "rule", "name": "code_is_long", "object": "vault", "at": "cellar_code",
     "when": "NOT ISBLANK(cellar_code) AND LEN(cellar_code) < 3",
     "message": words("The code is short.", "密码太短。")},
    {"kind": "role", "name": "visitor", "label": words("Visitor", "访客"), "audience": "staff", "objects": [
        {"object": "vault", "rights": RIGHTS,
         "fields": {"read": ["name", "use", "floor"], "write": ["name", "use", "floor"]}},
        {"object": "visit", "rights": RIGHTS, "fields": {"read": "*", "write": "*"}},
        {"object": "comment", "rights": ["create", "read"], "fields": {"read": "*", "write": "*"}},
    ]},
)  # fmt: skip


def fill(workspace: Workspace) -> None:
    admin = client_of(create_app(workspace), workspace, "admin", "administrator")
    admin.post("/metadata/apply", {"documents": list(DOCUMENTS), "message": "vaults"}, 200)
    user_of(workspace, "guest", "visitor", password=True)
    admin.post("/records/vault", {"id": VAULT, "name": "Harbour", "use": "wine", "cellar_code": SECRETS[1]})
    assert admin("PATCH", f"/records/vault/{VAULT}", {"cellar_code": SECRETS[0]}).status_code == 200
    admin.post("/records/comment", {"text": "Look, @guest", "record": {"type": "vault", "id": VAULT}})
    assert SECRETS[0] in str(admin.get(f"/records/vault/{VAULT}"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace in which a hidden code was changed, and its guest was told of the record."""
    with filled_place(request.param, tmp_path_factory.mktemp("hidden"), fill=fill) as made:
        yield made


def said(request: Request) -> str:
    """Return what the API answered."""
    answer = request.response()
    kind = "" if answer is None else answer.headers.get("content-type", "")
    return answer.text() if answer is not None and "json" in kind else ""


STORED = """async () => {
  const databases = await Promise.all((await indexedDB.databases()).map(({ name }) => new Promise((tell, fail) => {
    const opening = indexedDB.open(name);
    opening.onerror = fail;
    opening.onsuccess = () => {
      const stores = [...opening.result.objectStoreNames];
      if (stores.length === 0) return tell([]);
      const reading = opening.result.transaction(stores);
      const rows = stores.map((store) => reading.objectStore(store).getAll());
      reading.oncomplete = () => tell([name, stores, rows.map(({ result }) => result)]);
    };
  })));
  const kept = await Promise.all((await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map(async (key) => [key.url, await (await cache.match(key)).text()]));
  }));
  return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, databases, kept]);
}"""


def test_a_hidden_field_is_nowhere_in_the_page_the_network_or_the_storage(
    place: Place, browser_page: Page, tmp_path: Path
) -> None:
    page, heard, seen = browser_page, list[str](), list[str]()
    page.on("requestfinished", lambda request: heard.append(request.url + (request.post_data or "") + said(request)))

    def look() -> None:
        seen.append(page.content())
        seen.append(page.evaluate(STORED))

    sign_in_by_hand(page, place, "/o/vault?view=vaults", "guest")
    grid = page.get_by_role("grid", name="Vaults")
    expect(grid.get_by_role("row", name="Harbour")).to_be_visible()
    for tool in ("Filter", "Display"):
        page.get_by_role("button", name=tool).click()
        expect(page.get_by_role("dialog")).to_contain_text("Floor")
        look()
        page.keyboard.press("Escape")
    page.goto(f"{place.address}/o/vault?view=by_use")
    expect(page.get_by_role("listitem", name="Harbour")).to_contain_text("Harbour")
    look()
    page.get_by_role("link", name="Harbour").click()
    for name, text in (("Facts", "Wine"), ("Timeline", "Look, @guest"), ("History", "Nothing was changed yet")):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel")).to_contain_text(text)
        look()
    page.goto(f"{place.address}/o/vault/{VAULT}/edit")
    page.get_by_label("Floor").fill("3")
    look()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("3")

    page.goto(f"{place.address}/o/visit/new")
    page.get_by_label("Vault").fill("Attic")
    page.get_by_role("option", name="Create “Attic”…").click()
    dialog = page.get_by_role("dialog", name="New Vault")
    expect(dialog.get_by_label("Name")).to_have_value("Attic")
    look()
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_label("Vault", exact=True)).to_have_value("Attic")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Commands and search").fill("sesame")
    expect(page.get_by_role("option", name="Search everywhere for “sesame”")).to_be_visible()
    look()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Notifications").click()
    expect(page.get_by_role("dialog", name="Notifications")).to_contain_text("Harbour")
    look()
    page.on("dialog", lambda asked: asked.accept())  # the visit is not kept
    page.goto(f"{place.address}/search?q=sesame")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    look()

    page.goto(f"{place.address}/o/vault")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Export").click()
    page.get_by_label("Kind of file").select_option("csv")
    page.get_by_label("Fields", exact=True).select_option("all")
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as exported:
        page.get_by_role("link", name="Download").click()
    file = exported.value.path().read_text(encoding="utf-8-sig")
    assert "Harbour" in file
    seen.append(file)
    look()
    (tmp_path / "rows.csv").write_text("Name,Floor\nCellar,1\n", encoding="utf-8")
    page.goto(f"{place.address}/o/vault/import")
    page.get_by_label("File of rows").set_input_files(tmp_path / "rows.csv")
    expect(page.get_by_role("listitem", name="Floor")).to_be_visible()
    look()

    assert any("/records/vault" in text and "Harbour" in text for text in heard)
    for text in (*heard, *seen):
        assert not [word for word in HIDDEN if word in text], text[:300]
