"""Sentences by stable code, in English and Chinese; text is chosen at the edge, codes travel inside."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from guanxi.text.database_words import DATABASE_WORDS
from guanxi.text.failure_words import FAILURE_WORDS
from guanxi.text.finding_words import FINDING_WORDS
from guanxi.text.label import Label
from guanxi.text.missing_words import MISSING_WORDS
from guanxi.text.notification_words import NOTIFICATION_WORDS
from guanxi.text.problem_words import PROBLEM_WORDS
from guanxi.text.request_words import REQUEST_WORDS

__all__ = ["MESSAGES", "detail", "message"]

MESSAGES: Final[Mapping[str, Label]] = MappingProxyType(
    {
        code: Label(en, zh)
        for code, (en, zh) in {
            **DATABASE_WORDS,
            **FINDING_WORDS,
            **FAILURE_WORDS,
            **NOTIFICATION_WORDS,
            **PROBLEM_WORDS,
            **REQUEST_WORDS,
        }.items()
    }
)

_ABSENT: Final = {kind: Label(en, zh) for kind, (en, zh) in MISSING_WORDS.items()}


def message(code: str, params: Mapping[str, object], *, language: str) -> str:
    """Return the sentence of a code in a language; a code without words shows as itself, a missing value as blank."""
    words = MESSAGES.get(code)
    return code if words is None else _filled(words, params, language)


def detail(code: str, params: Mapping[str, object], *, language: str) -> str | None:
    """Return what a failure is in particular: the sentence of its reason, or what it is that is not there."""
    reason = str(params.get("reason", code))
    if reason != code and reason in MESSAGES:
        return message(reason, params, language=language)
    absent = _ABSENT.get(str(params.get("kind"))) if code == "missing" else None
    return None if absent is None else _filled(absent, params, language)


def _filled(words: Label, params: Mapping[str, object], language: str) -> str:
    told = {name: _worded(value, language) for name, value in params.items()}
    return words.text(language).format_map(defaultdict(str, told))


def _worded(value: object, language: str) -> object:
    """Return a value as people write it: several as an enumeration, truth as it stands in JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        comma = "、" if language.partition("-")[0] == "zh" else ", "
        return comma.join(str(_worded(each, language)) for each in value)
    return value
