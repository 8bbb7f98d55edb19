"""Words by code, and labels in several languages."""

import ast
import re
import string
from pathlib import Path

import pytest
from guanxi.text import MESSAGES, Label, message

PLATFORM = Path(__file__).resolve().parents[2] / "platform" / "guanxi"
PATTERNS = {"formula", "item_refused", "notice_named_record"}  # their words are values alone
FAULTS_OF_THE_PROGRAM = {"unknown_sql_form", "one_change_per_statement", "sql_form_defined_twice"}
PROBLEMS = {"FieldProblem": 0, "Problem": 1, "Finding": 0, "finding": 0, "add": 1, "refuse": 2}


def test_message_is_given_in_the_language_asked_for() -> None:
    assert message("max_length", {"max_length": 5}, language="en") == "At most 5 characters."
    assert message("max_length", {"max_length": 5}, language="zh-CN") == "最多 5 个字符。"


def test_message_does_not_fail_without_words_or_values() -> None:
    assert message("no_such_code", {}, language="en") == "no_such_code"
    assert message("min", {}, language="en") == "At least ."


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


def test_every_problem_that_the_code_names_has_words() -> None:
    named = {code for file in PLATFORM.rglob("*.py") if "formula" not in file.parts for code in _codes(file)}

    assert len(named) > 60
    assert sorted(named - MESSAGES.keys()) == []


def test_every_reason_and_effect_has_words() -> None:
    named = {code for file in PLATFORM.rglob("*.py") for code in _reasons(file)}

    assert len(named) > 60
    assert sorted(named - MESSAGES.keys() - FAULTS_OF_THE_PROGRAM) == []


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
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = PROBLEMS.get(name)
        if place is None or len(node.args) <= place or (name == "add" and file.parent.name != "metadata"):
            continue
        argument = node.args[place]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            found.add(argument.value)
    return found


def test_label_falls_back_to_english() -> None:
    label = Label("Name", "名称").translated("fr", "Nom")

    texts = [label.text(language) for language in ("en", "zh", "fr", "fr-CA", "de")]

    assert texts == ["Name", "名称", "Nom", "Nom", "Name"]
    assert label.as_mapping() == {"en": "Name", "zh": "名称", "fr": "Nom"}
