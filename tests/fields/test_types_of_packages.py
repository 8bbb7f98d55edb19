"""Field types that packages bring, by the example of the documentation."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from guanxi.access.principal import Principal
from guanxi.change.apply import apply
from guanxi.change.wanted import Wanted
from guanxi.errors import Invalid
from guanxi.fields import FIELD_TYPES
from guanxi.fields.foreign import KnownTypes
from guanxi.fields.textual import TextField
from guanxi.metadata.load import read_package
from guanxi.records.query import record, rows
from guanxi.records.question import Query
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.databases import Databases
from tests.support.workspaces import workspace_with

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "field-types.md"
USER = {
    "plugin.yaml": "{name: garage, label: {en: Garage, zh: 车库}, version: 0.1.0, prefix: garage_, depends: [DEPENDS]}",
    "objects/garage_slot.yaml": """
        kind: object
        name: garage_slot
        label: {en: Slot, zh: 车位}
        plural: {en: Slots, zh: 车位}
        fields:
          - {name: name, type: text, label: {en: Name, zh: 名称}}
          - {name: car, type: plates_plate, label: {en: Car, zh: 车}}
    """,
}


def written(folder: Path, files: "dict[str, str]") -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture
def example(tmp_path: Path) -> Path:
    blocks = re.findall(r"```(?:yaml|python)\n# (\S+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return written(tmp_path / "plates", dict(blocks))


@pytest.fixture
def cars(databases: Databases, example: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    # What a process has loaded stays in it: these tests leave the types as they were.
    monkeypatch.setattr(FIELD_TYPES, "_known", dict(FIELD_TYPES._known))
    monkeypatch.setattr(FIELD_TYPES, "_packages", dict(FIELD_TYPES._packages))
    workspace = workspace_with(databases, plugins=str(example))
    apply(workspace, Wanted((read_package(example),)), author=Principal.system("test"))
    yield workspace
    workspace.close()


def test_the_example_of_the_documentation_works(cars: Workspace) -> None:
    context = cars.context(Principal.system("test"))
    made = save(context, "plates_car", [{"name": "one", "plate": "京a·12345"}]).results[0].id

    assert record(context, "plates_car", record_id=str(made), fields=("plate",))["plate"] == "京A12345"
    found = rows(context, Query("plates_car", ("name",), filter="plate = '京A12345'"))
    assert [car["name"] for car in found] == ["one"]
    with pytest.raises(Invalid) as refused:
        save(context, "plates_car", [{"name": "two", "plate": "?"}, {"name": "three", "plate": "京A 12345"}])
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("plates_not_plate", "plate"), ("not_unique", "plate"),
    ]  # fmt: skip
    assert refused.value.problems[0].message == {"en": "This is not a number plate.", "zh": "这不是车牌号。"}


def test_who_does_not_depend_on_the_package_may_not_use_its_type(cars: Workspace, tmp_path: Path) -> None:
    for depends, codes in (("core", ["not_depended_on"]), ("core, plates", [])):
        files = {name: text.replace("DEPENDS", depends) for name, text in USER.items()}
        wanted = Wanted((read_package(written(tmp_path / "garage", files)),))
        found: list[str] = []
        try:
            apply(cars, wanted, author=Principal.system("test"))
        except Invalid as refused:
            found = [problem.code for problem in refused.problems]
        assert found == codes


def test_field_stays_out_of_sight_while_the_code_is_missing(cars: Workspace) -> None:
    context = cars.context(Principal.system("test"))
    made = str(save(context, "plates_car", [{"name": "one", "plate": "京A12345"}]).results[0].id)
    plate = FIELD_TYPES._known.pop("plates_plate")
    bare = open_workspace(replace(cars.settings, plugins=""))
    without = bare.context(Principal.system("test"))

    assert "plate" not in record(without, "plates_car", record_id=made, fields=("*",))
    save(without, "plates_car", [{"id": made, "name": "uno"}], operation="update")
    with pytest.raises(Invalid):
        save(without, "plates_car", [{"id": made, "plate": "京A54321"}], operation="update")
    bare.close()
    FIELD_TYPES._known["plates_plate"] = plate
    assert record(context, "plates_car", record_id=made, fields=("name", "plate"))["plate"] == "京A12345"


@pytest.mark.parametrize("token", ["text", "other_plate", "plates_Plate"])
def test_type_must_bear_the_prefix_and_a_name_of_its_own(token: str) -> None:
    kind = type("Made", (TextField,), {"token": token})()
    with pytest.raises(ValueError, match=token):
        KnownTypes((TextField(),)).admit("plates", "plates_", (kind,))
