"""Whatever a caller sends is stored or refused with a reason; nothing of it breaks the pipeline."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from guanxi.errors import Denied, Malformed, Refused, TooLarge
from guanxi.records import parse
from guanxi.records.load import read_rows
from guanxi.records.plan import plan_of
from guanxi.text.keys import TextRefused, normalise
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.shop import Shop

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(
        ["\x00", "\ud800", "1e400", "NaN", "9" * 50, "0001-01-01", "9999-12-31", "2026-02-30", "' OR 1=1 --"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)
ROWS = st.dictionaries(
    st.sampled_from(
        [
            "id",
            "version",
            "name",
            "code",
            "credit",
            "colours",
            "owner",
            "due",
            "stage",
            "customer",
            "nothing",
            "deleted_at",
        ]
    ),
    ANYTHING,
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    row=ROWS,
    object_name=st.sampled_from(["customer", "sales_order"]),
    operation=st.sampled_from(["create", "update", "upsert", "delete"]),
)
def test_any_row_is_stored_or_refused(shop: Shop, row: dict[str, Any], object_name: str, operation: str) -> None:
    try:
        shop.save(object_name, {"name": "n", **row}, operation=operation)
    except Refused as refusal:
        assert 400 <= refusal.status < 500


def test_hostile_texts_come_back_as_they_went_in(shop: Shop, shared_data: Path) -> None:
    texts = [
        text for file in (shared_data / "naughty_strings").glob("*.json") for text in json.loads(file.read_bytes())
    ]

    outcome = shop.save("customer", *({"name": "n", "secret": text} for text in texts), mode="partial")

    with shop.workspace.database.read() as connection:
        stored = read_rows(
            connection, plan_of(shop.context(), "customer"), [str(result.id) for result in outcome.results]
        )
    assert len(stored) > 100
    for text, result in zip(texts, outcome.results, strict=True):
        if result.status == "created":
            assert stored[str(result.id)]["secret"] == normalise(text)
        else:
            assert {problem.field for problem in result.problems} == {"secret"}
            with pytest.raises(TextRefused):
                normalise(text)


def test_rows_that_are_no_objects_are_malformed(shop: Shop) -> None:
    with pytest.raises(Malformed):
        shop.save("customer", ["name"])  # type: ignore[arg-type]


def test_a_batch_beyond_the_limit_is_too_large(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "MOST_ROWS", 2)

    with pytest.raises(TooLarge):
        shop.save("customer", *[{"name": "n"}] * 3)


def test_a_token_that_may_only_read_writes_nothing(shop: Shop) -> None:
    reader = dataclasses.replace(shop.clerk("anna"), kind="token", scopes=frozenset({"read"}))

    with pytest.raises(Denied):
        shop.save("customer", {"name": "n"}, by=reader)
