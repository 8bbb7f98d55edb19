"""Accounts and territories form trees: none stands below itself, however long the way round is."""

import pytest
from guanxi.access.principal import Principal
from guanxi.errors import Invalid
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace


@pytest.mark.parametrize("name", ["account", "territory"])
def test_none_stands_below_itself(sales: Workspace, name: str) -> None:
    context = sales.context(Principal.system("test"))
    above: str | None = None
    chain = []
    for number in range(4):
        row = {"name": f"Level {number}", "parent": above, **({"code": f"l{number}"} if name == "territory" else {})}
        above = str(save(context, name, [row], operation="create").results[0].id)
        chain.append(above)
    with pytest.raises(Invalid) as refused:
        save(context, name, [{"id": chain[0], "parent": chain[3]}], operation="update")
    assert [problem.field for problem in refused.value.problems] == ["parent"]
    save(context, name, [{"id": chain[3], "parent": chain[0]}], operation="update")
