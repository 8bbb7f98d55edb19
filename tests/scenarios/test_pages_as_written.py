"""The commands of the how-to pages run as they are written, in the order of each page, from an empty folder."""

import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

import orjson
import psutil
import pytest
from flask.testing import FlaskClient
from guanxi.settings import Settings
from guanxi.web.app import create_app
from guanxi.workspace.workspace import open_workspace

from tests.cli.commands import answer, call
from tests.contract.commands_run import FOLLOWED, SAMPLES, SERVERS
from tests.contract.written_commands import ROOT, Written, commands_in, written
from tests.support.postgres import cluster
from tests.support.processes import start
from tests.support.server import environment_of, served

HOW_TO = ROOT / "docs" / "how-to"
SHOWN = {  # pages whose documents are applied as they stand there, and the folders that these name
    "actions.md": ["actions"], "screens.md": ["views", "layouts", "apps"], "duplicates.md": ["duplicate_rules"],
    "define-an-object.md": ["assignments", "templates"], "backoffice.md": ["roles"], "activities.md": ["objects"],
}  # fmt: skip
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FILE = re.compile(r"^```\w+\n# (\S+\.(?:yaml|csv))\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder of its own with a database as `make run` leaves it, the demo data small."""
    monkeypatch.chdir(tmp_path)
    found = f"sqlite:///{tmp_path / 'pages.db'}"
    for words in (("init",), ("plugin", "install", "sales"), ("seed", "--profile", "tiny")):
        answer(found, *words)
    return found


def write_files(page: Path) -> None:
    """Write the files that a page shows, each under the name in its first line."""
    for name, text in _FILE.findall(page.read_text("utf-8")):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_operations(name: str) -> None:
    """Write the operations that a page sends in one call."""
    [shown] = re.findall(r"^```json\n(\{\"operations.*?)^```", (HOW_TO / "api.md").read_text("utf-8"), re.M | re.S)
    Path(name).write_text(shown, encoding="utf-8")


def ask(client: FlaskClient, words: list[str]) -> None:
    """Send what a command of curl would."""
    headers, arguments, address = {}, [], ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "--data-urlencode":
            arguments += [(name, value) for name, _, value in [next(rest).partition("=")]]
        elif word != "-G":
            address = word
    parts = urlsplit(address)
    found = client.get(parts.path, headers=headers, query_string=[*parse_qsl(parts.query), *arguments])
    assert found.status_code == 200, (words, found.get_data(as_text=True))


def follow(url: str, page: str, placeholders: Mapping[str, str]) -> None:
    """Do what a page says, with its placeholders filled."""
    path = HOW_TO / page
    assert f"docs/how-to/{page}" in FOLLOWED
    write_files(path)
    commands = commands_in(path)
    assert commands, page
    said = ""
    for one in commands:
        text = one.text
        for name, value in {**placeholders, "IMPORT": (_ID.findall(said) or [""])[-1]}.items():
            text = re.sub(rf"(?<![\w-]){name}(?![\w-])", value, text)
        words = Written(page, text).words
        if words[0] == "curl":
            workspace = open_workspace(Settings(database_url=url))
            ask(create_app(workspace).test_client(), words)
            workspace.close()
        else:
            said = run(url, page, words)


def run(url: str, page: str, words: list[str]) -> str:
    """Run a command of the executable that must succeed, and return what it says."""
    done = call(url, *words[1:])
    assert done.exit_code == 0, (page, shlex.join(words), done.output)
    return done.output


def in_the_text(url: str, page: str, name: str, placeholders: Mapping[str, str]) -> None:
    """Run the command of a name that stands in the sentences of a page."""
    found = [one.words for one in written("guanxi", pages=[HOW_TO / page])]
    words = next(one for one in found if one[1] == name)
    run(url, page, [placeholders.get(word, word) for word in words])


def first(url: str, name: str) -> str:
    """Return the id of some record of an object."""
    return str(answer(url, "query", name, "--fields", "id", "--limit", "1")["data"][0]["id"])


@pytest.mark.timeout(300)
def test_the_pages_work_as_written(url: str) -> None:
    follow(url, "define-an-object.md", {})
    follow(url, "import.md", {})
    follow(url, "export.md", {})
    assert Path("accounts.xlsx").stat().st_size > 0
    follow(url, "access.md", {"019ab3c2-0000-7000-8000-000000000001": first(url, "opportunity")})
    follow(url, "encrypted-fields.md", {})
    token = answer(url, "token", "add", "rep01")["token"]
    follow(url, "api.md", {"LOGIN": "rep01", "gx_…": token})
    write_operations("FILE")
    in_the_text(url, "api.md", "composite", {})
    for page, folders in SHOWN.items():
        write_files(HOW_TO / page)
        run(url, page, ["guanxi", "apply", *folders])
    run(url, "actions.md", ["guanxi", "user", "add", "anna", "--role", "administrator"])
    in_the_text(url, "actions.md", "action", {"ID": first(url, "account")})
    answer(url, "audit", "verify")  # as a worker would, whose lack `doctor` tells of after a minute
    for name in ("init", "migrate", "plugin", "doctor"):
        in_the_text(url, "run.md", name, {})


@pytest.mark.timeout(300)
def test_the_page_of_changes_works_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page, url = HOW_TO / "change.md", f"sqlite:///{tmp_path / 'pages.db'}"
    answer(url, "init")
    write_files(page)
    newer = Path("visits.yaml").read_text("utf-8")
    older = newer.replace(", required: true", "").replace("> 40", "> 80")
    renamed = older.replace("name: place", "name: venue, renamed_from: place")
    retyped = older.replace("规模}, type: text", "规模}, type: integer")
    # what stands before a command, and what the file says when it runs; a way back is taken from a change just made
    states = {"rollback": (older, newer), "retire": (older, renamed), "plan": (older, retyped)}
    apply(url, older, newer)
    ran = [one.words for one in commands_in(page)]
    for number, words in enumerate(ran):
        before = states.get(words[1]) if number > 1 else None
        if before is not None:
            apply(url, *before, last=words[1] != "plan")
        newest = str(answer(url, "revisions", "--limit", "1")["data"][0]["number"])
        run(url, page.name, [re.sub(r"\b12\b", newest, word) for word in words])
    assert {words[1] for words in ran} == {"plan", "apply", "revisions", "rollback", "where-used", "retire"}


def apply(url: str, before: str, after: str, *, last: bool = False) -> None:
    """Bring the workspace to a state; the next one is in the file, and applied too when it is the last."""
    Path("before.yaml").write_text(before, encoding="utf-8")
    Path("visits.yaml").write_text(after, encoding="utf-8")
    run(url, "change.md", ["guanxi", "apply", "before.yaml"])
    if last:
        run(url, "change.md", ["guanxi", "apply", "visits.yaml"])


def test_a_database_made_as_the_page_says_is_taken() -> None:
    shown = (HOW_TO / "postgresql.md").read_text("utf-8").splitlines()
    program, *words = shlex.split(next(line for line in shown if line.startswith("createdb ")))
    binary = Path(psutil.Process(cluster().process).exe()).with_name(program)
    place = ["-h", "127.0.0.1", "-p", str(cluster().port), "-U", "postgres"]
    subprocess.run([binary, *place, *words], check=True, capture_output=True)
    assert answer(cluster().url(words[-1]), "init")


@pytest.mark.timeout(300)
def test_every_other_command_of_the_pages_works(url: str) -> None:
    for page in ("import.md", "actions.md"):
        write_files(HOW_TO / page)
    Path("formulas.jsonl").write_text('{"formula": "1 + 1"}\n', encoding="utf-8")
    write_operations("operations.json")
    run(url, "samples", ["guanxi", "apply", "actions"])
    ids = {name: first(url, name) for name in ("account", "opportunity", "user")}
    told: dict[str, str] = {}
    for text in SAMPLES:
        done = call(url, *shlex.split(text.format(**ids, **told))[1:])
        assert done.exit_code == 0, (text, done.output)
        if text.endswith(" --json"):
            told = {name: value for name, value in orjson.loads(done.output).items() if isinstance(value, str)}
            told.pop("account", None)


@pytest.mark.processes
@pytest.mark.parametrize("text", [text for text in SERVERS if text != "guanxi worker"])
def test_a_server_of_the_pages_answers(url: str, tmp_path: Path, text: str) -> None:
    _, _, *words = shlex.split(text)
    with served(url, tmp_path / "log", *words) as base, urlopen(f"{base}/healthz", timeout=60) as answered:
        assert answered.status == 200


@pytest.mark.processes
def test_a_worker_of_the_pages_works_until_it_is_told_to_stop(url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Path(os.devnull).open("rb") as nothing, log.open("ab") as output:
        streams = (nothing.fileno(), output.fileno(), output.fileno())
        process = start("guanxi.cli", ["worker"], environment_of(url, {"LANG": "C"}), streams)
    until = time.monotonic() + 60
    while "at work" not in log.read_text("utf-8") and process.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert log.read_text("utf-8").startswith("The worker is at work")
