"""The measure over collections of formulas."""

import json
from pathlib import Path

from guanxi.formula import corpus


def test_real_formulas_parse_and_type_check(shared_data: Path) -> None:
    lines = (shared_data / "formulas" / "formulas_A.jsonl").read_text("utf-8").splitlines()
    report = corpus(line for line in lines if json.loads(line)["kind"] in {"field", "validation", "workflow"})
    assert (report.total, report.parsed, report.typed) == (1246, 1246, 1246)


def test_failures_are_counted_by_reason() -> None:
    formulas = ["1 + 1", "1 +", "FROB(1)", "LEN(1)"]
    report = corpus([json.dumps({"formula": formula}) for formula in formulas] + ["no json", ""])
    assert json.loads(report.to_json()) == {
        "total": 5,
        "parsed": 2,
        "typed": 1,
        "failures": {
            "syntax: unexpected": 1,
            "unknown function: FROB": 1,
            "type: argument_type": 1,
            "line: not a JSON object with a formula": 1,
        },
    }


def test_the_return_type_is_part_of_the_check() -> None:
    assert corpus([json.dumps({"formula": "'a'", "return_type": "Number"})]).typed == 0
    assert corpus([json.dumps({"formula": "a__c", "return_type": "Number"})]).typed == 1
