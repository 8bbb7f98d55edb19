"""The field type poly_lookup: a pointer to a record of one of several objects (decision B2)."""

from guanxi.fields.base import Converter, FieldProblem
from guanxi.fields.composite import CompositeField, Part
from guanxi.fields.reference import LookupField
from guanxi.fields.spec import FieldSpec
from guanxi.fields.textual import TextField, read_text
from guanxi.text.shown import shown

__all__ = ["PointerField", "PolyLookupField", "TargetField"]


class TargetField(TextField):
    """The name of the object that a poly_lookup points to, one of its targets."""

    token = "target"  # noqa: S105
    declarable = False
    keys = frozenset({"targets", "class"})
    usual = 48
    longest = 48
    points = True

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure that knows the targets; which they are is not told, as not everyone may know of them."""
        targets = frozenset(spec.targets)

        def parse(value: object) -> object:
            text = read_text(value)
            if text is not None and text not in targets:
                raise FieldProblem("not_target", value=shown(text))
            return text

        return parse

    def mask(self, value: object) -> str:
        """Show nothing of where it points."""
        return "****" if value else ""


class PointerField(LookupField):
    """The id of the record that a poly_lookup points to; no foreign key holds it."""

    token = "pointer"  # noqa: S105
    declarable = False
    needed = ()
    keys = frozenset({"class"})
    reference = False
    points = True


class PolyLookupField(CompositeField):
    """A pointer to a record of one of several objects: its `type` and `id`."""

    token = "poly_lookup"  # noqa: S105
    keys = CompositeField.keys | {"targets"}
    needed = ("targets",)
    together = True
    points = True
    input = "poly_reference"
    parts = (
        Part("type", TargetField(), "Type", "类型", essential=True),
        Part("id", PointerField(), "Record", "记录", {"indexed": True}, essential=True),
    )
