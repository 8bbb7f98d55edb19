"""Changes of what is in use, as administrators make them in Setup: names, two at once, sharing."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.calls import Caller
from tests.support.people import token_of
from tests.ui.places import Place, on_one_database
from tests.ui.setup_pages import SLOW, add_field, close, create, enter, go, open_setup, place_of, publish
from tests.ui.signing_in import sign_in

LABEL = {"en": "Site visit", "zh": "拜访"}
DOCUMENTS: list[dict[str, Any]] = [
    {"kind": "picklist", "name": "visit_state", "values": [
        {"name": name, "label": {"en": name, "zh": zh}}
        for name, zh in (("planned", "计划"), ("done", "完成"), ("over", "结束"))
    ]},
    {"kind": "object", "name": "visit", "label": LABEL, "owned": True, "fields": [
        {"name": "name", "type": "text", "required": True}, {"name": "cost", "type": "decimal"},
        {"name": "size", "type": "text"}, {"name": "weight", "type": "integer"},
        {"name": "state", "type": "picklist", "values": "visit_state"},
        {"name": "twice", "type": "formula", "returns": "number", "formula": "cost * 2"},
    ]},
    {"kind": "rule", "name": "visit_cost", "object": "visit", "when": "cost < 0", "message": {"en": "Not below 0."}},
    {"kind": "view", "name": "all_visits", "object": "visit", "label": LABEL, "columns": [{"field": "cost"}]},
    {"kind": "layout", "name": "visit_page", "object": "visit", "label": LABEL, "tabs": [
        {"name": "main", "sections": [{"name": "first", "fields": [{"field": "name"}, {"field": "cost"}]}]},
    ]},
    {"kind": "object", "name": "stay", "label": LABEL, "fields": [{"name": "name", "type": "text"}], "record_types": [
        {"name": name, "label": {"en": name, "zh": zh}} for name, zh in (("brief", "短"), ("long", "长"))
    ]},
    {"kind": "layout", "name": "long_page", "object": "stay", "label": LABEL, "record_types": ["long"], "tabs": []},
    {"kind": "sharing", "name": "visit", "object": "visit", "default": "private"},
    {"kind": "role", "name": "visitor", "audience": "staff", "objects": [
        {"object": "visit", "rights": ["read"], "fields": {"read": "*"}},
    ]},
]  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A served workspace in which somebody has built an object that is in use."""
    with place_of(request.param, tmp_path_factory.mktemp("changes"), admins=("boss", "other")) as made:
        yield made


@pytest.fixture(scope="module")
def token(place: Place) -> str:
    """Return the token of an administrator, after the object was published and has a record."""
    made = token_of(place.url, "caller", "administrator", place.folder)
    caller = Caller(place.address, made)
    assert caller("POST", "metadata/apply", {"documents": DOCUMENTS, "message": "visits"})[0] == 200
    assert caller("POST", "records/stay", {"name": "甲", "record_type": "long"})[0] == 201
    assert caller("POST", "records/visit", {"name": "甲", "cost": 5, "state": "done", "size": "many"})[0] == 201
    caller.close()
    return made


@pytest.fixture
def boss(place: Place, token: str) -> Iterator[Caller]:
    """Whoever looks at what came of it."""
    caller = Caller(place.address, token)
    yield caller
    caller.close()


def visit(boss: Caller) -> dict[str, Any]:
    found = boss("GET", "records/visit")[2]["data"][0]["id"]
    told: dict[str, Any] = boss("GET", f"records/visit/{found}")[2]["data"]
    return told


def body_of(boss: Caller, path: str) -> dict[str, Any]:
    told: dict[str, Any] = boss("GET", f"metadata/{path}")[2]["data"]["body"]
    return told


def names_in_users(boss: Caller) -> list[tuple[bool, bool]]:
    """Tell of each document that names the field whether it says the new name, and whether it says the old one."""
    bodies = [body_of(boss, path) for path in ("layout/visit_page", "view/all_visits", "rule/visit_cost")]
    return [("expense" in str(body), "cost" in str(body).replace("visit_cost", "")) for body in bodies]


def test_a_field_in_use_is_renamed_everywhere_and_named_back(browser_page: Page, place: Place, boss: Caller) -> None:
    page = browser_page
    open_setup(page, place, "object/visit")
    page.get_by_role("button", name="编辑字段 cost").click()
    page.get_by_text("引用位置").click()
    uses = page.get_by_role("dialog").get_by_role("listitem")
    expect(uses.filter(has_text="视图拜访列 › Cost")).to_be_visible()
    expect(uses.filter(has_text="校验规则Not below 0.条件")).to_be_visible()
    page.get_by_role("dialog").get_by_label("公式与接口中的名称").fill("expense")
    close(page)
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.get_by_role("button", name="检查并发布").click()
    expect(page.locator(".setup-plan")).to_contain_text("校验规则 Not below 0.")  # what is rewritten
    page.keyboard.press("Escape")
    publish(page, "改名")
    assert (visit(boss)["expense"], visit(boss)["twice"]) == (5, 10)
    assert names_in_users(boss) == [(True, False)] * 3
    go(page, "变更历史")
    page.get_by_role("button", name="查看第").filter(has_text="改名").click()
    page.get_by_role("button", name="撤销此版本").click()
    page.get_by_role("button", name="立即撤销").click()
    expect(page.get_by_text("版撤销")).to_be_visible(timeout=SLOW)
    assert (visit(boss)["cost"], visit(boss)["twice"]) == (5, 10)
    assert names_in_users(boss) == [(False, True)] * 3
    page.get_by_role("button", name="查看第").filter(has_text="visits").click()
    expect(page.get_by_text("字段 6：name、cost、size、weight、state、twice")).to_be_visible()


@on_one_database
def test_a_record_type_in_use_tells_where_and_is_renamed_everywhere(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    page = browser_page
    open_setup(page, place, "object/stay")
    page.get_by_role("tab", name="记录类型").click()
    page.get_by_role("button", name="编辑 长").click()
    page.get_by_text("引用位置").click()
    expect(page.get_by_title("long_page", exact=True)).to_be_visible()
    name = page.get_by_label("公式与接口中的名称")
    name.fill("lasting")
    expect(page.get_by_text("原名 long")).to_be_visible()
    publish(page, "改类型名")
    assert body_of(boss, "layout/long_page")["record_types"] == ["lasting"]
    expect(name).to_have_value("lasting")
    told: list[str] = []
    end = time.monotonic() + SLOW / 1000  # a worker writes the new name into the records
    while told != ["lasting"] and time.monotonic() < end:
        time.sleep(0.1)
        told = [record["record_type"] for record in boss("GET", "records/stay?fields=record_type")[2]["data"]]
    assert told == ["lasting"]


def test_the_second_of_two_administrators_is_told_and_keeps_the_own_state(
    browser_page: Page, browser: Browser, place: Place, boss: Caller
) -> None:
    page = browser_page
    open_setup(page, place, "rule/visit_cost")
    page.get_by_label("提示（中文）").fill("甲")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    theirs = context.new_page()
    open_setup(theirs, place, "rule/visit_cost", login="other")
    theirs.get_by_label("提示（中文）").fill("乙")
    publish(theirs, "乙")
    context.close()
    page.get_by_role("button", name="检查并发布").click()
    expect(page.get_by_role("dialog").get_by_text("他人已更改")).to_be_visible()
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alert")).to_contain_text("他人已发布")
    expect(page.get_by_role("region", name="以您的为准，将对他人的版本作如下更改")).to_contain_text("乙 → 甲")
    page.get_by_role("button", name="以我的为准").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    publish(page, "甲")
    assert body_of(boss, "rule/visit_cost")["message"]["zh"] == "甲"


@pytest.fixture
def reader(place: Place) -> Iterator[Caller]:
    """Whoever is shown what is shared with all."""
    caller = Caller(place.address, token_of(place.url, "reader", "visitor", place.folder))
    yield caller
    caller.close()


def test_a_change_of_sharing_is_told_before_and_explained_after(
    browser_page: Page, place: Place, boss: Caller, reader: Caller
) -> None:
    page = browser_page
    asked = f"explain?user=reader&action=read&object=visit&id={visit(boss)['id']}"
    names = [row["name"] for row in boss("GET", "records/visit")[2]["data"]]  # other tests may have left more
    open_setup(page, place, asked)
    expect(page.get_by_role("heading", name="不可以")).to_be_visible()
    told = page.get_by_role("status").filter(has=page.get_by_role("heading", name="不可以"))
    expect(told).to_contain_text("授予对“拜访”（visit）的“读取”权限")
    expect(told.get_by_role("code").first).to_have_text("visitor")
    assert reader("GET", "records/visit")[2]["data"] == []
    page.goto(f"{place.address}/setup/sharing/visit")
    expect(page.get_by_label("门户默认权限").locator("option:checked")).to_have_text("默认：无权限")
    page.get_by_label("默认权限", exact=True).select_option("read")
    page.get_by_role("button", name="检查并发布").click()
    expect(page.get_by_role("dialog")).to_contain_text("默认权限无权限 → 读取")
    expect(page.get_by_role("dialog")).to_contain_text(
        f"凡角色可读取“拜访”（visit）的员工都能看到其 {len(names)} 条记录"
    )
    page.keyboard.press("Escape")
    publish(page, "共享")
    assert [row["name"] for row in reader("GET", "records/visit")[2]["data"]] == names
    page.goto(f"{place.address}/setup/{asked}")
    expect(page.get_by_role("heading", name="可以", exact=True)).to_be_visible()
    expect(page.locator(".setup-verdict")).to_contain_text("内部员工默认具有“读取”级别")


def a_rule(boss: Caller, name: str) -> None:
    """Publish one more rule, in a revision of its own."""
    rule = {"kind": "rule", "name": name, "object": "visit", "when": "cost > 10000", "message": LABEL}
    assert boss("POST", "metadata/apply", {"documents": [rule], "message": name})[0] == 200


@on_one_database
@pytest.mark.parametrize("part", ["edit", "uses", "history"])
def test_the_page_of_an_item_that_is_deleted_is_left_for_its_list(
    browser_page: Page, place: Place, boss: Caller, part: str
) -> None:
    page = browser_page
    a_rule(boss, "going")
    open_setup(page, place, f"rule/going?part={part}")
    page.get_by_role("button", name="删除", exact=True).click()
    publish(page, "删除")
    expect(page).to_have_url(f"{place.address}/setup/rule")
    expect(page.get_by_role("link", name="visit_cost")).to_be_visible()
    assert boss("GET", "metadata/rule/going")[0] == 404


@on_one_database
def test_the_page_of_an_item_whose_making_is_undone_is_left_for_its_list(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    page = browser_page
    a_rule(boss, "undone")
    open_setup(page, place, "rule/undone?part=history")
    page.get_by_role("button", name="查看第").first.click()
    page.get_by_role("button", name="撤销此版本").click()
    page.get_by_role("button", name="立即撤销").click()
    expect(page.get_by_text("版撤销")).to_be_visible(timeout=SLOW)
    expect(page).to_have_url(f"{place.address}/setup/rule")
    assert boss("GET", "metadata/rule/undone")[0] == 404


def typed(boss: Caller, name: str, kind: str) -> None:
    """Wait until the values of a field are copied and it has its new type."""
    for _ in range(200):
        (entry,) = (field for field in body_of(boss, "object/visit")["fields"] if field["name"] == name)
        if entry["type"] == kind and boss("GET", "metadata/copies")[2]["data"] == []:
            return
        time.sleep(0.1)
    raise AssertionError(f"{name} is no {kind}")


@on_one_database
def test_another_type_is_refused_at_the_field_until_what_does_not_fit_may_go(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    page = browser_page
    open_setup(page, place, "object/visit")
    page.get_by_role("button", name="编辑字段 size").click()
    page.get_by_role("dialog").get_by_label("类型", exact=True).select_option("integer")
    close(page)
    row = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="编辑字段 size"))
    expect(row.locator(".setup-fault")).to_contain_text("many")
    page.get_by_role("button", name="检查并发布").click()
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_disabled()
    page.get_by_label("将 visit.size 中不符合的值置空").check()
    expect(page.get_by_role("list", name="例如").get_by_role("listitem")).to_contain_text("many")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("正在复制 visit.size 的值")).to_be_visible(timeout=SLOW)
    typed(boss, "size", "integer")
    assert visit(boss)["size"] is None
    expect(row).to_contain_text("整数", timeout=SLOW)


@on_one_database
def test_the_history_lets_values_go_where_the_way_back_needs_it(browser: Browser, place: Place, boss: Caller) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})  # its console tells of the refusal
    page = context.new_page()
    body = body_of(boss, "object/visit")
    fields = [{**field, "type": "text"} if field["name"] == "weight" else field for field in body["fields"]]
    document = {**body, "kind": "object", "name": "visit", "fields": fields}
    assert boss("POST", "metadata/apply", {"documents": [document], "message": "重量"})[0] == 200
    typed(boss, "weight", "text")
    told = visit(boss)
    assert boss("PATCH", f"records/visit/{told['id']}", {"weight": "heavy", "version": told["version"]})[0] == 200
    open_setup(page, place, "history")
    revision = page.get_by_role("button", name="查看第").filter(has_text="重量")
    expect(revision).to_contain_text("caller")
    revision.click()
    expect(page.locator("main")).to_contain_text("修改字段 › weight › 类型整数 → 文本")
    page.get_by_role("button", name="撤销此版本").click()
    expect(page.get_by_role("alert")).to_contain_text("heavy")
    expect(page.get_by_role("button", name="立即撤销")).to_be_disabled()
    page.get_by_label("将 visit.weight 中不符合的值置空").check()
    page.get_by_role("button", name="立即撤销").click()
    expect(page.get_by_text("正在复制 visit.weight 的值")).to_be_visible(timeout=SLOW)
    typed(boss, "weight", "integer")
    assert visit(boss)["weight"] is None
    context.close()


def test_a_value_in_use_is_merged_into_another_and_the_records_follow(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    page = browser_page
    held = [{"name": name, "state": state} for name, state in (("丁", "over"), ("乙", "done"), ("丙", "planned"))]
    assert boss("POST", "records/visit", {"records": held})[0] == 201
    open_setup(page, place, "picklist/visit_state")
    page.get_by_role("button", name=re.compile("^结束 over")).click()
    page.get_by_label("将 结束 合并到").select_option("done")
    expect(page.get_by_role("button", name=re.compile("^完成 done.*原名 over"))).to_be_visible()
    page.get_by_role("button", name="检查并发布").click()
    expect(page.get_by_role("dialog")).to_contain_text("“结束”（over）并入“完成”（done），合并后无法再区分。")
    expect(page.get_by_role("dialog")).to_contain_text("随后将 1 条记录的“结束”（over）改为“完成”（done）。")
    page.keyboard.press("Escape")
    publish(page, "合并结束")

    filtered = f"{place.address}/o/visit?columns=name,state&filter=state+%3D+%27done%27"
    rows = page.get_by_role("row")
    for _ in range(SLOW // 500):  # a job writes the records after the change
        page.goto(filtered)
        expect(rows.filter(has_text="乙")).to_be_visible()
        if rows.filter(has_text="丁").count():
            break
        page.wait_for_timeout(500)
    expect(rows.filter(has_text="丁")).to_contain_text("完成")
    expect(rows.filter(has_text="丙")).to_have_count(0)
    page.goto(f"{place.address}/setup/history")
    expect(page.get_by_text("合并结束")).to_be_visible()


@on_one_database
def test_with_the_draft_of_an_object_goes_what_was_drafted_because_of_it(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    page = browser_page
    assert "layout" in str(boss("GET", "metadata/object/visit/uses")[2])  # its page gets what the object gets
    open_setup(page, place, "object/visit")
    add_field(page, "押金", "Deposit", "money")
    review = page.get_by_role("button", name="检查并发布")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    expect(page.get_by_text("2 项草稿")).to_be_visible()
    review.click()
    page.get_by_role("button", name="放弃 对象 拜访").click()
    expect(page.get_by_text("“拜访”的新字段已从以下页面布局的草稿中移除：拜访")).to_be_visible()
    expect(page.get_by_role("region", name="我的变更")).to_have_count(0)

    page.goto(f"{place.address}/setup/object")
    create(page, "对象", zh="工单", en="Ticket")
    create(page, "页面布局", zh="工单页", en="Ticket page", about="ticket")
    review.click()
    page.get_by_role("button", name="放弃 对象 工单").click()
    question = page.get_by_role("dialog", name="放弃“工单”？")
    expect(question).to_contain_text("页面布局工单页")
    question.get_by_role("button", name="放弃全部 2 项").click()
    expect(page.get_by_role("region", name="我的变更")).to_have_count(0)


def publish_by_call(boss: Caller, *documents: dict[str, Any]) -> None:
    """Publish as somebody does elsewhere, while pages are open here."""
    told = boss("POST", "metadata/apply", {"documents": list(documents), "message": "elsewhere"})
    assert told[0] == 200, told


@on_one_database
def test_an_open_list_follows_the_fields_of_its_object_without_asking_in_vain(
    browser_page: Page, place: Place, boss: Caller
) -> None:
    field = {"name": "colour", "type": "text", "label": {"en": "Hue", "zh": "色彩"}}
    body = {**body_of(boss, "object/visit"), "kind": "object", "name": "visit"}
    publish_by_call(boss, {**body, "fields": [*body["fields"], field]})
    page = browser_page  # at the end its console has told of no refusal
    enter(page, place, "o/visit?columns=name,colour&sort=colour&filter=ISBLANK(colour)", "boss")
    heads = page.get_by_role("columnheader")
    expect(heads.filter(has_text="色彩")).to_be_visible()
    renamed = {**field, "name": "hue", "renamed_from": "colour", "label": {"en": "Hue", "zh": "色调"}}
    publish_by_call(boss, {**body, "fields": [*body["fields"], renamed]})
    expect(heads.filter(has_text="色彩")).to_have_count(0, timeout=SLOW)  # the address names what is called otherwise
    expect(page.get_by_role("row").filter(has_text="甲")).to_be_visible()
    page.goto(f"{place.address}/o/visit?columns=name,hue&sort=-hue&filter=ISBLANK(hue)")
    expect(heads.filter(has_text="色调")).to_be_visible()
    publish_by_call(boss, body)
    expect(heads.filter(has_text="色调")).to_have_count(0, timeout=SLOW)
    expect(page.get_by_role("status").filter(has_text="未生效")).to_contain_text("ISBLANK(hue)")
    expect(page.get_by_role("row").filter(has_text="甲")).to_be_visible()


@on_one_database
@pytest.mark.parametrize(
    ("language", "formula_gone", "condition_gone", "forget"),
    [
        ("zh", "地址中的条件未生效，其中的名称已不存在：", "地址中有 1 个条件未生效", "移除这些条件"),
        ("en", "Without the condition in the address, which names what is not there any more:",
         "Without 1 of the conditions in the address", "Forget them"),
    ],
    ids=["zh", "en"],
)  # fmt: skip
def test_a_list_opens_without_conditions_on_a_field_that_was_dropped_and_says_so(
    browser: Browser, place: Place, boss: Caller, language: str, formula_gone: str, condition_gone: str, forget: str
) -> None:
    field = {"name": "shade", "type": "text", "label": {"en": "Shade", "zh": "色度"}}
    body = {**body_of(boss, "object/visit"), "kind": "object", "name": "visit"}
    publish_by_call(boss, {**body, "fields": [*body["fields"], field]})
    view = {"label": "深色", "columns": [{"field": "name"}], "filter": "shade = 'dark'"}
    made = boss("POST", "views/visit", view)
    assert made[0] == 201, made
    publish_by_call(boss, body)
    (left,) = (one for one in boss("GET", "objects/visit")[2]["views"] if one["name"] == made[2]["data"]["id"])
    assert (left["filter"], left["left_out"]) == (None, 1)
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('guanxi.language', '{language}')")
    sign_in(page, place, "/o/visit?columns=name&filter=shade+%3D+%27dark%27")
    note, row = page.locator(".left-out"), page.get_by_role("row").filter(has_text="甲")
    expect(note).to_have_text(f"{formula_gone} shade = 'dark'", timeout=SLOW)
    expect(row).to_be_visible()
    where = json.dumps([{"field": "shade", "operator": "is", "value": "dark"}])
    page.goto(f"{place.address}/o/visit?columns=name&where={quote(where)}")
    expect(note).to_contain_text(condition_gone)
    expect(row).to_be_visible()
    note.get_by_role("button", name=forget).click()
    expect(note).to_have_count(0)
    context.close()


@on_one_database
def test_a_page_whose_object_was_removed_says_so(browser: Browser, place: Place, boss: Caller) -> None:
    label = {"en": "Errand", "zh": "差事"}
    fields = [{"name": "name", "type": "text", "label": {"en": "Name", "zh": "名称"}}]
    errand = {"kind": "object", "name": "errand", "label": label, "name_field": "name", "fields": fields}
    publish_by_call(boss, errand)
    made = boss("POST", "records/errand", {"name": "取件"})[2]["data"]["id"]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, refused = context.new_page(), list[str]()
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    enter(page, place, f"o/errand/{made}", "boss")
    expect(page.get_by_role("heading", name="取件")).to_be_visible()
    refused.clear()
    publish_by_call(boss, {"kind": "object", "name": "errand", "remove": True})
    expect(page.get_by_role("heading", name="“差事”已不存在")).to_be_visible(timeout=SLOW)
    assert {url.rpartition("/api/v1/")[2] for url in refused} <= {"objects/errand"}  # nothing is asked of its records
    context.close()
