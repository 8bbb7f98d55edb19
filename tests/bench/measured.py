"""One measured figure beside what was promised."""

from dataclasses import dataclass

__all__ = ["Measured"]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure; `ceiling` says whether the promise is one, or a floor."""

    database: str
    what: str
    value: float
    unit: str
    promise: float | None = None
    ceiling: bool = True

    @property
    def holds(self) -> bool:
        """Whether the promise is kept; without one it is only reported."""
        if self.promise is None:
            return True
        return self.value <= self.promise if self.ceiling else self.value >= self.promise

    def __str__(self) -> str:
        """Return the line for people."""
        figure = f"{self.database:<11} {self.what:<50} {self.value:>10.2f} {self.unit}"
        if self.promise is None:
            return figure
        bound = "at most" if self.ceiling else "at least"
        return f"{figure}, {bound} {self.promise:g}{'' if self.holds else '  BROKEN'}"
