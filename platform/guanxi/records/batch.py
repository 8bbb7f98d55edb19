"""The records of one call on their way through the write pipeline: rows, their problems, and what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from guanxi.errors import Problem
from guanxi.fields.base import FieldProblem

if TYPE_CHECKING:
    from guanxi.access.rights import Rights
    from guanxi.hooks import Operation
    from guanxi.records.plan import WritePlan
    from guanxi.workspace.context import Context

__all__ = ["Batch", "Mode", "Outcome", "Result", "Row", "Status", "Values"]

Mode: TypeAlias = Literal["all_or_none", "partial"]
Status: TypeAlias = Literal["created", "updated", "unchanged", "deleted", "restored", "refused"]
Values: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one row of the caller's list."""

    id: str | None
    status: Status
    version: int | None = None
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, object] | None = None  # the stored domain values, where the row was stored
    before: Mapping[str, object] | None = None  # those of before, where the record was there


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: one result per row, in the caller's order."""

    results: tuple[Result, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every problem of every row."""
        return tuple(problem for result in self.results for problem in result.problems)

    @property
    def complete(self) -> bool:
        """Tell whether no row was refused."""
        return all(result.status != "refused" for result in self.results)


class Row:
    """One record of a batch; see `guanxi.hooks.Row` for what plugins may do with it."""

    __slots__ = (
        "_batch", "before", "delta", "given", "id", "index", "lost", "named", "problems", "status", "values", "version",
    )  # fmt: skip

    def __init__(self, batch: "Batch", index: int) -> None:
        """Start without values."""
        self._batch = batch
        self.index = index
        self.id = ""
        self.lost = False  # there is no record to go on with: unknown, unreachable or changed by somebody else
        self.named = False  # the caller gave the id
        self.before: Values | None = None
        self.given: Values = {}  # what the caller or a hook gave, parsed
        self.values: Values = {}
        self.delta: frozenset[str] = frozenset()  # fields whose stored value changes, known from the freeze on
        self.version: int | None = None  # the version the caller has seen, where it says so
        self.problems: list[Problem] | None = None
        self.status: Status = "refused"

    @property
    def changed(self) -> frozenset[str]:
        """Return the names of the fields whose value differs from the stored one; on create, those not blank."""
        before, names = self.before, self._batch.plan.own_fields
        if before is None:
            return frozenset(name for name in names if self.values.get(name) is not None)
        return frozenset(name for name in names if self.values.get(name) != before.get(name))

    def set(self, name: str, value: object) -> None:
        """Give the field another value, parsed as if the caller had sent it; only before rows are frozen."""
        if self._batch.frozen:
            raise TypeError("values are frozen after before_validate")
        if name not in self._batch.plan.writable_fields:
            raise LookupError(f"{self._batch.object} has no field {name} that can be given a value")
        try:
            parsed = self._batch.plan.parser(name)(value)
        except FieldProblem as problem:
            self._batch.refuse(self, name, problem.code, problem.params)
        else:
            self.given[name] = self.values[name] = parsed

    def freeze(self) -> None:
        """Make the values read-only for everybody."""
        if isinstance(self.values, dict):
            self.values = MappingProxyType(self.values)  # type: ignore[assignment]  # from here on nobody writes


@dataclass(slots=True)
class Batch:
    """The rows of one object that one call writes, with what the pipeline knows of them so far."""

    context: "Context"
    plan: "WritePlan"
    operation: "Operation"
    mode: Mode
    all_rows: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)  # those not refused so far
    frozen: bool = False
    warnings: list[Problem] = field(default_factory=list)
    delete_id: str | None = None  # what one call deletes, children included, bears one id
    match_field: str = "id"  # of an upsert: the field by which rows are found
    rights: "Rights" = field(init=False)
    alone: bool = False  # the transaction is opened for this batch and kept or dropped as a whole
    any_state: bool = False  # the caller asks for its right to set any state
    tells: bool = True  # people get notices of the records that they are given

    def __post_init__(self) -> None:
        """Look up once what the caller may do."""
        self.rights = self.context.rights

    @property
    def object(self) -> str:
        """Return the name of the object."""
        return self.plan.object.name

    @property
    def created(self) -> list[Row]:
        """Return the rows that are new."""
        return [row for row in self.rows if row.before is None]

    @property
    def kept(self) -> list[Row]:
        """Return the rows that exist already."""
        return [row for row in self.rows if row.before is not None]

    def start(self, count: int) -> None:
        """Take that many rows in, in the caller's order."""
        self.all_rows = [Row(self, index) for index in range(count)]
        self.rows = list(self.all_rows)

    def refuse(self, row: Row, field: str | None, code: str, params: Mapping[str, "Value"] | None = None) -> None:
        """Refuse one row for a reason; it leaves the batch at the end of the present step."""
        self.report(row, Problem(field, code, params or {}, row=row.index))

    def lose(self, row: Row, field: str | None, code: str, params: Mapping[str, "Value"] | None = None) -> None:
        """Refuse a row for which no further step makes sense; it leaves the batch at once when rows are loaded."""
        row.lost = True
        self.refuse(row, field, code, params)

    def report(self, row: Row, problem: Problem) -> None:
        """Note a problem of a row, as its caller may know of it."""
        problem = self._told(problem)
        if row.problems is None:
            row.problems = []
        if problem not in row.problems:
            row.problems.append(problem)

    def warn(self, problem: Problem) -> None:
        """Note what the caller is told of although nothing is refused."""
        self.warnings.append(self._told(problem))

    def _told(self, problem: Problem) -> Problem:
        """Return the problem without the names of fields that do not exist for the caller (access.md, field masks)."""
        if problem.code == "unknown_field":  # the caller itself wrote the name
            return problem
        rights, fields = self.context.rights, self.plan.object.fields
        known = rights.readable(self.object) | rights.writable(self.object)
        names = problem.params.get("fields")
        if isinstance(names, list) and not known.issuperset(names):
            problem = replace(problem, params={**problem.params, "fields": [name for name in names if name in known]})
        return replace(problem, field=None) if problem.field in fields and problem.field not in known else problem

    def drop_refused(self) -> None:
        """Let refused rows leave the batch."""
        self.rows = [row for row in self.rows if row.problems is None]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return all problems in the caller's order."""
        return tuple(problem for row in self.all_rows if row.problems for problem in row.problems)

    def outcome(self) -> Outcome:
        """Return the result of every row in the caller's order."""
        return Outcome(tuple(_result(row) for row in self.all_rows), tuple(self.warnings))


Value: TypeAlias = object


def _result(row: Row) -> Result:
    if row.problems is not None:
        return Result(row.id or None, "refused", problems=tuple(row.problems))
    version = row.values.get("version")
    known = version if isinstance(version, int) else None
    return Result(row.id, row.status, known, values=row.values, before=row.before)
