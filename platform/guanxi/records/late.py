"""Formula fields that no SQL can say, such as those with REGEXEXTRACT: computed in Python once the page is there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guanxi.formula.formula_type import ERROR
from guanxi.records.environment import BatchEnvironment
from guanxi.records.load import read_rows
from guanxi.records.plan import plan_of
from guanxi.records.prepared import connected

if TYPE_CHECKING:
    from guanxi.catalog import Field
    from guanxi.fields import Converter
    from guanxi.workspace.context import Context

__all__ = ["Late", "fill"]


@dataclass(frozen=True, slots=True)
class Late:
    """One such field in the answer: the keys that point to its record, and the way from its value to what is shown."""

    path: tuple[str, ...]
    object: str
    member: "Field"
    show: "Converter | None"
    error: str | None


def fill(context: "Context", records: Sequence[dict[str, Any]], late: Sequence[Late]) -> None:
    """Give the records of an answer the values of such fields, which the system computes as it does all formulas."""
    with connected(context) as connection:
        inside = replace(context, transaction=connection)
        for item in late:
            targets = [found for record in records if (found := _at(record, item.path)) is not None]
            plan = plan_of(inside, item.object)
            stored = read_rows(connection, plan, {target["id"] for target in targets})
            around = BatchEnvironment(inside, plan, ())
            for target in targets:
                value = around.of_values(stored[target["id"]], None).value((item.member.name,))
                if value is ERROR:
                    target[item.member.name] = item.error
                elif value is not None:
                    target[item.member.name] = value if item.show is None else item.show(value)


def _at(record: dict[str, Any] | None, path: tuple[str, ...]) -> dict[str, Any] | None:
    for step in path:
        record = None if record is None else record[step]
    return record
