"""YAML to plain values with the line of every node, without YAML's traps.

Built from parser events in a loop, so that neither nesting nor anchors can exhaust memory. Text stays text: only
`true`, `false`, `null` and plainly written numbers are anything else.
"""

import re
from typing import Any

import yaml
from guanxi.metadata.document import Path, Source
from guanxi.metadata.findings import Finding

__all__ = ["read_yaml"]

_MAX_BYTES = 2_000_000
_MAX_DEPTH = 40
_WORDS = frozenset({"yes", "no", "on", "off"})
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_CONSTANTS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NODES = (yaml.ScalarEvent, yaml.AliasEvent, yaml.CollectionStartEvent)


def read_yaml(content: bytes, file: str | None) -> tuple[list[tuple[Any, Source]], list[Finding]]:
    """Return the documents of a file with their sources, and every fault of its writing."""
    if len(content) > _MAX_BYTES:
        return [], [Finding("file_too_large", file, params={"limit": _MAX_BYTES})]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Finding("not_utf8", file)]
    reader = _Reader(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark is not None else None
        return [], [Finding("yaml_syntax", file, line, params={"detail": detail})]
    except _TooDeepError as error:
        return [], [Finding("yaml_depth", file, error.line)]
    return reader.documents, reader.findings


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Reader:
    """Turns events into values; the stack holds the collections that are open."""

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.documents: list[tuple[Any, Source]] = []
        self.findings: list[Finding] = []
        self._stack: list[tuple[Any, Path]] = []
        self._keys: list[str | None] = []  # of each open collection: the key that waits for its value
        self._lines: dict[Path, int] = {}
        self._root: Any = None

    def take(self, event: yaml.Event) -> None:
        """Handle one event."""
        if isinstance(event, _NODES):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
            self._keys.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._lines, self._root = {}, None
        elif isinstance(event, yaml.DocumentEndEvent) and self._root is not None:
            self.documents.append((self._root, Source(self.file, self._lines)))

    def _find(self, code: str, line: int, **params: object) -> None:
        self.findings.append(Finding(code, self.file, line, params=params))

    def _node(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        is_key = bool(self._stack) and isinstance(self._stack[-1][0], dict) and self._keys[-1] is None
        value = self._value(event, line)
        if is_key:
            self._key(event, value, line)
        else:
            path = self._place(value)
            self._lines[path] = line
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._stack) >= _MAX_DEPTH:
                raise _TooDeepError(line)
            self._stack.append((value, () if is_key or not self._stack else path))
            self._keys.append(None)

    def _value(self, event: yaml.Event, line: int) -> object:
        if isinstance(event, yaml.AliasEvent):
            self._find("yaml_alias", line)
            return None
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self._find("yaml_tag", line, tag=tag)
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        if not isinstance(event, yaml.ScalarEvent) or event.style:
            return getattr(event, "value", None)
        text: str = event.value
        if text.lower() in _WORDS or (text not in _CONSTANTS and text.lower() in {"true", "false", "null"}):
            self._find("yaml_word", line, word=text)
            return text
        return _plain(text)

    def _key(self, event: yaml.Event, value: object, line: int) -> None:
        mapping = self._stack[-1][0]
        if not isinstance(value, str):
            self._find("yaml_key", line, key=getattr(event, "value", "?"))
            value = f"?{line}"
        if value in mapping:
            self._find("duplicate_key", line, key=value)
        self._keys[-1] = value
        self._lines.setdefault((*self._stack[-1][1], value), line)

    def _place(self, value: object) -> Path:
        if not self._stack:
            self._root = value
            return ()
        parent, path = self._stack[-1]
        if isinstance(parent, dict):
            key = self._keys[-1]
            parent[key] = value
            self._keys[-1] = None
            return (*path, key or "")
        parent.append(value)
        return (*path, len(parent) - 1)


def _plain(text: str) -> object:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
