"""The short notation in which function rows write their signatures: `text: text, count?: number -> text`."""

from types import MappingProxyType

from guanxi.formula.formula_type import LISTS, NUMERIC, TEXTUAL, FormulaType
from guanxi.formula.function import Parameter, Signature

__all__ = ["signature"]

_ALL = frozenset(FormulaType)
# T stands for one type shared by all that carry it; N for one numeric type, mixed ones giving money or number.
_ACCEPTED = MappingProxyType(
    {
        "text": TEXTUAL,
        "number": NUMERIC,
        "list": LISTS,
        "any": _ALL,
        "T": _ALL,
        "N": NUMERIC,
        **{
            kind.value: frozenset({kind}) for kind in FormulaType if kind.value not in {"text", "number", "list", "any"}
        },
    }
)


def signature(text: str) -> Signature:
    """Return the signature that the notation describes."""
    written, result = text.rsplit("->", 1)
    parameters = tuple(_parameter(part) for part in written.split(",") if part.strip())
    result = result.strip()
    return Signature(text, parameters, None if result in {"T", "N"} else FormulaType(result))


def _parameter(text: str) -> Parameter:
    name, kind = (part.strip() for part in text.split(":"))
    tokens = [token.strip() for token in kind.split("|")]
    accepts = frozenset[FormulaType]().union(*(_ACCEPTED[token] for token in tokens))
    return Parameter(
        name.rstrip("?*"),
        accepts,
        variable=tokens[0] in {"T", "N"},
        optional=name.endswith("?"),
        repeated=name.endswith("*"),
    )
