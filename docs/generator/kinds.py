"""The page of metadata kinds, from their JSON Schemas."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guanxi.settings import asset_path

from docs.generator.markdown import code, table

__all__ = ["metadata_kinds"]

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The page's own words in one language, and the schemas' key for the rest."""

    introduction: str
    titles: tuple[str, str, str, str]
    yes: str
    shared: str
    list_of: str
    values: str
    mapping: str
    mapping_of: str
    either: str
    description: str


WORDS = {
    "en": Words(
        """# Metadata kinds

One YAML document per item, in the folder of its kind; unknown keys are errors. Lists say how layers merge: *keyed* by
the named key, as a *set*, or *atomic* as a whole.""",
        ("key", "required", "is", "means"), "yes", "Shared parts", "list of ", "values", "mapping", "mapping of ",
        " or ", "description",
    ),
    "zh": Words(
        """# 元数据种类

每个项目一份 YAML 文档，放在其种类的文件夹中；未知的键视为错误。列表注明各层如何合并：*keyed* 按所列的键，*set* 按集合，
*atomic* 整体替换。""",
        ("键", "必填", "形式", "含义"), "是", "共用部分", "列表：", "值", "映射", "映射：", " 或 ", "x-zh",
    ),
}  # fmt: skip

# Kinds in the order in which one writes them; what several of them share comes last.
ORDER = [
    "plugin", "object", "extension", "picklist", "rule", "role", "sharing", "setting", "view", "layout", "app",
    "action", "duplicate_rule", "assignment", "template", "translation", "kind",
]  # fmt: skip


def metadata_kinds(language: str = "en") -> str:
    """Return the page in English or Chinese."""
    words = WORDS[language]
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in schema_files()}
    parts = [words.introduction]
    names = [f"{name}.schema.json" for name in ORDER]
    for name in [*names, *(name for name in sorted(schemas) if name not in (*names, "common.schema.json"))]:
        schema = schemas[name]
        parts += [f"## {name.split('.')[0]}", _title(schema, words), keys_of(schema, words)]
        if "value" in schema.get("$defs", {}):  # what a declared schema may say of a key
            parts += ["### value", keys_of(schema["$defs"]["value"], words)]
    shared = schemas["common.schema.json"]["$defs"]
    parts += [f"## {words.shared}"]
    for name, schema in shared.items():
        if "properties" in schema:
            parts += [f"### {name}", schema.get(words.description, ""), keys_of(schema, words)]
    return "\n\n".join(part for part in parts if part)


def _title(schema: Schema, words: Words) -> str:
    return f"{schema['title']}." if words is WORDS["en"] else str(schema.get("x-zh", ""))


def schema_files() -> Iterator[Any]:
    """Yield the files of the shipped schemas."""
    yield from sorted((asset_path("metadata") / "schemas").glob("*.schema.json"))


def keys_of(schema: Schema, words: Words) -> str:
    """Return the table of a schema's keys."""
    needed = set(schema.get("required", []))
    rows = [
        (code(name), words.yes if name in needed else "", shape(part, words), part.get(words.description, ""))
        for name, part in schema.get("properties", {}).items()
        if name != "kind"
    ]
    return table(list(words.titles), rows)


def shape(part: Schema, words: Words) -> str:
    """Say in few words what a value looks like."""
    if "$ref" in part:
        return part["$ref"].rpartition("/")[2]
    if "const" in part:
        return code(part["const"])
    if "enum" in part:
        return code(*part["enum"])
    if part.get("type") == "array":
        merged = f", {part['x-list']}" if "x-list" in part else ""
        return f"{words.list_of}{shape(part.get('items', {}), words) or words.values}{merged}"
    if "oneOf" in part or "anyOf" in part:
        return words.either.join(shape(one, words) for one in part.get("oneOf", part.get("anyOf", [])))
    kind = part.get("type", "")
    if kind == "object":
        inner = part.get("properties", {})
        return f"{words.mapping_of}{code(*inner)}" if inner else words.mapping
    return words.either.join(kind) if isinstance(kind, list) else str(kind)
