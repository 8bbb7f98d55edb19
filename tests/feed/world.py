"""A small world whose records come into sight and leave it: four objects, people with units, a team and a queue."""

from collections import defaultdict
from typing import Any

from guanxi.access.principal import Principal
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.change.changes import a_field, put, work_off

__all__ = ["OBJECTS", "WORDS", "World"]

OBJECTS = ("firm", "deal", "line", "memo")
WORDS = {"en": "Thing", "zh": "事物"}


def an_object(name: str, *fields: dict[str, Any], **keys: object) -> dict[str, Any]:
    named = a_field("name", required=True)
    return {"kind": "object", "name": name, "label": WORDS, "name_field": "name", "fields": [named, *fields], **keys}


SHAPE = (
    an_object(
        "firm", a_field("region"), a_field("size", "integer"), a_field("boss", "lookup", to="firm"),
        a_field("deal_count", "rollup", over="deals", function="count"), owned=True,
    ),
    an_object(
        "deal", a_field("firm", "lookup", to="firm", children="deals"), a_field("stage"),
        a_field("amount", "decimal", scale=2), a_field("due", "date"), a_field("secret", "boolean"),
        a_field("double", "formula", returns="number", formula="amount * 2", scale=2), owned=True,
        record_types=[{"name": "big", "label": WORDS}, {"name": "small", "label": WORDS}],
    ),
    an_object("line", a_field("deal", "master_detail", to="deal", children="lines"), a_field("kind")),
    an_object(
        "memo", a_field("about", "poly_lookup", targets=["firm", "deal"]), a_field("text"),
        owned=True, inherits="about",
    ),
)  # fmt: skip


class World:
    """The workspace, and the ids of what was added by object."""

    def __init__(self, workspace: Workspace, *policy: dict[str, Any]) -> None:
        self.workspace = workspace
        self.ids: defaultdict[str, list[str]] = defaultdict(list)
        work_off(workspace, put(workspace, *SHAPE))
        north, _ = self.add("org_unit", name="north", code="n"), self.add("org_unit", name="south", code="s")
        self.add("org_unit", name="below", code="b", parent=north)
        self.add("team", name="Blue")
        self.add("queue", name="Calls", unit=self.ids["org_unit"][2])
        put(workspace, *policy)

    def save(self, object_name: str, row: dict[str, Any], operation: Any = "update") -> str:
        """Write as the platform itself."""
        done = save(self.workspace.context(Principal.system("test")), object_name, [row], operation=operation)
        return str(done.results[0].id)

    def add(self, object_name: str, /, **values: Any) -> str:
        """Create a record."""
        self.ids[object_name].append(self.save(object_name, values, "create"))
        return self.ids[object_name][-1]

    def person(self, login: str, **values: Any) -> str:
        """Create a user with the role seller."""
        return self.add("user", **{"login": login, "name": login.title(), "roles": ["seller"], **values})
