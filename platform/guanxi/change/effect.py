"""One consequence of a change for data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guanxi.change.examples import Example

__all__ = ["Effect"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence for data: a stable code with the values of its words; destructive when data goes out of sight."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    destructive: bool = False
    examples: "tuple[Example, ...]" = ()  # records that it is about, as far as the reader of the plan may see them
