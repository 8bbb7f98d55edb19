"""What people read about commands, settings and field types is there in Chinese as in English."""

import inspect
from collections.abc import Iterator

import click
from click.testing import CliRunner
from guanxi.cli.language import in_chinese
from guanxi.cli.main import main
from guanxi.fields import FIELD_TYPES
from guanxi.settings import ROWS
from guanxi.text.help_words import COMMAND_WORDS, GROUP_WORDS, OPTION_WORDS

from docs.generator.fields_zh import FIELD_TYPES_ZH
from docs.generator.settings_zh import SETTINGS_ZH

OF_THE_LIBRARY = "Show this message and exit."


def below(command: click.Command) -> Iterator[click.Command]:
    """Yield a command and all that are below it."""
    yield command
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from below(part)


def said(kind: bool) -> set[str]:
    """Return what the groups, or the commands, say of themselves in English."""
    return {inspect.cleandoc(one.help or "") for one in below(main) if isinstance(one, click.Group) is kind}


def test_every_command_and_group_explains_itself_in_chinese() -> None:
    assert said(False) == COMMAND_WORDS.keys()
    assert said(True) == GROUP_WORDS.keys()


def test_every_option_explains_itself_in_chinese() -> None:
    options = {one.help or one.opts[0] for command in below(main) for one in command.params
               if isinstance(one, click.Option)}  # fmt: skip
    assert options | {OF_THE_LIBRARY} == OPTION_WORDS.keys()


def test_every_setting_and_field_type_is_explained_in_chinese() -> None:
    assert [row.name for row in ROWS] == list(SETTINGS_ZH)
    assert {kind.token for kind in FIELD_TYPES.values() if kind.declarable} == FIELD_TYPES_ZH.keys()


def test_help_comes_in_the_language_of_the_terminal() -> None:
    arguments = ["bulk", "edit", "--help"]
    chinese = CliRunner().invoke(main, arguments, env={"GUANXI_LANGUAGE": "zh"}).output
    english = CliRunner().invoke(main, arguments, env={"GUANXI_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}).output
    assert "为记录的字段赋值；空值即清空。" in chinese
    assert "只计数，不改动。" in chinese
    assert OF_THE_LIBRARY not in chinese
    assert "Give fields of records a value" in english
    assert "只计数" not in english


def test_a_faulty_language_keeps_nobody_from_help() -> None:
    done = CliRunner().invoke(main, ["--help"], env={"GUANXI_LANGUAGE": "klingon"})
    assert done.exit_code == 0
    assert "Put records into the recycle bin" not in done.output
    assert "Edit, hand over or delete" in done.output


def test_chinese_help_leaves_the_english_commands_as_they_are() -> None:
    before = [one.help for one in below(main)]
    in_chinese(main)
    assert [one.help for one in below(main)] == before
