"""The parts of an explanation, ready for people in their language and for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from guanxi.access.explain_names import Names
from guanxi.access.explain_words import sentence

if TYPE_CHECKING:
    from guanxi.catalog import Catalog

__all__ = ["Effect", "Explanation", "Step"]

Effect = Literal["allow", "deny", "none"]
"""What a step adds: it grants, it takes away, or it says why it gives nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain: where it stands, what it adds, its code and the values of its sentence."""

    place: Literal["principal", "right", "field", "record", "sharing", "restriction"]
    effect: Effect
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def as_json(self, names: Names) -> dict[str, object]:
        """Return the step as it is sent, with its sentence."""
        return {
            "place": self.place, "effect": self.effect, "code": self.code, "params": dict(self.params),
            "message": sentence(self.code, self.params, names),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict and its reasons."""

    allowed: bool
    principal: str
    action: str
    object: str
    record: str | None
    field: str | None
    steps: tuple[Step, ...]
    masked: bool = False

    def as_json(self, catalog: "Catalog", language: str = "en") -> dict[str, Any]:
        """Return the explanation as API and command line send it; things are called as the catalog labels them."""
        names = Names(catalog, language)
        return {
            "allowed": self.allowed, "masked": self.masked, "principal": self.principal, "action": self.action,
            "object": self.object, "id": self.record, "field": self.field,
            "message": sentence("allowed" if self.allowed else "denied", {}, names),
            "steps": [step.as_json(names) for step in self.steps],
        }  # fmt: skip
