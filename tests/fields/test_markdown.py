"""The field type markdown: kept as written, shown as HTML in which nothing can act."""

import time

from guanxi.fields import MarkdownField

from tests.fields.things_world import Things


def test_markdown_is_kept_as_written(things: Things) -> None:
    text = "# Title\n\n* one\n* <b>two</b>"
    identity = things.add(name="noted", notes=text)

    assert things.shown(identity, "notes") == text
    assert things.named("CONTAINS(notes, 'one')") == ["noted"]


def test_shown_markdown_is_html_in_which_nothing_can_act() -> None:
    html = MarkdownField().html("**bold** [x](javascript:alert(1)) <script>y</script> [z](https://z.de)")

    assert "<strong>bold</strong>" in html
    assert "<script" not in html and 'href="javascript' not in html
    assert '<a href="https://z.de" rel="noopener noreferrer">z</a>' in html


def test_words_are_found_without_their_marks() -> None:
    assert MarkdownField().search_text("# 你好\n\n*new* `start`") == "你好 new start"


def test_hostile_nesting_takes_no_time() -> None:
    begun = time.thread_time()

    MarkdownField().html("> " * 5_000 + "[" * 5_000 + "*" * 5_000)

    assert time.thread_time() - begun < 2
