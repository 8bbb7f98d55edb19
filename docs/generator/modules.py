"""The page of modules: what each says it is."""

import ast
from pathlib import Path

import guanxi

from docs.generator.markdown import code, first_sentence, table

__all__ = ["modules"]

# From the doors to the ground, as the layers stand.
LAYERS = [
    "web",
    "cli",
    "api",
    "automation",
    "change",
    "records",
    "workspace",
    "access",
    "storage",
    "metadata",
    "formula",
    "fields",
    "hooks",
    "text",
]
ROOT = Path(guanxi.__file__).parent


def modules() -> str:
    """Return the page."""
    parts = ["# Modules\n\nThe runtime from its doors to the ground; a package imports only what stands below it."]
    for layer in LAYERS:
        folder = ROOT / layer
        if folder.is_dir():
            parts += [f"## {layer}", said_of(folder / "__init__.py"), table(["module", "is"], rows(folder))]
    parts += ["## the ground", table(["module", "is"], rows(ROOT))]
    return "\n\n".join(part for part in parts if part)


def rows(folder: Path) -> list[tuple[str, str]]:
    """Return the modules of a folder, and of the folders in it, unless it is the root."""
    found = folder.glob("*.py") if folder == ROOT else folder.rglob("*.py")
    named = {path.relative_to(folder).with_suffix("").as_posix(): path for path in found if path.stem != "__init__"}
    return [(code(name), said_of(path)) for name, path in sorted(named.items()) if "versions/" not in name]


def said_of(path: Path) -> str:
    """Return the first sentence of a module's docstring."""
    if not path.is_file():
        return ""
    return first_sentence(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))))
