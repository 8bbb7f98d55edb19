"""Texts that name records by a unique field: found for a whole chunk at once, as far as the importer may see them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from guanxi.fields.base import FieldProblem
from guanxi.records.load import access_of, connection_of
from guanxi.records.plan import plan_of
from guanxi.records.unique import find_by_key, key_columns, key_value
from guanxi.text.messages import message

if TYPE_CHECKING:
    from guanxi.catalog import ObjectType
    from guanxi.records.unique import KeyValue
    from guanxi.workspace.context import Context

__all__ = ["Lookup"]

_SLICE = 20_000


class Lookup:
    """The records of one object by one unique field; what was found is remembered until `forget`."""

    def __init__(self, target: "ObjectType", key: str) -> None:
        """Take the object and the name of its unique field."""
        self.target = target
        self.key = key
        self.known: dict[str, str] = {}

    def forget(self) -> None:
        """Forget what was found: another transaction begins."""
        self.known.clear()

    def find(self, context: "Context", texts: Iterable[str]) -> Mapping[str, str]:
        """Return the ids of the texts that name a record; one that cannot be seen is as one that is not there."""
        asked = {text for text in texts if text not in self.known}
        if asked:
            self.known.update(self._read(context, sorted(asked)))
        return self.known

    def problem(self, text: str) -> FieldProblem:
        """Return what is said of a text that names no record."""
        code, value, field = "lookup_not_found", text[:100], self.target.field(self.key)

        def said(language: str) -> str:
            named = {"object": self.target.label.text(language), "field": field.label.text(language)}
            return message(code, {**named, "value": value}, language=language)

        words = {language: said(language) for language in ("en", "zh")}
        return FieldProblem(code, words=words, value=value, object=self.target.name, field=self.key)

    def _read(self, context: "Context", texts: list[str]) -> dict[str, str]:
        plan = plan_of(context, self.target.name)
        parse = plan.parser(self.key)
        access = access_of(context, self.target.name, "read")
        if self.key == "id":
            columns = tuple(column for column in plan.columns_of["id"])
        else:
            columns = key_columns(plan, next(key for key in plan.object.unique_keys if key.fields == (self.key,)))
        wanted: dict[KeyValue, list[str]] = {}
        for text in texts:
            try:
                value = key_value(columns, {self.key: parse(text)})
            except FieldProblem:
                continue  # what cannot be a value of the key names no record
            if value is not None:
                wanted.setdefault(value, []).append(text)
        found: dict[str, str] = {}
        values = list(wanted)
        for start in range(0, len(values), _SLICE):
            some = find_by_key(
                connection_of(context),
                plan,
                columns,
                values[start : start + _SLICE],
                where=access.test(),
                given=access.values,
            )
            for value, identity in some.items():
                found.update(dict.fromkeys(wanted[value], identity))
        return found
