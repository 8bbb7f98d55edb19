"""Objects wider than one table can be: their fields stand in several storage parts, and reading does not show it."""

from decimal import Decimal
from typing import Any

import orjson
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.wanted import Wanted
from guanxi.metadata.document import Document
from guanxi.metadata.load import WORKSPACE
from guanxi.records.aggregate import aggregate
from guanxi.records.query import get, page, rows
from guanxi.records.question import Aggregate, Measure, Query
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

ADMIN = Principal.system("test")
COUNT = 260


def a_field(name: str, type_: str, **keys: object) -> dict[str, Any]:
    return {"name": name, "label": {"en": name, "zh": "字段"}, "type": type_, **keys}


def wide(name: str, *fields: dict[str, Any]) -> Document:
    texts = [a_field(f"f{number}", "text") for number in range(COUNT)]
    label = {"en": "Wide", "zh": "宽"}
    body = {"kind": "object", "name": name, "label": label, "fields": [a_field("name", "text"), *texts, *fields]}
    return Document("object", name, WORKSPACE, body)


def test_fields_of_every_part_are_read_filtered_sorted_and_summed(workspace: Workspace) -> None:
    documents = (
        wide("wide_parent", a_field("height", "decimal")),
        wide(
            "wide_child",
            a_field("height", "decimal"),
            a_field("parent", "lookup", to="wide_parent"),
            a_field("double", "formula", returns="number", formula="height * 2"),
        ),
    )
    apply(workspace, Wanted(documents=documents), author=ADMIN, message="wide")
    context = workspace.context(ADMIN)
    assert len(context.catalog.object("wide_child").parts) > 1
    parent = save(context, "wide_parent", [{"name": "p", "f259": "last", "height": 7}]).results[0].id
    made = [
        {"name": f"c{number}", "f0": "first", "f259": f"z{number}", "height": number, "parent": parent}
        for number in (1, 2, 3)
    ]
    save(context, "wide_child", made)
    fields = ("name", "f0", "f259", "height", "double", "parent.f259")
    query = Query(
        "wide_child", fields=fields, filter="f259 > 'z1' AND parent.f259 = 'last'", sort=("-height", "parent.height")
    )
    found = rows(context, query)
    assert [(row["name"], row["f259"], row["height"], row["double"]) for row in found] == [
        ("c3", "z3", Decimal(3), Decimal(6)),
        ("c2", "z2", Decimal(2), Decimal(4)),
    ]
    assert [row["parent"]["f259"] for row in orjson.loads(page(context, query).rows_json)] == ["last", "last"]
    one, _ = get(context, "wide_child", record_id=found[0]["id"])
    assert len(orjson.loads(one)) > COUNT
    question = Aggregate("wide_child", ("parent.f259",), (Measure("sum", "height"),), filter="f0 = 'first'")
    assert orjson.loads(aggregate(context, question)) == [{"parent.f259": "last", "height_sum": 6}]
