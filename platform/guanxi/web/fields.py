"""What forms need to know of a field or of a parameter: its input, its limits, its values and what it starts with."""

from typing import TYPE_CHECKING, Any

from guanxi.fields import FIELD_TYPES, DefaultFormula
from guanxi.formula.serial import checked_json
from guanxi.screens.visible import formula_for
from guanxi.web.formulas import FORMULA
from guanxi.web.shapes import ANYTHING, FLAG, TEXT, TEXTS, WHOLE, Members, closed, many, maybe

if TYPE_CHECKING:
    from guanxi.fields import FieldSpec
    from guanxi.workspace.context import Context

__all__ = ["SPEC", "SPEC_MAY", "told_spec"]

_NUMBER = {"type": ["integer", "string"]}
_VALUE = closed(
    {"name": TEXT, "label": TEXT},
    {"colour": maybe(TEXT), "active": FLAG, "meaning": maybe(TEXT), "icon": maybe(TEXT), "goes_with": TEXTS},
)
SPEC: Members = {
    "help": maybe(TEXT),
    "editor": {"type": "object", "required": ["input"], "properties": {"input": TEXT}},
}
SPEC_MAY: Members = {
    "to": TEXT, "to_name": TEXT, "targets": TEXTS, "default": ANYTHING, "default_formula": FORMULA,
    "values": many(_VALUE), "max_length": WHOLE, "scale": WHOLE, "min": _NUMBER, "max": _NUMBER, "returns": TEXT,
}  # fmt: skip


def told_spec(context: "Context", object_name: str, spec: "FieldSpec") -> dict[str, Any]:
    """Return what the caller may know of the shape of a value; formulas are about records of the object."""
    told: dict[str, Any] = {
        "help": None if spec.help is None else spec.help.text(context.language),
        "editor": FIELD_TYPES[spec.type].editor(spec), **_target(context, spec), **_default(context, object_name, spec),
    }  # fmt: skip
    if spec.to is not None and "to" not in told:
        told["editor"] = {name: value for name, value in told["editor"].items() if value != spec.to}
    if spec.values:
        told["values"] = _values(context, object_name, spec)
    for name in ("max_length", "scale", "min", "max", "returns"):
        value = getattr(spec, name)
        if value is not None:
            told[name] = value if isinstance(value, int | str) else str(value)
    return told


def _target(context: "Context", spec: "FieldSpec") -> dict[str, Any]:
    """Return what a reference points to, as far as the caller may know of it."""
    told: dict[str, Any] = {}
    if spec.to is not None and spec.to in context.rights.visible_objects():
        told["to"] = spec.to
        name = context.catalog.objects[spec.to].name_field
        if name in context.rights.readable(spec.to):
            told["to_name"] = name
    if spec.targets:
        told["targets"] = [name for name in spec.targets if name in context.rights.visible_objects()]
    return told


def _default(context: "Context", object_name: str, spec: "FieldSpec") -> dict[str, Any]:
    """Return what a form starts with: a value, or a formula that names nothing hidden from the caller."""
    if spec.default is None:
        return {}
    if not isinstance(spec.default, DefaultFormula):
        written = FIELD_TYPES[spec.type].to_json(spec)
        return {"default": spec.default if written is None else written(spec.default)}
    checked = formula_for(context, object_name, spec.default.text)
    return {} if checked is None else {"default_formula": checked_json(checked)}


def _values(context: "Context", object_name: str, spec: "FieldSpec") -> list[dict[str, Any]]:
    """Return the values of a picklist in their order, with words where it has them."""
    controlled = spec.controlled_by in context.rights.readable(object_name)
    known = {}
    if spec.picklist is not None and spec.picklist in context.catalog.picklists:
        known = {value.name: value for value in context.catalog.picklists[spec.picklist].values}
    told: list[dict[str, Any]] = []
    for name in spec.values:
        value = known.get(name)
        if value is None:
            told.append({"name": name, "label": name})
        else:
            told.append({
                "name": name, "label": value.label.text(context.language), "colour": value.colour,
                "active": value.active, "meaning": value.meaning, "icon": value.icon,
                **({"goes_with": sorted(value.goes_with)} if controlled and value.goes_with is not None else {}),
            })  # fmt: skip
    return told
