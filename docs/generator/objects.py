"""The page of shipped objects: what the packages in the house define."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from guanxi.settings import asset_path

from docs.generator.markdown import code, table

__all__ = ["objects"]

ROOT = Path(__file__).resolve().parents[2]
Document = Mapping[str, Any]
INTRODUCTION = """# Shipped objects

Every object also has the system fields `id`, `created_at`, `created_by`, `updated_at`, `updated_by` and `version`, and
`owner` where it is owned."""


def objects() -> str:
    """Return the page."""
    parts = [INTRODUCTION]
    for folder in packages():
        manifest = read(folder / "plugin.yaml")
        parts.append(f"## {manifest['label']['en']} · {manifest['label']['zh']} ({code(manifest['name'])})")
        for path in sorted((folder / "objects").glob("*.yaml")):
            document = read(path)
            parts += [f"### {document['name']}", both(document), fields(document)]
        for path in sorted((folder / "extensions").glob("*.yaml")):
            document = read(path)
            parts += [f"### {document['object']}, extended", fields(document)]
    return "\n\n".join(parts)


def packages() -> Iterator[Path]:
    """Yield the folders of the shipped packages, core first."""
    yield from (asset_path("metadata") / name for name in ("core", "base"))
    yield from sorted(path.parent for path in (ROOT / "plugins").glob("*/plugin.yaml"))


def read(path: Path) -> Document:
    """Return a document."""
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def both(item: Document) -> str:
    """Return an item's label in both languages."""
    label = item.get("label", {})
    return " · ".join(label[language] for language in ("en", "zh") if language in label)


def fields(document: Document) -> str:
    """Return the table of fields."""
    return table(["field", "type", "label"], ((code(row["name"]), kind(row), both(row)) for row in document["fields"]))


def kind(field: Document) -> str:
    """Say of what type a field is, and what it points to or computes."""
    words = [field["type"]]
    if "to" in field:
        words.append(f"to {code(field['to'])}")
    if "values" in field:
        words.append(f"of {code(field['values'])}")
    if "formula" in field:
        words.append(code(field["formula"]))
    if "over" in field:
        words.append(f"{field['function']} over {code(field['over'])}")
        words += [f"of {code(field['of'])}"] if "of" in field else []
    words += [word for word in ("required", "unique") if field.get(word)]
    return ", ".join(words)
