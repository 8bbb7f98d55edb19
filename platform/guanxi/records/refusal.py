"""What a refused save raises: one record has the status of its own problem, a batch tells all problems at once."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from guanxi.errors import Conflict, Denied, GuanxiError, Invalid, Missing, Problem, Stale
from guanxi.records.batch import Batch
from guanxi.records.unique import refuse_taken
from guanxi.storage.failures import NotUnique, ReferenceMissing

__all__ = ["leave", "note_failure", "refuse_all"]


def leave(batch: Batch) -> None:
    """Raise what was found so far; in partial mode let the refused rows leave instead."""
    refuse_all(batch)
    batch.drop_refused()


def refuse_all(batch: Batch) -> None:
    """Raise when a row of an all_or_none batch is refused."""
    if batch.mode == "partial":
        return
    problems = batch.problems
    if problems and len(batch.all_rows) == 1:
        code = problems[0].code
        failure = _FAILURES.get((batch.operation, code)) or _FAILURES.get(("", code)) or _invalid
        raise failure(batch, problems)
    if problems:
        raise Invalid(problems=problems)


def note_failure(batch: Batch, error: NotUnique | ReferenceMissing) -> None:
    """Turn what only the database saw into a problem of the one row that was written."""
    if isinstance(error, NotUnique):
        refuse_taken(batch, batch.rows[0], error.columns)
    else:
        batch.refuse(batch.rows[0], None, "reference_not_found")


def _invalid(batch: Batch, problems: Sequence[Problem]) -> GuanxiError:
    del batch
    return Invalid(problems=problems)


def _missing(batch: Batch, problems: Sequence[Problem]) -> GuanxiError:
    del problems
    return Missing(kind="record", object=batch.object, id=batch.all_rows[0].id)


def _denied(batch: Batch, problems: Sequence[Problem]) -> GuanxiError:
    del problems
    return Denied(object=batch.object, id=batch.all_rows[0].id)


def _stale(batch: Batch, problems: Sequence[Problem]) -> GuanxiError:
    return Stale(object=batch.object, id=batch.all_rows[0].id, **problems[0].params)  # type: ignore[arg-type]


def _conflict(batch: Batch, problems: Sequence[Problem]) -> GuanxiError:
    return Conflict(problems=problems, reason=problems[0].code, object=batch.object, id=batch.all_rows[0].id)


_FAILURES: Mapping[tuple[str, str], Callable[[Batch, Sequence[Problem]], GuanxiError]] = MappingProxyType(
    {
        ("", "missing"): _missing,
        ("", "denied"): _denied,
        ("", "stale"): _stale,
        ("", "id_taken"): _conflict,
        ("delete", "still_referenced"): _conflict,
        ("restore", "not_unique"): _conflict,
        ("restore", "parent_deleted"): _conflict,
    }
)
