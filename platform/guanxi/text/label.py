"""A label: the same short text in several languages."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["NO_LABEL", "Label"]


@dataclass(frozen=True, slots=True)
class Label:
    """A text in English and Chinese, and in further languages that translations add."""

    en: str = ""
    zh: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, body: Mapping[str, str] | None, fallback: str = "") -> "Label":
        """Build a label from a metadata mapping; a missing language takes the fallback."""
        texts = body or {}
        rest = tuple((key, text) for key, text in texts.items() if key not in {"en", "zh"})
        return cls(texts.get("en") or fallback, texts.get("zh") or fallback, rest)

    def text(self, language: str) -> str:
        """Return the text in the language, else in English."""
        base = language.partition("-")[0]
        if base == "zh":
            return self.zh or self.en
        return next((text for key, text in self.more if key in {language, base}), self.en)

    def translated(self, language: str, text: str) -> "Label":
        """Return this label with one more language, or with one language replaced."""
        if language == "en":
            return Label(text, self.zh, self.more)
        if language == "zh":
            return Label(self.en, text, self.more)
        rest = tuple((key, value) for key, value in self.more if key != language)
        return Label(self.en, self.zh, (*rest, (language, text)))

    def as_mapping(self) -> dict[str, str]:
        """Return the texts by language, as they are sent to callers."""
        return {"en": self.en, "zh": self.zh, **dict(self.more)}


NO_LABEL = Label()
