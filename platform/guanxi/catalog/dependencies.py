"""What computed fields need: names in formulas without checking them, and the levels of roll-ups over roll-ups."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from guanxi.fields import FieldSpec
from guanxi.formula.parsing import parse
from guanxi.formula.problems import FormulaSyntax
from guanxi.formula.tree import Name, walk

__all__ = ["Node", "cycle_in", "names_in", "rollup_levels", "rollup_needs"]

Node = tuple[str, str]  # object and field


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Return the first steps of all references in a formula; none where it cannot be parsed."""
    try:
        tree = parse(text)
    except FormulaSyntax:
        return frozenset()
    return frozenset(node.path[0] for node in walk(tree) if isinstance(node, Name))


def rollup_needs(member: FieldSpec, via: str) -> frozenset[str]:
    """Return the fields of the child whose change can change a roll-up."""
    ordered = member.function in {"first", "last"}
    wanted = {via, member.of, (member.order_by or "created_at").lstrip("-") if ordered else None}
    named = names_in(member.filter) if member.filter is not None else frozenset()
    return frozenset(name for name in wanted if name) | named


def rollup_levels(rollups: Mapping[Node, tuple[str, frozenset[str]]], stored: Mapping[Node, str]) -> dict[Node, int]:
    """Return for each roll-up how many roll-ups lie below it.

    `rollups` gives child object and needed fields, `stored` the text of stored formulas. A circle counts as level 0
    where it closes; the check reports it.
    """
    levels: dict[Node, int] = {}
    open_nodes: set[Node] = set()

    def level(node: Node) -> int:
        if node in levels:
            return levels[node]
        if node in open_nodes:
            return -1
        open_nodes.add(node)
        if node in rollups:
            child, names = rollups[node]
            found = 1 + max((level((child, name)) for name in names), default=-1)
        elif node in stored:
            found = max((level((node[0], name)) for name in names_in(stored[node])), default=-1)
        else:
            found = -1
        open_nodes.discard(node)
        levels[node] = found
        return found

    return {node: level(node) for node in rollups}


def cycle_in(needs: Mapping[Node, Iterable[Node]]) -> tuple[Node, ...] | None:
    """Return one circle of a graph, None where there is none; without recursion, as chains may be long."""
    done: set[Node] = set()
    for start in needs:
        if start in done:
            continue
        trail: list[Node] = [start]
        pending = [iter(needs.get(start, ()))]
        on_trail = {start}
        while pending:
            following = next(pending[-1], None)
            if following is None:
                pending.pop()
                node = trail.pop()
                on_trail.discard(node)
                done.add(node)
            elif following in on_trail:
                return (*trail[trail.index(following) :], following)
            elif following not in done:
                trail.append(following)
                on_trail.add(following)
                pending.append(iter(needs.get(following, ())))
    return None
