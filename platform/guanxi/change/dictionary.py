"""The data dictionary: every object and field with what it is and who reads it, as rows, CSV or Markdown."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guanxi.access.rights import Policy
    from guanxi.catalog import Field, ObjectType

__all__ = ["Entry", "as_csv", "as_markdown", "dictionary"]

_HEADS = {
    "en": "| Field | Label | Type | Required | Help | Read by |",
    "zh": "| 字段 | 名称 | 类型 | 必填 | 帮助 | 可读角色 |",
}  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet takes a text for a formula


@dataclass(frozen=True, slots=True)
class Entry:
    """One field; labels and helps in both languages."""

    object: str
    object_en: str
    object_zh: str
    field: str
    en: str
    zh: str
    type: str
    of: str  # the object or picklist that its values come from
    required: bool
    unique: bool
    data_class: str
    help_en: str
    help_zh: str
    package: str
    readers: tuple[str, ...]  # roles that read it

    def as_json(self) -> dict[str, Any]:
        """Return it as the API tells it."""
        return {**asdict(self), "readers": list(self.readers)}


def dictionary(policy: "Policy") -> tuple[Entry, ...]:
    """Return the fields of all objects that are not hidden, in the order of their names and declaration."""
    return tuple(
        entry
        for _, item in sorted(policy.catalog.objects.items()) if item.state != "hidden"
        for entry in _of_object(policy, item)
    )  # fmt: skip


def _of_object(policy: "Policy", item: "ObjectType") -> Iterator[Entry]:
    reading = {name: policy.rights(frozenset({name})).readable(item.name) for name in sorted(policy.catalog.roles)}
    for member in item.declared:
        if member.internal or member.whole is not None or member.state == "hidden":
            continue
        readers = tuple(name for name, readable in reading.items() if member.name in readable)
        yield _entry(item, member, readers)


def _entry(item: "ObjectType", member: "Field", readers: tuple[str, ...]) -> Entry:
    help_text = member.help
    return Entry(
        item.name, item.label.text("en"), item.label.text("zh"), member.name, member.label.text("en"),
        member.label.text("zh"), member.type, member.to or member.picklist or "", member.required, member.unique,
        member.classification, help_text.text("en") if help_text else "", help_text.text("zh") if help_text else "",
        member.package, readers,
    )  # fmt: skip


def as_csv(entries: Iterable[Entry]) -> str:
    """Return the dictionary as a file that spreadsheets open, in which no text is a formula."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(names := [each.name for each in fields(Entry)])
    writer.writerows([_cell(getattr(entry, name)) for name in names] for entry in entries)
    return "\ufeff" + content.getvalue()


def as_markdown(entries: Iterable[Entry], language: str) -> str:
    """Return the dictionary as a page with a table for each object."""
    lines: list[str] = []
    present = None
    heads = _HEADS.get(language, _HEADS["en"])
    for entry in entries:
        if entry.object != present:
            present = entry.object
            label = entry.object_zh if language == "zh" else entry.object_en
            lines += ["", f"## {_plain(label)} (`{entry.object}`)", "", heads, "|---|---|---|---|---|---|"]
        label, told = (entry.zh, entry.help_zh) if language == "zh" else (entry.en, entry.help_en)
        kind = f"{entry.type} → {entry.of}" if entry.of else entry.type
        cells = (f"`{entry.field}`", label, kind, "✓" if entry.required else "", told, ", ".join(entry.readers))
        lines.append(f"| {' | '.join(_plain(cell) for cell in cells)} |")
    return "\n".join(lines).lstrip("\n") + "\n"


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, str) and value.startswith(_RISKY):
        return f"'{value}"
    return value


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
