"""Runs an import: rows in steps, each one transaction, through the write pipeline.

`all_or_none` is one step of at most 100,000 rows that is undone when a single row is refused; `partial` makes a step
of every 5,000 rows and leaves refused rows out. The number of the step is stored in its own transaction, so whoever
goes on after a kill repeats nothing and skips nothing. A dry run does everything and undoes it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from guanxi import clock
from guanxi.errors import Conflict, Invalid, Problem, TooLarge
from guanxi.importing.convert import Converter
from guanxi.importing.opening import open_rows
from guanxi.importing.source import CHUNK, Chunk, Source
from guanxi.importing.step import Met, Step
from guanxi.importing.tally import RefusedFile, Summary, Tally
from guanxi.records.load import connection_of
from guanxi.records.transaction import in_transaction

if TYPE_CHECKING:
    from guanxi.importing.mapping import ImportMapping
    from guanxi.workspace.context import Context

__all__ = ["MOST_AT_ONCE", "ImportMode", "ImportOrder", "Progress", "run_import"]

MOST_AT_ONCE = 100_000
ImportMode: TypeAlias = Literal["all_or_none", "partial"]
Progress: TypeAlias = Callable[[int, int, bool], None]
"""Takes rows done, rows in all, and whether they are kept for good: no transaction is open then."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported and how; `id` is the row of gx_import that keeps how far it came, None in a dry run."""

    mapping: "ImportMapping"
    path: Path
    mode: ImportMode = "all_or_none"
    dry_run: bool = False
    errors: Path | None = None
    id: str | None = None


class _Undone(Exception):
    """The step is judged and shall not be kept."""

    def __init__(self, tally: Tally, met: Met) -> None:
        super().__init__()
        self.tally = tally
        self.met = met


class _RefusedAtEnd(Exception):
    """Rows that were written turned out to be refused: the step runs again without them."""

    def __init__(self, problems: dict[int, list[Problem]]) -> None:
        super().__init__()
        self.problems = problems


def run_import(order: ImportOrder, make_context: "Callable[[], Context]", *, progress: Progress) -> Summary:
    """Import the file and return what came of it; every step asks for a context, to know the newest catalog."""
    return _Run(order, make_context, progress).run()


class _Run:
    def __init__(self, order: ImportOrder, make_context: "Callable[[], Context]", progress: Progress) -> None:
        mapping = order.mapping
        self.order = order
        self.make_context = make_context
        self.progress = progress
        self.source: Source = open_rows(
            order.path, encoding=mapping.encoding, delimiter=mapping.delimiter, columns=mapping.columns
        )
        context = make_context()
        self.language = context.language
        self.revision = context.catalog.revision
        self.converter = Converter(context, mapping, self.source.header)
        self.refused_file = RefusedFile(order.errors, self.source, self.language)
        self.summary = Summary(mapping.object, order.mode, order.dry_run, self.source.count())
        self.met = Met()

    def run(self) -> Summary:
        done = self._resume()
        if self.order.mode == "all_or_none" and not self.order.dry_run:
            if self.summary.rows > MOST_AT_ONCE:
                raise TooLarge(reason="too_many_rows_at_once", limit=MOST_AT_ONCE, rows=self.summary.rows)
            if not done:
                self._keep(self._step(self.source.chunks, 1))
        elif self.order.dry_run:
            self._judge()
        else:
            for number, chunk in enumerate(self.source.chunks(skip=done), start=done + 1):
                self._keep(self._step(partial(_one, chunk), number))
                self.progress(min(number * CHUNK, self.summary.rows), self.summary.rows, True)
        self._finish()
        return self.summary

    def _resume(self) -> int:
        """Return how many steps are kept already, with what came of them."""
        if self.order.id is None:
            return 0
        with self.make_context().database.read() as connection:
            done, told = connection.select("gx_import", ("chunk", "counts"), {"id": self.order.id})[0]
        if done:
            self.summary = Summary.from_json(told)
        return int(done)

    def _judge(self) -> None:
        """Do everything and keep nothing, in blocks that are undone one after the other."""
        chunks = self.source.chunks()
        while block := list(islice(chunks, MOST_AT_ONCE // CHUNK)):
            self._keep(self._step(partial(iter, block), None))
        self.summary.kept = False

    def _finish(self) -> None:
        self.summary.rows = sum(self.summary.counts.values())
        if self.order.id is not None:
            told, at = self.summary.as_json(), clock.now()
            with self.make_context().database.write() as connection:
                connection.update(
                    "gx_import", {"counts": told, "finished_at": at}, {"id": self.order.id, "finished_at": None}
                )
        self.progress(self.summary.rows, self.summary.rows, True)

    def _keep(self, tally: Tally | None) -> None:
        """Take in a step that was not stored: stored ones are counted inside their transaction."""
        if tally is not None:
            self.summary.add(tally, self.language)
            self.summary.errors_end = self.refused_file.write(tally.refused, end=self.summary.errors_end)

    def _step(self, chunks: Callable[[], Iterable[Chunk]], number: int | None) -> Tally | None:
        """Write the rows in one transaction and count them there; return what came of a step that was undone."""
        barred: dict[int, list[Problem]] = {}
        while True:
            try:
                kept = in_transaction(
                    self.make_context(), partial(self._attempt, chunks=chunks, number=number, barred=barred)
                )
            except _Undone as undone:
                self.summary.kept = False
                self.met.take_in(undone.met)
                return undone.tally
            except _RefusedAtEnd as late:
                barred.update(late.problems)
            else:
                self.summary, met = kept
                self.met.take_in(met)
                return None

    def _attempt(
        self, inside: "Context", *, chunks: Callable[[], Iterable[Chunk]], number: int | None,
        barred: dict[int, list[Problem]],
    ) -> tuple[Summary, Met]:  # fmt: skip
        step = Step(inside, self._converter(inside), barred=barred, met=self.met)
        for chunk in chunks():
            step.take(chunk)
            self.progress(min(chunk.first + len(chunk.rows), self.summary.rows), self.summary.rows, False)
        step.refer()
        if number is None or (self.order.mode == "all_or_none" and step.tally.refused):
            raise _Undone(step.tally, step.met)
        if step.late:
            raise _RefusedAtEnd(step.late)
        return self._store(inside, step, number), step.met

    def _converter(self, inside: "Context") -> Converter:
        """Return the converter of the catalog that the step is written in."""
        if inside.catalog.revision != self.revision:
            try:
                self.converter = Converter(inside, self.order.mapping, self.source.header)
            except Invalid as error:
                raise Conflict(reason="mapping_outdated", problems=error.problems) from error
            self.revision = inside.catalog.revision
        self.converter.forget()
        return self.converter

    def _store(self, inside: "Context", step: Step, number: int) -> Summary:
        """Count the step, and keep what undoes it, in its own transaction."""
        before = self.summary
        told = Summary.from_json(before.as_json())
        told.add(step.tally, self.language)
        told.errors_end = self.refused_file.write(step.tally.refused, end=before.errors_end)
        if self.order.id is not None:
            step.ways.keep(self.order.id)
            place = {"id": self.order.id, "chunk": number - 1}
            if connection_of(inside).update("gx_import", {"chunk": number, "counts": told.as_json()}, place) != 1:
                raise Conflict(reason="import_taken_over", id=self.order.id)
        return told


def _one(chunk: Chunk) -> Iterator[Chunk]:
    yield chunk
