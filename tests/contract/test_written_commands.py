"""Every command that a page shows is one that the product understands, and runs in a test."""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

import click
import pytest
from guanxi.cli.main import main
from guanxi.web.calls import FIXED_CALLS, RECORD_CALLS

from tests.contract.commands_run import ELSEWHERE, FOLLOWED, NOT_RUN, SAMPLES, SERVERS, SHELL
from tests.contract.written_commands import PAGES, ROOT, Written, commands_in, programs_in, written

CALLS = [*(call.path for call in FIXED_CALLS), *(call.path for call in RECORD_CALLS)]


@dataclass(frozen=True)
class Way:
    """What a command does: the words that name it, its options, and spellings that there are not."""

    names: tuple[str, ...]
    options: frozenset[str]
    strange: tuple[str, ...] = ()

    def shows(self, other: "Way") -> bool:
        """Tell whether running this one runs what the other one says."""
        return self.names[: len(other.names)] == other.names and self.options >= other.options


def ways(one: Written) -> list[Way]:
    """Return what a command of the executable does; `a|b` are two commands."""
    found: list[tuple[click.Command, tuple[str, ...], list[str]]] = [(main, (), one.words[1:])]
    done: list[Way] = []
    while found:
        command, names, words = found.pop()
        if words[:1] == ["--database"]:
            found.append((command, names, words[2:]))
        elif isinstance(command, click.Group) and words and not (words[0].startswith("-") or words[0].isupper()):
            for name in words[0].split("|"):
                inner = command.commands.get(name)
                done += [Way((*names, name), frozenset(), (name,))] if inner is None else []
                found += [] if inner is None else [(inner, (*names, name), words[1:])]
        else:
            done.append(_way(command, names, words))
    return done


def _way(command: click.Command, names: tuple[str, ...], words: list[str]) -> Way:
    known = {
        spelling: forms[0]  # -m and --message are one option, --keep and --purge are two
        for option in command.get_params(click.Context(command))
        for forms in (option.opts, option.secondary_opts)
        for spelling in forms
    }
    given = [
        word.split("=")[0] for before, word in pairwise(["", *words])
        if word.startswith("-") and word != "-" and before != "--sort"
    ]  # fmt: skip
    strange = tuple(word for word in given if word not in known)
    return Way(names, frozenset(known[word] for word in given if word in known), strange)


RUN = [
    way
    for one in [
        *(Written("samples", text) for text in (*SAMPLES, *SERVERS)),
        *(one for page in FOLLOWED for one in commands_in(ROOT / page) if one.words[0] == "guanxi"),
    ]
    for way in ways(one)
]


def test_commands_are_found_on_the_pages() -> None:
    found = written("guanxi", "make", "curl")
    assert len({one.page for one in found}) > 20
    assert len(found) > 100


def test_every_command_of_the_executable_exists_with_its_options() -> None:
    faults = {f"{one.page}: {one.text}": way.strange for one in written("guanxi") for way in ways(one) if way.strange}
    assert faults == {}


def test_every_command_of_the_executable_runs_in_a_test() -> None:
    left_out = {
        f"{one.page}: {one.text}"
        for one in written("guanxi")
        for way in ways(one)
        if not any(ran.shows(way) for ran in RUN)
    }
    assert left_out == set()


def test_every_task_runs_in_a_test_or_says_why_not() -> None:
    shown = {" ".join(one.words[:2]) for one in written("make")}
    assert shown - ELSEWHERE.keys() - NOT_RUN.keys() == set()
    assert NOT_RUN.keys() - shown == set()
    assert [place for place in ELSEWHERE.values() if not (ROOT / place).exists()] == []


def test_every_program_of_a_block_runs_in_a_test() -> None:
    programs = {program for page in PAGES for program in programs_in(page)}
    assert programs - SHELL - ELSEWHERE.keys() - {"guanxi", "make", "curl"} == set()
    english = {one.page.replace(".zh.md", ".md") for one in written("curl")}  # Chinese pages have the same blocks
    assert english <= set(FOLLOWED)


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
    assert any(way.strange for way in ways(Written("page", text)))


@pytest.mark.parametrize("text", ["guanxi serve --host ::", "guanxi apply visits --no-wait"])
def test_a_command_that_no_test_runs_is_noticed(text: str) -> None:
    assert not any(ran.shows(way) for ran in RUN for way in ways(Written("page", text)))
