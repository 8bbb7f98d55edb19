"""A call of the API as a row: what it takes, what it answers, and who is told of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guanxi.records.arguments import Argument
    from guanxi.web.bodies import BodySchema
    from guanxi.web.shapes import Shape

__all__ = ["JSON", "Answer", "FixedCall"]

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call answers when it did what it was asked for; nothing where it has nothing to say."""

    shape: "Shape | None" = None
    status: int = 200
    media: str = JSON


@dataclass(frozen=True, slots=True)
class FixedCall:
    """A call whose shape never depends on metadata."""

    method: str
    path: str
    summary: str
    answer: "Shape | None"
    body: "type[BodySchema] | None" = None
    status: int = 200  # of its answer
    arguments: "tuple[Argument, ...]" = ()  # of the URL
    headers: "tuple[Argument, ...]" = ()
    signed_in: bool = True
    right: str | None = None  # the system right without which it is not told of
    staff: bool = False  # whether portal users are not told of it
    media: str = JSON
    others: tuple[Answer, ...] = ()  # what it may answer besides
    refusals: tuple[int, ...] = ()  # statuses of refusals besides those that its like may answer
    form: "tuple[Argument, ...]" = ()  # parts of a form beside its file
    sends: str = "text/csv"  # what the file of a form is

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Return everything that it answers when it did what it was asked for."""
        return Answer(self.answer, self.status, self.media), *self.others
