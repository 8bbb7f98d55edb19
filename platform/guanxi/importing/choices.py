"""What texts of a file stand for in a list of values: each goes by its name and by its label in every language."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from guanxi.fields.base import FieldProblem
from guanxi.text.keys import fold_key

if TYPE_CHECKING:
    from guanxi.catalog import Field
    from guanxi.workspace.context import Context

__all__ = ["choices_of", "reader_of_choices"]


def choices_of(context: "Context", field: "Field") -> Mapping[str, tuple[str, ...]]:
    """Return the active values of a field by the texts they go by, folded.

    A name, former ones too, means its value alone; a text that labels several values is told with all of them.
    """
    active = field.active_values
    picklist = context.catalog.picklists.get(field.picklist) if field.picklist is not None else None
    found: dict[str, dict[str, None]] = {}
    for value in () if picklist is None else picklist.values:
        if value.name in active:
            for text in filter(None, value.label.as_mapping().values()):
                found.setdefault(fold_key(text.strip()), {})[value.name] = None
    former = {fold_key(old): (new,) for old, new in field.former_values if new in active}
    names = {fold_key(name): (name,) for name in field.values if name in active}
    return {**{text: tuple(values) for text, values in found.items()}, **former, **names}


def reader_of_choices(context: "Context", field: "Field") -> Callable[[object], object]:
    """Return what reads one text, of a field with several values those parted by semicolons.

    What stands for none of the values stays as it is: the field itself refuses it.
    """
    known = choices_of(context, field)
    kept = frozenset(field.values)

    def one(text: str) -> str | FieldProblem:
        if text in kept:
            return text
        meant = known.get(fold_key(text), (text,))
        if len(meant) > 1:
            return FieldProblem("ambiguous_choice", value=text[:100], values=", ".join(meant))
        return meant[0]

    def several(value: object) -> object:
        if type(value) is not str:
            return value
        read = [one(part.strip()) for part in value.split(";")]
        return next((part for part in read if isinstance(part, FieldProblem)), ";".join(map(str, read)))

    def single(value: object) -> object:
        return one(value.strip()) if type(value) is str else value

    return several if field.kind.linked else single
