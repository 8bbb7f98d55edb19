"""The field type person_name: the parts of a name, found by family and given name."""

from tests.fields.things_world import Things

PERSON = {"title": "Dr.", "family": "司马", "given": "光", "middle": None, "suffix": None}


def test_a_name_keeps_its_parts(things: Things) -> None:
    assert things.shown(things.add(name="x", person=PERSON), "person") == PERSON


def test_people_are_found_and_ordered_by_their_names(things: Things) -> None:
    things.add(name="guang", person=PERSON)
    things.add(name="ann", person={"family": "Adler", "given": "Ann"})

    assert things.named("person.family = '司马'") == ["guang"]
    assert things.named("person.given = 'Ann'") == ["ann"]
    things.add(name="bob", person={"family": "Berg", "given": "Bob"})
    assert things.named("person.family <> '司马'", "person.family") == ["ann", "bob"]


def test_a_part_too_long_is_refused_at_the_part(things: Things) -> None:
    assert things.refusal(person={"family": "x" * 81}) == [("person__family", "max_length")]
