"""The field type rating: a bounded number of stars."""

import pytest
from guanxi.fields import FIELD_TYPES, FieldSpec

from tests.fields.things_world import Things, code_of, parse


@pytest.mark.parametrize(("given", "code"), [(0, "min"), (6, "max"), (2.5, "scale"), ("many", "not_number")])
def test_stars_are_whole_and_within_their_row(given: object, code: str) -> None:
    assert code_of("rating", given) == code


def test_more_stars_may_be_declared_but_not_too_many() -> None:
    kind = FIELD_TYPES["rating"]

    assert parse("rating", "10", max=10) == 10
    assert kind.editor(FieldSpec(name="x", type="rating", max=7)) == {"input": "rating", "max": 7}
    problems = kind.problems_of_spec(FieldSpec(name="x", type="rating", max=11))
    assert [problem.code for problem in problems] == ["stars_over_limit"]


def test_stars_are_numbers_to_filters_and_averages(things: Things) -> None:
    good = things.add(name="good", stars=5)
    things.add(name="fair", stars=2)

    assert things.shown(good, "stars") == 5
    assert things.named("stars >= 3") == ["good"]
    assert things.named("stars / 2 = 1") == ["fair"]
    assert things.measured(stars="avg") == [{"stars_avg": 3.5}]
