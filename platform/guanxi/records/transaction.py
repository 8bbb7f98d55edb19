"""The unit of work: one transaction behind the fence, run again when the database or the catalog asks for it."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from guanxi import clock
from guanxi.errors import CatalogMoved, Conflict, Denied, Invalid, Problem
from guanxi.storage.failures import CatalogStale, NotUnique, Retryable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guanxi.workspace.context import Context

__all__ = ["in_transaction", "run_again_when_asked", "transaction", "tried"]

Answer = TypeVar("Answer")
_MOST_RETRIES = 3
_MOST_MOVES = 5  # a change and the builds that follow it make several revisions in a row
_DEEPEST = 8


def run_again_when_asked(context: "Context", work: "Callable[[Context], Answer]") -> Answer:
    """Run a whole unit of work; after a deadlock up to three times more, after a new revision again in the new catalog.

    Inside a transaction the work runs once: whoever opened the transaction repeats all of it.
    """
    if context.transaction is not None:
        return work(context)
    retries, moves = 0, 0
    while True:
        try:
            return work(context)
        except (CatalogMoved, CatalogStale):
            # Nothing was written yet: the fence compares revisions first.
            moves += 1
            if moves > _MOST_MOVES:
                raise
            context = replace(context, snapshot=context.workspace.snapshot())
        except Retryable as error:
            retries += 1
            if isinstance(error.__cause__, NotUnique) and retries > 1:
                raise Conflict(reason="not_unique") from error
            if retries > _MOST_RETRIES:
                raise
            # Those that met in a deadlock must not meet again at once.
            threading.Event().wait(0.005 * retries + 0.02 * clock.random_fraction())


@contextmanager
def transaction(context: "Context", *, brief: bool = False) -> "Iterator[Context]":
    """Open a write transaction at the context's revision, or a savepoint in the one it stands in already.

    A `brief` one may share its commit with others; see `Database.write`.
    """
    if context.principal.viewer is not None:
        raise Denied(reason="view_as_reads_only")  # whoever let it come this far
    if context.transaction is None:
        with context.database.write(context.catalog.revision, brief=brief) as connection:
            yield replace(context, transaction=connection)
        return
    if context.depth >= _DEEPEST:
        raise Invalid(problems=[Problem(None, "saves_too_deep", {"limit": _DEEPEST})])
    with context.transaction.savepoint():
        yield replace(context, depth=context.depth + 1)


class _Tried(Exception):
    """Carries the answer of a try out of the transaction that it undoes."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer


def tried(context: "Context", work: "Callable[[Context], Answer]") -> "Answer":
    """Do the work in a transaction and undo it; what came of it is answered, or raised."""

    def attempt(inside: "Context") -> "Answer":
        raise _Tried(work(replace(inside, trial=True)))

    try:
        return in_transaction(context, attempt)
    except _Tried as done:
        return cast("Answer", done.answer)


def in_transaction(context: "Context", work: "Callable[[Context], Answer]") -> Answer:
    """Run the work in one transaction that its reads and saves join, and again when the database asks for it."""

    def attempt(current: "Context") -> Answer:
        with transaction(current) as inside:
            return work(inside)

    return run_again_when_asked(context, attempt)
