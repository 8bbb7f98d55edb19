"""Normal form of stored text and the two keys derived from it (decisions A10, A13)."""

import re
import unicodedata
from functools import lru_cache
from importlib import import_module
from typing import Final

__all__ = ["RULES_VERSION", "TextRefused", "fold_key", "is_spelled", "normalise", "sort_key", "spelled"]

RULES_VERSION: Final = 1  # stored beside the derived columns; a change of these functions is a build
_SORT_LENGTH: Final = 200  # characters of a sort key: enough for order, small enough for an index row
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_REST_OF_WORD = re.compile("[a-z]* ")
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")


class TextRefused(ValueError):
    """The text holds a NUL or half of a surrogate pair, which no database keeps."""


def normalise(text: str) -> str | None:
    """Return the text as it is stored: NFC, without blanks around it, None when nothing is left."""
    if text.isascii():
        if "\x00" in text:
            raise TextRefused
        return text.strip() or None
    if _FORBIDDEN.search(text):
        raise TextRefused
    return unicodedata.normalize("NFC", text).strip() or None


def fold_key(text: str) -> str:
    """Return the key for equality and search that ignores case and width: NFKC, case-folded."""
    if text.isascii():
        return text.lower()
    # Case folding can leave NFKC and NFKC can bring letters that fold again: two rounds reach the fixed point.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", folded.casefold())


def sort_key(text: str) -> str:
    """Return the key for order alone: Chinese as pinyin among other scripts, then the text itself."""
    # The text itself parts equal spellings such as 张三 and 章三; the separator sorts below every letter.
    return f"{spelled(text[:_SORT_LENGTH])[:_SORT_LENGTH]}\x01{text[:_SORT_LENGTH]}"


def spelled(text: str) -> str:
    """Return the words of a text without case and width, Chinese as pinyin."""
    folded = fold_key(text)
    return " ".join((folded if folded.isascii() else _HAN.sub(lambda run: f" {_pinyin(run[0])} ", folded)).split())


def is_spelled(key: str, letters: str) -> bool:
    """Tell whether letters spell words of a sort key: whole (zhangsan), by their initials (zs), or mixed (zsan).

    Each letter stands next to the one before it or begins the next word; the first begins a word.
    """
    first = letters[:1]
    ends = {index + 1 for index, letter in enumerate(key) if letter == first and key[index - 1 : index] in ("", " ")}
    for letter in letters[1:]:
        starts = ends | {found.end() for end in ends if (found := _REST_OF_WORD.match(key, end))}
        ends = {start + 1 for start in starts if key.startswith(letter, start)}
    return bool(ends)


@lru_cache(maxsize=8192)
def _pinyin(run: str) -> str:
    # The dictionaries of pypinyin take 50 MB: a process that never meets a Chinese text does not load them.
    return " ".join(import_module("pypinyin").lazy_pinyin(run))
