"""The calls of the API as rows: from them comes the OpenAPI document, and a test holds them equal to the routes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.records.arguments import Argument, Text
from guanxi.records.question import BULK_DELETE, QUERY, SEARCH
from guanxi.web.authoring import FormulaBody
from guanxi.web.comparing import COMPARE
from guanxi.web.composite import CompositeBody
from guanxi.web.drafts import PLAN, SEEN, DraftBody, PublishBody
from guanxi.web.events import CHANGES, EVENTS
from guanxi.web.explaining import EXPLAIN
from guanxi.web.exports import ExportBody
from guanxi.web.imports import FORM, PREVIEW_FORM, UndoBody
from guanxi.web.metadata import REVISIONS, USES, ApplyBody, PlanBody, PurgeBody, RollbackBody
from guanxi.web.notifications import NOTIFICATIONS, ReadBody
from guanxi.web.overview import DICTIONARY, TEXTS
from guanxi.web.packages import PACKAGE_FORM, PACKAGE_PLAN, PackageBody
from guanxi.web.past import AS_OF, TIMELINE
from guanxi.web.preferences import PreferencesBody
from guanxi.web.records import DRY_RUN, ONE
from guanxi.web.signing import LoginBody, PasswordBody
from guanxi.web.tokens import TokenBody
from guanxi.web.viewing import ViewAsBody
from guanxi.web.views import ViewBody

if TYPE_CHECKING:
    from guanxi.web.bodies import BodySchema

__all__ = ["FIXED_CALLS", "RECORD_CALLS", "FixedCall", "RecordCall"]

ONCE = Text("Idempotency-Key", "A key of the caller's own: the same request under it is done once within 24 hours.")
IF_MATCH = Text("If-Match", "The version that the caller has seen: any other is refused.")
LAST_EVENT = Text("Last-Event-ID", "The mark of the last change that was received, which a browser sends of itself.")


@dataclass(frozen=True, slots=True)
class FixedCall:
    """A call whose shape never depends on metadata."""

    method: str
    path: str
    summary: str
    body: "type[BodySchema] | None" = None
    answer: int = 200
    arguments: tuple[Argument, ...] = ()  # of the URL
    headers: tuple[Argument, ...] = ()
    signed_in: bool = True
    right: str | None = None  # the system right without which it is not told of
    staff: bool = False  # whether portal users are not told of it
    media: str = "application/json"
    form: tuple[Argument, ...] = ()  # parts of a form beside its file
    sends: str = "text/csv"  # what the file of a form is


FIXED_CALLS: tuple[FixedCall, ...] = (
    FixedCall("POST", "/auth/login", "Sign a member of the staff in", LoginBody, signed_in=False),
    FixedCall("POST", "/portal/auth/login", "Sign a portal user in", LoginBody, signed_in=False),
    FixedCall("GET", "/openapi.json", "This document, as the caller may see it", signed_in=False),
    FixedCall("POST", "/auth/logout", "Sign out", answer=204, staff=True),
    FixedCall("POST", "/portal/auth/logout", "Sign a portal user out", answer=204),
    FixedCall("POST", "/auth/password", "Give oneself a new password", PasswordBody),
    FixedCall("GET", "/me", "Who is signed in"),
    FixedCall("PATCH", "/me", "Choose one's own language and time zone", PreferencesBody, 204),
    FixedCall("GET", "/sessions", "Where the caller is signed in"),
    FixedCall("DELETE", "/sessions", "End every session of the caller but this one"),
    FixedCall("DELETE", "/sessions/{session_id}", "End a session of the caller", answer=204),
    FixedCall("GET", "/tokens", "The caller's API tokens"),
    FixedCall("POST", "/tokens", "Make an API token", TokenBody, 201),
    FixedCall("DELETE", "/tokens/{token_id}", "Revoke an API token", answer=204),
    FixedCall("GET", "/objects", "The objects that the caller may know of"),
    FixedCall("GET", "/objects/{object_name}", "Fields, values, relations and rights of an object"),
    FixedCall("GET", "/views/{object_name}", "The caller's own views of an object"),
    FixedCall("POST", "/views/{object_name}", "Keep a view of one's own", ViewBody, 201),
    FixedCall("GET", "/views/{object_name}/{view_id}", "One of the caller's own views"),
    FixedCall("PATCH", "/views/{object_name}/{view_id}", "Change a view of one's own", ViewBody),
    FixedCall("DELETE", "/views/{object_name}/{view_id}", "Delete a view of one's own", answer=204),
    FixedCall("GET", "/apps", "The caller's apps with their menus"),
    FixedCall("GET", "/events/changes", "What was changed since, as far as the caller may see it",
              arguments=CHANGES),
    FixedCall("GET", "/events", "The same live, as server-sent events", arguments=EVENTS, headers=(LAST_EVENT,),
              media="text/event-stream"),
    FixedCall("GET", "/notifications", "What the caller is told of", arguments=NOTIFICATIONS),
    FixedCall("POST", "/notifications/read", "Mark notifications as read", ReadBody),
    FixedCall("GET", "/extensions", "What packages add to the pages", staff=True),
    FixedCall("GET", "/extensions/{package}/{digest}/{file}", "A file of what a package adds to the pages", staff=True,
              media="text/javascript"),
    FixedCall("POST", "/composite", "Do several operations in one transaction, all or none", CompositeBody,
              headers=(ONCE,)),
    FixedCall("GET", "/search", "Search the records of many objects", arguments=SEARCH),
    FixedCall("GET", "/access/explain", "Why somebody may or may not do something",
              arguments=EXPLAIN, staff=True),
    FixedCall("GET", "/access/roles/compare", "What only one of two roles gives, drafts included",
              arguments=COMPARE, right="setup"),
    FixedCall("POST", "/users/{user_id}/password", "Give a user a random password, told this once", answer=201,
              right="users"),
    FixedCall("POST", "/access/view_as", "Look as another member of the staff, read-only", ViewAsBody, 201,
              right="view_as"),
    FixedCall("DELETE", "/access/view_as", "Look as oneself again", answer=204, right="view_as"),
    FixedCall("GET", "/jobs", "The newest jobs of everybody", right="jobs"),
    FixedCall("GET", "/jobs/{job_id}", "How far a job is"),
    FixedCall("DELETE", "/jobs/{job_id}", "Ask for the end of a job", answer=202),
    FixedCall("POST", "/imports", "Import a file of rows", answer=202, form=FORM),
    FixedCall("POST", "/imports/preview", "What a file of rows looks like, and which fields its columns may be",
              form=PREVIEW_FORM),
    FixedCall("GET", "/imports/{import_id}", "How far an import is, and what came of it"),
    FixedCall("GET", "/imports/{import_id}/errors.csv", "The refused rows with their problems", media="text/csv"),
    FixedCall("POST", "/imports/{import_id}/undo", "Undo an import, or count what that would do", UndoBody, 202),
    FixedCall("POST", "/exports", "Export records as a file", ExportBody, 202),
    FixedCall("GET", "/exports/{export_id}", "How far an export is, and what came of it"),
    FixedCall("GET", "/exports/{export_id}/file", "The exported file", media="application/octet-stream"),
    FixedCall("GET", "/metadata", "Every item of metadata", right="setup"),
    FixedCall("GET", "/metadata/{kind}/{name}", "One item, and what each layer says of it", right="setup"),
    FixedCall("POST", "/metadata/plan", "What documents would do", PlanBody, right="setup"),
    FixedCall("POST", "/metadata/apply", "Apply documents, all or none", ApplyBody, right="setup"),
    FixedCall("GET", "/metadata/dictionary", "All objects and fields, and who reads them: JSON, CSV or Markdown",
              arguments=DICTIONARY, right="setup"),
    FixedCall("GET", "/metadata/texts", "Every text that people read, with what translations say in a language",
              arguments=TEXTS, right="setup"),
    FixedCall("GET", "/metadata/copies", "Fields that are getting another type, and how far that is", right="setup"),
    FixedCall("GET", "/metadata/hints", "What of the metadata nobody needs, or costs too much", right="setup"),
    FixedCall("GET", "/metadata/vocabulary", "Kinds with their schemas, field types, functions", right="setup"),
    FixedCall("POST", "/metadata/formula", "The type of a formula, or what is wrong where", FormulaBody, right="setup"),
    FixedCall("GET", "/metadata/drafts", "The caller's drafts", right="setup"),
    FixedCall("DELETE", "/metadata/drafts", "Drop all drafts of the caller", answer=204, right="setup"),
    FixedCall("GET", "/metadata/drafts/plan", "What publishing the drafts would do", arguments=PLAN,
              right="setup"),
    FixedCall("POST", "/metadata/drafts/publish", "Apply the caller's drafts, all or none", PublishBody, right="setup"),
    FixedCall("GET", "/metadata/drafts/objects/{object_name}/seen", "An object as the caller's drafts would make it",
              arguments=SEEN, right="setup"),
    FixedCall("GET", "/metadata/drafts/{kind}/{name}", "One draft of the caller", right="setup"),
    FixedCall("PUT", "/metadata/drafts/{kind}/{name}", "Keep a draft of an item", DraftBody, right="setup"),
    FixedCall("DELETE", "/metadata/drafts/{kind}/{name}", "Drop a draft", answer=204, right="setup"),
    FixedCall("GET", "/metadata/revisions", "The newest changes, of one item where it is named",
              arguments=REVISIONS, right="setup"),
    FixedCall("GET", "/metadata/revisions/{number}", "One change with its documents", right="setup"),
    FixedCall("GET", "/metadata/{kind}/{name}/uses", "What names an item, a field, a record type or a value",
              arguments=USES, right="setup"),
    FixedCall("POST", "/metadata/purge", "Drop hidden objects and fields for ever", PurgeBody, right="setup"),
    FixedCall("DELETE", "/metadata/aliases/{name}", "Let a former name answer no longer", right="setup"),
    FixedCall("POST", "/metadata/revisions/{number}/rollback", "Undo a change", RollbackBody, right="setup"),
    FixedCall("GET", "/packages", "Packages that are installed or could be", right="setup"),
    FixedCall("POST", "/packages", "Plan or take in a package of metadata that comes as a zip file", right="setup",
              form=PACKAGE_FORM, sends="application/zip"),
    FixedCall("GET", "/packages/{name}", "One package with what it declares", right="setup"),
    FixedCall("GET", "/packages/{name}/plan", "What an action on a package would do", arguments=PACKAGE_PLAN,
              right="setup"),
    FixedCall("POST", "/packages/{name}/{action}", "Install, upgrade, disable, enable, uninstall or purge a package",
              PackageBody, right="setup"),
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
    status: int = 200
    arguments: tuple[Argument, ...] = ()
    headers: tuple[Argument, ...] = ()


_ALL, _ONE = "/records/{object_name}", "/records/{object_name}/{record_id}"
RECORD_CALLS: tuple[RecordCall, ...] = (
    RecordCall("GET", _ALL, "List", "read", answer="page", arguments=QUERY),
    RecordCall("POST", f"{_ALL}/query", "List by a body", "read", "query", "page"),
    RecordCall("POST", f"{_ALL}/count", "Count", "read", "count_query", "count"),
    RecordCall("POST", "/aggregate/{object_name}", "Count and sum in groups", "read", "aggregate", "groups"),
    RecordCall("GET", _ONE, "Read", "read", answer="one", arguments=ONE),
    RecordCall("GET", f"{_ONE}/history", "What was changed", "read", answer="history"),
    RecordCall("GET", f"{_ONE}/as_of", "Read as it was", "read", answer="past", arguments=AS_OF),
    RecordCall("GET", f"{_ONE}/timeline", "What was done about it, said and changed", "read", answer="timeline",
               arguments=TIMELINE),
    RecordCall("GET", f"{_ONE}/duplicates", "Records that it is taken for", "read", answer="duplicates"),
    RecordCall("POST", f"{_ONE}/unmask", "Show what masks hide", "unmask", "unmask", "one"),
    RecordCall("POST", _ALL, "Create one, or write a batch", "create", "create", "one", 201,
               arguments=DRY_RUN, headers=(ONCE,)),
    RecordCall("PATCH", _ALL, "Change a batch, or all that a filter finds", "update", "batch", "batch_or_bulk"),
    RecordCall("DELETE", _ALL, "Delete all that a filter finds", "delete", answer="bulk",
               arguments=BULK_DELETE),
    RecordCall("POST", f"{_ALL}/undo", "Take back a bulk change", "update", "undo", "batch"),
    RecordCall("PATCH", _ONE, "Change", "update", "write", "one", arguments=DRY_RUN, headers=(IF_MATCH,)),
    RecordCall("DELETE", _ONE, "Put into the recycle bin", "delete", status=204, headers=(IF_MATCH,)),
    RecordCall("POST", f"{_ONE}/actions/{{name}}", "Run an action", "read", "action", "acted",
               headers=(ONCE,)),
    RecordCall("POST", f"{_ONE}/restore", "Take out of the recycle bin", "delete", answer="one"),
)  # fmt: skip
