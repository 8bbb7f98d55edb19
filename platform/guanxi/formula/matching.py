"""Whether the arguments of a call fit a signature, and why not."""

from typing import TypeAlias

from guanxi.formula.coercion import unify
from guanxi.formula.formula_type import FormulaType
from guanxi.formula.function import Parameter, Signature
from guanxi.formula.tree import Call, Node
from guanxi.formula.typed import Typed

__all__ = ["Refusal", "refusal_of", "spread", "takes_as_is"]

T = FormulaType
# The code of the problem, where it is, and what its words need.
Refusal: TypeAlias = tuple[str, Node | Typed, dict[str, object]]


def refusal_of(node: Call, parts: tuple[Typed, ...], signature: Signature) -> Refusal | None:
    """Return why the arguments do not fit the signature, or None when they do."""
    count = _count_problem(node.name, len(parts), signature)
    if count is not None:
        return "argument_count", node, count
    variables = []
    for position, (part, parameter) in enumerate(zip(parts, spread(signature, len(parts)), strict=True), 1):
        if not _accepts(parameter, part.type):
            expected = (
                "/".join(sorted(kind.value for kind in parameter.accepts)) if len(parameter.accepts) < 6 else "a value"
            )
            return (
                "argument_type",
                part,
                {"name": node.name, "position": position, "expected": expected, "found": part.type},
            )
        if parameter.variable:
            variables.append(part.type)
    if variables and unify(variables) is None:
        left, right = sorted({kind.value for kind in variables if kind is not T.BLANK})[:2]
        return "branches_differ", node, {"left": left, "right": right}
    return None


def takes_as_is(signature: Signature, parts: tuple[Typed, ...]) -> bool:
    """Tell whether the signature takes the arguments without converting any."""
    return all(
        part.type in parameter.accepts or part.type in {T.BLANK, T.ANY}
        for part, parameter in zip(parts, spread(signature, len(parts)), strict=False)
    )


def spread(signature: Signature, count: int) -> tuple[Parameter, ...]:
    """Return one parameter for each argument, a repeated last one as often as needed."""
    parameters = signature.parameters
    if count > len(parameters) and parameters and parameters[-1].repeated:
        return (*parameters, *(parameters[-1],) * (count - len(parameters)))
    return parameters[:count]


def _accepts(parameter: Parameter, kind: FormulaType) -> bool:
    if kind in parameter.accepts or kind in {T.BLANK, T.ANY}:
        return True
    # A moment is taken for its day or time, a day for its first moment.
    return (kind is T.DATETIME and bool(parameter.accepts & {T.DATE, T.TIME})) or (
        kind is T.DATE and T.DATETIME in parameter.accepts
    )


def _count_problem(name: str, count: int, signature: Signature) -> dict[str, object] | None:
    least = sum(not parameter.optional for parameter in signature.parameters)
    most = len(signature.parameters)
    endless = bool(signature.parameters) and signature.parameters[-1].repeated
    if least <= count and (endless or count <= most):
        return None
    expected = f"{least}+" if endless else str(least) if least == most else f"{least}-{most}"
    return {"name": name, "expected": expected, "found": count}
