"""Every command that a page shows is one that the product understands."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import click
import pytest
from guanxi.cli.main import main
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS

from tests.contract.written_commands import ROOT, Written, written

CALLS = [*(call.path for call in FIXED_CALLS), *(call.path for call in RECORD_CALLS)]


def fault(one: Written) -> str | None:
    """Say what is wrong with a command of the executable."""
    _, *words = one.words
    command: click.Command = main
    while isinstance(command, click.Group) and words:
        if words[0] == "--database":
            words = words[2:]
            continue
        if words[0].startswith("-") or words[0].isupper():  # an option of the group; a word that stands for any command
            break
        name, *words = words
        ways = [command.commands.get(way) for way in name.split("|")]
        if None in ways:
            return f"no command {name}"
        command = next(way for way in ways if way is not None)
    context = click.Context(command)
    known = {spelling for option in command.get_params(context) for spelling in option.opts + option.secondary_opts}
    strange = [
        word for before, word in pairwise(["", *words])
        if word.startswith("-") and word != "-" and before != "--sort" and word.split("=")[0] not in known
    ]  # fmt: skip
    return f"no option {', '.join(strange)}" if strange else None


def test_commands_are_found_on_the_pages() -> None:
    found = written("guanxi", "make", "curl")
    assert len({one.page for one in found}) > 20
    assert len(found) > 100


def test_every_command_of_the_executable_exists_with_its_options() -> None:
    faults = {f"{one.page}: {one.text}": said for one in written("guanxi") if (said := fault(one))}
    assert faults == {}


def test_every_task_exists() -> None:
    tasks = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert [one for one in written("make") if not {word for word in one.words[1:] if "=" not in word} <= tasks] == []


def test_every_call_by_curl_exists() -> None:
    patterns = [re.compile("/api/v1" + re.sub(r"\{\w+\}", "[^/]+", path)) for path in CALLS]
    asked = [urlsplit(word).path for one in written("curl") for word in one.words if word.startswith("http")]
    assert asked
    assert [path for path in asked if not any(pattern.fullmatch(path) for pattern in patterns)] == []


@pytest.mark.parametrize(
    "text", ["guanxi fly", "guanxi bulk fly", "guanxi query account --fly high", "guanxi apply --yess x"]
)
def test_a_command_that_is_not_there_is_noticed(text: str) -> None:
    assert fault(Written("page", text)) is not None
