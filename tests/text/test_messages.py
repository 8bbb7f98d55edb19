"""Words by code, and labels in several languages."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from guanxi.text import MESSAGES, Label, detail, message, messages
from guanxi.text.missing_words import MISSING_WORDS
from guanxi.text.shown import shown

PLATFORM = Path(__file__).resolve().parents[2] / "platform" / "guanxi"
PATTERNS = {"formula", "item_refused", "notice_named_file", "notice_named_record"}  # their words are values alone
FAULTS_OF_THE_PROGRAM = {"unknown_sql_form", "one_change_per_statement", "sql_form_defined_twice", "catalog"}
PROBLEMS = {"FieldProblem": 0, "Problem": 1, "Finding": 0, "finding": 0, "add": 1, "refuse": 2}
GIVEN_LATER = {"detail", "text"}  # told in both languages, as detail_en and detail_zh


def test_message_is_given_in_the_language_asked_for() -> None:
    assert message("max_length", {"max_length": 5}, language="en") == "At most 5 characters."
    assert message("max_length", {"max_length": 5}, language="zh-CN") == "最多 5 个字符。"


def test_message_does_not_fail_without_words_or_values() -> None:
    assert message("no_such_code", {}, language="en") == "no_such_code"
    assert message("min", {}, language="en") == "At least ."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param("en", "“yes” is not one of: true, false.", id="en"),
        pytest.param("zh-CN", "“yes”不在允许的值之中：true、false。", id="zh"),
    ],
)
def test_several_values_are_enumerated_as_people_do(language: str, told: str) -> None:
    for allowed in (["true", "false"], ("true", "false"), [True, False]):
        assert message("not_allowed", {"value": "yes", "allowed": allowed}, language=language) == told


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), (None, "null"), (True, "true"), (5, "5"), (["是", None], '["是", null]'), ({"a": 1.5}, '{"a": 1.5}')],
)
def test_a_refused_value_is_shown_as_it_was_sent(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_long_value_is_cut_and_loses_what_breaks_a_message() -> None:
    assert shown("a" * 81) == "a" * 80 + "…"
    assert shown("a\x00\ud800") == "a�?"


def test_values_are_not_read_as_templates() -> None:
    assert message("not_email", {"value": "{x.__class__}"}, language="en") == "“{x.__class__}” is not an email address."


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_name_the_same_values(code: str) -> None:
    words = MESSAGES[code]
    english, chinese = (
        {name.removesuffix("_en").removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (words.en, words.zh)
    )

    assert words.en and words.zh
    assert english == chinese
    assert re.search("[\u4e00-\u9fff]", words.zh) or code in PATTERNS


def test_no_article_stands_before_a_value_whose_sound_it_would_have_to_follow() -> None:
    assert [words.en for words in MESSAGES.values() if re.search(r"\b[Aa]n? [“{]", words.en)] == []


def test_a_code_has_its_words_in_one_place() -> None:
    tables = [table for name, table in vars(messages).items() if name.endswith("_WORDS") and name != "MISSING_WORDS"]
    told = Counter(code for table in tables for code in table)
    assert told.keys() == MESSAGES.keys()
    for code in (code for code, times in told.items() if times > 1):
        assert len({table[code] for table in tables if code in table}) == 1, code


def test_every_problem_that_the_code_names_has_words() -> None:
    named = {code for file in PLATFORM.rglob("*.py") if "formula" not in file.parts for code in _codes(file)}

    assert len(named) > 60
    assert sorted(named - MESSAGES.keys()) == []


def test_every_problem_gives_the_values_that_its_words_name() -> None:
    calls = [(file, *told) for file in PLATFORM.rglob("*.py") if "formula" not in file.parts for told in _told(file)]
    wanting = [
        f"{file.relative_to(PLATFORM)}:{line} {code} {sorted(missing)}"
        for file, line, code, given in calls
        if (missing := _named(code) - given)
    ]

    assert len(calls) > 200
    assert wanting == []


def _named(code: str) -> set[str]:
    """Return the values that the words of a code name, but those that are told in both languages."""
    found = {name.removesuffix("_en") for _, name, _, _ in string.Formatter().parse(MESSAGES[code].en) if name}
    return found - GIVEN_LATER


def _told(file: Path) -> Iterator[tuple[int, str, set[str]]]:
    """Yield the line, the code and the names of the values of each call that says all of them literally."""
    for call, code, rest in _calls(file):
        maps = [item for item in rest if isinstance(item, ast.Dict)]
        keywords = {word.arg for word in call.keywords}
        literal = len(maps) == len([item for item in rest if not isinstance(item, ast.Constant)])
        if code in MESSAGES and literal and None not in keywords and "params" not in keywords:
            keys = [key for item in maps for key in item.keys]
            if None not in keys:
                names = {key.value for key in keys if isinstance(key, ast.Constant)}
                yield call.lineno, code, {str(name) for name in names | keywords}


def test_every_reason_and_effect_has_words() -> None:
    named = {code for file in PLATFORM.rglob("*.py") for code in _reasons(file)}

    assert len(named) > 60
    assert sorted(named - MESSAGES.keys() - FAULTS_OF_THE_PROGRAM) == []


def test_whatever_may_be_missing_is_told_in_words_of_its_kind() -> None:
    named = {kind for file in PLATFORM.rglob("*.py") for kind in _missing(file)}

    assert len(named) > 15
    assert sorted(named - MISSING_WORDS.keys() - FAULTS_OF_THE_PROGRAM) == []
    assert detail("missing", {"kind": "object", "name": "visit"}, language="zh") == "没有对象“visit”。"
    assert detail("missing", {}, language="en") is None


def _missing(file: Path) -> set[str]:
    """Collect the kinds of what is said to be missing."""
    calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
    words = (word for call in calls if ast.unparse(call.func) == "Missing" for word in call.keywords)
    return {str(word.value.value) for word in words if word.arg == "kind" and isinstance(word.value, ast.Constant)}


def _reasons(file: Path) -> set[str]:
    """Collect the reasons given to failures, and the codes of effects and of what doctor finds."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            given = [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            acting = any(keyword.arg == "scopes" for keyword in node.keywords)  # why a principal acts is no message
            if name in {"Effect", "Ailment"}:
                given.append(node.args[0])
            if name not in {"Principal", "system"} and not acting:
                literals = [item.value for item in given if isinstance(item, ast.Constant)]
                found |= {code for code in literals if isinstance(code, str)}
    return found


def _codes(file: Path) -> set[str]:
    """Collect the codes written as literals in calls that make problems and findings."""
    return {code for _, code, _ in _calls(file)}


def _calls(file: Path) -> Iterator[tuple[ast.Call, str, list[ast.expr]]]:
    """Yield the calls that make problems and findings, each with a code that it names and the arguments behind it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = PROBLEMS.get(name)
        if place is None or (name == "add" and file.parent.name != "metadata"):
            continue
        if name == "refuse" and not any(_literals(item) for item in node.args[2:3]):
            place = 1  # one that knows its row names the code right behind the argument
        for code in _literals(node.args[place]) if len(node.args) > place else ():
            yield node, code, node.args[place + 1 :]


def _literals(node: ast.expr) -> list[str]:
    """Return the texts that an expression may be, as far as it writes them down."""
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_label_falls_back_to_english() -> None:
    label = Label("Name", "名称").translated("fr", "Nom")

    texts = [label.text(language) for language in ("en", "zh", "fr", "fr-CA", "de")]

    assert texts == ["Name", "名称", "Nom", "Nom", "Name"]
    assert label.as_mapping() == {"en": "Name", "zh": "名称", "fr": "Nom"}
