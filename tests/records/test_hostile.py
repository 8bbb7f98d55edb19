"""Whatever is written into a question, the answer is a refusal that says so or a page, never a failure."""

from pathlib import Path

import orjson
import pytest
from guanxi.access.principal import Principal
from guanxi.errors import Refused
from guanxi.records.aggregate import aggregate
from guanxi.records.query import get, page
from guanxi.records.question import aggregate_from, query_from
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.people import fill
from tests.records.world import World

PLACES = ("fields", "filter", "sort", "cursor", "limit", "count", "literal")


@pytest.fixture
def filled(world: World) -> World:
    fill(world, 10)
    return world


def ask(world: World, place: str, text: str) -> None:
    """Put a text into one place of a question; anything but an answer or a refusal propagates."""
    context = world.context(Principal.system("test"))
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    arguments = {"filter": f"name = '{quoted}'"} if place == "literal" else {place: text}
    for attempt in (
        lambda: page(context, query_from("deal", arguments)),
        lambda: aggregate(context, aggregate_from("deal", {"group_by": [text], "measures": ["count"]})),
        lambda: aggregate(context, aggregate_from("deal", {"measures": [f"sum:{text}"]})),
        lambda: aggregate(context, aggregate_from("deal", {"group_by": ["stage"], "having": text, "sort": [text]})),
        lambda: page(context, query_from(text, {})),
        lambda: get(context, "deal", record_id=text),
    ):
        try:
            attempt()
        except Refused:
            continue


def hostile_texts(folder: Path) -> list[str]:
    texts: list[str] = []
    for file in sorted(folder.rglob("*.txt")):
        texts += file.read_text(encoding="utf-8", errors="replace").splitlines()
    for file in sorted(folder.rglob("*.json")):
        texts += [text for text in orjson.loads(file.read_bytes()) if isinstance(text, str)]
    return [text for text in dict.fromkeys(texts) if text]


@pytest.mark.parametrize("source", ["naughty_strings", "injection_payloads"])
def test_known_hostile_texts_are_refused_or_answered(filled: World, shared_data: Path, source: str) -> None:
    texts = hostile_texts(shared_data / source)
    assert texts
    for number, text in enumerate(texts[:: max(1, len(texts) // 300)]):
        ask(filled, PLACES[number % len(PLACES)], text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), st.text(max_size=80))
def test_any_text_is_refused_or_answered(filled: World, place: str, text: str) -> None:
    ask(filled, place, text)


@pytest.mark.parametrize(
    "text",
    [
        "1e400 = amount",
        "amount > 1" + "0" * 40,
        "closes > '9999-12-31'",
        "closes = '0001-01-01'",
        "units = 99999999999999999999",
        "amount / 0 > 1",
        "POWER(amount, 999) > 0",
        "name = '\ud800'",
        "name = 'a\x00b'",
        "REPT(name, 999999999) = ''",
        "seen > '2026-02-30'",
        "SQRT(0 - amount) > 1",
        "NOT " * 90 + "urgent",
    ],
)
def test_values_at_the_edge_are_refused_or_answered(filled: World, text: str) -> None:
    ask(filled, "filter", text)
