"""Guards: code of packages that narrows the rows of objects further, and denies them while it is not there (A18).

A package names the objects it guards in its plugin.yaml. Its hook answers with a formula per principal, which is
compiled like a restriction: what a guard says is read by the same gate, in the one language, on both databases.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from guanxi.catalog import Restriction
from guanxi.logs import Log
from guanxi.text.label import NO_LABEL

if TYPE_CHECKING:
    from guanxi.access.principal import Principal
    from guanxi.catalog import Catalog
    from guanxi.hooks import Actor

__all__ = ["NO_GUARDS", "Guard", "GuardKey", "Guards"]

GuardKey: TypeAlias = tuple[tuple[str, str, str], ...]
"""What all guards of an object and its parents say of one principal: object, package and formula of each."""

_NOTHING = "FALSE"
log = Log("guanxi.plugins")


@dataclass(frozen=True, slots=True)
class Guard:
    """What asks the code of one package for the formula that rows of an object must meet; None narrows nothing."""

    package: str
    ask: "Callable[[str, Actor], str | None]"


@dataclass(frozen=True, slots=True)
class Guards:
    """The guards of a catalog by object, and the objects whose guard did not load, with its package."""

    by_object: Mapping[str, tuple[Guard, ...]] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    def key(self, catalog: "Catalog", principal: "Principal", object_name: str) -> GuardKey:
        """Return what the guards of an object and of the records it is a part of say of a principal."""
        if not self.by_object:
            return ()
        waiting, seen = [object_name], dict[str, None]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen[name] = None
                waiting.extend(catalog.reached_through(catalog.object(name)))
        return tuple(
            (name, guard.package, text)
            for name in seen
            for guard in self.by_object.get(name, ())
            if (text := _formula(catalog, guard, name, principal)) is not None
        )

    @staticmethod
    def restrictions(key: GuardKey, object_name: str) -> tuple[Restriction, ...]:
        """Return what a key says of one object as restrictions that bind everybody."""
        return tuple(
            Restriction(f"guard:{package}", package, text, None, NO_LABEL)
            for name, package, text in key
            if name == object_name
        )


def _formula(catalog: "Catalog", guard: Guard, object_name: str, principal: "Principal") -> str | None:
    """Return the formula of a guard; a guard that fails, or says what is no condition, lets nothing through."""
    try:
        text = guard.ask(object_name, principal)
        if text is not None:
            catalog.formulas.condition(object_name, str(text))
    except Exception as error:  # noqa: BLE001 - whatever the code of a guard raises, it denies
        reason = f"{type(error).__name__}: {error}"
        log.error("guard_failed", package=guard.package, object=object_name, reason=reason)
        return _NOTHING
    return None if text is None else str(text)


NO_GUARDS = Guards(MappingProxyType({}), MappingProxyType({}))
