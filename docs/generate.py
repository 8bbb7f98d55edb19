"""Write docs/reference from the code: `python -m docs.generate`; with --check, fail when a page is stale.

Every page is one function that returns its text; PAGES lists them.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from guanxi.formula.reference_page import function_reference

from docs.generator.calls import calls
from docs.generator.commands import commands
from docs.generator.failures import failures
from docs.generator.fields import field_types
from docs.generator.hooks import hooks
from docs.generator.kinds import metadata_kinds
from docs.generator.modules import modules
from docs.generator.objects import objects
from docs.generator.settings import settings

REFERENCE = Path(__file__).resolve().parent / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "command-line": commands,
    "command-line.zh": lambda: commands("zh"),
    "errors": failures,
    "errors.zh": lambda: failures("zh"),
    "field-types": field_types,
    "field-types.zh": lambda: field_types("zh"),
    "formula-functions": function_reference,
    "formula-functions.zh": lambda: function_reference("zh"),
    "hooks": hooks,
    "http-api": calls,
    "metadata-kinds": metadata_kinds,
    "metadata-kinds.zh": lambda: metadata_kinds("zh"),
    "modules": modules,
    "objects": objects,
    "objects.zh": lambda: objects("zh"),
    "settings": settings,
    "settings.zh": lambda: settings("zh"),
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
