"""Agreement with rows that another engine evaluated."""

from pathlib import Path

import pytest

from tests.formula.oracle import agreements, read_cases


@pytest.mark.parametrize(("mode", "least"), [("formula", 2930), ("formulaNullAsNull", 2930)])
def test_rows_evaluated_elsewhere_agree(shared_data: Path, mode: str, least: int) -> None:
    cases = read_cases(shared_data / "salesforce_formula_engine" / "cases_A.jsonl")
    assert sum(agree for case in cases for *_, agree in agreements(case, mode)) >= least
