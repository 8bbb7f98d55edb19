"""Numbers over records equal those worked out record by record, for every kind of reader, on both databases."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import orjson
import pytest
from guanxi.access.principal import Principal
from guanxi.errors import Malformed, TooExpensive
from guanxi.fields.numeric import json_number
from guanxi.records.aggregate import aggregate
from guanxi.records.question import Aggregate, Measure

from tests.records.oracle import Oracle
from tests.records.people import OTHER, REP, fill, readers
from tests.records.world import World

READERS = ("system", "auditor", "rep", "chief", "wide chief")


@pytest.fixture
def filled(world: World) -> World:
    fill(world, 90)
    return world


def asked(oracle: Oracle, question: Aggregate) -> list[dict[str, Any]]:
    return orjson.loads(aggregate(oracle.world.context(oracle.principal), question))


def grouped(oracle: Oracle, path: str, text: str | None = None) -> dict[Any, list[dict[str, Any]]]:
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for record in oracle.rows("deal", text, ()):
        groups[oracle.value("deal", record, tuple(path.split(".")))].append(record)
    return groups


def number(values: list[Any]) -> Any:
    given = [value for value in values if value is not None]
    return json_number(Decimal(sum(given))) if given else None


@pytest.mark.parametrize("path", ["stage", "firm.city", "firm_city", "urgent", "helper", "firm"])
def test_counts_and_sums_are_those_of_the_visible_records(filled: World, path: str) -> None:
    people = readers(filled)
    for name in READERS:
        oracle = people[name]
        question = Aggregate(
            "deal",
            (path,),
            (Measure("count"), Measure("sum", "amount"), Measure("sum", "units")),
            filter="weight > -15",
        )
        expected = {
            key: {
                "count": len(found),
                "amount_sum": number([r["amount"] for r in found]),
                "units_sum": number([r["units"] for r in found]),
            }
            for key, found in grouped(oracle, path, "weight > -15").items()
        }
        found = asked(oracle, question)
        assert {row.pop(path): row for row in found} == expected, (name, path)


def test_picklists_stand_in_their_declared_order(filled: World) -> None:
    found = asked(readers(filled)["system"], Aggregate("deal", ("stage",)))
    assert [row["stage"] for row in found] == [None, "open", "won", "lost"]


def test_every_measure_gives_its_number(filled: World) -> None:
    oracle = readers(filled)["rep"]
    records = oracle.rows("deal", None, ())
    weights = [record["weight"] for record in records if record["weight"] is not None]
    dates = [record["closes"] for record in records if record["closes"] is not None]
    measures = (
        Measure("min", "weight"),
        Measure("max", "closes"),
        Measure("count", "closes"),
        Measure("count_distinct", "stage"),
        Measure("avg", "weight"),
    )
    (found,) = asked(oracle, Aggregate("deal", (), measures))
    assert Decimal(str(found.pop("weight_avg"))) == (sum(weights) / len(weights)).quantize(Decimal("1e-12"))
    stages = {record["stage"] for record in records} - {None}
    assert found == {
        "weight_min": json_number(min(weights)),
        "closes_max": max(dates).isoformat(),
        "closes_count": len(dates),
        "stage_count_distinct": len(stages),
    }


def test_groups_may_be_formulas(filled: World) -> None:
    oracle = readers(filled)["system"]
    key = "STARTOF(closes, 'month')"
    expected: dict[Any, int] = defaultdict(int)
    for record in oracle.rows("deal", None, ()):
        expected[None if record["closes"] is None else record["closes"].replace(day=1).isoformat()] += 1
    assert {row[key]: row["count"] for row in asked(oracle, Aggregate("deal", (key,)))} == expected


def test_measures_may_be_formulas(filled: World) -> None:
    oracle = readers(filled)["system"]
    expected = number([r["amount"] * 2 for r in oracle.rows("deal", None, ()) if r["amount"] is not None])
    assert asked(oracle, Aggregate("deal", (), (Measure("sum", "amount * 2"),))) == [{"amount * 2_sum": expected}]


def test_owners_are_grouped_with_their_names(filled: World) -> None:
    found = asked(readers(filled)["system"], Aggregate("deal", ("owner",)))
    assert {(row["owner"]["id"], row["owner"]["name"]) for row in found} >= {(REP, REP[-2:]), (OTHER, OTHER[-2:])}


def test_having_and_sort_speak_of_the_answer(filled: World) -> None:
    oracle = readers(filled)["system"]
    groups = grouped(oracle, "firm.city")
    question = Aggregate(
        "deal", ("firm.city",), (Measure("count"), Measure("sum", "amount")), having="count > 20", sort=("-amount_sum",)
    )
    expected = [(key, len(found)) for key, found in groups.items() if len(found) > 20]
    found = asked(oracle, question)
    assert sorted(((row["firm.city"], row["count"]) for row in found), key=str) == sorted(expected, key=str)
    sums = [row["amount_sum"] for row in found]
    assert sums == sorted(sums, reverse=True)


def test_sums_beyond_64_bits_are_exact(world: World) -> None:
    world.put("deal", *({"name": str(n), "weight": Decimal("999999999999999.999"), "owner": REP} for n in range(12)))
    found = asked(readers_of(world), Aggregate("deal", (), (Measure("sum", "weight"),)))
    assert found == [{"weight_sum": "11999999999999999.988"}]


def test_nothing_is_counted_as_nothing(world: World) -> None:
    question = Aggregate("deal", (), (Measure("count"), Measure("sum", "amount"), Measure("avg", "amount")))
    assert asked(readers_of(world), question) == [{"count": 0, "amount_sum": None, "amount_avg": None}]


@pytest.mark.parametrize(
    "question",
    [
        Aggregate("deal", ("phone",)),
        Aggregate("deal", ("nothing",)),
        Aggregate("deal", ("firm.secret",)),
        Aggregate("deal", ("tags",)),
        Aggregate("deal", (), (Measure("sum", "phone"),)),
        Aggregate("deal", (), (Measure("sum", "name"),)),
        Aggregate("deal", ("LEFT(phone, 2)",)),
        Aggregate("deal", ("stage",), sort=("amount_sum",)),
        Aggregate("deal", ("stage",), having="amount > 3"),
        Aggregate("deal", ("REGEXEXTRACT(name, 'a')",)),
        Aggregate("deal", ("stage",), having="count"),
    ],
)
def test_what_may_not_be_asked_is_refused(filled: World, question: Aggregate) -> None:
    with pytest.raises(Malformed):
        asked(readers(filled)["rep"], question)


def readers_of(world: World) -> Oracle:
    return Oracle(world, Principal.system("test"))


@pytest.mark.parametrize(
    ("filter", "code"),
    [(None, "part_leaves_many"), ("name = 'x'", "part_unindexed"), ("id = '' OR units > 1", "part_leaves_many")],
)
def test_numbers_that_take_too_long_are_told_by_their_filter(
    filled: World, monkeypatch: pytest.MonkeyPatch, filter: str | None, code: str
) -> None:
    context = filled.context(readers(filled)["system"].principal)

    def refuse(*, seconds: float | None = None) -> None:
        raise TooExpensive(reason="statement_time", limit=seconds)

    monkeypatch.setattr(filled.database, "read", refuse)
    with pytest.raises(TooExpensive) as caught:
        aggregate(context, Aggregate("deal", ("stage",), filter=filter))
    assert [(one.field, one.code) for one in caught.value.problems] == [("filter", code)]


@pytest.mark.parametrize("argument", ["filter", "group_by", "measures", "having"])
def test_a_formula_of_numbers_that_becomes_too_large_is_told_by_its_argument(filled: World, argument: str) -> None:
    formula = "count" if argument == "having" else "LEN(name)"
    for _ in range(20):
        formula = f"IFERROR({'count' if argument == 'having' else 'LEN(name)'} / ({formula}), 2)"
    given: dict[str, Any] = {
        "filter": f"{formula} > 1", "having": f"{formula} > 1", "group_by": (formula,),
        "measures": (Measure("sum", formula),),
    }  # fmt: skip
    context = filled.context(readers(filled)["system"].principal)
    with pytest.raises(TooExpensive) as caught:
        aggregate(context, Aggregate("deal", **{argument: given[argument]}))
    assert [(one.field, one.code) for one in caught.value.problems] == [(argument, caught.value.params["reason"])]
