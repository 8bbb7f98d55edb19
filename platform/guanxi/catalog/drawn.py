"""The screens of objects for which nobody wrote any, drawn from their fields: no screen needs a special case."""

from typing import TYPE_CHECKING

from guanxi.catalog.screens import Column, Component, FieldPlace, Layout, RelatedList, Section, Tab, View
from guanxi.text.label import Label

if TYPE_CHECKING:
    from guanxi.catalog.objects import Field, ObjectType

__all__ = ["COMPACT", "drawn_layout", "drawn_view"]

COMPACT = 4  # fields of a card besides the name
_COLUMNS = 6
_LONG = frozenset({"long_text", "rich_text", "markdown", "json"})
_KEPT = ("owner", "created_at", "created_by", "updated_at", "updated_by")


def drawn_view(item: "ObjectType") -> View:
    """Return the list of all records: the name, then the first fields that fit into a cell."""
    label = Label(f"All {item.plural.text('en').lower()}", f"全部{item.plural.text('zh')}")
    columns = tuple(Column(name) for name in (item.name_field, *_short(item, _COLUMNS)))
    return View(name="all", package=item.package, object=item.name, label=label, columns=columns)


def drawn_layout(item: "ObjectType") -> Layout:
    """Return a page with every field, the children of every relation, and the history where the object keeps one."""
    whole = (member for member in item.declared if member.whole is None)
    declared = tuple(FieldPlace(member.name, wide=member.type in _LONG) for member in whole)
    kept = tuple(FieldPlace(name) for name in _KEPT if name in item.fields)
    tabs = [
        Tab(
            "details", Label("Details", "详细信息"),
            sections=(
                Section("fields", Label("Fields", "字段"), declared),
                Section("system", Label("System", "系统信息"), kept, collapsed=True),
            ),
        )
    ]  # fmt: skip
    if item.relations:
        related = tuple(RelatedList(name) for name in item.relations)
        tabs.append(Tab("related", Label("Related", "相关"), related=related))
    if item.features - {"history"}:
        timeline = Component("timeline", Label("Timeline", "动态"), "timeline")
        tabs.append(Tab("timeline", Label("Timeline", "动态"), components=(timeline,)))
    if "history" in item.features:
        history = Component("history", Label("History", "历史"), "history")
        tabs.append(Tab("history", Label("History", "历史"), components=(history,)))
    return Layout(
        name="all", package=item.package, object=item.name, label=item.label,
        compact=(item.name_field, *_short(item, COMPACT)), tabs=tuple(tabs),
    )  # fmt: skip


def _short(item: "ObjectType", number: int) -> list[str]:
    """Return the first fields that fit into a cell, the name apart."""
    return [member.name for member in item.declared if _fits(member) and member.name != item.name_field][:number]


def _fits(member: "Field") -> bool:
    return member.type not in _LONG and member.state != "hidden" and member.whole is None
