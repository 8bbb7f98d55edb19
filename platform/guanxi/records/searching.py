"""What is searched for as a condition and an order: words found in the name and in fields declared searchable.

Only fields that the reader may compare by are looked into, so a hit tells nothing that a filter would not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from guanxi.errors import Malformed, Problem
from guanxi.records.ordering import SortKey
from guanxi.sqltree import FALSE, TRUE, Call, Case, Expr, InList, Param, all_of, any_of, integer
from guanxi.text.keys import TextRefused, fold_key, is_spelled, normalise, sort_key

if TYPE_CHECKING:
    from guanxi.catalog import Field
    from guanxi.records.statements import Rooted

__all__ = [
    "HELD_BY", "Searched", "by_rank", "holds_word", "rank_of", "search_condition", "searched", "text_around",
]  # fmt: skip

_LONGEST = 200
_LONGEST_SPELLED = 40
_MOST_WORDS = 8
_AROUND = 40  # characters that are told on each side of a word
_WAYS = ("=", "begins", "contains")  # in which a name fits, the best first
_WHOLE = "search.whole"
_WHOLE_TEXT = Param(_WHOLE, "text")
HELD_BY = "search.held_by"
"""The slot of the ids of all records that hold the words of a search whose hits are known."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A search in parts: its words as they are compared, and which of them may be the spelling of Chinese words."""

    words: tuple[str, ...] = ()
    hits_known: bool = False  # the ids of the records that hold the words stand in the slot HELD_BY

    @property
    def shape(self) -> tuple[bool, ...] | None:
        """Return what of the search changes the statement: how many words there are, and which are plain letters.

        Where its hits are known it is None: the words only order them.
        """
        return None if self.hits_known else tuple(map(_is_letters, self.words))

    def known(self) -> "Searched":
        """Return the search with known hits."""
        return replace(self, hits_known=True)

    @property
    def values(self) -> Mapping[str, object]:
        """Return the values of the statement's slots."""
        if not self.words:
            return {}
        return {_WHOLE: " ".join(self.words)} | {_slot(index): word for index, word in enumerate(self.words)}


def searched(text: str | None, *, argument: str = "search") -> Searched:
    """Return a search by its text; one that is too long, or of too many words, is refused."""
    return Searched() if text is None else _searched(text, argument)


@lru_cache(maxsize=512)
def _searched(text: str, argument: str) -> Searched:
    if len(text) > _LONGEST:
        raise Malformed(problems=[Problem(argument, "max_length", {"max_length": _LONGEST, "length": len(text)})])
    try:
        words = tuple(dict.fromkeys(fold_key(normalise(text) or "").split()))
    except TextRefused as error:
        raise Malformed(problems=[Problem(argument, "not_text")]) from error
    if len(words) > _MOST_WORDS:
        raise Malformed(problems=[Problem(argument, "too_many_words", {"limit": _MOST_WORDS})])
    return Searched(words)


def search_condition(start: "Rooted", search: Searched) -> Expr:
    """Return the condition that every word is found in one of the fields."""
    if not search.words:
        return TRUE
    if search.hits_known:
        return InList(start.frame.identity, Param(HELD_BY, "list"))
    start.reading.values.update(search.values)
    fields = _fields(start)
    return all_of(*(_found(start, fields, index, _is_letters(word)) for index, word in enumerate(search.words)))


def by_rank(start: "Rooted", search: Searched) -> tuple[SortKey, ...]:
    """Return the order of hits where no other is asked for: by how well the name fits, then by name."""
    name = next((field for field in _fields(start) if field.name == start.item.name_field), None)
    if not search.words or name is None:
        return ()
    key = _key(start, name)
    ranks = tuple((Call(way, (key, _WHOLE_TEXT), "boolean"), integer(rank)) for rank, way in enumerate(_WAYS))
    order = start.frame.column(name, "sort" if _has(name, "sort") else "")
    rank = SortKey(Case(ranks, integer(len(_WAYS))), descending=False, kind="integer", nullable=False)
    return rank, SortKey(order, descending=False, kind=order.kind)


def rank_of(name: str | None, search: Searched) -> int:
    """Return how well a name fits, 0 for the best, as the database ranks it."""
    key, whole = fold_key(name or ""), " ".join(search.words)
    fits = (key == whole, key.startswith(whole), whole in key)
    return fits.index(True) if any(fits) else len(fits)


def holds_word(text: str, word: str) -> bool:
    """Tell whether a text holds a word of a search, or Chinese words that it spells, as the database finds it."""
    key = fold_key(text)
    return word in key or (_is_letters(word) and not key.isascii() and is_spelled(sort_key(text), word))


def text_around(text: str, word: str) -> str:
    """Return what of a long text stands around a word, on one line."""
    line = " ".join(text.split())
    at = max(fold_key(line).find(word), 0)
    start = max(0, at - _AROUND) if len(line) > 2 * _AROUND else 0
    end = start + 2 * _AROUND
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def _found(start: "Rooted", fields: "tuple[Field, ...]", index: int, spelled: bool) -> Expr:
    word = Param(_slot(index), "text")
    ways: list[Expr] = [Call("holds", (_key(start, field), word), "boolean") for field in fields]
    if spelled:
        keyed = (field for field in fields if _has(field, "sort") and _has(field, "fold"))
        ways += (_spelled(start, field, word) for field in keyed)
    return any_of(*ways) if ways else FALSE


def _spelled(start: "Rooted", field: "Field", word: Param) -> Expr:
    """Return the condition that letters spell words of a text that may be Chinese."""
    wide = Call("wide", (start.frame.column(field, "fold"),), "boolean")
    return all_of(wide, Call("spelled", (start.frame.column(field, "sort"), word), "boolean"))


def _fields(start: "Rooted") -> "tuple[Field, ...]":
    """Return the fields that are looked into: the name and those declared searchable, as far as the reader may."""
    item = start.item
    known = start.reader.comparing().fields(item)
    return tuple(
        field
        for field in known
        if (field.searchable or field.name == item.name_field) and field.column and field.columns[0].kind == "text"
    )


def _key(start: "Rooted", field: "Field") -> Expr:
    """Return what a word is compared with: the key kept for it, or where there is none yet, the value in lower case."""
    if _has(field, "fold"):
        return start.frame.column(field, "fold")
    return Call("lower", (start.frame.column(field),), "text")


def _has(field: "Field", part: str) -> bool:
    return field.state == "ready" and field.column_of(part) is not None


def _is_letters(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) <= _LONGEST_SPELLED


def _slot(index: int) -> str:
    return f"search.{index}"
