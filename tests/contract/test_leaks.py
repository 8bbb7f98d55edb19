"""No answer of any route depends on what the asker may not see: hidden records, fields, objects, values."""

import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.contract.leak_table import ABSENT, HIDDEN, TABLE, Probe
from tests.contract.leak_world import ADMIN, IDS, MARKS, PEOPLE, Answer, Person, World, open_world
from tests.support.databases import Databases

_FIXED = frozenset(IDS.values())
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_FRESH = re.compile(r"(Fresh|Once)-\d+")
_CURSOR = re.compile(r'"next":"[^"]+"')
_CSRF = re.compile(r'"csrf":"[0-9a-f]+"')
_NEAREST = re.compile(r'"nearest":("[^"]+"|null)| Did you mean “[^”]+”\?')  # of visible names: see _hidden_words
_SECRET = re.compile(r"gx_[\w-]{20,}")
_CODE = re.compile(r'"code":\s*"(\w+)"')
_OPEN = frozenset({
    "POST /api/v1/auth/login", "POST /api/v1/portal/auth/login", "GET /api/v1/openapi.json", "GET /<path:name>",
})  # fmt: skip
_UNCOMPARED = frozenset({"Content-Length", "Date"})
_MOST_PAGES = 20


class Asker:
    """Asks the questions of the table as one person in one world."""

    def __init__(self, world: World, person: Person, places: Mapping[str, str]) -> None:
        self.world, self.person = world, person
        self.places = {**places, "own": IDS[person.own], "spare": IDS[person.spare]}
        self.serial = 0

    def ask(self, method: str, probe: Probe) -> list[Answer]:
        """Return the answers to a question: one, or one for every page."""
        self.serial += 1
        path, given = self._filled(probe.path), {"headers": dict(probe.headers)}
        if probe.body is not None:
            given["json"] = self._filled(probe.body)
        elif probe.form is not None:
            given |= _multipart(self._filled(dict(probe.form)))
        answers = [self.world.ask(self.person, method, path, **given)]
        while probe.pages and answers[-1].status == 200 and len(answers) < _MOST_PAGES:
            cursor = json.loads(answers[-1].body)["page"]["next"]
            if cursor is None:
                break
            answers.append(self.world.ask(self.person, method, f"{path}&cursor={cursor}", **given))
        place = answers[0].headers.get("Location", "")
        if answers[0].status == 202 and place:
            self.world.work()
            file = "errors.csv" if "/imports/" in place else "file"
            answers += [self.world.ask(self.person, "GET", asked) for asked in (place, f"{place}/{file}")]
        return answers

    def asked(self, probe: Probe) -> str:
        """Return all that the asker wrote."""
        return f"{self._filled(probe.path)} {self._filled(probe.body)} {self._filled(dict(probe.form or {}))}"

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return _fill(value, {**self.places, "serial": f"{self.serial:04d}"})
        if isinstance(value, dict):
            return {self._filled(name): self._filled(part) for name, part in value.items()}
        return [self._filled(part) for part in value] if isinstance(value, list) else value


def _multipart(form: Mapping[str, str]) -> dict[str, Any]:
    data = {
        name: (BytesIO(value[1:].encode()), "rows.csv") if value.startswith("@") else value
        for name, value in form.items()
    }
    return {"data": data, "content_type": "multipart/form-data"}


def _fill(text: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _plain(answer: Answer, places: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
    """Return an answer without what differs by chance: new ids, instants, secrets; places get their names back."""

    def plain(text: str) -> str:
        for name, value in places.items():
            text = text.replace(value, f"<{name}>")
        text = _without_chance(text)
        for pattern, word in ((_FRESH, "<fresh>"), (_CURSOR, '"next":"<more>"'), (_NEAREST, "")):
            text = pattern.sub(word, text)
        return text

    headers = {name: plain(value) for name, value in answer.headers.items() if name not in _UNCOMPARED}
    return answer.status, headers, plain(answer.body)


def _without_chance(text: str) -> str:
    """Return a text without new ids, instants and secrets, whose digits may happen to be those of a hidden value."""
    text = _UUID.sub(lambda found: found[0] if found[0] in _FIXED else "<id>", text)
    for pattern, word in ((_INSTANT, "<at>"), (_SECRET, "<key>"), (_CSRF, '"csrf":"<csrf>"')):
        text = pattern.sub(word, text)
    return text


def _probes() -> Iterator[tuple[str, str, Probe]]:
    for route, probes in TABLE.items():
        for probe in probes:
            yield route, route.partition(" ")[0], probe


def _difference(first: list[Answer], second: list[Answer], one: Mapping[str, str], two: Mapping[str, str]) -> str:
    left, right = [_plain(answer, one) for answer in first], [_plain(answer, two) for answer in second]
    return "" if left == right else f"\n    {left}\n    {right}"


@pytest.fixture
def worlds(databases: Databases, tmp_path: Path) -> Iterator[tuple[World, World]]:
    """The world with what is hidden, and the one without."""
    both = open_world(databases, "seen", tmp_path), open_world(databases, "other", tmp_path)
    yield both
    for world in both:
        world.workspace.close()


def test_every_route_has_its_row(worlds: tuple[World, World]) -> None:
    rules = worlds[0].app.url_map.iter_rules()
    routes = {f"{method} {rule.rule}" for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert routes == set(TABLE)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_is_hidden_changes_no_answer(worlds: tuple[World, World], person: Person) -> None:
    seen, other = (Asker(world, person, HIDDEN) for world in worlds)
    leaks = []
    for route, method, probe in _probes():
        first, second = seen.ask(method, probe), other.ask(method, probe)
        leaks += [f"{route} {probe}: {words} in {first}" for words in _hidden_words(first, seen.asked(probe)) if words]
        if probe.codes:
            leaks += [f"{route} {probe}: {answer}" for answer in first if not _may_differ(answer, probe)]
        elif not probe.measured and (found := _difference(first, second, {}, {})):
            leaks.append(f"{route} {probe}: {found}")
    assert not leaks, "\n".join(leaks)


def _hidden_words(answers: list[Answer], asked: str) -> Iterator[list[str]]:
    """Yield the words of each answer that the asker may not see and did not write."""
    for answer in answers:
        said = _without_chance(f"{answer.headers} {answer.body}")
        yield [mark for mark in MARKS if mark in said and mark not in asked]


def _may_differ(answer: Answer, probe: Probe) -> bool:
    """A refusal that has to tell the worlds apart says its code and what was asked, nothing of the other record."""
    return answer.status in {401, 403, 404} or bool(set(_CODE.findall(answer.body)) & probe.codes)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_is_hidden_looks_like_what_is_absent(worlds: tuple[World, World], person: Person) -> None:
    hidden, absent = Asker(worlds[0], person, HIDDEN), Asker(worlds[0], person, ABSENT)
    leaks = []
    for route, method, probe in _probes():
        if hidden.asked(probe) != absent.asked(probe):
            first, second = hidden.ask(method, probe), absent.ask(method, probe)
            if found := _difference(first, second, HIDDEN, ABSENT):
                leaks.append(f"{route} {probe}: {found}")
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_answers_have_the_statuses_that_the_asker_may_be_given(worlds: tuple[World, World], person: Person) -> None:
    asker = Asker(worlds[0], person, HIDDEN)
    wrong = []
    for route, method, probe in _probes():
        for answer in asker.ask(method, probe):
            refused_openly = answer.status == 403 and '"project"' not in answer.body
            unsigned = probe.path.startswith("/api/v1/") and route not in _OPEN and answer.status != 401
            if answer.status >= 500 or (person.name == "guest" and refused_openly) or (not person.user and unsigned):
                wrong.append(f"{route} {probe}: {answer}")
    assert not wrong, "\n".join(wrong)


def test_the_administrator_sees_the_difference(worlds: tuple[World, World]) -> None:
    seen, other = (Asker(world, ADMIN, HIDDEN) for world in worlds)
    blind = []
    for route, method, probe in _probes():
        if probe.tells:
            first, second = seen.ask(method, probe), other.ask(method, probe)
            if not _difference(first, second, {}, {}) or first[0].status >= 300:
                blind.append(f"{route} {probe}: {first}")
    assert not blind, "\n".join(blind)
