"""What drives a browser or processes and fails is tried once more, alone and in a fresh place; the run tells of both.

A plugin of pytest; `--second-try` asks for it. See docs/decisions/0019.
"""

import subprocess
import sys
from collections.abc import Iterator

import pytest

__all__ = ["MOST"]

MOST = 3
"""So many tests get a second try; where more fail, something is broken."""

_DRIVEN = ("browser", "processes")
_ONLY_THEN = "passed only at the second try"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that asks for second tries."""
    parser.addoption("--second-try", action="store_true", help="try what drives browsers or processes once more alone")


def pytest_configure(config: pytest.Config) -> None:
    """Watch over the whole run where that is asked for; a run that ends at its first failure has no second tries."""
    whole = not hasattr(config, "workerinput") and not config.getoption("maxfail")
    if whole and config.getoption("--second-try"):
        config.pluginmanager.register(_SecondTries(config))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


class _SecondTries:
    """Sets failures aside, tries those tests again when all others are done, and reports what came of it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._first: dict[str, list[pytest.TestReport]] = {}
        self._passed: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Set a failure aside; what failed twice has failed."""
        known = report.nodeid in self._first or len(self._first) < MOST
        if report.failed and known and any(mark in report.keywords for mark in _DRIVEN):
            self._first.setdefault(report.nodeid, []).append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Tell a first failure and a late success from others."""
        if any(report is one for one in self._first.get(report.nodeid, ())):
            return "", "T", "TRIED AGAIN LATER"
        return (_ONLY_THEN, "2", "PASSED AGAIN") if report.when == "call" and report.nodeid in self._passed else None

    @pytest.hookimpl(wrapper=True, trylast=True)  # when the processes of the run have ended, before its summary
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Iterator[None]:
        """Try again what was set aside, unless the run was cut short."""
        yield
        if exitstatus != pytest.ExitCode.TESTS_FAILED:
            return
        for failures in self._first.values():
            second = self._tried(failures[0])
            session.testsfailed -= len(failures)
            self._config.hook.pytest_runtest_logreport(report=second)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED if session.testsfailed else pytest.ExitCode.OK

    def _tried(self, first: pytest.TestReport) -> pytest.TestReport:
        """Run a test in a process of its own and return what came of it."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", first.nodeid]
        done = subprocess.run(command, cwd=self._config.rootpath, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            self._passed.add(first.nodeid)
            return pytest.TestReport(first.nodeid, first.location, first.keywords, "passed", None, "call")
        said = f"{done.stdout}\n{done.stderr}"
        return pytest.TestReport(first.nodeid, first.location, {}, "failed", said, "call")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show each first failure, whatever came of the second try."""
        for failures in self._first.values():
            for failure in failures:
                terminalreporter.section(f"first try of {failure.nodeid} ({failure.when})", "_")
                terminalreporter.line(failure.longreprtext)
                for name, text in failure.sections:
                    terminalreporter.section(name, "-")
                    terminalreporter.line(text)
