"""The page of shipped objects: what the packages in the house define."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from guanxi.settings import asset_path

from docs.generator.markdown import code, table

__all__ = ["objects"]

ROOT = Path(__file__).resolve().parents[2]
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The page's own words in one language."""

    languages: tuple[str, str]  # which label comes first
    introduction: str
    extended: str
    titles: tuple[str, str, str]
    to: str
    values: str
    over: str
    of: str
    flags: Mapping[str, str]
    comma: str


WORDS = {
    "en": Words(
        ("en", "zh"),
        """# Shipped objects

Every object also has the system fields `id`, `created_at`, `created_by`, `updated_at`, `updated_by` and `version`, and
`owner` where it is owned.""",
        "{}, extended", ("field", "type", "label"), "to {}", "of {}", "{} over {}", "of {}",
        {"required": "required", "unique": "unique"}, ", ",
    ),
    "zh": Words(
        ("zh", "en"),
        """# 自带的对象

每个对象还有系统字段 `id`、`created_at`、`created_by`、`updated_at`、`updated_by` 和 `version`；
有负责人的对象另有 `owner`。""",
        "{}（扩展）", ("字段", "类型", "标签"), "指向 {}", "取自 {}", "{}，汇总 {}", "的 {}",
        {"required": "必填", "unique": "唯一"}, "，",
    ),
}  # fmt: skip


def objects(language: str = "en") -> str:
    """Return the page in a language."""
    words = WORDS[language]
    parts = [words.introduction]
    for folder in packages():
        manifest = read(folder / "plugin.yaml")
        parts.append(f"## {both(manifest, words)} ({code(manifest['name'])})")
        for path in sorted((folder / "objects").glob("*.yaml")):
            document = read(path)
            parts += [f"### {document['name']}", both(document, words), fields(document, words)]
        for path in sorted((folder / "extensions").glob("*.yaml")):
            document = read(path)
            parts += [f"### {words.extended.format(document['object'])}", fields(document, words)]
    return "\n\n".join(parts)


def packages() -> Iterator[Path]:
    """Yield the folders of the shipped packages, core first."""
    yield from (asset_path("metadata") / name for name in ("core", "base"))
    yield from sorted(path.parent for path in (ROOT / "plugins").glob("*/plugin.yaml"))


def read(path: Path) -> Document:
    """Return a document."""
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def both(item: Document, words: Words) -> str:
    """Return an item's label in both languages, that of the page first."""
    label = item.get("label", {})
    return " · ".join(label[language] for language in words.languages if language in label)


def fields(document: Document, words: Words) -> str:
    """Return the table of fields."""
    rows = ((code(row["name"]), kind(row, words), both(row, words)) for row in document["fields"])
    return table(words.titles, rows)


def kind(field: Document, words: Words) -> str:
    """Say of what type a field is, and what it points to or computes."""
    parts = [field["type"]]
    if "to" in field:
        parts.append(words.to.format(code(field["to"])))
    if "values" in field:
        parts.append(words.values.format(code(field["values"])))
    if "formula" in field:
        parts.append(code(field["formula"]))
    if "over" in field:
        parts.append(words.over.format(field["function"], code(field["over"])))
        parts += [words.of.format(code(field["of"]))] if "of" in field else []
    parts += [said for word, said in words.flags.items() if field.get(word)]
    return words.comma.join(parts)
