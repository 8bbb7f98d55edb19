"""The field type rich_text: HTML in which nothing can act."""

from pathlib import Path

import pytest
from guanxi.fields import FIELD_TYPES

from tests.fields.things_world import Things, parse

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    "<svg/onload=alert(1)>",
    '<p style="position:fixed">x</p>',
    "<form action=//x><input></form>",
    "<iframe srcdoc=x></iframe>",
    "<math><mtext></form><mglyph><style></math><img src onerror=alert(1)>",
]
ACTS = ("<script", "onerror", "onload", "javascript:", "data:", "style=", "<form", "<input", "<iframe", "<svg")


@pytest.mark.parametrize("html", HOSTILE)
def test_what_could_act_is_taken_away(html: str) -> None:
    kept = str(parse("rich_text", html) or "").lower()

    assert not [sign for sign in ACTS if sign in kept]


def test_injection_payloads_are_kept_harmless_and_stay_the_same(shared_data: Path) -> None:
    files = (shared_data / "injection_payloads").glob("*.txt")
    lines = [line for file in files for line in file.read_text().split("\n")]

    assert lines
    for line in lines:
        kept = parse("rich_text", line)
        assert "<script" not in str(kept).lower()
        assert parse("rich_text", kept) == kept


def test_formatting_is_kept_and_words_are_found(things: Things) -> None:
    html = "<h2>你好</h2><p>a <b>bold</b> &amp; <i>new</i> start</p>"
    identity = things.add(name="told", story=html)

    assert things.shown(identity, "story") == html
    assert things.named("CONTAINS(story, 'bold')") == ["told"]
    assert FIELD_TYPES["rich_text"].search_text(html) == "你好 a bold & new start"
    assert things.refusal(story="x" * 40_000) == [("story", "max_length")]


def test_link_does_not_tell_where_it_was_followed_from() -> None:
    kept = parse("rich_text", '<a href="https://x.de">x</a>')

    assert kept == '<a href="https://x.de" rel="noopener noreferrer">x</a>'
