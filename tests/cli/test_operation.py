"""Commands about people, records, the audit trail and the state of the system."""

import json
import stat
from pathlib import Path

import pytest
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace
from sqlalchemy import make_url

from tests.change.changes import create
from tests.cli.commands import answer, call
from tests.support.databases import databases_of


@pytest.fixture
def url(sales: Workspace) -> str:
    return sales.settings.database_url


def test_a_user_is_added_gets_another_password_and_is_disabled(url: str) -> None:
    first = answer(url, "user", "add", "rep01", "--role", "sales_rep", "--name", "销售01")
    assert answer(url, "user", "reset", "rep01")["password"] != first["password"]
    assert answer(url, "user", "disable", "rep01") == {"login": "rep01", "active": False}
    assert call(url, "query", "opportunity", "--as", "rep01").exit_code == 1


def test_a_person_changes_the_password_that_the_operator_chose(url: str, sales: Workspace) -> None:
    given = answer(url, "user", "add", "rep01", "--role", "sales_rep")["password"]
    own, client = "chosen by oneself", create_app(sales).test_client()

    def must_change(password: str) -> bool:
        told: bool = client.post(
            "/api/v1/auth/login", json={"login": "rep01", "password": password}
        ).get_json()["must_change_password"]  # fmt: skip
        return told

    assert must_change(given)
    wrong = call(url, "user", "password", "rep01", "--present", own, "--new", own)
    assert wrong.exit_code == 1
    assert answer(url, "user", "password", "rep01", "--present", given, "--new", own)["changed"] is True
    assert client.get("/api/v1/me").status_code == 401
    assert not must_change(own)


def test_a_user_is_not_added_twice(url: str) -> None:
    answer(url, "user", "add", "rep01")
    done = call(url, "user", "add", "rep01", "--json")
    assert done.exit_code == 1
    assert [error["code"] for error in json.loads(done.stdout)["errors"]] == ["not_unique"]


def test_a_token_is_shown_once(url: str) -> None:
    answer(url, "user", "add", "rep01", "--role", "sales_rep")
    assert answer(url, "token", "add", "rep01", "--scope", "read")["token"].startswith("gx_")


def test_records_are_read_as_the_user_who_asks(sales: Workspace, url: str) -> None:
    for login in ("rep01", "rep02"):
        row = answer(url, "user", "add", login, "--role", "sales_rep")
        create(sales, "opportunity", {"name": f"deal of {login}", "owner": row["id"]})
    told = answer(url, "query", "opportunity", "--fields", "name", "--as", "rep01", "--count", "exact")
    assert ([row["name"] for row in told["data"]], told["count"]) == (["deal of rep01"], 1)
    assert len(answer(url, "query", "opportunity", "--sort", "-name")["data"]) == 2


def test_records_are_counted_in_groups(sales: Workspace, url: str) -> None:
    create(sales, "opportunity", {"name": "a", "amount": 5}, {"name": "b", "amount": 7})
    told = answer(url, "aggregate", "opportunity", "--group-by", "stage", "--measure", "sum:amount,count")
    assert told == {"data": [{"stage": "prospecting", "count": 2, "amount_sum": 12}]}


def test_a_verdict_is_explained(sales: Workspace, url: str) -> None:
    answer(url, "user", "add", "rep01", "--role", "sales_rep")
    record = str(create(sales, "opportunity", {"name": "hidden"}).results[0].id)
    assert answer(url, "explain", "rep01", "read", "opportunity", record)["allowed"] is False
    assert answer(url, "explain", "rep01", "create", "opportunity")["allowed"] is True


def test_a_button_and_a_right_of_the_workspace_are_explained(sales: Workspace, url: str) -> None:
    owner = answer(url, "user", "add", "rep01", "--role", "sales_rep")["id"]
    record = str(create(sales, "opportunity", {"name": "own", "owner": owner}).results[0].id)
    button = answer(url, "explain", "rep01", "lose_opportunity", "opportunity", record)
    assert (button["allowed"], button["steps"][0]["params"]["role"]) == (True, "sales_rep")
    assert call(url, "explain", "rep01", "setup", "system").stdout.splitlines()[0] == "Denied."


def test_a_filter_that_cannot_be_read_is_refused(url: str) -> None:
    done = call(url, "query", "opportunity", "--filter", "amout > 3")
    assert (done.exit_code, done.stderr.count("amount")) == (1, 1)


def test_a_text_of_several_lines_stays_in_its_row(sales: Workspace, url: str) -> None:
    create(sales, "opportunity", {"name": "a", "description": "one\ntwo"})
    told = call(url, "query", "opportunity", "--fields", "description").stdout
    assert told.splitlines()[1].endswith("one two")


def test_a_formula_is_checked(url: str) -> None:
    assert answer(url, "formula", "check", "--object", "opportunity", "amount * 2")["valid"] is True
    done = call(url, "formula", "check", "--object", "opportunity", "amount *")
    assert (done.exit_code, "^" in done.stderr) == (1, True)
    told = json.loads(call(url, "formula", "check", "--object", "opportunity", "amout", "--json").stdout)
    assert told["problems"][0]["message"] == "There is no “amout”. Did you mean “amount”?"


def test_a_trail_that_was_meddled_with_is_refused(sales: Workspace, url: str) -> None:
    create(sales, "account", {"name": "a"})
    assert answer(url, "audit", "verify")["broken_at"] is None
    with sales.database.write() as connection:
        connection.update("gx_audit", {"action": "nothing"}, {"position": 1})
    done = call(url, "audit", "verify")
    assert (done.exit_code, "1" in done.stdout) == (1, True)


def test_a_system_in_order_needs_no_doctor(url: str) -> None:
    answer(url, "audit", "verify")
    assert answer(url, "doctor") == {"findings": []}


@pytest.mark.parametrize(("language", "told"), [("en", "run `guanxi plugin install sales`"), ("zh", "请先运行")])
def test_demo_data_without_the_package_that_it_fills_says_what_to_do(
    workspace: Workspace, language: str, told: str
) -> None:
    done = call(workspace.settings.database_url, "seed", "--profile", "tiny", GUANXI_LANGUAGE=language)
    assert (done.exit_code, told in done.output, "rep01" in done.output) == (1, True, False)


def test_demo_data_is_loaded_once_and_its_passwords_are_kept_from_others(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = answer(url, "seed", "--profile", "tiny")
    assert answer(url, "seed", "--profile", "tiny") == first
    assert stat.S_IMODE(Path(first["kept_in"]).stat().st_mode) == 0o600
    roles = {row["role"] for row in first["logins"]}
    assert roles >= {"administrator", "sales_rep"}
    assert "sales_portal" not in roles  # who signs in on no page is not told as one who does


def test_an_action_is_tried_and_run_with_the_rights_of_its_user(sales: Workspace, url: str) -> None:
    answer(url, "user", "add", "rep01", "--role", "sales_rep")
    create(sales, "account", {"name": "Harbor"})
    lead = str(create(sales, "lead", {"name": "Ann", "company": "Harbor"}).results[0].id)
    run = ("action", "lead", lead, "convert_lead", "--set", "opportunity_name=Rollout = 2")
    tried = answer(url, *run, "--dry-run")
    assert [made["id"] for made in tried["data"]["created"]] == [None, None, None]
    assert tried["data"]["warnings"] == ["There may be this account already."]
    assert call(url, *run, "--as", "rep01").exit_code == 1
    done = call(url, *run, GUANXI_LANGUAGE="zh")
    assert (done.exit_code, done.stdout.count("已新建")) == (0, 3)
    assert [row["name"] for row in answer(url, "query", "opportunity", "--fields", "name")["data"]] == ["Rollout = 2"]
    assert "“Convert” is not offered" in call(url, *run).stderr


def test_what_the_platform_did_itself_stands_in_the_trail(sales: Workspace, url: str) -> None:
    answer(url, "user", "add", "rep01")
    with sales.database.read() as connection:
        ((who,),) = connection.select("gx_audit", ("principal",), {"action": "password.set"})
    assert (who["kind"], who["reason"]) == ("system", "cli")


def test_a_server_that_turns_one_away_says_why(tmp_path: Path) -> None:
    with databases_of("postgresql", tmp_path) as source:
        there = make_url(source.fresh())
        for url, words in (
            (there.set(database="guanxi_absent"), "no such database"), (there.set(username="guanxi_nobody"), "refuses"),
        ):  # fmt: skip
            done = call(url.render_as_string(hide_password=False), "query", "account")
            assert (done.exit_code, words in done.stderr) == (1, True)


def test_a_database_that_does_not_answer_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = call("postgresql://nobody@127.0.0.1:1/none", "query", "account")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "The database does not answer: is it running, and is its address right?\n"


def test_settings_with_faults_are_told(tmp_path: Path) -> None:
    done = call(f"sqlite:///{tmp_path / 'x.db'}", "doctor", GUANXI_THREADS="many")
    assert (done.exit_code, "GUANXI_THREADS" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", [("query", "account"), ("plugin", "list"), ("revisions",)])
def test_a_database_that_was_not_made_yet_is_told_with_its_remedy(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = call(f"sqlite:///{tmp_path / 'x.db'}", *command)
    assert (done.exit_code, done.stderr) == (1, "The database is empty: run `guanxi init`.\n")


def test_an_explanation_of_an_unknown_action_suggests_the_nearest(url: str) -> None:
    answer(url, "user", "add", "rep01", "--role", "sales_rep")
    done = call(url, "explain", "rep01", "raed", "opportunity", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["code"], told["title"]) == ("malformed", "The request cannot be read.")
    assert [(error["code"], error["params"]["nearest"]) for error in told["errors"]] == [("unknown_action", "read")]
    assert told["errors"][0]["message"] == "There is no action “raed”."
