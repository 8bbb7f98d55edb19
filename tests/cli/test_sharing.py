"""The command that shares one record by hand: shown, given and taken back."""

import pytest
from guanxi.workspace.workspace import Workspace

from tests.change.changes import create, put, read, visit
from tests.cli.commands import answer, call


@pytest.fixture
def record(workspace: Workspace) -> str:
    """A record of an object whose records have owners."""
    put(workspace, visit(owned=True))
    create(workspace, "visit", {"name": "a"})
    return str(read(workspace, "visit", "id")[0][0])


def test_a_record_is_given_shown_and_taken_back(workspace: Workspace, record: str) -> None:
    url = workspace.settings.database_url
    assert call(url, "share", "visit", record).stdout == "It is shared with nobody by hand.\n"
    given = answer(url, "share", "visit", record, "--write", "role:administrator")["data"]
    assert [(one["grantee"]["kind"], one["level"]) for one in given] == [("role", "write")]
    assert "administrator" in call(url, "share", "visit", record).stdout
    assert answer(url, "share", "visit", record, "--take", "role:administrator") == {"data": []}


def test_who_is_nobody_or_of_a_team_that_cannot_be_is_told_at_once(workspace: Workspace, record: str) -> None:
    refused = call(workspace.settings.database_url, "share", "visit", record, "--read", "nobody", "--team")
    assert refused.exit_code == 1
    assert "There is no such person, team, unit, queue or role." in refused.stderr
    assert "Records of this object have no teams." in refused.stderr
