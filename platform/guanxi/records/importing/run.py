"""Runs an import: rows in steps, each one transaction, through the write pipeline.

`all_or_none` is one step of at most 100,000 rows that is undone when a single row is refused; `partial` makes a step
of every 5,000 rows and leaves refused rows out. The number of the step is stored in its own transaction, so whoever
goes on after a kill repeats nothing and skips nothing. A dry run does everything and undoes it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import orjson
from guanxi import clock
from guanxi.errors import Conflict, Invalid, Problem, TooLarge
from guanxi.records.importing.convert import Converter, Deferred
from guanxi.records.importing.source import CHUNK, Chunk, Source, open_source
from guanxi.records.importing.tally import RefusedFile, Summary, Tally
from guanxi.records.load import connection_of
from guanxi.records.save import save
from guanxi.records.transaction import in_transaction

if TYPE_CHECKING:
    from guanxi.records.importing.mapping import ImportMapping
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


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A reference to another row of the file, to be set at the end of the step."""

    number: int
    cells: list[str]
    record: str | None  # None where the row itself was refused
    reference: Deferred


class _Undone(Exception):
    """The step is judged and shall not be kept."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally


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
        self.source: Source = open_source(
            order.path, encoding=mapping.encoding, delimiter=mapping.delimiter, columns=mapping.columns
        )
        context = make_context()
        self.language = context.language
        self.revision = context.catalog.revision
        self.converter = Converter(context, mapping, self.source.header)
        self.refused_file = RefusedFile(order.errors, self.source, self.language)
        self.summary = Summary(mapping.object, order.mode, order.dry_run, self.source.count())
        self.seen: set[bytes] = set()

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
                return undone.tally
            except _RefusedAtEnd as late:
                barred.update(late.problems)
            else:
                self.summary, fresh = kept
                self.seen |= fresh
                return None

    def _attempt(
        self,
        inside: "Context",
        *,
        chunks: Callable[[], Iterable[Chunk]],
        number: int | None,
        barred: dict[int, list[Problem]],
    ) -> tuple[Summary, set[bytes]]:
        converter, tally, fresh = self._converter(inside), Tally(), set[bytes]()
        waiting: list[_Waiting] = []
        for chunk in chunks():
            waiting += self._save(inside, converter, _Part(chunk, barred, tally), fresh)
            self.progress(min(chunk.first + len(chunk.rows), self.summary.rows), self.summary.rows, False)
        late = self._refer(inside, converter, waiting, tally)
        if number is None or (self.order.mode == "all_or_none" and (tally.refused or late)):
            raise _Undone(tally)
        if late:
            raise _RefusedAtEnd(late)
        return self._store(inside, tally, number), fresh

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

    def _save(self, inside: "Context", converter: Converter, part: "_Part", fresh: set[bytes]) -> list[_Waiting]:
        mapping, tally = self.order.mapping, part.tally
        converted = converter.convert(inside, part.rows)
        rows, places = converted.rows, part.places
        if mapping.distinct:
            chosen = [index for index, row in enumerate(rows) if self._is_new(row, fresh)]
            tally.counts["repeated"] += len(rows) - len(chosen)
            rows, places = [rows[index] for index in chosen], [places[index] for index in chosen]
        operation: Literal["create", "upsert"] = "upsert" if mapping.match is not None else "create"
        outcome = save(inside, mapping.object, rows, operation=operation, mode="partial", upsert_by=mapping.match)
        tally.warnings += len(outcome.warnings)
        tally.counts.update(map(attrgetter("status"), outcome.results))
        tally.counts["refused"] -= sum(result.status == "refused" for result in outcome.results)
        for place, result in zip(places, outcome.results, strict=True):
            if result.status == "refused":
                tally.refuse(part.number(place), part.chunk.rows[place], result.problems)
        if not converted.deferred:
            return []
        kept = {
            place: result.id if result.status != "refused" else None
            for place, result in zip(places, outcome.results, strict=True)
        }
        return [
            _Waiting(part.number(place), part.chunk.rows[place], kept[place], reference)
            for reference in converted.deferred
            if (place := part.places[reference.position]) in kept
        ]

    def _is_new(self, row: dict[str, object], fresh: set[bytes]) -> bool:
        key = orjson.dumps(row, default=str)
        if key in fresh or key in self.seen:
            return False
        fresh.add(key)
        return True

    def _refer(
        self, inside: "Context", converter: Converter, waiting: list[_Waiting], tally: Tally
    ) -> dict[int, list[Problem]]:
        """Set the references between rows of the file; return the rows that were written and must not be."""
        late: dict[int, list[Problem]] = {}
        updates: dict[str, dict[str, object]] = {}
        rows: dict[str, _Waiting] = {}
        for name in sorted({item.reference.field for item in waiting}):
            lookup, mine = converter.lookup_of(name), [item for item in waiting if item.reference.field == name]
            known = lookup.find(inside, {item.reference.text for item in mine})
            for item in mine:
                found = known.get(item.reference.text)
                if found is None:
                    said = lookup.problem(item.reference.text)
                    _note(tally, late, item, [Problem(name, said.code, said.params)])
                elif item.record is not None:
                    updates.setdefault(item.record, {"id": item.record})[name] = found
                    rows[item.record] = item
        if updates:
            outcome = save(
                inside, self.order.mapping.object, list(updates.values()), operation="update", mode="partial"
            )
            for record, result in zip(updates, outcome.results, strict=True):
                if result.status == "refused":
                    _note(tally, late, rows[record], result.problems)
        return late

    def _store(self, inside: "Context", tally: Tally, number: int) -> Summary:
        """Count the step in its own transaction."""
        before = self.summary
        told = Summary.from_json(before.as_json())
        told.add(tally, self.language)
        told.errors_end = self.refused_file.write(tally.refused, end=before.errors_end)
        if self.order.id is not None:
            place = {"id": self.order.id, "chunk": number - 1}
            if connection_of(inside).update("gx_import", {"chunk": number, "counts": told.as_json()}, place) != 1:
                raise Conflict(reason="import_taken_over", id=self.order.id)
        return told


class _Part:
    """The rows of a chunk that can be tried; what is broken or known to be refused is noted."""

    def __init__(self, chunk: Chunk, barred: dict[int, list[Problem]], tally: Tally) -> None:
        self.chunk = chunk
        self.tally = tally
        out = {place: [fault] for place, fault in chunk.broken.items()}
        out.update(
            {
                number - chunk.first: said
                for number, said in barred.items()
                if 0 <= number - chunk.first < len(chunk.rows)
            }
        )
        for place, said in sorted(out.items()):
            tally.refuse(self.number(place), chunk.rows[place], said)
        self.places: list[int] = (
            [place for place in range(len(chunk.rows)) if place not in out] if out else list(range(len(chunk.rows)))
        )
        self.rows = [chunk.rows[place] for place in self.places] if out else chunk.rows

    def number(self, place: int) -> int:
        return self.chunk.first + place


def _note(tally: Tally, late: dict[int, list[Problem]], item: _Waiting, problems: Iterable[Problem]) -> None:
    """Note problems that came up after the row was written, if it was."""
    said = list(problems)
    tally.refuse(item.number, item.cells, said)
    if item.record is not None:
        late.setdefault(item.number, []).extend(said)


def _one(chunk: Chunk) -> Iterator[Chunk]:
    yield chunk
