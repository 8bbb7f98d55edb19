"""Small pieces of Markdown that the pages share."""

import inspect
from collections.abc import Iterable, Sequence

__all__ = ["code", "first_sentence", "table"]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(*words: object) -> str:
    """Return the words as code, with commas between them."""
    return ", ".join(f"`{word}`" for word in words)


def first_sentence(text: str | None) -> str:
    """Return the first line of a docstring."""
    return inspect.cleandoc(text or "").split("\n")[0]
