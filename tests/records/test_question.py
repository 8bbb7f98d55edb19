"""URL arguments and JSON bodies become the same typed question, or all that is wrong is told."""

import pytest
from guanxi.errors import Malformed
from guanxi.records.arguments import split_names
from guanxi.records.question import Aggregate, Measure, Query, aggregate_from, query_from
from guanxi.text import message
from guanxi.text.shown import shown


def test_url_texts_and_json_values_mean_the_same() -> None:
    url = query_from("deal", {"fields": "id, account.name", "sort": "-amount,name", "limit": "20", "count": "exact"})
    body = query_from(
        "deal", {"fields": ["id", "account.name"], "sort": ["-amount", "name"], "limit": 20, "count": "exact"}
    )
    assert url == body == Query(
        "deal", fields=("id", "account.name"), sort=("-amount", "name"), limit=20, count="exact"
    )  # fmt: skip


def test_nothing_asked_means_the_defaults() -> None:
    assert query_from("deal", {}) == Query("deal", limit=50, count="none")


def test_a_limit_above_the_highest_is_cut_to_it() -> None:
    assert query_from("deal", {"limit": 5000}).limit == 200


def test_all_faults_are_reported_together() -> None:
    arguments = {"limit": "-1", "count": "all", "fields": 3, "filter": ["x"], "colour": "red"}
    with pytest.raises(Malformed) as raised:
        query_from("deal", arguments)
    assert {problem.field for problem in raised.value.problems} == set(arguments)


def test_commas_inside_brackets_and_quotes_do_not_split() -> None:
    assert split_names("STARTOF(close_date, 'quarter'), stage,'a,b'") == (
        "STARTOF(close_date, 'quarter')",
        "stage",
        "'a,b'",
    )


def test_measures_are_read_in_each_spelling() -> None:
    question = aggregate_from("deal", {"group_by": "stage", "measures": ["count", "sum:amount", {"avg": "amount"}]})
    assert question == Aggregate(
        "deal", ("stage",), (Measure("count"), Measure("sum", "amount"), Measure("avg", "amount"))
    )
    assert [measure.key for measure in question.measures] == ["count", "amount_sum", "amount_avg"]


@pytest.mark.parametrize("measure", ["median:amount", "sum", 7, {"sum": "a", "avg": "b"}])
def test_an_unknown_measure_is_refused(measure: object) -> None:
    with pytest.raises(Malformed) as raised:
        aggregate_from("deal", {"measures": [measure]})
    (problem,) = raised.value.problems
    assert (problem.code, problem.params["given"]) == ("not_a_measure", shown(measure))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"count": "all"}, "“all”不在允许的值之中：none、capped、exact。"),
        ({"count": ["exact"]}, '“["exact"]”不在允许的值之中：none、capped、exact。'),
        ({"count": True}, "“true”不在允许的值之中：none、capped、exact。"),
    ],
)
def test_a_choice_that_is_refused_is_told_with_the_value_and_the_allowed_ones(
    arguments: dict[str, object], told: str
) -> None:
    with pytest.raises(Malformed) as raised:
        query_from("deal", arguments)
    assert [message(item.code, item.params, language="zh") for item in raised.value.problems] == [told]
