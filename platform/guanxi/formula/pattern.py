"""The subset of regular expressions that means the same in Python, SQLite and PostgreSQL, checked and translated."""

import re
from functools import lru_cache
from typing import Any

import re2

__all__ = ["PatternRefused", "full_match", "pattern_of", "translate"]

PATTERN_LENGTH_LIMIT = 1000
_REPEAT_LIMIT = 255
_SHORTHANDS = {"d": "0-9", "w": "0-9A-Za-z_", "s": r" \t\n\r\f\v"}
_CONTROLS = {"t": r"\t", "n": r"\n", "r": r"\r", "f": r"\f"}
_REPEAT = re.compile(r"\{(\d{1,3})(?:(,)(\d{0,3}))?\}")
_PUNCTUATION = frozenset("\\.[]{}()*+?^$|-/\"'!#%&,:;<=>@_`~ ")


class PatternRefused(ValueError):
    """The pattern is outside the subset; the message says why."""


def translate(pattern: str) -> str:
    """Return the pattern in the spelling that RE2 and PostgreSQL read alike, or raise PatternRefused.

    Classes, groups, quantifiers, alternation and anchors; `\\d \\w \\s` are ASCII; `.` is any character but a line end.
    """
    if len(pattern) > PATTERN_LENGTH_LIMIT:
        raise PatternRefused(f"longer than {PATTERN_LENGTH_LIMIT} characters")
    return _Translator(pattern).run()


@lru_cache(maxsize=512)
def pattern_of(pattern: str) -> Any:
    """Return the compiled pattern."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 2 << 20
    try:
        return re2.compile(translate(pattern), options)
    except re2.error as error:
        raise PatternRefused(str(error)) from error


def full_match(text: str, pattern: str) -> bool:
    """Tell whether the whole text matches."""
    return pattern_of(pattern).fullmatch(text) is not None


class _Translator:
    """Reads a pattern from left to right, writing its translation."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self.depth = 0
        self.quantifiable = False
        self.written: list[str] = []

    def run(self) -> str:
        while self.position < len(self.pattern):
            self.step()
        if self.depth:
            raise PatternRefused("a group is not closed")
        return "".join(self.written)

    def step(self) -> None:
        character = self.pattern[self.position]
        if character == "\\":
            self.escape()
        elif character == "[":
            self.bracket()
        elif character == "(":
            self.open_group()
        elif character == ")":
            self.close_group()
        elif character in "*+?{":
            self.quantifier(character)
        elif character in "|^$":
            self.emit(character, quantifiable=False)
        elif character == ".":
            self.emit(r"[^\n]", quantifiable=True)
        else:
            self.emit("\\" + character if character in "]}" else character, quantifiable=True)

    def emit(self, text: str, *, quantifiable: bool, width: int = 1) -> None:
        self.written.append(text)
        self.position += width
        self.quantifiable = quantifiable

    def escape(self) -> None:
        name = self.pattern[self.position + 1 : self.position + 2]
        if name in _SHORTHANDS and name:
            self.emit(f"[{_SHORTHANDS[name]}]", quantifiable=True, width=2)
        elif name.lower() in _SHORTHANDS and name:
            self.emit(f"[^{_SHORTHANDS[name.lower()]}]", quantifiable=True, width=2)
        elif name in _CONTROLS and name:
            self.emit(_CONTROLS[name], quantifiable=True, width=2)
        elif name in _PUNCTUATION and name:
            self.emit(_quoted(name), quantifiable=True, width=2)
        else:
            raise PatternRefused(f"\\{name} is not supported")

    def open_group(self) -> None:
        self.depth += 1
        if self.pattern.startswith("(?:", self.position):
            self.emit("(?:", quantifiable=False, width=3)
        elif self.pattern.startswith("(?", self.position):
            raise PatternRefused("only plain and (?: groups are supported")
        else:
            self.emit("(", quantifiable=False)

    def close_group(self) -> None:
        if not self.depth:
            raise PatternRefused("a bracket closes no group")
        self.depth -= 1
        self.emit(")", quantifiable=True)

    def quantifier(self, character: str) -> None:
        if not self.quantifiable:
            raise PatternRefused(f"{character} follows nothing that can be repeated")
        if character != "{":
            self.emit(character, quantifiable=False)
            return
        match = _REPEAT.match(self.pattern, self.position)
        if match is None:
            raise PatternRefused("{ must be a count such as {2}, {2,} or {2,4}")
        least, most = int(match[1]), int(match[3] or match[1])
        if max(least, most) > _REPEAT_LIMIT or most < least:
            raise PatternRefused(f"counts go up to {_REPEAT_LIMIT}")
        self.emit(match.group(), quantifiable=False, width=len(match.group()))

    def bracket(self) -> None:
        end = self.position + 1
        negated = self.pattern.startswith("^", end)
        end += negated
        parts = ["[^" if negated else "["]
        first = True
        while first or not self.pattern.startswith("]", end):
            if end >= len(self.pattern):
                raise PatternRefused("a class is not closed")
            part, end = self.class_part(end, first=first)
            parts.append(part)
            first = False
        parts.append("]")
        self.emit("".join(parts), quantifiable=True, width=end + 1 - self.position)

    def class_part(self, at: int, *, first: bool) -> tuple[str, int]:
        character = self.pattern[at]
        if character == "\\":
            name = self.pattern[at + 1 : at + 2]
            if name in _SHORTHANDS and name:
                return _SHORTHANDS[name], at + 2
            if name in _CONTROLS and name:
                return _CONTROLS[name], at + 2
            if name in _PUNCTUATION and name:
                return _quoted(name), at + 2
            raise PatternRefused(f"\\{name} is not supported in a class")
        if character == "[" or (character == "&" and self.pattern.startswith("&&", at)):
            if self.pattern.startswith(("[:", "[.", "[="), at) or character == "&":
                raise PatternRefused("named and joined classes are not supported")
            return r"\[", at + 1
        if character == "-":
            # A range needs its dash; at either end of the class it is the character itself.
            ends = first or self.pattern.startswith("]", at + 1)
            return (r"\-" if ends else "-"), at + 1
        if character == "]":
            return r"\]", at + 1
        return ("\\^" if character == "^" else character), at + 1


def _quoted(character: str) -> str:
    return "\\" + character if character in "\\.[]{}()*+?^$|-" else character
