"""Validation rules: one that is true of a record refuses it, or warns; one that cannot be computed refuses too."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from guanxi.errors import Problem
from guanxi.formula.formula_type import ERROR
from guanxi.records.batch import Batch

if TYPE_CHECKING:
    from guanxi.catalog import Rule
    from guanxi.formula.formula_type import Value
    from guanxi.records.environment import BatchEnvironment, RecordEnvironment

__all__ = ["CompiledRule", "check_rules", "problems_of_rules"]

CompiledRule: TypeAlias = "tuple[Rule, Callable[[RecordEnvironment], Value]]"


def check_rules(batch: Batch, environment: "BatchEnvironment") -> None:
    """Judge every row by every rule of its object."""
    rules = batch.plan.rules
    if not rules:
        return
    for row in batch.rows:
        if row.problems is not None:
            continue  # a rule would judge values that are not what the caller means
        record = environment.of(row)
        for rule, evaluate in rules:
            value = evaluate(record)
            if value is True or value is ERROR:
                problem = _problem(rule, value, row.index)
                if rule.severity == "warning" and value is True:
                    batch.warn(problem)
                else:
                    batch.report(row, problem)


def problems_of_rules(record: "RecordEnvironment", rules: Sequence[CompiledRule]) -> Iterable[Problem]:
    """Yield what refusing rules say about a record."""
    for rule, evaluate in rules:
        value = evaluate(record)
        if rule.severity == "error" and (value is True or value is ERROR):
            yield _problem(rule, value, None)


def _problem(rule: "Rule", value: object, row: int | None) -> Problem:
    code = "rule_error" if value is ERROR else "rule"
    return Problem(rule.at, code, {"rule": rule.name}, rule.message.as_mapping(), row=row)
