"""The field type encrypted: a text that the database holds only as what a key outside of it can read."""

from collections.abc import Mapping
from types import MappingProxyType

from guanxi.fields.base import Converter, FieldProblem
from guanxi.fields.spec import ColumnSpec, Dialect, FieldSpec
from guanxi.fields.textual import TextField

__all__ = ["EncryptedField"]

_MASK = "****"


class EncryptedField(TextField):
    """A text that the database holds encrypted: shown to who may unmask, found by the whole value alone."""

    token = "encrypted"  # noqa: S105
    family = ""  # no formula computes with it; filters that compare it whole are written anew, see records.sealed
    common_keys = TextField.common_keys - {"indexed"}
    keys = frozenset({"unique", "max_length", "pattern"})
    imposed = MappingProxyType({"classification": "sensitive"})
    sealed = True
    sortable = False
    groupable = False
    orderable = False

    def columns(self, spec: FieldSpec) -> tuple[ColumnSpec, ...]:
        """Return the sealed text, and the key by which equal values are found."""
        del spec
        return (ColumnSpec("", "text"), ColumnSpec("fold", "text"))

    def derive(self, spec: FieldSpec) -> Mapping[str, Converter]:
        """Return the function of the key of equality, which tells nothing without the keys."""
        sealing = spec.sealing
        return {"fold": lambda value: None if sealing is None else sealing.blind(str(value))}

    def parser(self, spec: FieldSpec) -> Converter:
        """Return the closure for texts, and for what the platform itself kept sealed."""
        read, sealing = super().parser(spec), spec.sealing

        def parse(value: object) -> object:
            token = value.get("sealed") if isinstance(value, dict) and len(value) == 1 else None
            if sealing is None and value is not None:
                raise FieldProblem("no_keys")
            return sealing.open(token) if sealing is not None and isinstance(token, str) else read(value)

        return parse

    def kept(self, spec: FieldSpec) -> Converter:
        """Return the sealed form."""
        return lambda value: {"sealed": spec.sealing.seal(str(value)) if spec.sealing is not None else None}

    def noted(self, spec: FieldSpec) -> Converter:
        """Return the mask: neither history nor a kept answer tells the value."""
        del spec
        return lambda value: _MASK

    def to_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the function that seals."""
        del dialect
        sealing = spec.sealing
        return lambda value: None if sealing is None else sealing.seal(value)  # type: ignore[arg-type]  # a text

    def from_database(self, spec: FieldSpec, dialect: Dialect) -> Converter | None:
        """Return the function that opens."""
        del dialect
        sealing = spec.sealing
        return lambda token: "#ERROR" if sealing is None else sealing.open(str(token))

    def mask(self, value: object) -> str:
        """Show nothing."""
        return _MASK if value else ""

    def editor(self, spec: FieldSpec) -> dict[str, object]:
        """Return the input that hides what is typed."""
        return {**super().editor(spec), "input": "secret"}
