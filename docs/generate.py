"""Write docs/reference from the code: `python -m docs.generate`; with --check, fail when a page is stale.

Every page is one function that returns its text; PAGES lists them.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from guanxi import errors
from guanxi.fields import FIELD_TYPES
from guanxi.hooks import RecordHooks
from guanxi.settings import ROWS, Settings

REFERENCE = Path(__file__).resolve().parent / "reference"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(*words: object) -> str:
    """Return the words as code, with commas between them."""
    return ", ".join(f"`{word}`" for word in words)


def first_sentence(text: str | None) -> str:
    """Return the first line of a docstring."""
    return inspect.cleandoc(text or "").split("\n")[0]


def settings() -> str:
    """Return the page of settings."""
    defaults = {row.name: getattr(Settings(), row.name) for row in ROWS}
    rows = [
        (code(row.variable), row.expects, "" if defaults[row.name] == "" else code(defaults[row.name]), row.help)
        for row in ROWS
    ]
    return (
        "# Settings\n\nSettings are environment variables. All of them are read once, at start; every faulty or\n"
        "unknown one is reported, then Guanxi stops.\n\n"
    ) + table(["variable", "expects", "default", "what it does"], rows)


def hooks() -> str:
    """Return the page of hooks."""
    parts = []
    for name, hook in vars(RecordHooks).items():
        if not name.startswith("_"):
            arguments = [argument for argument in inspect.signature(hook).parameters if argument != "self"]
            parts.append(f"## {name}\n\n`{name}({', '.join(arguments)})`\n\n{inspect.cleandoc(hook.__doc__ or '')}")
    module = inspect.getmodule(RecordHooks)
    return "# Hooks\n\n" + inspect.cleandoc((module and module.__doc__) or "") + "\n\n" + "\n\n".join(parts)


def field_types() -> str:
    """Return the page of field types."""

    common = next(iter(FIELD_TYPES.values())).common_keys
    rows = []
    for kind in FIELD_TYPES.values():
        if kind.declarable:
            flags = ["yes" if flag else "no" for flag in (kind.filterable, kind.sortable, kind.groupable)]
            rows.append((code(kind.token), first_sentence(kind.__doc__), code(*sorted(kind.keys)), *flags))
    return (
        f"# Field types\n\nEvery field may carry {code(*sorted(common))};\n"
        "what a type understands besides is listed with it.\n\n"
    ) + table(["type", "holds", "further keys", "filter", "sort", "group"], rows)


def subclasses(root: type[errors.GuanxiError]) -> Iterator[type[errors.GuanxiError]]:
    """Yield the class and everything below it, in the order of the module."""
    yield root
    for child in root.__subclasses__():
        yield from subclasses(child)


PAGES: dict[str, Callable[[], str]] = {
    "settings": settings,
    "hooks": hooks,
    "field-types": field_types,
}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with --check say which ones are stale."""
    stale = []
    for name, page in PAGES.items():
        path = REFERENCE / f"{name}.md"
        text = page().rstrip() + "\n"
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        sys.stderr.write(f"Stale in docs/reference: {', '.join(stale)}. Run `make docs` and commit what it writes.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
