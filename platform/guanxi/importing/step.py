"""One step of an import: rows are saved chunk by chunk in one transaction, then the references between them are set."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

import orjson

from guanxi.errors import Problem
from guanxi.importing.tally import Tally
from guanxi.importing.undoing import Ways
from guanxi.records.save import save

if TYPE_CHECKING:
    from guanxi.importing.convert import Converted, Converter, Deferred
    from guanxi.importing.source import Chunk
    from guanxi.records.batch import Result
    from guanxi.workspace.context import Context

__all__ = ["Met", "Step"]


@dataclass(slots=True)
class Met:
    """What the rows of the file named so far: whole rows where equal ones count once, and records."""

    rows: set[bytes] = field(default_factory=set)
    records: set[str] = field(default_factory=set)

    def take_in(self, other: "Met") -> None:
        """Add what the rows of a step named."""
        self.rows |= other.rows
        self.records |= other.records


@dataclass(frozen=True, slots=True)
class _Written:
    """A row of the file and what became of it."""

    number: int
    cells: list[str]
    result: "Result"


class Step:
    """Takes chunks in; `late` are rows that were written and turned out to be refused."""

    def __init__(
        self, inside: "Context", converter: "Converter", *, barred: Mapping[int, list[Problem]], met: Met
    ) -> None:
        """Begin in an open transaction; `barred` are rows that are known to be refused, by number."""
        self.tally = Tally()
        self.met = Met()
        self.ways = Ways(inside, converter.mapping.object)
        self.late: defaultdict[int, list[Problem]] = defaultdict(list)
        self._inside = inside
        self._converter = converter
        self._barred = barred
        self._before = met
        self._waiting: list[tuple[_Written, Deferred]] = []

    def take(self, chunk: "Chunk") -> None:
        """Save the rows of a chunk; those that cannot be read are noted."""
        places = self._readable(chunk)
        converted = self._converter.convert(self._inside, [chunk.rows[place] for place in places])
        mapping, tally = self._converter.mapping, self.tally
        indexes = self._distinct(converted) if mapping.distinct else range(len(places))
        rows = [converted.rows[index] for index in indexes] if mapping.distinct else converted.rows
        operation: Literal["create", "upsert"] = "upsert" if mapping.match is not None else "create"
        outcome = save(self._inside, mapping.object, rows, operation=operation, mode="partial", upsert_by=mapping.match)
        self.ways.note(outcome.results)
        tally.warnings += len(outcome.warnings)
        tally.counts.update(map(attrgetter("status"), outcome.results))
        written: dict[int, _Written] = {}
        watched = {reference.position for reference in converted.deferred}
        for index, result in zip(indexes, outcome.results, strict=True):
            refused = result.status == "refused"
            again = not refused and mapping.match is not None and result.id is not None and self._is_again(result.id)
            if refused or again or index in watched:
                place = places[index]
                row = written[index] = _Written(chunk.first + place, chunk.rows[place], result)
                if refused:
                    tally.counts["refused"] -= 1  # counted by the note
                    tally.refuse(row.number, row.cells, result.problems)
                elif again:
                    self._refuse(row, [Problem(mapping.match, "repeated")])
        self._waiting += [(written[item.position], item) for item in converted.deferred if item.position in written]

    def refer(self) -> None:
        """Set the references between rows of the file, now that all of them are there."""
        texts: defaultdict[str, set[str]] = defaultdict(set)
        for _, reference in self._waiting:
            texts[reference.field].add(reference.text)
        lookups = {name: self._converter.lookup_of(name) for name in texts}
        known = {name: lookups[name].find(self._inside, wanted) for name, wanted in texts.items()}
        updates: dict[str, dict[str, object]] = {}
        rows: dict[str, _Written] = {}
        for row, reference in self._waiting:
            found, record = known[reference.field].get(reference.text), row.result.id
            if found is None:
                said = lookups[reference.field].problem(reference.text)
                self._refuse(row, [Problem(reference.field, said.code, said.params)])
            elif row.result.status != "refused" and record is not None:
                updates.setdefault(record, {"id": record})[reference.field] = found
                rows[record] = row
        if updates:
            mapping = self._converter.mapping
            done = save(self._inside, mapping.object, list(updates.values()), operation="update", mode="partial")
            self.ways.note(done.results)
            for record, result in zip(updates, done.results, strict=True):
                if result.status == "refused":
                    self._refuse(rows[record], result.problems)

    def _readable(self, chunk: "Chunk") -> list[int]:
        """Return the places of the rows that can be tried, and note the others."""
        out = {place: [fault] for place, fault in chunk.broken.items()}
        last = chunk.first + len(chunk.rows)
        out |= {number - chunk.first: said for number, said in self._barred.items() if chunk.first <= number < last}
        for place, said in sorted(out.items()):
            self.tally.refuse(chunk.first + place, chunk.rows[place], said)
        return [place for place in range(len(chunk.rows)) if place not in out]

    def _distinct(self, converted: "Converted") -> list[int]:
        """Return the positions of the rows that say something new."""
        later: defaultdict[int, list[str]] = defaultdict(list)
        for reference in converted.deferred:
            later[reference.position].append(reference.text)
        chosen = []
        for index, row in enumerate(converted.rows):
            key = orjson.dumps([row, later.get(index)], default=str)
            if key not in self._before.rows and key not in self.met.rows:
                self.met.rows.add(key)
                chosen.append(index)
        self.tally.counts["repeated"] += len(converted.rows) - len(chosen)
        return chosen

    def _is_again(self, record: str) -> bool:
        """Tell whether an earlier row of the file named the record."""
        if record in self._before.records or record in self.met.records:
            return True
        self.met.records.add(record)
        return False

    def _refuse(self, row: _Written, problems: Iterable[Problem]) -> None:
        """Note problems that came up after the row was written, if it was."""
        said = list(problems)
        if row.number not in self.tally.refused:
            self.tally.counts[row.result.status] -= 1
        self.tally.refuse(row.number, row.cells, said)
        if row.result.status != "refused":
            self.late[row.number] += said
