"""Foretelling mentions: whether whoever a comment would name may see it, asked before it is written."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from guanxi.errors import Refused
from guanxi.notifications.following import Audience
from guanxi.records.query import record

if TYPE_CHECKING:
    from guanxi.workspace.context import Context

__all__ = ["foretold"]

_COMMENT = "comment"


def foretold(context: "Context", object_name: str, *, record_id: str, logins: Iterable[str]) -> list[dict[str, object]]:
    """Return who of the people named would see a comment on a record; whom the caller may not see is left out."""
    record(context, object_name, record_id=record_id, fields=("id",))
    audience = Audience.of(context.workspace)
    named = {login: audience.named(login) for login in logins}
    return [
        {"login": login, "sees": _sees(person, object_name, record_id)}
        for login, person in named.items() if person is not None and _is_known(context, person)
    ]  # fmt: skip


def _is_known(context: "Context", person: "Context") -> bool:
    """Tell whether the caller may see a person and the sign-in name; otherwise there is no such person."""
    try:
        record(context, "user", record_id=person.principal.user_id, fields=("id", "login"))
    except Refused:
        return False
    return True


def _sees(person: "Context", object_name: str, record_id: str) -> bool:
    try:
        record(person, object_name, record_id=record_id, fields=("id",))
    except Refused:
        return False
    return person.rights.can(_COMMENT, "read")
