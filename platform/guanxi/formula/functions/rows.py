"""How a module of the function table writes its rows."""

from collections.abc import Callable, Mapping
from typing import Any

from guanxi.formula.function import Example, FunctionRow
from guanxi.formula.signature import signature

__all__ = ["RowWriter", "fixed"]


def fixed(magnitude: int) -> Callable[[tuple[int, ...]], int]:
    """Return a magnitude rule for results with a bound of their own."""
    return lambda _: magnitude


class RowWriter:
    """Writes the rows of one family with common defaults."""

    def __init__(self, family: str, **defaults: object) -> None:
        """Keep the family's name and what most of its rows share."""
        self.family = family
        self.defaults: Mapping[str, object] = defaults

    def __call__(
        self,
        name: str,
        signatures: str,
        python: Callable[..., Any],
        en: str,
        zh: str,
        *examples: str,
        **flags: Any,
    ) -> FunctionRow:
        """Return a row; alternatives of the signature are parted by `;`, an example is written `formula => result`."""
        return FunctionRow(
            name,
            self.family,
            tuple(signature(part.strip()) for part in signatures.split(";")),
            python,
            en,
            zh,
            tuple(Example(*(part.strip() for part in text.split("=>"))) for text in examples),
            **{**self.defaults, **flags},
        )
