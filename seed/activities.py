"""Calls, meetings, tasks, notes and comments of the demo."""

import datetime as dt
from collections.abc import Mapping, Sequence

from guanxi_seed.identity import draws, id_of
from guanxi_seed.people import REPS
from guanxi_seed.trade import TODAY

__all__ = ["activities", "comments", "notes"]

_SUBJECTS = {
    "call": ("电话回访", "确认报价", "Call about the offer"), "meeting": ("现场拜访", "方案演示", "Kick-off meeting"),
    "task": ("准备合同", "发送样品", "Send the data sheet"),
}  # fmt: skip
_NOTES = (
    ("决策流程", "采购由 **总经理** 批准，技术部门先评估。"),
    ("Installed base", "Two lines from 2019; *spares are scarce*."),
    ("竞争情况", "对方正在试用另一家的控制器。"),
)  # fmt: skip
_COMMENTS = ("请 @rep02 协助准备演示。", "预算已确认，下周提交方案。", "@manager01 please have a look at the discount.")


Rows = Sequence[Mapping[str, object]]


def activities(accounts: Rows, opportunities: Rows) -> list[dict[str, object]]:
    """Return two activities for each account and one for every second deal, of those who own them."""
    random = draws("activities")
    subjects = [("account", row) for row in accounts for _ in range(2)]
    subjects += [("opportunity", row) for row in opportunities[::2]]
    return [_activity(random.randrange(1_000), number, *about) for number, about in enumerate(subjects)]


def _activity(draw: int, number: int, about: str, subject: Mapping[str, object]) -> dict[str, object]:
    kind = ("call", "meeting", "task")[draw % 3]
    day = TODAY + dt.timedelta(days=draw % 60 - 30)
    starts = dt.datetime.combine(day, dt.time(1 + draw % 8), dt.UTC)
    timed = {"starts_at": starts.isoformat(), "ends_at": (starts + dt.timedelta(hours=1)).isoformat()}
    return {
        "id": id_of("activity", number), "name": _SUBJECTS[kind][draw % 3], "kind": kind,
        "about": {"type": about, "id": subject["id"]}, "status": "done" if day < TODAY else "open",
        "due": day.isoformat() if kind == "task" else None, **({} if kind == "task" else timed),
        "owner": subject["owner"],
    }  # fmt: skip


def notes(accounts: int) -> list[dict[str, object]]:
    """Return a note on every second account."""
    return [
        {
            "id": id_of("note", index), "name": _NOTES[index % 3][0], "body": _NOTES[index % 3][1],
            "about": {"type": "account", "id": id_of("account", index)},
            "owner": id_of("user", REPS[index % len(REPS)]),
        }
        for index in range(0, accounts, 2)
    ]  # fmt: skip


def comments(opportunities: int) -> list[dict[str, object]]:
    """Return a comment on every fifth deal."""
    return [
        {
            "id": id_of("comment", index), "text": _COMMENTS[index // 5 % 3],
            "record": {"type": "opportunity", "id": id_of("opportunity", index)},
            "owner": id_of("user", REPS[index % len(REPS)]),
        }
        for index in range(0, opportunities, 5)
    ]  # fmt: skip
