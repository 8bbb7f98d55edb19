"""The columns of an exported table: where each value stands in a record's JSON, its title and how it is written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from guanxi.records.selection import Reader, select_fields

if TYPE_CHECKING:
    from guanxi.catalog import Field, ObjectType
    from guanxi.exporting.order import ExportOrder
    from guanxi.workspace.context import Context

__all__ = ["Column", "columns_of"]

Record: TypeAlias = Mapping[str, Any]
Show: TypeAlias = Callable[[Any], Any]
_LIST_SIGN = ";"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the keys to its value in a record, and what becomes of the value."""

    title: str
    path: tuple[str, ...]
    member: "Field"
    show: Show | None = None

    @property
    def asked(self) -> str:
        """Return the field or path that a question must name for the value to be there."""
        return ".".join(self.path)

    def values(self, records: Sequence[Record]) -> list[Any]:
        """Return the JSON values of the column, None where one is blank."""
        first, *more = self.path
        found: list[Any] = [record[first] for record in records]
        for step in more:
            found = [None if value is None else value[step] for value in found]
        show = self.show
        return found if show is None else [None if value is None else show(value) for value in found]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name ends: the fields on the way, the name by which import finds it, the keys to its value."""

    steps: tuple["Field", ...]
    name: str
    path: tuple[str, ...]


def columns_of(context: "Context", order: "ExportOrder") -> tuple[Column, ...]:
    """Return the columns of an order for its reader; Malformed tells all names that the reader may not use."""
    item = context.catalog.object(order.object)
    reader = Reader(context.catalog, context.rights)
    select_fields(reader, item, order.fields)  # all unknown names together
    places = [place for name in order.fields for place in _places(reader, item, name)]
    labelled = order.values == "labels"
    paths = [_shown_path(reader, place) if labelled else place.path for place in places]
    opened = {path[:length] for path in paths for length in range(1, len(path))}
    return tuple(
        # Where something of the record pointed to is read too, its id stands inside of it.
        Column(
            title, (*path, "id") if path in opened else path, place.steps[-1],
            _show(context, place.steps[-1], labelled=labelled),
        )
        for title, path, place in zip(_titles(context, order, places), paths, places, strict=True)
    )  # fmt: skip


def _places(reader: Reader, item: "ObjectType", name: str) -> Iterable[_Place]:
    """Yield the place of a name, for a composite field those of its parts."""
    selection = select_fields(reader, item, (name,))[-1]
    steps, path = [selection.member], [selection.name]
    while selection.target is not None:
        selection = selection.below[-1]
        steps.append(selection.member)
        path.append(selection.name)
    if selection.member.kind.parts:
        for part in selection.below:
            yield _Place((*steps[:-1], part.member), ".".join((*path, part.name)), (*path, part.name))
    elif selection.member.type == "owner":
        end = name.rpartition(".")[2] if name.endswith((".id", ".name")) else ""
        yield _Place(tuple(steps), ".".join(filter(None, (*path, end))), (*path, end or "id"))
    else:
        yield _Place(tuple(steps), ".".join(path), tuple(path))


def _shown_path(reader: Reader, place: _Place) -> tuple[str, ...]:
    """Return the path to what people know a record by: its name instead of its id, where they may read it."""
    member = place.steps[-1]
    if member.type == "owner":
        return (*place.path[:-1], "name")
    target = reader.target(member)
    known_by = None if target is None or target.name_field is None else reader.field(target, target.name_field)
    return place.path if known_by is None else (*place.path, known_by.name)


def _titles(context: "Context", order: "ExportOrder", places: Sequence[_Place]) -> list[str]:
    """Return the titles: the names that were asked for, or labels, with the name beside one that would stand twice."""
    names = [place.name for place in places]
    if order.headers == "names":
        return names
    labels = [" / ".join(step.label.text(context.language) or step.name for step in place.steps) for place in places]
    return [
        f"{label} ({name})" if labels.count(label) > 1 else label for label, name in zip(labels, names, strict=True)
    ]


def _show(context: "Context", member: "Field", *, labelled: bool) -> Show | None:
    labels: dict[str, str] = {}
    picklist = context.catalog.picklists.get(member.picklist or "")
    if labelled and picklist is not None:
        labels = {value.name: value.label.text(context.language) for value in picklist.values}

    def joined(value: object) -> object:
        if not isinstance(value, list):
            return value  # it is masked
        return _LIST_SIGN.join(labels.get(name) or name for name in map(str, value))

    if member.kind.linked:
        return joined
    return (lambda value: labels.get(value, value)) if labels else None
