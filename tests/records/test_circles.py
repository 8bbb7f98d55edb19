"""No record of a tree stands below itself: one move, a batch of moves, moves at once and records in the bin."""

import threading
from itertools import pairwise

import pytest
from guanxi.errors import Invalid
from guanxi.records.circles import below_themselves
from guanxi.records.save import save
from guanxi.records.transaction import transaction

from tests.records.shop import Shop

REFUSED = ("parent", "below_itself")


def chain(shop: Shop, length: int) -> list[str]:
    """Return units of which each stands below the one before."""
    units = [shop.add("org_unit", name=f"U{number}") for number in range(length)]
    moves = [{"id": below, "parent": above} for above, below in pairwise(units)]
    shop.save("org_unit", *moves, operation="update")
    return units


@pytest.mark.parametrize("length", [1, 2, 40])
def test_a_record_below_itself_is_refused_however_long_the_way(shop: Shop, length: int) -> None:
    units = chain(shop, length)
    with pytest.raises(Invalid) as refused:
        shop.change("org_unit", units[0], parent=units[-1])
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [REFUSED]
    assert shop.read("org_unit", units[0])["parent"] is None


def test_a_record_may_go_anywhere_else(shop: Shop) -> None:
    units = chain(shop, 4)
    assert shop.change("org_unit", units[3], parent=units[0]).status == "updated"
    assert shop.change("org_unit", units[1], parent=units[3]).status == "updated"


def test_the_moves_of_a_batch_are_judged_together(shop: Shop) -> None:
    top, middle, low = chain(shop, 3)
    turned = [{"id": top, "parent": low}, {"id": low, "parent": middle}, {"id": middle, "parent": None}]
    shop.save("org_unit", *turned, operation="update")
    assert [shop.read("org_unit", unit)["parent"] for unit in (top, middle, low)] == [low, None, middle]
    with pytest.raises(Invalid) as refused:
        shop.save(
            "org_unit", {"id": middle, "parent": top}, {"id": low, "parent": None, "name": ""}, operation="update"
        )
    assert [problem.row for problem in refused.value.problems] == [1]  # the blank name, told before anything is written


def test_a_batch_that_closes_a_circle_loses_the_rows_in_it_alone(shop: Shop) -> None:
    one, two, other, fourth = (shop.add("org_unit", name=name) for name in ("one", "two", "other", "fourth"))
    moves = [{"id": one, "parent": two}, {"id": two, "parent": one}, {"id": other, "parent": one}]
    outcome = shop.save("org_unit", *moves, {"id": fourth, "name": "changed"}, operation="update", mode="partial")
    assert [result.status for result in outcome.results] == ["refused", "refused", "updated", "updated"]
    assert [problem.code for problem in outcome.problems] == ["below_itself"] * 2
    assert [shop.read("org_unit", unit)["parent"] for unit in (one, two, other)] == [None, None, one]


def test_a_move_waits_for_another_that_could_close_a_circle_with_it(shop: Shop) -> None:
    one, two, three = (shop.add("org_unit", name=name) for name in ("one", "two", "three"))
    outcomes: list[str] = []

    def move(unit: str, above: str) -> None:
        try:
            outcomes.append(shop.change("org_unit", unit, parent=above).status)
        except Invalid as refused:
            outcomes.append(refused.problems[0].code)

    others = [threading.Thread(target=move, args=pair) for pair in ((two, three), (three, one))]
    with transaction(shop.context()) as inside:
        save(inside, "org_unit", [{"id": one, "parent": two}], operation="update")
        for other in others:
            other.start()
            other.join(0.3)  # it would be done by then if it waited for nobody
    for other in others:
        other.join()
    assert sorted(outcomes) == ["below_itself", "updated"]


def test_each_record_is_passed_once_on_the_ways_up() -> None:
    above = {str(number): str(number + 1) for number in range(100_000)}
    assert below_themselves(list(above), above) == []
    assert below_themselves(["a", "b", "c"], {"a": "b", "b": "c", "c": "b"}) == ["b", "c"]
