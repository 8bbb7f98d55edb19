"""Pages, records and counts equal a reading of the rules record by record, for every kind of reader."""

import datetime as dt
import random
from dataclasses import replace

import orjson
import pytest
from guanxi.access.principal import Principal
from guanxi.errors import Denied, Malformed, Missing, TooExpensive
from guanxi.records.query import count, get, page, rows
from guanxi.records.question import Query
from guanxi.storage.database import Reading
from guanxi.workspace.context import Context
from pytest import param

from tests.records.oracle import Oracle
from tests.records.people import CHIEF, OTHER, REP, fill, readers
from tests.records.world import NOW, World, an_id

READERS = ("system", "auditor", "rep", "chief", "wide chief")
FILTERS = (
    None,
    "stage = 'won'",
    "stage <> 'won'",
    "NOT stage = 'lost'",
    "amount > 1000",
    "NOT (amount > 1000)",
    "amount = NULL",
    "ISBLANK(closes)",
    "closes >= '2026-01-20' AND closes < '2026-02-10'",
    "seen > '2026-03-05'",
    "urgent",
    "NOT urgent",
    "name = 'Apple'",
    "CONTAINS(name, 'a')",
    "weight * 2 > 5.5 OR probability >= 0.5",
    "firm.city = 'Lyon'",
    "firm.city <> 'Lyon'",
    "ISBLANK(firm.city)",
    "firm.credit > amount",
    "INCLUDES(tags, 'warm')",
    "expected > 100",
    "heavy",
    "unit_price > 50",
    "NOT unit_price > 50",
    "firm_city = 'Porto'",
    "units + weight > 3",
    "IF(urgent, amount > 500, ISBLANK(stage))",
    "helper = $user.id",
    "stage IN ('won', 'lost') AND amount BETWEEN 10 AND 2000",
    "COUNT(lines) > 1",
    "SUM(lines.price, price > 20) > 50",
    "MONTH(closes) = 2",
    "firm.name = 'x' OR LEN(note) > 5",
)
SORTS = (
    (),
    ("name",),
    ("-name",),
    ("closes",),
    ("-closes",),
    ("-amount", "name"),
    ("stage", "-closes"),
    ("firm.name", "-units"),
    ("firm",),
    ("-firm.city", "closes"),
    ("urgent", "-seen"),
    ("expected",),
    ("-expected", "stage"),
    ("-weight",),
    ("firm_city", "-id"),
    ("-units", "-stage", "name"),
)
FIELDS = (
    "id",
    "name",
    "note",
    "units",
    "weight",
    "amount",
    "probability",
    "urgent",
    "closes",
    "seen",
    "stage",
    "tags",
    "helper",
    "expected",
    "firm_city",
    "heavy",
    "unit_price",
    "initial",
    "version",
    "created_at",
    "firm.name",
    "firm.city",
)


@pytest.fixture
def filled(world: World) -> World:
    fill(world, 90)
    return world


def walked(oracle: Oracle, query: Query) -> list[dict[str, object]]:
    """All records of a query, page by page."""
    context = oracle.world.context(oracle.principal)
    found: list[dict[str, object]] = []
    for _ in range(500):
        answer = page(context, query)
        found += orjson.loads(answer.rows_json)
        if answer.next is None:
            return found
        query = replace(query, cursor=answer.next)
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("window", [param(1_000, id="walked"), param(2, id="gathered")])
def test_random_questions_give_each_row_once_in_order(
    filled: World, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guanxi.records.shapes._TRY", window)
    chance = random.Random(5)
    people = readers(filled)
    for name in READERS:
        for text in FILTERS:
            sort = chance.choice(SORTS)
            expected = people[name].rows("deal", text, sort)
            query = Query("deal", fields=("id",), filter=text, sort=sort, limit=chance.choice((3, 20, 200)))
            assert [row["id"] for row in walked(people[name], query)] == [row["id"] for row in expected], (
                name,
                text,
                sort,
            )


@pytest.mark.parametrize("most", [param(1_000, id="few"), param(2, id="many")])
def test_what_few_or_many_records_hold_is_found_by_each_reader_in_order(
    filled: World, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guanxi.records.held.MOST", most)
    monkeypatch.setattr("guanxi.records.statements.words_first", lambda _, search: bool(search.words))
    chance = random.Random(7)
    people = readers(filled)
    for name in READERS:
        for text in FILTERS:
            sort = chance.choice([one for one in SORTS if one])  # else the best fitting name comes first
            word = chance.choice(("a", "appl", "长", "zeb", "zhangsan", "nobody"))
            named = {"张三"} if word == "zhangsan" else set()
            expected = [
                row["id"]
                for row in people[name].rows("deal", text, sort)
                if word in row["name"].lower() or row["name"] in named
            ]
            query = Query("deal", fields=("id",), filter=text, search=word, sort=sort, limit=chance.choice((3, 20)))
            found = [row["id"] for row in walked(people[name], query)]
            assert found == expected, (name, text, sort, word)


def test_every_order_pages_through_blanks_and_ties(filled: World) -> None:
    people = readers(filled)
    for sort in SORTS:
        for name in ("system", "chief", "wide chief"):
            expected = people[name].rows("deal", None, sort)
            found = walked(people[name], Query("deal", fields=("id",), sort=sort, limit=7))
            assert [row["id"] for row in found] == [row["id"] for row in expected], (name, sort)


def test_a_page_may_lie_behind_rows_that_are_skipped(filled: World) -> None:
    people = readers(filled)
    for name in READERS:
        context = people[name].world.context(people[name].principal)
        for sort in (("-closes",), ("-expected", "stage"), ()):
            expected = [row["id"] for row in people[name].rows("deal", None, sort)]
            for skip in (1, 13, len(expected), len(expected) + 5):
                answer = page(context, Query("deal", fields=("id",), sort=sort, limit=4, skip=skip))
                found = [row["id"] for row in orjson.loads(answer.rows_json)]
                assert found == expected[skip : skip + 4], (name, sort, skip)


@pytest.mark.parametrize("name", ["system", "auditor", "chief"])
def test_the_bytes_of_a_page_are_those_of_the_json_values(filled: World, name: str) -> None:
    oracle = readers(filled)[name]
    answer = page(filled.context(oracle.principal), Query("deal", fields=FIELDS, sort=("name",), limit=200))
    expected = [oracle.as_json("deal", record, FIELDS) for record in oracle.rows("deal", None, ("name",))]
    assert orjson.loads(answer.rows_json) == expected
    assert answer.rows_json == orjson.dumps(expected)


def test_rows_are_domain_values(filled: World) -> None:
    oracle = readers(filled)["system"]
    names = (
        "id",
        "name",
        "units",
        "weight",
        "amount",
        "urgent",
        "closes",
        "seen",
        "stage",
        "tags",
        "firm",
        "expected",
        "heavy",
        "initial",
    )
    found = rows(filled.context(oracle.principal), Query("deal", fields=names, limit=200))
    assert found == [
        {name: oracle.value("deal", record, (name,)) for name in names} for record in oracle.rows("deal", None, ())
    ]


def test_a_record_comes_with_its_version_and_only_to_who_sees_it(filled: World) -> None:
    people = readers(filled)
    for name in ("rep", "chief", "wide chief"):
        oracle = people[name]
        context = filled.context(oracle.principal)
        for record in filled.records["deal"].values():
            if oracle.sees("deal", record):
                found, version = get(context, "deal", record_id=record["id"], fields=("name",))
                assert (orjson.loads(found), version) == ({"id": record["id"], "name": record["name"]}, 1)
            else:
                with pytest.raises(Missing):
                    get(context, "deal", record_id=record["id"])


@pytest.mark.parametrize("identity", [an_id(999_999), "x", "", "'; DROP TABLE deal", "\x00"])
def test_an_id_that_is_none_is_missing(filled: World, identity: str) -> None:
    with pytest.raises(Missing):
        get(filled.context(readers(filled)["system"].principal), "deal", record_id=identity)


def test_counts_are_those_of_the_rows(filled: World) -> None:
    people = readers(filled)
    for name in READERS:
        for text in ("stage = 'won'", None, "firm.city = 'Lyon'"):
            expected = len(people[name].rows("deal", text, ()))
            context = filled.context(people[name].principal)
            assert count(context, Query("deal", filter=text, count="exact")) == (expected, False)
            answer = page(context, Query("deal", filter=text, count="capped", limit=1))
            assert (answer.count, answer.count_capped) == (expected, False)


def test_an_invisible_parent_is_blank_but_staff_keep_its_id(filled: World) -> None:
    oracle = readers(filled)["rep"]
    hidden = [
        record
        for record in oracle.rows("deal", None, ())
        if record["firm"] and not oracle.sees("firm", filled.records["firm"][record["firm"]])
    ]
    assert hidden
    found = rows(filled.context(oracle.principal), Query("deal", fields=("firm.name", "firm.city"), limit=200))
    shown = {row["id"]: row["firm"] for row in found}
    assert all(shown[record["id"]] == {"id": record["firm"], "name": None, "city": None} for record in hidden)


def test_a_portal_reader_does_not_learn_the_id_of_an_invisible_parent(filled: World) -> None:
    oracle = readers(filled)["guest"]
    context = filled.context(oracle.principal)
    names = ("name", "firm", "helper")
    found = orjson.loads(page(context, Query("deal", fields=names, limit=200)).rows_json)
    assert found == [oracle.as_json("deal", record, ("id", *names)) for record in oracle.rows("deal", None, ())]
    assert found
    assert all(row["helper"] is None for row in found)
    firm = next(record["firm"] for record in oracle.rows("deal", None, ()) if record["firm"])
    assert rows(context, Query("deal", filter=f"firm = '{firm}'")) == []


def test_masked_values_show_their_mask(filled: World) -> None:
    oracle = readers(filled)["rep"]
    found = rows(filled.context(oracle.principal), Query("deal", fields=("phone",)))
    shown = orjson.loads(page(filled.context(oracle.principal), Query("deal", fields=("phone",))).rows_json)
    assert found
    assert {row["phone"] for row in shown} <= {None, "+86138****0001", "138****0001"}
    assert any(row["phone"] for row in shown)


REFUSED = [
    (Query("deal", fields=("nothing",)), Query("deal", fields=("firm.secret",))),
    (Query("deal", sort=("nothing",)), Query("deal", sort=("phone",))),
    (Query("deal", sort=("firm.nothing",)), Query("deal", sort=("firm.secret",))),
    (Query("deal", filter="nothing = 'x'"), Query("deal", filter="phone = 'x'")),
    (Query("deal", filter="firm.nothing = 'x'"), Query("deal", filter="firm.secret = 'x'")),
    (Query("deal", sort=("-helper.nothing",)), Query("deal", sort=("-helper.login",))),
]


@pytest.mark.parametrize(("unknown", "hidden"), REFUSED)
def test_what_one_may_not_read_is_refused_like_what_does_not_exist(
    filled: World, unknown: Query, hidden: Query
) -> None:
    context = filled.context(readers(filled)["rep"].principal)
    answers = []
    for query in (unknown, hidden):
        with pytest.raises(Malformed) as raised:
            page(context, query)
        (problem,) = raised.value.problems
        answers.append((type(raised.value), problem.code, sorted(problem.params)))
        assert "secret" not in str(problem.params.get("nearest"))
        assert "phone" not in str(problem.params.get("nearest"))
    assert answers[0] == answers[1]


def test_an_object_one_may_not_read_is_denied_or_does_not_exist(filled: World) -> None:
    people = readers(filled)
    nobody = filled.context(people["nobody"].principal)
    with pytest.raises(Missing):
        page(nobody, Query("deal"))
    with pytest.raises(Missing):
        page(filled.context(people["guest"].principal), Query("deal_line"))
    with pytest.raises(Missing):
        page(nobody, Query("no_such_thing"))


def test_a_cursor_does_not_serve_another_question(filled: World) -> None:
    context = filled.context(readers(filled)["system"].principal)
    following = page(context, Query("deal", sort=("name",), limit=5)).next
    for query in (
        Query("deal", sort=("-name",)),
        Query("deal", sort=("name",), filter="urgent"),
        Query("firm", sort=("name",)),
    ):
        with pytest.raises(Malformed) as raised:
            page(context, replace(query, cursor=following))
        assert raised.value.params["reason"] == "cursor_expired"


def test_later_pages_keep_the_instant_of_the_first(filled: World) -> None:
    principal = readers(filled)["system"].principal
    query = Query("deal", filter="seen < NOW()", limit=5)
    first = page(filled.context(principal), query)
    expected = walked(readers_system(filled), query)
    later = filled.context(principal, now=NOW.replace(year=2020))
    assert orjson.loads(first.rows_json) + walked_from(later, replace(query, cursor=first.next)) == expected


def readers_system(world: World) -> Oracle:
    return Oracle(world, Principal.system("test"))


def walked_from(context: Context, query: Query) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    while True:
        answer = page(context, query)
        found += orjson.loads(answer.rows_json)
        if answer.next is None:
            return found
        query = replace(query, cursor=answer.next)


def test_the_bin_holds_what_was_deleted(world: World) -> None:
    world.put("firm", {"name": "gone", "owner": REP, "deleted_at": NOW}, {"name": "kept", "owner": REP})
    context = world.context(readers_system(world).principal)
    assert [row["name"] for row in rows(context, Query("firm"))] == ["kept"]
    assert [row["name"] for row in rows(context, Query("firm", deleted=True))] == ["gone"]


def test_owners_have_id_and_name(filled: World) -> None:
    found = rows(
        filled.context(readers(filled)["chief"].principal),
        Query("deal", fields=("owner",), sort=("owner", "id"), limit=200),
    )
    assert {row["owner"]["name"] for row in found} <= {CHIEF[-2:], REP[-2:], OTHER[-2:]}
    assert [row["owner"]["name"] for row in found] == sorted(row["owner"]["name"] for row in found)


def test_filters_ask_about_the_reader(filled: World) -> None:
    people = readers(filled)
    context, other = (filled.context(people[name].principal) for name in ("rep", "chief"))
    other = replace(other, snapshot=context.snapshot)
    for text, mine in (
        ("helper = $user.id", lambda record: record["helper"] == REP),
        ("helper.name = $user.name", lambda record: record["helper"] == REP),
        ("owner:user.name = '11'", lambda record: record["owner"] == REP),
        ("HASROLE('rep')", lambda record: True),
        ("owner.name = '12'", lambda record: record["owner"] == CHIEF),
        ("$user.version = 1", lambda record: True),
    ):
        query = Query("deal", filter=text, limit=200)
        expected = {record["id"] for record in people["rep"].rows("deal", None, ()) if mine(record)}
        assert {row["id"] for row in rows(context, query)} == expected, text
    assert {row["id"] for row in rows(other, Query("deal", filter="helper = $user.id", limit=200))} == {
        record["id"] for record in people["chief"].rows("deal", None, ()) if record["helper"] == CHIEF
    }


def test_readers_of_one_kind_share_a_statement_but_not_their_rows(filled: World) -> None:
    people = readers(filled)
    first = filled.context(people["rep"].principal)
    second = replace(first, principal=filled.reader("rep", user_id=OTHER, unit_id=an_id(99)))
    for context in (first, second, first):
        found = rows(context, Query("deal", fields=("owner", "firm.name"), sort=("closes",), limit=200))
        oracle = Oracle(filled, context.principal, shares=people["rep"].shares)
        assert [row["id"] for row in found] == [record["id"] for record in oracle.rows("deal", None, ("closes",))]
        shown = {row["id"]: row["firm"] and row["firm"]["name"] for row in found}
        assert shown == {
            record["id"]: oracle.value("deal", record, ("firm", "name")) for record in oracle.rows("deal", None, ())
        }
    assert len([key for key in first.memo._values if "list" in str(key)]) == 1


def test_a_walk_that_finds_too_few_gathers(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guanxi.records.shapes.WINDOW", 2)
    oracle = readers(filled)["wide chief"]
    found = walked(oracle, Query("deal", sort=("-closes",), limit=9))
    assert [row["id"] for row in found] == [record["id"] for record in oracle.rows("deal", None, ("-closes",))]


def test_a_vain_try_to_walk_is_left_out_for_a_while(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guanxi.records.prepared.RESTS", 2)
    context = filled.context(readers(filled)["rep"].principal)
    query = Query("deal", sort=("name",), limit=200)
    seen: list[str] = []
    tries = []
    filled.database.observe(seen.append)
    for _ in range(5):
        seen.clear()
        page(context, query)
        tries.append(any("LIMIT 1000)" in text for text in seen))
    filled.database.observe(None)
    assert tries == [True, False, False, True, False]


def test_a_walk_that_finds_a_page_is_taken_again(filled: World) -> None:
    context = filled.context(readers(filled)["rep"].principal)
    seen: list[str] = []
    filled.database.observe(seen.append)
    for _ in range(2):
        page(context, Query("deal", sort=("name",), limit=1))
    filled.database.observe(None)
    assert [text.count("LIMIT 1000)") for text in seen if '"deal"' in text] == [1, 1]


def test_a_row_that_is_reached_in_several_ways_is_given_once(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guanxi.records.shapes._TRY", 1)
    chief = readers(filled)["chief"]
    below = next(row for row in chief.rows("deal", None, ()) if row["owner"] == REP)
    filled.share("deal", str(below["id"]), CHIEF)
    found = walked(chief, Query("deal", fields=("id",), sort=("-closes",), limit=4))
    assert [row["id"] for row in found] == [row["id"] for row in chief.rows("deal", None, ("-closes",))]


def test_who_may_know_of_an_object_but_not_read_it_is_denied(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    context = filled.context(readers(filled)["nobody"].principal)
    monkeypatch.setattr(type(context.rights), "visible_objects", lambda self: frozenset({"deal"}))
    with pytest.raises(Denied):
        page(context, Query("deal"))


def test_paths_expand_level_by_level(world: World) -> None:
    (top,) = world.put("firm", {"name": "top", "owner": REP, "created_by": REP})
    (low,) = world.put("firm", {"name": "low", "owner": REP, "parent": top})
    world.put(
        "user", {"id": REP, "name": "eleven", "login": "eleven", "audience": "staff", "active": True, "kind": "person"}
    )
    world.put("deal", {"name": "d", "owner": REP, "firm": low}, {"name": "e", "owner": REP})
    context = world.context(readers_system(world).principal)
    query = Query("deal", fields=("name", "firm.parent.created_by.name"), sort=("name",))
    made_by = {"id": REP, "name": "eleven"}
    expected = [{"id": low, "parent": {"id": top, "created_by": made_by}}, None]
    assert [row["firm"] for row in orjson.loads(page(context, query).rows_json)] == expected
    assert [row["firm"] for row in rows(context, query)] == expected
    found = rows(context, Query("deal", filter="firm.parent.name = 'top'", sort=("firm.parent.name",)))
    assert [row["name"] for row in found] == ["d"]


def test_a_record_in_the_bin_is_blank_where_it_is_pointed_to(world: World) -> None:
    (gone,) = world.put("firm", {"name": "gone", "city": "Lyon", "owner": REP, "deleted_at": NOW})
    world.put("deal", {"name": "d", "owner": REP, "firm": gone})
    context = world.context(readers_system(world).principal)
    (found,) = rows(context, Query("deal", fields=("firm.name", "firm_city"), filter="ISBLANK(firm.name)"))
    assert (found["firm"], found["firm_city"]) == ({"id": gone, "name": None}, None)


def test_a_capped_count_that_takes_too_long_is_unknown(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    context = filled.context(readers(filled)["system"].principal)
    asked: list[float | None] = []
    lend = filled.database.read

    def lend_shortly(*, seconds: float | None = None) -> Reading:
        asked.append(seconds)
        if seconds is not None:
            raise TooExpensive(reason="statement_time")
        return lend(seconds=seconds)

    monkeypatch.setattr(filled.database, "read", lend_shortly)
    answer = page(context, Query("deal", count="capped"))
    assert (answer.count, answer.count_capped, asked) == (None, True, [None, 0.3])
    assert count(context, Query("deal", count="exact")) == (90, False)


def test_an_old_cursor_opens_nothing_that_has_closed_since(world: World) -> None:
    seen = [NOW + dt.timedelta(hours=hours) for hours in (1, 2, 3, 4)]
    world.put("notice", *({"name": f"d{number}", "owner": OTHER, "until": value} for number, value in enumerate(seen)))
    principal = world.reader("rep", user_id=REP)
    query = Query("notice", fields=("name",), sort=("until",), limit=1)
    first = page(world.context(principal), query)
    assert [row["name"] for row in orjson.loads(first.rows_json)] == ["d0"]
    later = world.context(principal, now=NOW + dt.timedelta(hours=3, minutes=30))
    assert [row["name"] for row in walked_from(later, replace(query, cursor=first.next))] == ["d3"]


def test_a_question_that_takes_too_long_is_told_by_its_parts(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    context = filled.context(readers(filled)["system"].principal)

    def refuse(*, seconds: float | None = None) -> Reading:
        raise TooExpensive(reason="statement_time", limit=seconds)

    monkeypatch.setattr(filled.database, "read", refuse)
    with pytest.raises(TooExpensive) as caught:
        page(context, Query("deal", filter="name = 'x'", sort=("-name",), count="exact"))
    assert [(one.field, one.code) for one in caught.value.problems] == [
        ("filter", "part_unindexed"), ("sort", "part_unindexed"), ("count", "part_counts_all"),
    ]  # fmt: skip


def test_a_formula_that_becomes_too_large_is_told_by_its_argument(filled: World) -> None:
    formula = "1"
    for _ in range(20):
        formula = f"IFERROR(LEN(name) / ({formula}), 2)"
    context = filled.context(readers(filled)["system"].principal)
    with pytest.raises(TooExpensive) as caught:
        page(context, Query("deal", filter=f"{formula} > 1"))
    assert [one.field for one in caught.value.problems] == ["filter"]
