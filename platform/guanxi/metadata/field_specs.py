"""From the entry of a field in a document to its typed spec: values parsed, roll-up results resolved."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from guanxi.catalog import Label, Picklist
from guanxi.fields import FIELD_TYPES, DefaultFormula, FieldProblem, FieldSpec
from guanxi.metadata.document import Body

__all__ = ["ROLES", "SYSTEM_ENTRIES", "RollupResult", "Specs", "humanised", "rollup_returns", "with_parts"]

ROLES = "$roles"  # the picklist of role names
_PLAIN = (
    "required",
    "unique",
    "indexed",
    "searchable",
    "track_history",
    "pattern",
    "max_length",
    "precision",
    "scale",
    "to",
    "on_delete",
    "children",
    "acyclic",
    "returns",
    "formula",
    "blank_as",
    "stored",
    "over",
    "function",
    "of",
    "filter",
    "order_by",
    "format",
    "region",
    "symbology",
    "whole",
    "controlled_by",
)
_NUMERIC = frozenset({"number", "integer", "money", "percent"})

# The platform's own columns, as if every object declared them; owner only where records are owned.
SYSTEM_ENTRIES: tuple[Body, ...] = (
    {"name": "id", "type": "id", "label": {"en": "Id", "zh": "标识"}},
    {"name": "created_at", "type": "datetime", "label": {"en": "Created at", "zh": "创建时间"}},
    {"name": "created_by", "type": "user", "label": {"en": "Created by", "zh": "创建人"}},
    {"name": "updated_at", "type": "datetime", "label": {"en": "Updated at", "zh": "更新时间"}},
    {"name": "updated_by", "type": "user", "label": {"en": "Updated by", "zh": "更新人"}},
    {"name": "owner", "type": "owner", "label": {"en": "Owner", "zh": "负责人"}},
    {"name": "version", "type": "integer", "label": {"en": "Version", "zh": "版本"}},
    {"name": "deleted_at", "type": "datetime", "label": {"en": "Deleted at", "zh": "删除时间"}},
    {"name": "delete_id", "type": "id", "label": {"en": "Deletion", "zh": "删除批次"}},
)


@dataclass(frozen=True, slots=True)
class RollupResult:
    """What a roll-up gives: a result type with its digits and, for picklists, their values."""

    returns: str
    precision: int = 15
    scale: int = 2
    picklist: str | None = None


def with_parts(entries: Iterable[Body]) -> Iterator[Body]:
    """Yield the entries of fields, each composite followed by its parts as entries of their own."""
    for entry in entries:
        yield entry
        kind = FIELD_TYPES.get(str(entry.get("type")))
        for part in kind.parts if kind is not None else ():
            yield {**part.entry(entry), "whole": entry["name"]}


def humanised(name: str) -> str:
    """Return a name as words: close_date becomes Close date."""
    return name.replace("_", " ").capitalize()


def rollup_returns(function: str, of: Body | None, of_result: RollupResult | None) -> RollupResult:
    """Return what a function over a child's field gives; `of_result` is the field's own result where it is computed."""
    if function == "count" or of is None:
        return RollupResult("integer", 15, 0)
    kind = FIELD_TYPES.get(str(of.get("type")))
    if of_result is None:
        family = "text" if kind is None else "integer" if kind.imposed.get("scale") == 0 else kind.family
        scale = 0 if family == "integer" else of.get("scale", 2)
        of_result = RollupResult(family, of.get("precision", 15), scale, of.get("values"))
    if function == "sum":
        # A sum may have more digits than its parts; how many JSON keeps is decided by the value (decision A12).
        return RollupResult(of_result.returns, 18 if of_result.precision > 15 else 15, of_result.scale)
    if function == "avg":
        scale = max(of_result.scale, 2)
        returns = "number" if of_result.returns == "integer" else of_result.returns
        return RollupResult(returns, max(of_result.precision, 15), scale)
    return of_result


@dataclass(frozen=True, slots=True)
class Specs:
    """Builds specs against the picklists of the workspace."""

    picklists: Mapping[str, Picklist]

    def keywords(
        self, entry: Body, label: Callable[[str], Label | None], *, rollup: RollupResult | None = None
    ) -> dict[str, Any]:
        """Return the arguments of FieldSpec for an entry; `label` gives its label and help with translations."""
        keywords: dict[str, Any] = {key: entry[key] for key in _PLAIN if key in entry}
        keywords |= {"name": entry["name"], "type": entry["type"], "label": label("label") or Label()}
        if "help" in entry:
            keywords["help"] = label("help")
        if entry.get("sort") == "natural":
            keywords["natural_sort"] = True
        if "targets" in entry:
            keywords["targets"] = tuple(entry["targets"])
        if "class" in entry:
            keywords["classification"] = entry["class"]
        if rollup is not None:
            keywords |= {"returns": rollup.returns, "precision": rollup.precision, "scale": rollup.scale}
        name = entry.get("values") or (rollup.picklist if rollup is not None else None)
        if name is not None:
            keywords |= self._values(name)
        kind = FIELD_TYPES[entry["type"]]
        keywords |= kind.imposed
        if not kind.reference or not kind.declarable:
            keywords.pop("on_delete", None)
        return self._with_values(entry, keywords)

    def _values(self, name: str) -> dict[str, Any]:
        picklist = self.picklists.get(name)
        if picklist is None:
            return {"picklist": name}
        active = frozenset(value.name for value in picklist.values if value.active)
        return {"picklist": name, "values": picklist.names(), "active_values": active, "former_values": picklist.former}

    def _with_values(self, entry: Body, keywords: dict[str, Any]) -> dict[str, Any]:
        """Parse default, min and max as the field would; what does not parse is left out, the check reports it."""
        if not entry.keys() & {"default", "min", "max"}:
            return keywords
        values = MappingProxyType(
            {key: parsed_value(keywords, key, entry[key]) for key in ("min", "max", "default") if key in entry}
        )
        return {**keywords, **{key: value for key, value in values.items() if not isinstance(value, FieldProblem)}}


def parsed_value(keywords: Mapping[str, Any], key: str, value: object) -> object:
    """Return a default or limit as a domain value, or the problem with it."""
    if key == "default" and isinstance(value, dict):
        return DefaultFormula(value["formula"])
    try:
        return FIELD_TYPES[keywords["type"]].parser(FieldSpec(**keywords))(value)
    except FieldProblem as problem:
        return problem
