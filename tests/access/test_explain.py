"""Explanations: the whole chain of policy behind a verdict, for people and for machines."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from guanxi.access.explain import explain
from guanxi.access.explain_names import WORDS, Names
from guanxi.access.explain_words import EXPLAIN_WORDS, sentence
from guanxi.access.explanation import Explanation
from guanxi.access.principal import Principal
from guanxi.access.rows import row_access
from guanxi.access.vocabulary import ALL_RIGHTS, LEVELS
from guanxi.catalog import Label, Restriction, Target
from guanxi.formula.sql import FORMS
from guanxi.formula.sql.sqlite import SQLITE_FUNCTIONS
from guanxi.storage.database import Database

from tests.access.catalogs import a_mute, a_role, a_role_object
from tests.access.test_rows import OBJECTS, Builder, Scene, _prepare, a_rule, a_sharing, the_catalog
from tests.access.world import NOW
from tests.support.databases import Databases
from tests.support.packages import catalog_of, layer

STAFF = Target("audience", "staff")


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    opened = Database(databases.fresh("access-rows", _prepare), forms=FORMS, functions=SQLITE_FUNCTIONS)
    yield opened
    opened.close()


def a_scene(database: Database, **sharing: Any) -> tuple[Scene, dict[str, str]]:
    """Ann (low) and Bob (top); a deal of Ann's, secret."""
    roles = [
        a_role(
            "clerk",
            a_role_object("deal", {"read", "update"}, read=("name", "amount"), write=("name",), mask=("amount",)),
        ),
        a_role("seller", inherits=["clerk"]),
        a_role("auditor", a_role_object("deal", {"read", "view_all"}, read=("name",))),
        a_role("quiet", mutes=[a_mute("deal", {"update"})]),
    ]
    catalog = the_catalog(
        [a_sharing("deal", **sharing), *(a_sharing(name) for name in OBJECTS if name != "deal")], roles
    )
    build = Builder(database, catalog)
    top = build.put("org_unit", name="Top", parent=None)
    low = build.put("org_unit", name="Low", parent=top)
    ids = {
        "ann": build.put("user", login="ann", audience="staff", roles=["seller"], unit=low),
        "bob": build.put("user", login="bob", audience="staff", roles=["clerk"], unit=top),
        "max": build.put("user", login="max", audience="staff", roles=["auditor"], unit=None),
        "eve": build.put("user", login="eve", audience="staff", roles=["clerk", "quiet"], unit=None),
    }
    ids["deal"] = build.put("deal", name="D", owner=ids["ann"], stage="won", amount=None, secret=True, account=None)
    return build.scene(), ids


def ask(database: Database, scene: Scene, who: str | Principal, action: str = "read", **keys: Any) -> Explanation:
    principal = scene.principals[who] if isinstance(who, str) else who
    with database.read() as connection:
        return explain(
            scene.policy, connection, principal, action, keys.pop("object_name", "deal"), now=NOW, zone=dt.UTC, **keys
        )


def codes(explanation: Explanation, effect: str) -> list[str]:
    return [step.code for step in explanation.steps if step.effect == effect]


def test_the_sight_of_every_record_names_the_role_that_grants_it(database: Database) -> None:
    scene, ids = a_scene(database)
    told = ask(database, scene, ids["max"], record=ids["deal"])
    (step,) = (step for step in told.steps if step.code == "view_all")
    assert (told.allowed, step.effect, step.params["role"]) == (True, "allow", "auditor")


def test_a_grant_names_the_role_and_the_role_through_which_it_is_held(database: Database) -> None:
    scene, ids = a_scene(database)
    told = ask(database, scene, ids["ann"])
    assert told.allowed
    assert [(s.code, s.params["role"], s.params["held"]) for s in told.steps] == [
        ("right_granted_through", "clerk", "seller")
    ]


def test_a_mute_is_shown_beside_the_grant_it_beats(database: Database) -> None:
    scene, ids = a_scene(database)
    told = ask(database, scene, ids["eve"], "update")
    assert not told.allowed
    assert (codes(told, "allow"), codes(told, "deny")) == (["right_granted"], ["right_muted"])


def test_a_missing_right_is_said_so(database: Database) -> None:
    scene, ids = a_scene(database)
    assert codes(ask(database, scene, ids["ann"], "delete"), "deny") == ["right_missing"]
    assert codes(ask(database, scene, ids["ann"], "setup", object_name="system"), "deny") == ["right_missing"]


def test_a_token_is_denied_by_its_scopes(database: Database) -> None:
    scene, ids = a_scene(database)
    token = Principal(
        "token", ids["ann"], "Ann", roles=frozenset({"clerk"}), scopes=frozenset({"records:account:read"})
    )
    told = ask(database, scene, token)
    assert (told.allowed, codes(told, "deny")) == (False, ["scope_missing"])


@pytest.mark.parametrize(
    ("who", "reason"), [pytest.param("ann", "owner", id="owner"), pytest.param("bob", "hierarchy", id="hierarchy")]
)
def test_a_record_is_reached_for_a_named_reason(database: Database, who: str, reason: str) -> None:
    scene, ids = a_scene(database)
    told = ask(database, scene, ids[who], record=ids["deal"])
    assert told.allowed
    assert [step.code for step in told.steps if step.place == "sharing" and step.effect == "allow"] == [reason]


def test_every_step_that_gives_nothing_says_why(database: Database) -> None:
    rules = (a_rule("chiefs", Target("role", "chief")), a_rule("lost", STAFF, where="stage = 'lost'"))
    scene, ids = a_scene(database, rules=rules)
    told = ask(database, scene, ids["eve"], record=ids["deal"])
    assert not told.allowed
    assert codes(told, "none") == ["not_owner", "not_rules", "not_share", "not_default", "no_unit", "rule_for_others"]
    assert codes(told, "deny") == ["no_arm"]


def test_the_hierarchy_is_asked_only_where_units_stand_below_and_explained_to_all(database: Database) -> None:
    scene, ids = a_scene(database)
    people = (scene.principals[ids["ann"]], scene.principals[ids["bob"]])
    reached = [row_access(scene.policy, who, "deal", now=NOW, zone=dt.UTC) for who in people]
    assert ["hierarchy" in {arm.reason for arm in access.arms} for access in reached] == [False, True]
    assert "not_hierarchy" in codes(ask(database, scene, ids["ann"], record=ids["deal"]), "none")


def test_a_rule_that_gives_too_little_is_named(database: Database) -> None:
    scene, ids = a_scene(database, rules=(a_rule("all", STAFF, "read"),))
    assert ask(database, scene, ids["bob"], "read", record=ids["deal"]).allowed
    told = ask(database, scene, ids["eve"], "update", record=ids["deal"])
    assert "rule_too_low" in codes(told, "none")


def test_shares_name_with_whom_and_why(database: Database) -> None:
    scene, ids = a_scene(database)
    build = Builder.__new__(Builder)
    build.world, build.data = scene.world, scene.data
    build.share("deal", ids["deal"], ids["eve"], "read", "manual")
    told = ask(database, scene, ids["eve"], record=ids["deal"])
    assert [step.params["grantees"] for step in told.steps if step.code == "share"] == ["Eve (manual)"]


def test_a_restriction_hides_what_sharing_gives(database: Database) -> None:
    scene, ids = a_scene(
        database, restrictions=(Restriction("no_secret", "demo", "NOT secret", Target("role", "clerk"), Label()),)
    )
    assert codes(ask(database, scene, ids["ann"], record=ids["deal"]), "deny") == ["restriction_failed"]
    told = ask(database, scene, ids["bob"], record=ids["deal"])
    assert told.allowed
    assert "restriction_exempt" in codes(told, "none")


def test_deleted_and_absent_records_are_told_apart_for_the_administrator(database: Database) -> None:
    scene, ids = a_scene(database)
    with database.write() as transaction:
        scene.world.change(transaction, "deal", ids["deal"], deleted_at=NOW)
    assert codes(ask(database, scene, ids["ann"], record=ids["deal"]), "deny") == ["record_deleted"]
    assert codes(ask(database, scene, ids["ann"], record=ids["ann"]), "deny") == ["record_missing"]


def test_fields_are_explained_with_their_mask(database: Database) -> None:
    scene, ids = a_scene(database)
    told = ask(database, scene, ids["bob"], field="amount")
    assert (told.allowed, told.masked) == (True, True)
    assert "masked" in codes(told, "none")
    assert not ask(database, scene, ids["bob"], "update", field="amount").allowed
    assert "not_writable" in codes(ask(database, scene, ids["bob"], "update", field="score"), "deny")
    assert codes(ask(database, scene, ids["bob"], field="created_at"), "allow") == ["right_granted", "system_field"]
    assert codes(ask(database, scene, ids["bob"], field="nothing"), "deny") == ["field_unknown"]


def test_unknown_objects_and_the_platform_itself_have_an_answer(database: Database) -> None:
    scene, ids = a_scene(database)
    assert codes(ask(database, scene, ids["bob"], object_name="nothing"), "deny") == ["object_unknown"]
    assert ask(database, scene, Principal.system("test"), "delete", record=ids["deal"]).allowed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_explanation_is_json_with_words_in_both_languages(database: Database, language: str) -> None:
    scene, ids = a_scene(database, rules=(a_rule("lost", STAFF, where="stage = 'lost'"),))
    told = ask(database, scene, ids["bob"], record=ids["deal"], field="amount").as_json(scene.policy.catalog, language)
    assert json.loads(json.dumps(told)) == told
    assert all(step["message"] and "{" not in step["message"] for step in told["steps"])
    assert told["message"] == {"en": "Allowed.", "zh": "允许。"}[language]


def test_every_sentence_exists_in_both_languages() -> None:
    assert [code for code, words in EXPLAIN_WORDS.items() if not (words.en and words.zh)] == []
    assert [name for words in WORDS.values() for name, word in words.items() if not (word.en and word.zh)] == []
    assert (ALL_RIGHTS - set(WORDS["act"]), set(LEVELS) - set(WORDS["level"])) == (set(), set())


EAST = {"en": "The east", "zh": "东区"}
SHOP = """
kind: object
name: shop_order
label: {en: Order, zh: 订单}
fields:
  - {name: name, type: text, label: {en: Number, zh: 单号}}
---
kind: role
name: shop_clerk
label: {en: Clerk, zh: 店员}
audience: staff
---
kind: action
name: ship
object: shop_order
label: {en: Ship it, zh: 发货}
update: [{field: name, value: done}]
"""


@pytest.mark.parametrize(
    ("code", "params", "english", "chinese"),
    [
        (
            "right_granted", {"role": "shop_clerk", "act": "view_all", "target": "shop_order"},
            "Role “Clerk” (`shop_clerk`) grants “View all” on “Order” (`shop_order`).",
            "角色“店员”（`shop_clerk`）授予对“订单”（`shop_order`）的“查看全部”权限。",
        ),
        (
            "right_missing", {"act": "ship", "target": "shop_order"},
            "No role grants “Ship it” (`ship`) on “Order” (`shop_order`).",
            "没有角色授予对“订单”（`shop_order`）的“发货”（`ship`）权限。",
        ),
        (
            "right_missing", {"act": "write", "target": "shop_order.name"},
            "No role grants “Write” on “Order › Number” (`shop_order.name`).",
            "没有角色授予对“订单 › 单号”（`shop_order.name`）的“写入”权限。",
        ),
        (
            "right_missing", {"act": "setup", "target": "system"},
            "No role grants “Setup” on the workspace.", "没有角色授予对工作区的“系统设置”权限。",
        ),
        (
            "rule_for_others", {"rule": "east", "label": EAST, "kind": "role", "name": "shop_clerk"},
            "Sharing rule “The east” (`east`) is for the role “Clerk” (`shop_clerk`), not for the user.",
            "共享规则“东区”（`east`）面向角色“店员”（`shop_clerk`），不包括该用户。",
        ),
        (
            "restriction_exempt", {"rule": "east", "label": {"en": "", "zh": ""}, "kind": "audience", "name": "portal"},
            "Restriction `east` does not bind all portal users.", "限制规则`east`不约束所有门户用户。",
        ),
        (
            "rules", {"rule": "east", "label": EAST, "level": "write", "where": " (name = 'x')"},
            "Sharing rule “The east” (`east`) gives level “Write” (`name = 'x'`).",
            "共享规则“东区”（`east`）给予“写入”级别 (`name = 'x'`)。",
        ),
        (
            "share", {"grantees": "Eve (manual)", "shares": [["Eve", "manual"], ["Sales", "team"]]},
            "The record is shared with Eve (by hand), Sales (team of the record).",
            "该记录已共享给Eve（手动）、Sales（记录团队）。",
        ),
        (
            "not_default", {"audience": "staff", "default": "private"},
            "The default for staff users is “private”.", "内部员工的默认级别是“私有”。",
        ),
        ("parent", {"by": "owner"}, "The record is reached through the record it is a part of, by its owner.",
         "该记录通过其所属的主记录可访问（途径：负责人）。"),
        ("right_granted", {"role": "gone", "act": "fly", "target": "gone"}, "Role `gone` grants `fly` on `gone`.",
         "角色`gone`授予对`gone`的`fly`权限。"),
    ],
)  # fmt: skip
def test_a_sentence_calls_things_by_their_labels(code: str, params: dict[str, Any], english: str, chinese: str) -> None:
    catalog = catalog_of(layer(SHOP))
    assert [sentence(code, params, Names(catalog, language)) for language in ("en", "zh")] == [english, chinese]
