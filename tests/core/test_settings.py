"""Settings are read from the environment once, and all faults are told together."""

from dataclasses import fields

import pytest
from guanxi.errors import Misconfigured
from guanxi.settings import ROWS, Settings, load_settings


def test_every_row_is_an_attribute_and_every_attribute_a_row() -> None:
    assert [row.name for row in ROWS] == [item.name for item in fields(Settings)]


def test_settings_have_their_defaults_when_the_environment_is_empty() -> None:
    assert load_settings({}) == Settings()


def test_settings_are_read_with_their_type() -> None:
    assert load_settings({"GUANXI_PORT": "9000", "GUANXI_SECURE_COOKIES": "true"}) == Settings(
        port=9000, secure_cookies=True
    )


def test_all_faulty_settings_are_told_at_once() -> None:
    with pytest.raises(Misconfigured) as caught:
        load_settings({"GUANXI_PORT": "http", "GUANXI_LANGUAGE": "fr", "GUANXI_PROT": "1", "PATH": "x"})
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [
        ("GUANXI_PORT", "setting_value"),
        ("GUANXI_LANGUAGE", "setting_value"),
        ("GUANXI_PROT", "setting_unknown"),
    ]


def test_lanes_are_as_many_as_suit_the_database_unless_told() -> None:
    suited = {url: Settings(database_url=url).lanes for url in ("sqlite:///x.db", "postgresql+psycopg://x/y")}
    assert suited == {"sqlite:///x.db": 6, "postgresql+psycopg://x/y": 4}
    assert Settings(threads=7).lanes == 7
