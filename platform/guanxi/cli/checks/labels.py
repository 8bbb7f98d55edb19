"""Every label and message speaks English and Chinese."""

from collections.abc import Iterator, Mapping
from typing import Any

from guanxi.cli.checks.rule import Fault, Rule, Subject
from guanxi.metadata.document import Document
from guanxi.metadata.document import Path as Place
from guanxi.metadata.kinds import KIND
from guanxi.metadata.schemas import is_label, step_into

__all__ = ["RULE"]

_KEYS = frozenset({"label", "message", "help", "plural", "confirm"})
_LANGUAGES = ("en", "zh")


def _find(subject: Subject) -> Iterator[Fault]:
    heads = () if subject.manifest is None else (subject.manifest,)
    for document in (*heads, *subject.package.documents):
        kind = subject.kinds.get(document.kind)
        if document.kind in {"translation", KIND}:  # the words of a kind are looked at with its schema
            continue
        declared = kind.schema if kind is not None and kind.package is not None else None
        for place, words in _labels(document.body, declared, ()):
            for language in _LANGUAGES:
                if not words.get(language):
                    yield Fault(_finding(document, place, language))


def _finding(document: Document, place: Place, language: str) -> Any:  # noqa: ANN401 - what a document gives
    return document.finding("plugin_language", place, language=language)


def _labels(
    node: Any,  # noqa: ANN401 - any JSON
    schema: Mapping[str, Any] | None,
    place: Place,
) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield the texts for people: what the schema of a declared kind says, else what bears a key of the platform."""
    if isinstance(node, dict):
        for key, value in node.items():
            inner = None if schema is None else step_into(schema, key)
            if isinstance(value, dict) and (key in _KEYS if schema is None else inner is not None and is_label(inner)):
                yield (*place, key), value
            else:
                yield from _labels(value, inner, (*place, key))
    elif isinstance(node, list):
        inner = None if schema is None else step_into(schema, "*")
        for position, value in enumerate(node):
            yield from _labels(value, inner, (*place, position))


RULE = Rule("labels", _find)
