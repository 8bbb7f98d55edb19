"""What follows for people from committed events: who is told of what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from guanxi.access.authenticate import Authenticator
from guanxi.errors import Missing
from guanxi.notifications.inbox import Notice
from guanxi.notifications.mentions import mentions
from guanxi.records.reach import reached
from guanxi.records.trail import SHARED

if TYPE_CHECKING:
    from guanxi.workspace.context import Context, Snapshot
    from guanxi.workspace.workspace import Workspace

__all__ = ["Audience", "Committed", "notices_of"]


class Committed(Protocol):
    """An event as the relay hands it on."""

    @property
    def object(self) -> str:
        """The name of the object."""

    @property
    def kind(self) -> str:
        """What happened: created, updated, shared and so on."""

    @property
    def request_id(self) -> str:
        """The request whose save it came from."""

    @property
    def by(self) -> str:
        """The id of the user who saved."""

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """Per record its `id`; `owner` before and after where that changed; whom it was `given` where shared."""


@dataclass(slots=True)
class Audience:
    """Those who may be told, each with the rights of now; asked for once per round."""

    workspace: "Workspace"
    snapshot: "Snapshot"
    _known: "dict[str, Context | None]"

    @classmethod
    def of(cls, workspace: "Workspace") -> "Audience":
        """Return an audience in the present catalog."""
        return cls(workspace, workspace.snapshot(), {})

    def context(self, user_id: str) -> "Context | None":
        """Return the context of an active user, None where there is no such user."""
        if user_id not in self._known:
            self._known[user_id] = self._context(user_id)
        return self._known[user_id]

    def named(self, login: str) -> "Context | None":
        """Return the context of an active user by sign-in name, None where there is no such user."""
        key = f"@{login}"
        if key not in self._known:
            self._known[key] = self._context(login, by_login=True)
        return self._known[key]

    def _context(self, name: str, *, by_login: bool = False) -> "Context | None":
        known = Authenticator(self.snapshot.catalog)
        try:
            with self.workspace.database.read() as connection:
                principal = (known.by_login if by_login else known.by_id)(connection, name)
        except Missing:
            return None  # nobody, a team, a queue, or somebody who has left
        return self.workspace.context(principal, snapshot=self.snapshot)


def notices_of(audience: Audience, events: Iterable[Committed]) -> list[Notice]:
    """Return what people are to be told after the events."""
    events = list(events)
    return [*_given(audience, events), *_shared(audience, events), *mentions(audience, events)]


def _given(audience: Audience, events: Iterable[Committed]) -> Iterator[Notice]:
    """Yield a notice for each record that somebody was given by another, one for all that came in one request."""
    given: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for event in events:
        for record in event.records:
            owner = record.get("owner", (None, None))[1]
            if owner is not None and owner != event.by:
                given[event.request_id, event.object, str(owner), event.by].append(str(record["id"]))
    for (_, name, owner, by), ids in given.items():
        context = audience.context(owner)
        if context is None or not context.rights.can(name, "read"):
            continue
        if len(ids) == 1:
            yield Notice(owner, "owner_given", {"by": by}, name, ids[0])
        else:
            yield Notice(owner, "owner_given_many", {"by": by, "count": len(ids)}, name)


def _shared(audience: Audience, events: Iterable[Committed]) -> Iterator[Notice]:
    """Yield a notice for each person with whom somebody else has shared a record that they see by now."""
    for event in events:
        for record in event.records if event.kind == SHARED else ():
            for grantee in record["given"]:
                context = audience.context(str(grantee)) if grantee != event.by else None
                if context is not None and _sees(context, event.object, str(record["id"])):
                    yield Notice(str(grantee), "shared", {"by": event.by}, event.object, str(record["id"]))


def _sees(context: "Context", object_name: str, record_id: str) -> bool:
    if not context.rights.can(object_name, "read"):
        return False
    with context.database.read() as connection:
        return bool(reached(context, connection, object_name, {record_id}))
