"""Names made of labels, as Setup suggests them."""

import pytest
from guanxi.text.api_names import api_name
from pytest import param


@pytest.mark.parametrize("label, name", [
    param("In use since", "in_use_since", id="words"),
    param("客户", "ke_hu", id="chinese"),
    param("3D 打印 (新)", "d_da_yin_xin", id="begins-with-a-letter"),
    param("Société", "societe", id="accents"),
    param("ＡＢＣ", "abc", id="width"),
    param("!?", "", id="no-letters"),
    param("高" * 60, "_".join(["gao"] * 12), id="cut"),
])  # fmt: skip
def test_label_suggests_a_name_that_formulas_take(label: str, name: str) -> None:
    assert api_name(label) == name
