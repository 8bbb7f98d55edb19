"""Fixtures that every test may ask for: databases of both kinds, example data, a browser page, golden files."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from guanxi.logs import configure_logs
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.support.browser import PATIENCE, chromium, move_away, slow_down
from tests.support.conformance import ConformingClient
from tests.support.databases import Databases, databases_of
from tests.support.postgres import stop_cluster
from tests.support.session import locked, make_shared_folder, shared_folder
from tests.support.workspaces import MakeWorkspace, workspace_with

pytest_plugins = ("tests.support.second_try",)
ROOT = Path(__file__).resolve().parent
FAR = 250  # milliseconds to the server of a test that is marked `far`
ABSENT_DATA = "the example data is absent"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that rewrite golden files and put a browser far from its server."""
    parser.addoption("--refresh-golden", action="store_true", help="write golden files anew instead of comparing")
    parser.addoption("--latency", type=int, default=0, help="milliseconds that each answer takes to reach a browser")
    parser.addoption("--slow", type=int, default=1, help="how many times as long a browser takes to think")


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that this run's processes share; workers inherit it.

    Failures are logged as the product does, without the values of variables, which take seconds to write.
    """
    configure_logs("info", lasting=False)
    Flask.test_client_class = ConformingClient  # whatever a test asks of the API, its document told
    if not hasattr(config, "workerinput"):
        folder = make_shared_folder(in_memory=True)
        config.option.basetemp = config.option.basetemp or folder / "cases"


def pytest_collection_finish() -> None:
    """Take what was imported and collected out of the sight of the garbage collector, which looks at all of it again.

    What the tests leave behind is little beside it, so that it is looked for more rarely.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the run started and remove its folder."""
    if not hasattr(config, "workerinput"):
        stop_cluster(shared_folder())
        shutil.rmtree(shared_folder(), ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Turn every skip into a failure, save the one that absent example data allows."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and ABSENT_DATA not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped; only absent example data may skip a test: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of example data beside the repository."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"{ABSENT_DATA}: {folder.relative_to(ROOT.parent)}")
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """A source of fresh databases, once with SQLite and once with PostgreSQL."""
    with databases_of(request.param, tmp_path) as source:
        yield source


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The URL of a fresh, empty database, once with SQLite and once with PostgreSQL."""
    return databases.fresh()


@pytest.fixture
def make_workspace(databases: Databases) -> Iterator[MakeWorkspace]:
    """Open workspaces on fresh databases: core and base, and the packages named."""
    opened: list[Workspace] = []

    def make(*packages: str) -> Workspace:
        opened.append(workspace_with(databases, *packages))
        return opened[-1]

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    """A workspace with core and base, once on SQLite and once on PostgreSQL."""
    return make_workspace()


@pytest.fixture
def sales(make_workspace: MakeWorkspace) -> Workspace:
    """A workspace with core, base and sales, once on SQLite and once on PostgreSQL."""
    return make_workspace("sales")


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """A headless Chromium, all of whose pages are as slow as the run wants."""
    slow = pytestconfig.getoption("--slow")
    with locked("browser"):
        path = chromium()
    expect.set_options(timeout=PATIENCE)
    arguments = ["--disable-gpu"]  # nobody looks
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses to run as root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        if slow > 1:
            running.on("context", lambda made: made.on("page", lambda page: slow_down(page, slow)))
        yield running
        running.close()


@pytest.fixture
def browser_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page of its own session; the test fails when the page throws or its console reports an error."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    far = request.node.get_closest_marker("far") is not None
    if latency := request.config.getoption("--latency") or far * FAR:
        move_away(page, latency)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda told: troubles.append(_placed(told)) if told.type == "error" else None)
    yield page
    context.close()
    assert troubles == []


def _placed(told: ConsoleMessage) -> str:
    """Return what a console tells, and the address that it tells it of."""
    return f"{told.text} {told.location['url']}"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `golden/<name>` beside the test; `make golden` writes it anew."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--refresh-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare
