"""Searches find names and searchable fields by their parts, in Chinese also by sound, within the reader's rights."""

import random

import orjson
import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.errors import Malformed, Missing, TooExpensive
from guanxi.records import counting, held
from guanxi.records.aggregate import aggregate_rows
from guanxi.records.query import count, page
from guanxi.records.question import Aggregate, Query, Search
from guanxi.records.rare_words import find_rare
from guanxi.records.save import save
from guanxi.records.search import search
from guanxi.records.searching import HELD_BY, searched
from guanxi.sqltree import Alias, Call, Param, Select
from guanxi.text.keys import is_spelled, sort_key
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

from tests.web.client import user_of

NAMES = (
    "张三", "章三丰", "李四", "北京张江科技有限公司",
    "Zhang San Trading", "Acme", "Acme Supply", "The Acme", "ＡＣＭＥ２", "50% off_x",
)  # fmt: skip


@pytest.fixture
def context(sales: Workspace) -> Context:
    """A context of the system on some accounts."""
    found = sales.context(Principal.system("test"))
    save(found, "account", [{"name": name} for name in NAMES])
    return found


def names(context: Context, text: str, **more: object) -> list[str]:
    """The names that a search finds, in the order of the answer."""
    found = page(context, Query("account", fields=("name",), search=text, **more))  # type: ignore[arg-type]
    return [row["name"] for row in orjson.loads(found.rows_json)]


CASES = (
    ("張", set()),
    ("张", {"张三", "北京张江科技有限公司"}),
    ("江科", {"北京张江科技有限公司"}),
    ("zhangsan", {"张三", "章三丰"}),
    ("zhang san", {"张三", "章三丰", "Zhang San Trading"}),
    ("zs", {"张三", "章三丰"}),
    ("zjkj", {"北京张江科技有限公司"}),  # initials of words inside
    ("zhangsf", {"章三丰"}),  # whole words and initials
    ("张 科技", {"北京张江科技有限公司"}),
    ("ACME2", {"ＡＣＭＥ２"}),
    ("0%", {"50% off_x"}),  # no wildcard
    ("_", {"50% off_x"}),
    ("hang", {"Zhang San Trading"}),  # no sound begins within a syllable
    ("nobody", set()),
)


def test_a_search_finds_what_holds_every_word(context: Context) -> None:
    for text, expected in CASES:
        assert set(names(context, text)) == expected, text
        assert count(context, Query("account", search=text, count="exact")) == (len(expected), False)


def test_numbers_are_of_the_records_that_hold_the_words(context: Context) -> None:
    for text, expected in CASES:
        found = aggregate_rows(context, Aggregate("account", search=text))
        assert found == [{"count": len(expected)}], text


def test_the_best_fitting_name_comes_first_and_pages_keep_the_order(context: Context) -> None:
    assert names(context, "acme") == ["Acme", "Acme Supply", "ＡＣＭＥ２", "The Acme"]
    paged: list[str] = []
    cursor = None
    for _ in range(4):
        found = page(context, Query("account", fields=("name",), search="acme", limit=1, cursor=cursor))
        paged += [row["name"] for row in orjson.loads(found.rows_json)]
        cursor = found.next
    assert (paged, cursor) == (names(context, "acme"), None)
    assert names(context, "acme", sort=("-name",))[0] == "The Acme"


def test_a_hit_that_its_name_does_not_explain_tells_the_field_that_does(sales: Workspace) -> None:
    system = sales.context(Principal.system("test"))
    leads = (("王芳", "Summit Foods"), ("Summit", "晨光精密"), ("李明", "上海晨光"), ("Jo", "x" * 90 + " summit"))
    save(system, "lead", [{"name": name, "company": company} for name, company in leads])

    def why(text: str) -> dict[str, tuple[str, str] | None]:
        (hits,) = search(system, Search(text, objects=("lead",))).hits
        told = {reason.record: (reason.field.name, reason.text) for reason in hits.reasons}
        return {row["name"]: told.get(row["id"]) for row in hits.records}

    assert why("summit") == {
        "王芳": ("company", "Summit Foods"), "Summit": None, "Jo": ("company", f"…{'x' * 39} summit"),
    }  # fmt: skip
    assert why("cg") == {"Summit": ("company", "晨光精密"), "李明": ("company", "上海晨光")}  # by its sound
    assert why("李 晨光") == {"李明": ("company", "上海晨光")}


def test_a_cursor_belongs_to_its_search(context: Context) -> None:
    first = page(context, Query("account", search="acme", limit=1))
    with pytest.raises(Malformed):
        page(context, Query("account", search="zs", limit=1, cursor=first.next))


def test_words_of_many_records_find_the_same_as_words_of_few(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST", 0)
    for text, expected in CASES:
        assert set(names(context, text)) == expected, text
    assert names(context, "acme") == ["Acme", "Acme Supply", "ＡＣＭＥ２", "The Acme"]


def test_a_page_of_a_rare_word_is_one_statement(context: Context) -> None:
    names(context, "acme")
    asked: list[str] = []
    context.database.observe(lambda text: asked.append(text) if "account" in text else None)
    assert names(context, "the", sort=("-name",)) == ["The Acme"]
    context.database.observe(None)
    assert len(asked) == 1


def test_the_records_that_hold_a_rare_word_are_known_before_the_question(context: Context) -> None:
    on_postgresql = context.database.dialect == "postgresql"
    for text, expected in (("acme", 4), ("nobody", 0)):
        known, values = find_rare(context, "account", searched(text), now=context.now)
        ids = values.get(HELD_BY)
        assert (known.hits_known, ids is None or len(ids)) == ((True, expected) if on_postgresql else (False, True))


def test_who_reads_own_records_alone_is_not_looked_up_for_rare_words(sales: Workspace, context: Context) -> None:
    rep = user_of(sales, "rep", "sales_rep")
    with sales.database.read() as connection:
        own = sales.context(Authenticator(context.catalog).by_id(connection, rep))
    known, _ = find_rare(own, "lead", searched("acme"), now=own.now)
    assert not known.hits_known


def test_a_capped_count_gives_a_slow_search_up_soon(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[float | None] = []

    def slow(*_: object, seconds: float | None, **__: object) -> None:
        allowed.append(seconds)
        raise TooExpensive(reason="statement_time")

    monkeypatch.setattr(counting, "find_rare", slow)
    assert count(context, Query("account", search="acme", count="capped")) == (None, True)
    with pytest.raises(TooExpensive):
        count(context, Query("account", search="acme", count="exact"))
    assert allowed == [0.3, None]


@pytest.mark.parametrize("text", ["x" * 201, "a b c d e f g h i", "a\x00b"], ids=["long", "many words", "NUL"])
def test_a_search_without_measure_is_refused(text: str) -> None:
    with pytest.raises(Malformed) as refusal:
        searched(text, argument="q")
    assert refusal.value.problems[0].field == "q"


def test_a_search_of_all_objects_tells_the_best_object_first(context: Context) -> None:
    save(context, "contact", [{"name": "Acme Supply Manager"}])
    found = search(context, Search("acme", limit=2))
    assert [(hits.object.name, len(hits.records), hits.more) for hits in found.hits] == [
        ("account", 2, True), ("contact", 1, False),
    ]  # fmt: skip
    assert found.unfinished == ()


def test_an_unknown_object_is_missing(context: Context) -> None:
    with pytest.raises(Missing):
        search(context, Search("acme", objects=("nonsense",)))


def test_both_databases_spell_as_the_platform_does(workspace: Workspace) -> None:
    chance = random.Random(3)
    keys = [sort_key("".join(chance.choices("张三丰ab c", k=chance.randint(1, 8)))) for _ in range(60)]
    with workspace.database.read() as connection:
        for key in keys:
            letters = "".join(chance.choices("zhangsfengabc", k=chance.randint(1, 4)))
            for word in (letters, key[: len(letters)].replace(" ", "") or "z"):
                if not word.isalpha() or not word.isascii():
                    continue
                call = Call("spelled", (Param("key", "text"), Param("word", "text")), "boolean")
                rows = connection.run_tree(Select((Alias("found", call),)), {"key": key, "word": word})
                assert bool(rows[0][0]) == is_spelled(key, word), (key, word)
