"""The field type tags: free words in a link table."""

import pytest
from guanxi.errors import Malformed

from tests.fields.things_world import Things, code_of, parse


def test_words_that_differ_in_case_are_one_and_stand_in_order() -> None:
    assert parse("tags", ["Ｂig", "hot", "big"]) == ("big", "hot")
    assert parse("tags", " warm ; 热 ;; cold") == ("cold", "warm", "热")
    assert parse("tags", []) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (5, "not_list"), ([5], "not_text"), (["a;b"], "not_tag"), (["a\x1fb"], "not_tag"), (["a\x00"], "bad_text"),
        (["x" * 61], "max_length"), ([f"t{number}" for number in range(101)], "too_many_tags"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_words_is_refused(given: object, code: str) -> None:
    assert code_of("tags", given) == code


def test_tags_are_shown_filtered_changed_and_emptied(things: Things) -> None:
    hot = things.add(name="hot", labels=["hot", "新", "b"])
    things.add(name="plain", owner_thing=hot)

    assert things.shown(hot, "labels") == ["b", "hot", "新"]
    assert things.named("INCLUDES(labels, 'hot')") == ["hot"]
    assert things.named("INCLUDES(owner_thing.labels, '新')") == ["plain"]
    assert things.named("ISBLANK(labels)") == ["plain"]
    assert things.change(hot, labels=["新", "hot", "b"]) == "unchanged"
    things.change(hot, labels="cold")
    assert things.shown(hot, "labels") == ["cold"]
    things.change(hot, labels=[])
    assert things.shown(hot, "labels") == []


@pytest.mark.parametrize("text", ["labels = more_labels", "NOT labels = more_labels", "labels <> labels"])
def test_fields_of_many_values_are_not_compared_in_filters(things: Things, text: str) -> None:
    things.add(name="x", labels=["a"], more_labels=["a"])

    with pytest.raises(Malformed) as refused:
        things.named(text)
    assert [problem.code for problem in refused.value.problems] == ["not_filterable"]
