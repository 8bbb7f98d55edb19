"""Guess the types of a formula's references from their use, so that formulas can be checked without their object."""

from collections.abc import Hashable, Iterable

from guanxi.formula.formula_type import NUMERIC, TEXTUAL, FormulaType
from guanxi.formula.function import FunctionRow, FunctionTable, Parameter, Signature
from guanxi.formula.functions import CORE_FUNCTIONS
from guanxi.formula.tree import Call, Literal, Name, Node, Operation, walk
from guanxi.formula.typed import Reference, Scope

__all__ = ["InferredScope", "infer"]

T = FormulaType
Types = frozenset[FormulaType]

# In the order in which a reference that may be several things is taken to be one of them.
_PREFERENCE = (
    T.NUMBER,
    T.TEXT,
    T.DATE,
    T.DATETIME,
    T.BOOLEAN,
    T.TIME,
    T.PICKLIST,
    T.MULTI_PICKLIST,
    T.REFERENCE,
    T.LOCATION,
    T.LIST,
)
_ALL: Types = frozenset(_PREFERENCE)
_COMPARABLE: tuple[Types, ...] = (
    frozenset({T.NUMBER}),
    frozenset(TEXTUAL),
    frozenset({T.DATE, T.DATETIME}),
    frozenset({T.TIME}),
    frozenset({T.BOOLEAN}),
    frozenset({T.MULTI_PICKLIST, T.LIST}),
)
_BOOLEAN: Types = frozenset({T.BOOLEAN})
_NUMBER: Types = frozenset({T.NUMBER})
_TEXT: Types = frozenset(TEXTUAL)
_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_ARITHMETIC: dict[str, tuple[tuple[FormulaType, FormulaType, FormulaType], ...]] = {
    "+": (
        (T.NUMBER, T.NUMBER, T.NUMBER),
        (T.TEXT, T.TEXT, T.TEXT),
        (T.DATE, T.NUMBER, T.DATE),
        (T.DATETIME, T.NUMBER, T.DATETIME),
        (T.NUMBER, T.DATE, T.DATE),
        (T.NUMBER, T.DATETIME, T.DATETIME),
        (T.TIME, T.NUMBER, T.TIME),
        (T.NUMBER, T.TIME, T.TIME),
    ),
    "-": (
        (T.NUMBER, T.NUMBER, T.NUMBER),
        (T.DATE, T.DATE, T.NUMBER),
        (T.DATETIME, T.DATETIME, T.NUMBER),
        (T.DATE, T.NUMBER, T.DATE),
        (T.DATETIME, T.NUMBER, T.DATETIME),
        (T.TIME, T.TIME, T.NUMBER),
        (T.TIME, T.NUMBER, T.TIME),
        (T.DATE, T.DATETIME, T.NUMBER),
        (T.DATETIME, T.DATE, T.NUMBER),
    ),
}
_PASSES = 12


class InferredScope(Scope):
    """A scope in which every path of the formula exists, with the type guessed for it."""

    key: Hashable = None

    def __init__(self, types: dict[tuple[str, ...], FormulaType]) -> None:
        """Keep the guessed types."""
        self.types = types

    def resolve(self, path: tuple[str, ...]) -> Reference | None:
        """Return a reference of the guessed type."""
        kind = self.types.get(_folded(path))
        return Reference(path, kind, key=_folded(path)) if kind is not None else None

    def names(self, prefix: tuple[str, ...]) -> Iterable[str]:
        """Return the names that follow the prefix in the formula's own paths."""
        size = len(prefix)
        return sorted({path[size] for path in self.types if len(path) > size and path[:size] == _folded(prefix)})

    def children(self, name: str) -> Scope | None:
        """Return None: children are not guessed."""
        return None


def infer(
    node: Node, returns: FormulaType | None = None, *, functions: FunctionTable = CORE_FUNCTIONS
) -> InferredScope:
    """Return a scope for the references of a formula, from how each is used and from what the formula returns."""
    guesser = _Guesser(functions)
    wanted = _plain({returns}) if returns is not None else _ALL
    paths = dict.fromkeys(_folded(part.path) for part in walk(node) if isinstance(part, Name))
    guesser.possible = dict.fromkeys(paths, _ALL)
    guesser.settle(node, wanted)
    for path in paths:
        found = guesser.possible[path]
        guesser.possible[path] = frozenset({next(kind for kind in _PREFERENCE if kind in found)})
        if len(found) > 1:
            guesser.settle(node, wanted)
    return InferredScope({path: next(iter(kinds)) for path, kinds in guesser.possible.items()})


def _folded(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.lower() for part in path)


def _plain(kinds: Iterable[FormulaType]) -> Types:
    found = {T.NUMBER if kind in NUMERIC else kind for kind in kinds}
    if T.TEXT in found:
        found |= TEXTUAL
    if {T.DATE, T.DATETIME} & found:
        found |= {T.DATE, T.DATETIME}
    return _ALL if T.ANY in found or T.BLANK in found else frozenset(found) & _ALL


class _Guesser:
    """Narrows the possible types of every path until nothing changes."""

    def __init__(self, functions: FunctionTable) -> None:
        self.functions = functions
        self.possible: dict[tuple[str, ...], Types] = {}
        self.known: dict[int, Types] = {}

    def settle(self, node: Node, wanted: Types) -> None:
        for _ in range(_PASSES):
            before = dict(self.possible)
            self.known = {}
            self.narrow(node, wanted)
            if before == self.possible:
                return

    def types(self, node: Node) -> Types:
        """Return what a node may be, as far as is known in this pass."""
        if id(node) not in self.known:
            self.known[id(node)] = self.computed(node)
        return self.known[id(node)]

    def computed(self, node: Node) -> Types:
        if isinstance(node, Literal):
            return _literal_types(node)
        if isinstance(node, Name):
            return self.possible[_folded(node.path)]
        if isinstance(node, Call):
            return self.call_types(node)
        assert isinstance(node, Operation)  # noqa: S101 - the four kinds of node are all there are
        if node.operator in _COMPARISONS:
            return _BOOLEAN
        if node.operator == "&":
            return _TEXT
        if len(node.operands) == 1 or node.operator not in _ARITHMETIC:
            return _NUMBER
        result = self.types(node.operands[0])
        for operand in node.operands[1:]:
            result = frozenset(row[2] for row in _fitting(node.operator, result, self.types(operand), _ALL))
        return _widened(result)

    def narrow(self, node: Node, wanted: Types) -> None:
        """Keep of a node's references only what lets the node be one of the wanted types."""
        if isinstance(node, Name):
            kept = self.possible[_folded(node.path)] & wanted
            if kept:
                self.possible[_folded(node.path)] = kept
        elif isinstance(node, Call):
            self.narrow_call(node, wanted)
        elif isinstance(node, Operation):
            self.narrow_operation(node, wanted)

    def narrow_operation(self, node: Operation, wanted: Types) -> None:
        if node.operator in _COMPARISONS:
            self.narrow_alike(node.operands)
        elif node.operator == "&":
            self.narrow_all(node.operands, _TEXT)
        elif len(node.operands) == 1 or node.operator not in _ARITHMETIC:
            self.narrow_all(node.operands, _NUMBER)
        else:
            self.narrow_chain(node, wanted)

    def narrow_chain(self, node: Operation, wanted: Types) -> None:
        *earlier, last = node.operands
        left: Node = earlier[0] if len(earlier) == 1 else Operation(node.operator, tuple(earlier))
        rows = _fitting(node.operator, self.types(left), self.types(last), wanted)
        if rows:
            self.narrow(left, _widened(frozenset(row[0] for row in rows)))
            self.narrow(last, _widened(frozenset(row[1] for row in rows)))

    def narrow_all(self, nodes: Iterable[Node], wanted: Types) -> None:
        for node in nodes:
            self.narrow(node, wanted)

    def narrow_alike(self, nodes: tuple[Node, ...]) -> None:
        """Narrow nodes that are compared with each other."""
        groups = [group for group in _COMPARABLE if all(self.types(node) & group for node in nodes)]
        if groups:
            self.narrow_all(nodes, frozenset().union(*groups))

    def call_types(self, node: Call) -> Types:
        results = _results(node)
        if results is not None:
            return self.common(results)
        row = self.functions.get(node.name)
        if row is None:
            return _ALL
        return (
            frozenset().union(*(self.signature_types(node, signature) for signature in self.fitting(node, row))) or _ALL
        )

    def signature_types(self, node: Call, signature: Signature) -> Types:
        if signature.result is not None:
            exact = signature.result in {T.DATE, T.DATETIME}
            return frozenset({signature.result}) if exact else _plain({signature.result})
        shared = [
            argument
            for argument, parameter in zip(node.arguments, _parameters(signature, len(node.arguments)), strict=False)
            if parameter.variable
        ]
        return self.common(tuple(shared))

    def common(self, nodes: tuple[Node, ...]) -> Types:
        found = _ALL
        for node in nodes:
            found = (found & self.types(node)) or found
        return found

    def fitting(self, node: Call, row: FunctionRow) -> list[Signature]:
        """Return the signatures that the arguments may still fit."""
        return [
            signature
            for signature in row.signatures
            if all(
                self.types(argument) & _accepted(parameter)
                for argument, parameter in zip(
                    node.arguments, _parameters(signature, len(node.arguments)), strict=False
                )
            )
        ]

    def narrow_call(self, node: Call, wanted: Types) -> None:
        results = _results(node)
        compared = _compared(node)
        conditions = _conditions(node)
        self.narrow_all(conditions, _BOOLEAN)
        if compared:
            self.narrow_alike(compared)
            self.narrow_all(compared, _ALL)
        if results is not None:
            self.narrow_all(results, (self.common(results) & wanted) or wanted)
        if node.name == "ISPICKVAL" and node.arguments:
            self.narrow(node.arguments[0], frozenset({T.PICKLIST}))
        elif node.name == "INCLUDES" and node.arguments:
            self.narrow(node.arguments[0], frozenset({T.MULTI_PICKLIST}))
        elif results is None and not compared and not conditions:
            self.narrow_arguments(node, wanted)

    def narrow_arguments(self, node: Call, wanted: Types) -> None:
        row = self.functions.get(node.name)
        if row is None:
            self.narrow_all(node.arguments, _ALL)
            return
        signatures = self.fitting(node, row)
        kept = [signature for signature in signatures if self.signature_types(node, signature) & wanted] or signatures
        for index, argument in enumerate(node.arguments):
            allowed = [
                (_accepted(parameters[index]) & wanted) or _accepted(parameters[index])
                if parameters[index].variable and signature.result is None
                else _accepted(parameters[index])
                for signature in kept
                if index < len(parameters := _parameters(signature, len(node.arguments)))
            ]
            self.narrow(argument, frozenset().union(*allowed) if allowed else _ALL)


def _accepted(parameter: Parameter) -> Types:
    kinds = set(parameter.accepts)
    if kinds & {T.DATE, T.TIME}:
        kinds.add(T.DATETIME)
    if len(kinds) >= len(FormulaType):
        return _ALL
    return frozenset(T.NUMBER if kind in NUMERIC else kind for kind in kinds) & _ALL


def _parameters(signature: Signature, count: int) -> tuple[Parameter, ...]:
    parameters = signature.parameters
    if count > len(parameters) and parameters and parameters[-1].repeated:
        return (*parameters, *(parameters[-1],) * (count - len(parameters)))
    return parameters[:count]


def _literal_types(node: Literal) -> Types:
    if node.value is None:
        return _ALL
    if isinstance(node.value, bool):
        return _BOOLEAN
    return _TEXT if isinstance(node.value, str) else _NUMBER


def _widened(kinds: Types) -> Types:
    return kinds | _TEXT if T.TEXT in kinds else kinds


def _fitting(
    operator: str, left: Types, right: Types, wanted: Types
) -> list[tuple[FormulaType, FormulaType, FormulaType]]:
    def present(kind: FormulaType, among: Types) -> bool:
        return bool(among & _TEXT) if kind is T.TEXT else kind in among

    rows = [row for row in _ARITHMETIC[operator] if present(row[0], left) and present(row[1], right)]
    return [row for row in rows if present(row[2], wanted)] or rows


def _results(node: Call) -> tuple[Node, ...] | None:
    """Return the arguments that are the call's possible results, None when it has no such."""
    arguments = node.arguments
    if node.name == "IF":
        return arguments[1:]
    if node.name in {"CASE", "SWITCH"}:
        last = len(arguments) - 1 if len(arguments) % 2 == 0 else len(arguments)
        return (*arguments[2:last:2], *arguments[last:])
    if node.name == "IFS":
        return (*arguments[1::2], *(arguments[-1:] if len(arguments) % 2 else ()))
    if node.name == "VLOOKUP":
        return arguments[:1]
    return arguments if node.name in {"BLANKVALUE", "NULLVALUE", "COALESCE", "IFERROR", "PRIORVALUE"} else None


def _compared(node: Call) -> tuple[Node, ...]:
    arguments = node.arguments
    if node.name in {"CASE", "SWITCH"}:
        last = len(arguments) - 1 if len(arguments) % 2 == 0 else len(arguments)
        return (*arguments[:1], *arguments[1:last:2])
    if node.name == "VLOOKUP":
        return arguments[1:]
    return arguments if node.name in {"IN", "BETWEEN"} else ()


def _conditions(node: Call) -> tuple[Node, ...]:
    if node.name in {"AND", "OR", "NOT"}:
        return node.arguments
    if node.name == "IF":
        return node.arguments[:1]
    return node.arguments[0:-1:2] if node.name == "IFS" else ()
