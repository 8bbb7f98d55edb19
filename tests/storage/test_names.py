"""Physical names."""

import pytest
from guanxi.storage.names import (
    TABLE_BYTES,
    index_name,
    link_table_name,
    part_table_name,
    physical_name,
    share_table_name,
    short_id,
)

ITEM = "0192f3a1-7c4e-7abc-8def-0123456789ab"
LONG = "a" * 48


def test_a_name_that_fits_and_is_free_is_kept() -> None:
    assert physical_name("opportunity", ITEM) == "opportunity"


@pytest.mark.parametrize(("name", "taken"), [("opportunity", {"opportunity"}), ("b" * 64, set()), ("商" * 30, set())])
def test_other_names_end_in_the_short_id_and_stay_within_63_bytes(name: str, taken: set[str]) -> None:
    made = physical_name(name, ITEM, taken)
    assert made.endswith(short_id(ITEM))
    assert len(made.encode()) <= 63
    assert made not in taken


def test_everything_that_hangs_on_the_longest_table_name_fits() -> None:
    table = physical_name("t" * 80, ITEM, longest=TABLE_BYTES)
    for name in (
        table,
        part_table_name(table, 12),
        share_table_name(table),
        link_table_name(table, LONG, ITEM),
        index_name(ITEM, part="value"),
    ):
        assert len(name.encode()) <= 63
    assert (
        len(
            {
                part_table_name(table, 1),
                part_table_name(table, 2),
                share_table_name(table),
                link_table_name(table, LONG, ITEM),
            }
        )
        == 4
    )


def test_a_field_named_share_does_not_take_the_table_of_shares() -> None:
    assert link_table_name("deal", "tags", ITEM) == "deal__tags"
    assert link_table_name("deal", "share", ITEM) != share_table_name("deal")
