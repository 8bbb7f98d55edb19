"""Objects wider than one table can be: their fields stand in several storage parts, and reading does not show it."""

from decimal import Decimal
from pathlib import Path
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
from guanxi.web.objects import describe_object
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace

from tests.records.shop import Shop
from tests.support.importing import imported, mapping_of, write_csv

ADMIN = Principal.system("test")
COUNT = 260


def a_field(name: str, type_: str, **keys: object) -> dict[str, Any]:
    return {"name": name, "label": {"en": name, "zh": "字段"}, "type": type_, **keys}


def wide(name: str, *fields: dict[str, Any]) -> Document:
    texts = [a_field(f"f{number}", "text") for number in range(COUNT)]
    label = {"en": "Wide", "zh": "宽"}
    body = {"kind": "object", "name": name, "label": label, "fields": [a_field("name", "text"), *texts, *fields]}
    return Document("object", name, WORKSPACE, body)


# A field of each type that a package may declare without another object, the value given and the one shown.
SAMPLES: tuple[tuple[dict[str, Any], object, object], ...] = (
    ({"type": "text"}, "a", "a"),
    ({"type": "long_text"}, "b\nc", "b\nc"),
    ({"type": "rich_text"}, "<b>x</b>", "<b>x</b>"),
    ({"type": "markdown"}, "**x**", "**x**"),
    ({"type": "integer"}, 7, 7),
    ({"type": "decimal"}, "1.50", 1.5),
    ({"type": "money"}, 3, 3),
    ({"type": "percent"}, 20, 20),
    ({"type": "rating"}, 4, 4),
    ({"type": "boolean"}, True, True),
    ({"type": "date"}, "2026-02-28", "2026-02-28"),
    ({"type": "datetime"}, "2026-02-28T10:00:00+08:00", "2026-02-28T02:00:00.000Z"),
    ({"type": "time"}, "09:30", "09:30:00.000"),
    ({"type": "duration"}, "1:30", "PT1H30M"),
    ({"type": "picklist", "values": "wide_mood"}, "good", "good"),
    ({"type": "email"}, "a@Example.com", "a@example.com"),
    ({"type": "phone"}, "+86 138 0013 8000", "+8613800138000"),
    ({"type": "url"}, "https://x.de", "https://x.de"),
    ({"type": "colour"}, "#FA0", "#ffaa00"),
    ({"type": "barcode"}, "123", "123"),
    ({"type": "json"}, {"z": [1]}, {"z": [1]}),
    ({"type": "geolocation"}, {"latitude": 1, "longitude": 2}, {"latitude": 1, "longitude": 2}),
)
MOOD = Document(
    "picklist", "wide_mood", WORKSPACE,
    {"kind": "picklist", "name": "wide_mood", "label": {"en": "Mood", "zh": "心情"},
     "values": [{"name": "good", "label": {"en": "Good", "zh": "好"}}]},
)  # fmt: skip


FIVE_HUNDRED = {f"f{number}": SAMPLES[number % len(SAMPLES)] for number in range(500)}


def five_hundred(workspace: Workspace) -> Context:
    """Return a context of the platform in which `wide_all` has five hundred fields of all types."""
    samples = FIVE_HUNDRED
    declared = [a_field(name, keys["type"]) | keys for name, (keys, _, _) in samples.items()]
    fields = [a_field("name", "text"), *declared]
    body = {"kind": "object", "name": "wide_all", "label": {"en": "Wide", "zh": "宽"}, "fields": fields}
    documents = (MOOD, Document("object", "wide_all", WORKSPACE, body))
    apply(workspace, Wanted(documents=documents), author=ADMIN, message="wide")
    return workspace.context(ADMIN)


def test_object_of_five_hundred_fields_of_all_types_is_described_saved_and_listed(workspace: Workspace) -> None:
    context, samples = five_hundred(workspace), FIVE_HUNDRED
    told = describe_object(context, context.catalog.object("wide_all"))
    save(context, "wide_all", [{"name": "full", **{name: value for name, (_, value, _) in samples.items()}}])
    asked = "f499 = 'a@example.com' AND f483.latitude = 1"
    query = Query("wide_all", ("name", *samples), filter=asked, sort=("-f494",))
    (found,) = orjson.loads(page(context, query).rows_json)

    assert {field["name"] for field in told["fields"]} >= samples.keys()
    assert {name: found[name] for name in samples} == {name: shown for name, (_, _, shown) in samples.items()}


def test_five_hundred_columns_are_imported_into_five_hundred_fields(workspace: Workspace, tmp_path: Path) -> None:
    context = five_hundred(workspace)
    # A file has no column for a value with parts as a whole.
    samples = {name: one for name, one in FIVE_HUNDRED.items() if one[0]["type"] not in {"geolocation", "json"}}
    row = {"name": "full", **{name: str(value) for name, (_, value, _) in samples.items()}}
    file = write_csv(tmp_path / "wide.csv", [row, {**row, "name": "again"}])
    mapping = mapping_of("wide_all", {name: name for name in row})
    assert imported(context, file, mapping).counts == {"created": 2}
    query = Query("wide_all", ("name", *samples), filter="name = 'again'")
    (found,) = orjson.loads(page(context, query).rows_json)
    assert {name: found[name] for name in samples} == {name: shown for name, (_, _, shown) in samples.items()}


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


def test_sixty_look_ups_are_described_saved_listed_and_compared(shop: Shop) -> None:
    links = [a_field(f"to{number}", "lookup", to="customer") for number in range(60)]
    texts = [a_field(f"f{number}", "text") for number in range(440)]
    label = {"en": "Hub", "zh": "枢纽"}
    body = {"kind": "object", "name": "hub", "label": label, "fields": [a_field("name", "text"), *links, *texts]}
    rights = [{"object": name, "rights": ["read"], "fields": {"read": "*"}} for name in ("hub", "customer")]
    role = {"kind": "role", "name": "looker", "label": label, "audience": "staff", "objects": rights}
    shared = {"kind": "sharing", "name": "hub", "object": "hub", "default": "read"}
    documents = tuple(Document(each["kind"], each["name"], WORKSPACE, each) for each in (body, role, shared))
    apply(shop.workspace, Wanted(documents=documents), author=ADMIN, message="hub")
    looker = shop.clerk("lo", role="looker")
    seen = shop.add("customer", name="seen", credit=2, owner=looker.user_id)
    hidden = shop.add("customer", name="hidden", credit=2)
    shop.add("hub", name="h", f439="last", **{f"to{number}": hidden if number % 2 else seen for number in range(60)})

    told = describe_object(shop.context(), shop.context().catalog.object("hub"))
    names = tuple(f"to{number}.{name}" for number in range(60) for name in ("name", "owner.name", "remaining"))
    asked = "to59.name <> 'x' AND to58.name = 'seen'"
    query = Query("hub", ("name", "f439", *names), filter=asked, sort=("to58.name",))
    whole, cut = (orjson.loads(page(shop.context(who), query).rows_json)[0] for who in (ADMIN, looker))

    assert len(told["fields"]) > 500
    assert [whole[f"to{number}"]["name"] for number in range(60)] == ["seen", "hidden"] * 30
    assert (whole["to59"]["remaining"], whole["to59"]["owner"]["name"], whole["f439"]) == (2, "System", "last")
    assert [cut[f"to{number}"]["name"] for number in range(60)] == ["seen", None] * 30
    summed = Aggregate("hub", ("to58.name",), tuple(Measure("sum", f"to{number}.credit") for number in range(60)))
    (group,) = orjson.loads(aggregate(shop.context(looker), summed))
    assert [group[f"to{number}.credit_sum"] for number in range(60)] == [2, None] * 30
