"""Every label and message speaks English and Chinese."""

from collections.abc import Iterator
from typing import Any

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.document import Document
from guanxi.metadata.document import Path as Place

__all__ = ["RULE"]

_KEYS = frozenset({"label", "message", "help", "plural", "confirm"})
_LANGUAGES = ("en", "zh")


def _find(subject: Subject) -> Iterator[Fault]:
    heads = () if subject.manifest is None else (subject.manifest,)
    for document in (*heads, *subject.package.documents):
        if document.kind == "translation":
            continue
        for place, words in _labels(document.body, ()):
            for language in _LANGUAGES:
                if not words.get(language):
                    yield Fault(_finding(document, place, language))


def _finding(document: Document, place: Place, language: str) -> Any:  # noqa: ANN401 - what a document gives
    return document.finding("plugin_language", place, language=language)


def _labels(node: Any, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _KEYS and isinstance(value, dict):
                yield (*place, key), value
            else:
                yield from _labels(value, (*place, key))
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from _labels(value, (*place, position))


RULE = Rule("labels", _find)
