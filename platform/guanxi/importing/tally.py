"""What came of an import: counts, refused rows with every problem, and the file in which those can be mended."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.importing.source import PROBLEM_COLUMN
from guanxi.text.messages import message

if TYPE_CHECKING:
    from guanxi.errors import Problem
    from guanxi.importing.source import Source

__all__ = ["MOST_PROBLEMS", "Refusal", "RefusedFile", "Summary", "Tally", "problem_text"]

MOST_PROBLEMS = 1_000  # so many stand in the answer; the error file has them all
_STATUSES = ("created", "updated", "unchanged", "refused", "repeated")


@dataclass(slots=True)
class Refusal:
    """A row that was refused, as it stands in the file."""

    cells: Sequence[str]
    problems: "list[Problem]"


@dataclass(slots=True)
class Tally:
    """What came of the rows of one step."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: dict[int, Refusal] = field(default_factory=dict)
    warnings: int = 0

    def refuse(self, number: int, cells: Sequence[str], problems: "Iterable[Problem]") -> None:
        """Note what is wrong with a row; `number` counts the rows of the file from 0."""
        found = [replace(problem, row=number) for problem in problems]
        if number in self.refused:
            self.refused[number].problems += found
        else:
            self.refused[number] = Refusal(cells, found)
            self.counts["refused"] += 1


@dataclass(slots=True)
class Summary:
    """What came of a whole import; `kept` is False where nothing was written."""

    object: str
    mode: str
    dry_run: bool
    rows: int
    kept: bool = True
    counts: Counter[str] = field(default_factory=Counter)
    problems: "list[dict[str, Any]]" = field(default_factory=list)
    problem_count: int = 0
    warnings: int = 0
    errors_end: int = 0  # where the error file ended when the last step was kept

    def add(self, tally: Tally, language: str) -> None:
        """Add a step."""
        self.counts += tally.counts
        self.warnings += tally.warnings
        for number in sorted(tally.refused):
            found = tally.refused[number].problems
            self.problem_count += len(found)
            room = MOST_PROBLEMS - len(self.problems)
            self.problems += [_shown(problem, language) for problem in found[: max(room, 0)]]

    def as_json(self) -> dict[str, Any]:
        """Return the summary as JSON; rows are numbered from 1."""
        return {
            "object": self.object, "mode": self.mode, "dry_run": self.dry_run, "kept": self.kept, "rows": self.rows,
            **{status: self.counts[status] for status in _STATUSES},
            "warnings": self.warnings, "problem_count": self.problem_count, "problems": self.problems,
            "errors_end": self.errors_end,
        }  # fmt: skip

    def shown(self) -> dict[str, Any]:
        """Return the summary as callers see it."""
        return {name: value for name, value in self.as_json().items() if name != "errors_end"}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Summary":
        """Return the summary that `as_json` told."""
        known = {name: told[name] for name in cls.__slots__ if name != "counts"}
        return cls(**known, counts=Counter({status: told[status] for status in _STATUSES}))


def problem_text(problem: "Problem", language: str) -> str:
    """Return a problem in words: the admin's own where it has some."""
    own = problem.message or {}
    return own.get(language) or own.get("en") or message(problem.code, problem.params, language=language)


def _shown(problem: "Problem", language: str) -> dict[str, Any]:
    row = None if problem.row is None else problem.row + 1
    params = {
        name: value if isinstance(value, int | str | float | None) else str(value)
        for name, value in problem.params.items()
    }
    return {
        "row": row,
        "field": problem.field,
        "code": problem.code,
        "params": params,
        "message": problem_text(problem, language),
    }


class RefusedFile:
    """The error file: refused rows in the columns of the source and one more, which says what is wrong with them.

    It is written as the source is, so that it can be mended and imported with the same mapping.
    """

    def __init__(self, path: Path | None, source: "Source", language: str) -> None:
        """Take the place of the file; None where nobody wants one."""
        self._path = path
        self._source = source
        self._language = language
        # A fed back error file has the column already; what it said is replaced.
        self._keep = [index for index, title in enumerate(source.header) if title != PROBLEM_COLUMN]

    def write(self, refused: Mapping[int, Refusal], *, end: int) -> int:
        """Write the rows after the first `end` bytes, whatever an undone step left there; return the new end."""
        if self._path is None:
            return 0
        if end == 0:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(self._header())
            end = self._path.stat().st_size
        with self._path.open("r+b") as target:
            target.truncate(end)
        with self._path.open("a", encoding=self._encoding, errors="backslashreplace", newline="") as target:
            writer = csv.writer(target, delimiter=self._source.delimiter)
            writer.writerows(self._line(refused[number]) for number in sorted(refused))
        return self._path.stat().st_size

    @property
    def _encoding(self) -> str:
        return {"utf-16": "utf-16-le"}.get(self._source.encoding, self._source.encoding)

    def _header(self) -> bytes:
        mark = "\ufeff" if self._source.encoding.startswith("utf") else ""
        titles = [self._source.header[index] for index in self._keep]
        line = self._source.delimiter.join(_quoted(title) for title in [*titles, PROBLEM_COLUMN])
        return f"{mark}{line}\r\n".encode(self._encoding)

    def _line(self, refusal: Refusal) -> list[str]:
        cells = list(refusal.cells)
        words = "; ".join(
            f"{problem.field}: {problem_text(problem, self._language)}"
            if problem.field
            else problem_text(problem, self._language)
            for problem in refusal.problems
        )
        if len(cells) == len(self._source.header):
            cells = [cells[index] for index in self._keep]
        return [*cells, words]


def _quoted(title: str) -> str:
    return '"' + title.replace('"', '""') + '"' if any(sign in title for sign in '",;\t|\r\n') else title
