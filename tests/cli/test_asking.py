"""Commands that ask a person, on a real terminal: what is not agreed to is not done, and passwords are not shown."""

import json
from pathlib import Path

import pytest

from tests.change.changes import a_field, visit
from tests.cli.asked import answered
from tests.cli.commands import answer, call, write


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with an object of two records."""
    folder = tmp_path_factory.mktemp("asking")
    made = f"sqlite:///{folder}/asked.db"
    answer(made, "init")
    assert call(made, "apply", write(folder / "visit.yaml", visit(a_field("place")))).exit_code == 0
    (folder / "visits.csv").write_text("name,place\na,here\nb,here\n", encoding="utf-8")
    answer(made, "import", "visit", str(folder / "visits.csv"))
    return made


def names(url: str, place: str) -> list[str]:
    told = answer(url, "query", "visit", "--filter", f"place = '{place}'", "--fields", "name", "--sort", "name")
    return [row["name"] for row in told["data"]]


@pytest.mark.parametrize(
    ("language", "question", "said", "code"),
    [("en", "Go on? [y/N]", "n", 1), ("zh", "继续？ [y/N]", "y", 0)],
    ids=["refused", "agreed"],
)
def test_an_edit_of_many_records_waits_for_a_yes(url: str, language: str, question: str, said: str, code: int) -> None:
    edit = ("bulk", "edit", "visit", "--filter", "place = 'here'", "--set", f"place={language}")
    done, shown = answered(url, *edit, answers=((question, said),), language=language)
    assert (done, "2" in shown) == (code, True)
    assert names(url, "here" if said == "n" else language) == ["a", "b"]


def test_a_change_is_applied_and_a_field_purged_only_when_a_person_agrees(url: str, tmp_path: Path) -> None:
    without = write(tmp_path / "visit.yaml", visit())
    done, shown = answered(url, "apply", without, answers=(("Apply these changes? [y/N]", "n"),))
    assert (done, "- object/visit · fields · place" in shown) == (1, True)
    assert call(url, "query", "visit", "--fields", "place").exit_code == 0
    assert answered(url, "apply", without, answers=(("Apply these changes? [y/N]", "y"),))[0] == 0
    assert call(url, "query", "visit", "--fields", "place").exit_code != 0
    assert answered(url, "purge", "visit.place", answers=(("应用这些变更？ [y/N]", "y"),), language="zh")[0] == 0


def test_a_password_is_asked_for_twice_and_never_shown(url: str) -> None:
    first = json.loads(call(url, "user", "add", "li", "--name", "Li", "--role", "administrator", "--json").stdout)
    old, new = first["password"], "ein langes Passwort"
    answers = (("当前密码", old), ("新密码", new), ("再次输入", new))
    done, shown = answered(url, "user", "password", "li", answers=answers, language="zh")
    assert (done, "密码已修改" in shown) == (0, True)
    assert old not in shown and new not in shown
