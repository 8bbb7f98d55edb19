"""Law 7: the core knows no cloud. No word of a business domain stands in the platform's identifiers or strings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PLATFORM = Path(__file__).resolve().parents[2] / "platform"

WORDS = frozenset(
    word
    for line in Path(__file__).with_name("cloud_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)

BORROWED = frozenset({("composite.py", "territories")})  # what a library calls the countries of the world


def pieces(text: str) -> set[str]:
    """Split a text into lower-case words: at blanks and signs, underscores and humps."""
    humps = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3 \2\4", text)
    return {word.lower() for word in re.findall(r"[A-Za-z]+", humps)}


def singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word


def cloud_words(text: str) -> set[str]:
    return {word for word in pieces(text) if word in WORDS or singular(word) in WORDS}


def identifiers_and_strings(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        for name in ("id", "name", "attr", "arg", "asname", "module"):
            value = getattr(node, name, None)
            if isinstance(value, str):
                yield line, value
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield line, node.value


def test_no_identifier_or_string_of_the_platform_names_a_cloud() -> None:
    hits = [
        f"{path.relative_to(PLATFORM)}:{line}: {word}"
        for path in sorted(PLATFORM.rglob("*.py"))
        for line, text in identifiers_and_strings(path.read_text(encoding="utf-8"))
        for word in sorted(cloud_words(text))
        if (path.name, word) not in BORROWED
    ]
    assert hits == []


@pytest.mark.parametrize(
    "text, found",
    [
        pytest.param("open_opportunities", {"opportunities"}, id="plural-in-an-identifier"),
        pytest.param("LeadScore", {"lead"}, id="hump"),
        pytest.param("SELECT id FROM ticket", {"ticket"}, id="word-in-a-string"),
        pytest.param("leading zeros mislead", set(), id="part-of-another-word"),
        pytest.param("ORDER BY CASE", set(), id="sql"),
    ],
)
def test_a_cloud_word_is_found_whole(text: str, found: set[str]) -> None:
    assert cloud_words(text) == found
