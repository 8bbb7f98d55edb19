"""How many people hold a role whose rights change, and what they get or lose with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guanxi.access.principal import role_grantee_id
from guanxi.change.effect import Effect

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.change.difference import Difference
    from guanxi.change.situation import Situation

__all__ = ["role_effects"]

_SHOWN = 8  # rights that a line names
_LISTS = frozenset({"inherits", "actions", "system"})


def role_effects(at: "Situation", told: "Difference") -> Iterator[Effect]:
    """Yield how many holders of a role get rights and how many lose some, as far as no other role gives the same."""
    if told.kind != "role" or (told.action == "add" and not told.path):
        return
    given, taken = _rights(told.path, told.before, told.after)
    if not given and not taken:
        return
    people = at.counts.people(frozenset(map(role_grantee_id, _inheriting(at.old, told.name))))
    for code, names in (("role_gives", given), ("role_takes", taken)):
        if names and people:
            shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
            yield Effect(code, {"role": told.name, "people": people, "rights": shown})


def _rights(path: tuple[str, ...], before: Any, after: Any) -> tuple[list[str], list[str]]:
    """Return the names of what a difference of a role gives and takes; what mutes take comes the other way round."""
    old, new = set(_named(path, before)), set(_named(path, after))
    given, taken = sorted(new - old), sorted(old - new)
    withheld = path[:1] == ("mutes",) or path[-1:] == ("mask",)
    return (taken, given) if withheld else (given, taken)


def _named(path: tuple[str, ...], said: Any) -> Iterator[str]:
    """Yield the rights that a part of a role's document names, such as `visit.read` and `visit.place: write`."""
    if not path:
        for key in ("objects", *sorted(_LISTS)) if isinstance(said, dict) else ():
            yield from _named((key,), said.get(key))
    elif path[0] in _LISTS:
        yield from ([said] if isinstance(said, str) else said or ())
    elif path[0] in {"objects", "mutes"}:
        yield from _of_objects(path[1:], said)


def _of_objects(path: tuple[str, ...], said: Any) -> Iterator[str]:
    if not path:
        for entry in said or ():
            yield from _of_objects((entry["object"],), entry)
    elif isinstance(said, dict):
        for key, below in said.items():
            yield from _of_objects((*path, key), below)
    elif path[1:2] == ("rights",):
        yield from (f"{path[0]}.{right}" for right in said or ())
    elif path[1:2] == ("fields",) and path[2:]:
        names = [said] if isinstance(said, str) else said or ()
        yield from (f"{path[0]}.{name}: {path[2]}" for name in names)
    elif path[1:2] == ("mask",):
        yield from (f"{path[0]}.{name}: unmask" for name in said or ())


def _inheriting(catalog: "Catalog", role: str) -> set[str]:
    """Return a role and those that inherit it, whose holders have its rights too."""
    found: set[str] = set()
    waiting = [role]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [one.name for one in catalog.roles.values() if name in one.inherits]
    return found
