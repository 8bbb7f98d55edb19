"""The calls of the API as rows: from them comes the OpenAPI document, and a test holds them equal to the routes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.records.arguments import Text
from guanxi.records.question import BULK_DELETE, QUERY
from guanxi.web import (
    authoring,
    comparing,
    composite,
    drafts,
    events,
    explaining,
    exports,
    extensions,
    imports,
    jobs,
    metadata,
    notifications,
    objects,
    overview,
    packages,
    passwords,
    preferences,
    search,
    sessions,
    signing,
    tokens,
    viewing,
    views,
)  # fmt: skip
from guanxi.web.bodies import ONCE
from guanxi.web.call import Answer, FixedCall
from guanxi.web.past import AS_OF, MENTIONS, TIMELINE
from guanxi.web.records import DRY_RUN, ONE
from guanxi.web.shapes import OPEN, TEXT, Named, closed

if TYPE_CHECKING:
    from guanxi.records.arguments import Argument

__all__ = ["FIXED_CALLS", "RECORD_CALLS", "FixedCall", "RecordCall"]

IF_MATCH = Text("If-Match", "The version that the caller has seen: any other is refused.")
_DOCUMENT = Named("document", "This document.", closed(
    {"openapi": TEXT, "info": OPEN, "servers": {"type": "array", "items": OPEN}, "paths": OPEN, "components": OPEN},
))  # fmt: skip
FIXED_CALLS: tuple[FixedCall, ...] = (
    FixedCall("GET", "/openapi.json", "This document, as the caller may see it", _DOCUMENT, signed_in=False,
              headers=(objects.IF_NONE_MATCH,), others=(Answer(status=304),), refusals=(403,)),
    *signing.CALLS, *preferences.CALLS, *sessions.CALLS, *tokens.CALLS, *objects.CALLS, *views.CALLS, *events.CALLS,
    *notifications.CALLS, *extensions.CALLS, *composite.CALLS, *search.CALLS, *explaining.CALLS, *comparing.CALLS,
    *passwords.CALLS, *viewing.CALLS, *jobs.CALLS, *imports.CALLS, *exports.CALLS, *metadata.CALLS, *drafts.CALLS,
    *authoring.CALLS, *overview.CALLS, *packages.CALLS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordCall:
    """A call that every object has, for those who hold a right on it; bodies and answers name a schema."""

    method: str
    path: str
    summary: str
    right: str
    body: str | None = None
    answer: str | None = None
    statuses: tuple[int, ...] = (200,)  # of the answer
    arguments: "tuple[Argument, ...]" = ()
    headers: "tuple[Argument, ...]" = ()


_ALL, _ONE = "/records/{object_name}", "/records/{object_name}/{record_id}"
RECORD_CALLS: tuple[RecordCall, ...] = (
    RecordCall("GET", _ALL, "List", "read", answer="page", arguments=QUERY),
    RecordCall("POST", f"{_ALL}/query", "List by a body", "read", "query", "page"),
    RecordCall("POST", f"{_ALL}/count", "Count", "read", "count_query", "count"),
    RecordCall("POST", "/aggregate/{object_name}", "Count and sum in groups", "read", "aggregate", "groups"),
    RecordCall("GET", _ONE, "Read", "read", answer="read", arguments=ONE),
    RecordCall("GET", f"{_ONE}/history", "What was changed", "read", answer="history"),
    RecordCall("GET", f"{_ONE}/as_of", "Read as it was", "read", answer="past", arguments=AS_OF),
    RecordCall("GET", f"{_ONE}/timeline", "What was done about it, said and changed", "read", answer="timeline",
               arguments=TIMELINE),
    RecordCall("GET", f"{_ONE}/mentions", "Who of the people named would see a comment on it", "read",
               answer="foretold", arguments=MENTIONS),
    RecordCall("GET", f"{_ONE}/duplicates", "Records that it is taken for", "read", answer="duplicates"),
    RecordCall("GET", f"{_ONE}/shares", "With whom it is shared by hand", "share", answer="shares"),
    RecordCall("POST", f"{_ONE}/shares", "Share it, or take it back", "share", "share", "shares"),
    RecordCall("POST", f"{_ONE}/unmask", "Show what masks hide", "unmask", "unmask", "one"),
    RecordCall("POST", _ALL, "Create one, or write a batch", "create", "create", "saved", (200, 201),
               arguments=DRY_RUN, headers=(ONCE,)),
    RecordCall("PATCH", _ALL, "Change a batch, or all that a filter finds", "update", "batch_body",
               "batch_or_bulk"),
    RecordCall("DELETE", _ALL, "Delete all that a filter finds", "delete", answer="bulk",
               arguments=BULK_DELETE),
    RecordCall("POST", f"{_ALL}/undo", "Take back a bulk change", "update", "undo", "batch"),
    RecordCall("PATCH", _ONE, "Change", "update", "write", "one", arguments=DRY_RUN, headers=(IF_MATCH,)),
    RecordCall("DELETE", _ONE, "Put into the recycle bin", "delete", statuses=(204,), headers=(IF_MATCH,)),
    RecordCall("POST", f"{_ONE}/actions/{{name}}", "Run an action", "read", "action", "acted",
               headers=(ONCE,)),
    RecordCall("POST", f"{_ONE}/restore", "Take out of the recycle bin", "delete", answer="one"),
)  # fmt: skip
