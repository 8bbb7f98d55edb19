"""Findings: what is wrong in metadata, where, and how to mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from guanxi.errors import Problem
from guanxi.text.messages import message

__all__ = ["Finding", "errors_of", "nearest"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a document: its stable code, its place, the values of its words, and a fix where one is known."""

    code: str
    file: str | None = None
    line: int | None = None
    path: str = ""  # such as objects/account/fields/phone/type
    params: Mapping[str, object] = field(default_factory=dict)
    fix: str | None = None  # what to write instead
    severity: Literal["error", "warning"] = "error"

    def text(self, language: str) -> str:
        """Return the finding as one line for people: place, sentence and fix."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None) or self.path
        hint = {"en": f" Did you mean “{self.fix}”?", "zh": f"是否想写“{self.fix}”？"}
        fix = "" if self.fix is None else hint.get(language, hint["en"])
        return f"{place}: {message(self.code, self.params, language=language)}{fix}"

    def as_problem(self) -> Problem:
        """Return the finding in the shape that all of Guanxi reports."""
        place = {"file": self.file, "line": self.line, "fix": self.fix, "severity": self.severity}
        known = {key: value for key, value in place.items() if value is not None}
        return Problem(self.path or None, self.code, {**self.params, **known})


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stop a change."""
    return tuple(finding for finding in findings if finding.severity == "error")


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant."""
    found = get_close_matches(str(name)[:64], list(known), n=1, cutoff=0.6)
    return found[0] if found else None
