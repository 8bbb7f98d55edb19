"""The field type external_id: unique sign by sign, and a match field."""

from guanxi.records.save import save

from tests.fields.things_world import Things


def test_external_ids_that_differ_in_case_are_two(things: Things) -> None:
    things.add(name="one", foreign_id="00A1x")
    things.add(name="two", foreign_id="00A1X")

    assert things.named("foreign_id = '00A1X'") == ["two"]
    assert things.refusal(foreign_id="00A1x") == [("foreign_id", "not_unique")]


def test_record_is_found_by_its_external_id(things: Things) -> None:
    things.add(name="old", foreign_id="7")
    rows = [{"foreign_id": "7", "name": "new"}]

    outcome = save(things.context(), "thing", rows, operation="upsert", upsert_by="foreign_id")

    assert [result.status for result in outcome.results] == ["updated"]
    assert things.named() == ["new"]
