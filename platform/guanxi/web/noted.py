"""What is noted of a request on its way, for its log line, its numbers and the headers of its answer."""

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from guanxi.workspace.context import Context

__all__ = ["KEY", "Note", "noted"]

KEY = "guanxi.note"


class Note:
    """The notes of one request; it lies in the WSGI environment, as the answer is finished outside of Flask."""

    __slots__ = ("context", "request_id", "revision", "route")

    def __init__(self, request_id: str) -> None:
        """Start with nothing but the id."""
        self.request_id = request_id
        self.context: Context | None = None  # from the moment on that the caller is known
        self.revision: int | None = None  # where the answer was made from another catalog than the context's
        self.route = ""


def noted() -> Note:
    """Return the notes of the present request."""
    note: Note = request.environ[KEY]
    return note
