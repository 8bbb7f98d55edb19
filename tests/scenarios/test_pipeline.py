"""The main job on real input: a sales pipeline imported, queried and secured, as its tutorial tells."""

import json
import subprocess
import urllib.request
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.records.aggregate import aggregate_rows
from guanxi.records.query import page
from guanxi.records.question import Aggregate, aggregate_from, query_from
from guanxi.settings import Settings
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.processes import executable
from tests.support.server import environment_of, guanxi, served

PIPELINE = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "pipeline"
LOAD, US_DATES = PIPELINE / "load", PIPELINE / "map" / "pipeline_us_dates.yaml"
MANAGERS = {
    "Melvin Marxen": 2_251_930, "Summer Sewald": 1_964_750, "Rocco Neubert": 1_960_545, "Celia Rouche": 1_603_897,
    "Cara Losch": 1_130_049, "Dustin Brinkmann": 1_094_363,
}  # fmt: skip
QUARTERS = {"2017-01-01": 1_134_672, "2017-04-01": 3_086_111, "2017-07-01": 2_982_255, "2017-10-01": 2_802_496}
STAGES = {"won": 4238, "lost": 2473, "engaging": 1589, "prospecting": 500}


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """The command line as one executable file, for the script."""
    return executable("guanxi.cli", tmp_path / "guanxi")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_pipeline_loads_answers_and_is_secured(
    database_url: str, shared_data: Path, command: Path, tmp_path: Path
) -> None:
    data = shared_data / "maven_crm"

    first = load(database_url, command, "--data", data)
    assert "8800 rows: 8800 created" in first
    assert "85 rows: 85 created" in first
    assert "10005534" in first

    workspace = open_workspace(Settings(database_url=database_url))
    try:
        context = workspace.context(Principal.system("test"))
        check_numbers(context)
        check_rights(workspace, data)
        marks = trail_of(workspace)

        again = load(database_url, command, "--data", data)
        assert "8800 rows: 0 created, 0 updated, 8800 unchanged, 0 refused" in again
        assert " 0 unchanged" not in again
        american = ("import", "opportunity", str(data / "sales_pipeline_us_dates.csv"), "--map", str(US_DATES))
        assert json.loads(guanxi(database_url, *american, "--json").stdout)["unchanged"] == 8800
        check_numbers(context)
        assert trail_of(workspace) == marks
        check_explanations(database_url, workspace)
        check_over_http(database_url, tmp_path / "serve.log", owners(person(workspace, "cassey.cress")))
    finally:
        workspace.close()


def load(url: str, command: Path, *arguments: object) -> str:
    environment = {**environment_of(url), "GUANXI": str(command)}
    done = subprocess.run([LOAD, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def check_numbers(context: Context) -> None:
    assert {key: row["count"] for key, row in grouped(context, "stage").items()} == STAGES
    won = "stage = 'won'"
    assert sums(context, "owner:user.unit.parent.name", won) == MANAGERS
    assert sums(context, "STARTOF(close_date, 'quarter')", won) == QUARTERS
    assert aggregate_rows(context, asked(measures="count,sum:amount", filter=won)) == [
        {"count": 4238, "amount_sum": 10_005_534}
    ]
    assert aggregate_rows(context, asked(measures="count", filter="ISBLANK(account)")) == [{"count": 1425}]
    assert aggregate_rows(context, asked(measures="count", filter="product.name = 'GTX Pro'")) == [{"count": 1480}]
    closed = aggregate_rows(context, asked(measures="avg:cycle_days", filter=won))
    assert round(float(closed[0]["cycle_days_avg"]), 2) == 51.78


def check_rights(workspace: Workspace, data: Path) -> None:
    team = (data / "sales_teams.csv").read_text().splitlines()[1:]
    members = {line.split(",")[0] for line in team if line.split(",")[1] == "Rocco Neubert"}
    agent, manager = person(workspace, "cassey.cress"), person(workspace, "rocco.neubert")
    assert set(owners(agent)) == {"Cassey Cress"}
    assert set(owners(manager)) == {
        name for name in members if name in owners(workspace.context(Principal.system("test")))
    }
    mine = page(agent, query_from("opportunity", {"count": "exact", "limit": 1}))
    assert mine.count == owners(agent)["Cassey Cress"]


def check_explanations(url: str, workspace: Workspace) -> None:
    """The manager is told why it sees a deal of the team, another agent why it does not."""
    theirs = page(person(workspace, "cassey.cress"), query_from("opportunity", {"fields": "id", "limit": 1}))
    record = json.loads(theirs.rows_json)[0]["id"]
    told = {
        login: json.loads(guanxi(url, "explain", login, "read", "opportunity", record, "--json").stdout)
        for login in ("cassey.cress", "rocco.neubert", "darcel.schlecht", "melvin.marxen")
    }
    assert {login: answer["allowed"] for login, answer in told.items()} == {
        "cassey.cress": True, "rocco.neubert": True, "darcel.schlecht": False, "melvin.marxen": False,
    }  # fmt: skip
    assert all(answer["steps"] for answer in told.values())


def check_over_http(url: str, log: Path, expected: dict[str, int]) -> None:
    """An agent signs in under its name and sees its own; the same numbers as in this process."""
    password = json.loads(guanxi(url, "user", "reset", "cassey.cress", "--json").stdout)["password"]
    with served(url, log) as base:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        signed_in = post(opener, f"{base}/api/v1/auth/login", {"login": "cassey.cress", "password": password}, {})
        change = {"password": password, "new_password": "chosen by oneself"}
        token = {"X-CSRF-Token": json.load(signed_in)["csrf"]}
        headers = {"X-CSRF-Token": json.load(post(opener, f"{base}/api/v1/auth/password", change, token))["csrf"]}
        with opener.open(f"{base}/api/v1/records/opportunity?count=exact&limit=1&fields=owner.name") as answer:
            listed = json.load(answer)
        asked_for = {"group_by": ["owner"], "measures": ["count"]}
        groups = json.load(post(opener, f"{base}/api/v1/aggregate/opportunity", asked_for, headers))["data"]
    assert listed["count"] == expected["Cassey Cress"]
    assert {row["owner"]["name"]: row["count"] for row in groups} == expected


def post(opener: urllib.request.OpenerDirector, url: str, body: object, headers: dict[str, str]) -> HTTPResponse:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers}, method="POST")
    answer: HTTPResponse = opener.open(request)
    return answer


def person(workspace: Workspace, login: str) -> Context:
    with workspace.database.read() as connection:
        return workspace.context(Authenticator(workspace.snapshot().catalog).by_login(connection, login))


def owners(context: Context) -> dict[str, int]:
    return {
        row["owner"]["name"]: row["count"] for row in aggregate_rows(context, asked(group_by="owner", measures="count"))
    }


def asked(**arguments: str) -> Aggregate:
    return aggregate_from("opportunity", arguments)


def grouped(context: Context, key: str) -> dict[str, dict[str, Any]]:
    rows = aggregate_rows(context, asked(group_by=key, measures="count,sum:amount"))
    return {row[key]: row for row in rows}


def sums(context: Context, key: str, condition: str) -> dict[str, int]:
    rows = aggregate_rows(context, asked(group_by=key, measures="sum:amount", filter=condition))
    return {row[key]: row["amount_sum"] for row in rows}


def trail_of(workspace: Workspace) -> list[int]:
    """Return how much was ever written about records, to see that nothing is added."""
    with workspace.database.read() as connection:
        outbox, history = (len(connection.select(table, ("id",))) for table in ("gx_outbox", "gx_history"))
    return [outbox, history, workspace.snapshot().catalog.revision]
