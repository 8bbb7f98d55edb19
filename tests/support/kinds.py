"""A package that declares a kind, for tests: service levels, which promise minutes by priority."""

import json
from typing import Any

from guanxi.metadata.document import Document, Manifest
from guanxi.metadata.layers import Layer

from tests.support.packages import documents

__all__ = ["CASES", "LEVEL", "MANIFEST", "SCHEMA", "declaration", "desk", "schema"]

MANIFEST = "name: desk\nlabel: {en: Desk, zh: 服务台}\nversion: 1.0.0\nprefix: ''\n"
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Service level", "x-zh-title": "服务级别", "x-folder": "sla_policies", "type": "object",
    "description": "Minutes promised by priority.", "x-zh": "按优先级承诺的分钟数。",
    "properties": {
        "object": {
            "$ref": "common.schema.json#/$defs/name", "x-ref": "object", "title": "Object", "x-zh-title": "对象",
        },
        "when": {
            "$ref": "common.schema.json#/$defs/formula", "x-formula": "condition",
            "title": "For which records", "x-zh-title": "适用记录",
        },
        "notice": {"$ref": "common.schema.json#/$defs/label", "title": "Notice", "x-zh-title": "通知"},
        "watched": {
            "type": "array", "x-list": "set", "items": {"type": "string"}, "x-ref": "field",
            "title": "Watched fields", "x-zh-title": "关注的字段",
        },
        "follows": {"type": "string", "x-ref": "sla_policy", "title": "Follows", "x-zh-title": "承接"},
        "promises": {
            "type": "array", "x-list": "keyed(priority)", "minItems": 1, "title": "Promises", "x-zh-title": "承诺",
            "items": {"$ref": "#/$defs/promise"},
        },
    },
    "required": ["object", "promises"],
    "$defs": {
        "promise": {
            "type": "object",
            "properties": {
                "priority": {
                    "enum": ["high", "low"], "x-choices": {"high": {"en": "Urgent", "zh": "紧急"}},
                    "title": "Priority", "x-zh-title": "优先级",
                },
                "minutes": {"type": "integer", "minimum": 1, "title": "Minutes", "x-zh-title": "分钟"},
            },
            "required": ["priority", "minutes"],
        },
    },
}  # fmt: skip
CASES = """
kind: object
name: case
label: {en: Case, zh: 工单}
plural: {en: Cases, zh: 工单}
fields:
  - {name: name, type: text, label: {en: Name, zh: 名称}}
  - {name: urgent, type: boolean, label: {en: Urgent, zh: 紧急}}
"""
LEVEL = """
kind: sla_policy
name: basic
label: {en: Basic, zh: 基本}
object: case
when: urgent
notice: {en: Late soon, zh: 即将超时}
watched: [urgent]
promises:
  - {priority: high, minutes: 30}
  - {priority: low, minutes: 480}
"""


def schema(**changed: Any) -> dict[str, Any]:
    """Return the schema of service levels with other parts; None leaves one out."""
    said = {**SCHEMA, **changed}
    return json.loads(json.dumps({key: value for key, value in said.items() if value is not None}))  # type: ignore[no-any-return]


def declaration(body: dict[str, Any] = SCHEMA, *, name: str = "sla_policy", package: str = "desk") -> Document:
    """Return the document that declares a kind."""
    return Document("kind", name, package, {"kind": "kind", "name": name, **body})


def desk(text: str = CASES, *, kind: dict[str, Any] = SCHEMA, version: str = "1.0.0") -> Layer:
    """Return the layer of a package with service levels."""
    return Layer(Manifest("desk", version), (declaration(kind), *documents(text, "desk")))
