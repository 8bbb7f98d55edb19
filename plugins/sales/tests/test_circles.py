"""Accounts, contacts and territories form trees: none stands below itself."""

import pytest
from guanxi.access.principal import Principal
from guanxi.errors import Invalid
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

PLACES = [("account", "parent"), ("contact", "reports_to"), ("territory", "parent")]


@pytest.mark.parametrize(("name", "above"), PLACES)
def test_none_stands_below_itself(sales: Workspace, name: str, above: str) -> None:
    context = sales.context(Principal.system("test"))
    ids: list[str] = []
    for number in range(3):
        row = {"name": f"Level {number}"}
        code = {"code": f"l{number}"} if name == "territory" else {}
        pointed = {above: ids[-1]} if ids else {}
        ids.append(str(save(context, name, [{**row, **code, **pointed}]).results[0].id))
    with pytest.raises(Invalid) as refused:
        save(context, name, [{"id": ids[0], above: ids[2]}], operation="update")
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [(above, "below_itself")]
    save(context, name, [{"id": ids[2], above: ids[0]}], operation="update")


def test_a_way_through_the_bin_counts_since_it_may_come_back(sales: Workspace) -> None:
    context = sales.context(Principal.system("test"))
    top, middle, low = (str(save(context, "account", [{"name": name}]).results[0].id) for name in ("a", "b", "c"))
    save(context, "account", [{"id": low, "parent": middle}, {"id": middle, "parent": top}], operation="update")
    save(context, "account", [{"id": middle}], operation="delete")
    with pytest.raises(Invalid) as refused:
        save(context, "account", [{"id": top, "parent": low}], operation="update")
    assert [problem.code for problem in refused.value.problems] == ["below_itself"]
