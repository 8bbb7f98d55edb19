"""What is wrong with duplicate rules is told with its place."""

import pytest

from tests.metadata.test_check import SHOP
from tests.support.packages import checked, codes, layer

RULE = """kind: duplicate_rule
name: same
object: shop_order
message: {en: Same, zh: 重复}
match: [{name: k, fields: [{"""


@pytest.mark.parametrize("text, place, code", [
    ("field: nmae", "nmae/field", "unknown_field"),
    ("field: double", "double/field", "match_needs_column"),
    ("field: stage, how: fuzzy", "stage/how", "fuzzy_needs_key"),
    ("field: name, threshold: 90", "name/threshold", "threshold_idle"),
], ids=["field", "virtual", "no-text", "idle"])  # fmt: skip
def test_a_duplicate_rule_is_refused_for(text: str, place: str, code: str) -> None:
    assert (code, f"duplicate_rule/same/match/k/fields/{place}") in codes(layer(f"{SHOP}---\n{RULE}{text}}}]}}]"))


def test_a_key_without_an_index_is_warned_of() -> None:
    findings = checked(layer(f"{SHOP}---\n{RULE}field: name}}]}}]"))[1]
    assert [(finding.code, finding.severity) for finding in findings] == [("match_not_indexed", "warning")]
