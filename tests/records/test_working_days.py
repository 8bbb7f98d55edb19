"""WORKDAY and NETWORKDAYS count by the calendar that the workspace names."""

from typing import Any

import pytest
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace

from tests.change.changes import ADMIN, a_field, create, put, read, visit

# 2026: Thursday 1 January is a holiday, Friday the 2nd too; Sunday the 4th is worked instead.
FIELDS = (
    a_field("day", "date"),
    a_field("due", "formula", returns="date", formula="WORKDAY(day, 1)"),
    a_field("worked", "formula", returns="number", formula="NETWORKDAYS(day, DATE(2026, 1, 5))"),
)


def named(workspace: Workspace, name: str) -> None:
    """Let the workspace count by the calendar of that name."""
    put(workspace, {"kind": "setting", "name": "working_calendar", "type": "text", "default": name})


@pytest.fixture
def working(workspace: Workspace) -> Workspace:
    put(workspace, visit(*FIELDS))
    create(workspace, "visit", {"name": "a", "day": "2025-12-31"})
    return workspace


def a_calendar(workspace: Workspace, *days: str) -> None:
    made = create(workspace, "calendar", {"name": "China", "days": list(days)}).results[0].id
    dated = [("New Year", "2026-01-01", False), ("New Year", "2026-01-02", False), ("Worked", "2026-01-04", True)]
    rows = [{"name": name, "calendar": made, "day": day, "working": works} for name, day, works in dated]
    create(workspace, "holiday", *rows)


def counted(workspace: Workspace) -> tuple[Any, ...]:
    (found,) = read(workspace, "visit", "due", "worked")
    return tuple(str(value) for value in found)


def test_without_a_calendar_monday_to_friday_are_worked(working: Workspace) -> None:
    assert counted(working) == ("2026-01-01", "4")


def test_holidays_are_left_out_and_days_worked_instead_count(working: Workspace) -> None:
    a_calendar(working, "monday", "tuesday", "wednesday", "thursday", "friday")
    named(working, "China")
    assert counted(working) == ("2026-01-04", "3")


def test_a_calendar_says_which_weekdays_are_worked(working: Workspace) -> None:
    a_calendar(working, "wednesday", "saturday")
    named(working, "China")
    assert counted(working) == ("2026-01-03", "3")


def test_a_save_counts_by_the_calendar_too(working: Workspace) -> None:
    a_calendar(working, "monday")
    named(working, "China")
    rule = {"kind": "rule", "name": "worked", "object": "visit", "when": "NETWORKDAYS(day, day) = 0",
            "message": {"en": "Nobody works then.", "zh": "当日无人上班。"}}  # fmt: skip
    put(working, rule)
    refused = save(
        working.context(ADMIN), "visit", [{"name": "b", "day": "2026-01-06"}], operation="create", mode="partial"
    )
    assert [problem.code for problem in refused.results[0].problems] == ["rule"]
    assert create(working, "visit", {"name": "c", "day": "2026-01-05"}).results[0].status == "created"


def test_a_calendar_that_is_not_there_leaves_monday_to_friday(working: Workspace) -> None:
    named(working, "Nowhere")
    assert counted(working) == ("2026-01-01", "4")
