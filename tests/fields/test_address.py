"""The field type address: a country by its code, and parts that are found by."""

import pytest

from tests.fields.things_world import Things, code_of, parse


@pytest.mark.parametrize(("written", "code"), [("china", "CN"), ("中国", "CN"), ("de", "DE"), (" ", None)])
def test_country_is_kept_by_its_code(written: str, code: str | None) -> None:
    assert parse("country", written) == code
    assert code_of("country", "Atlantis") == "not_country"


def test_addresses_are_found_by_country_and_the_begin_of_a_postcode(things: Things) -> None:
    things.add(name="inland", site={"country": "中国", "city": "长沙", "postcode": "410000"})
    things.add(name="abroad", site={"country": "DE", "city": "Bonn", "postcode": "53111"})

    assert things.named("site.country = 'CN'") == ["inland"]
    assert things.named("BEGINS(site.postcode, '53')") == ["abroad"]


def test_a_line_too_long_is_refused_at_the_line(things: Things) -> None:
    assert things.refusal(site={"line": "路" * 256}) == [("site__line", "max_length")]
