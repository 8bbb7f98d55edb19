"""Two worlds that differ only in what most people may not see, and the people who ask the same things of both.

`seen` holds hidden records and hidden values, `other` lacks those records and has other values. Whoever may not see
them must get the same answers in both: that is what the leak table asks of every route.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi import clock
from guanxi.access.principal import Principal
from guanxi.access.sessions import SessionLimits, open_session, session_hash
from guanxi.access.tokens import create_token
from guanxi.automation.jobs import enqueue
from guanxi.automation.sequencer import seal_pending
from guanxi.automation.worker import Worker
from guanxi.change.apply import apply
from guanxi.change.install import initialise
from guanxi.change.wanted import Wanted
from guanxi.cli.handlers import HANDLERS
from guanxi.cli.rooms import rooms
from guanxi.metadata.load import read_package
from guanxi.notifications.inbox import Notice, put
from guanxi.records.save import save
from guanxi.settings import Settings
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.databases import Databases

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["ADMIN", "IDS", "MARKS", "PEOPLE", "Answer", "Person", "World", "open_world"]

_PACKAGE = Path(__file__).parent / "hiding"
_SYSTEM = Principal.system("test")


def _id(number: int) -> str:
    return f"0197c000-0000-7000-8000-{number:012d}"


IDS: Mapping[str, str] = {
    "admin": _id(1), "worker": _id(2), "guest": _id(3), "idle": _id(4),
    "mine": _id(11), "second": _id(12), "third": _id(13), "guests": _id(14), "spare": _id(15), "guests_spare": _id(16),
    "client": _id(21), "hidden_client": _id(22), "lonely_client": _id(23),
    "hidden": _id(31), "hidden_bin": _id(32), "hidden_vault": _id(33), "taken": _id(34), "restricted": _id(35),
    "task": _id(41), "hidden_job": _id(51), "hidden_token": _id(52), "hidden_import": _id(53),
    "hidden_own_view": _id(54), "hidden_export": _id(55), "comment": _id(56), "hidden_session": _id(57),
    "absent": _id(91), "absent_bin": _id(92), "absent_vault": _id(93), "absent_job": _id(94), "absent_token": _id(95),
    "absent_import": _id(96), "absent_own_view": _id(98), "absent_restricted": _id(97),
    "absent_export": _id(99), "absent_session": _id(100),
}  # fmt: skip

MARKS = ("secret_", "Concealed", "隐藏", "MARK", "4242.42", "13800000001", "777777")
"""What stands in no answer to people who may not see it, unless they wrote it themselves."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks: how they sign in, and which records are theirs."""

    name: str
    user: str | None
    way: str  # session, token or none
    own: str = "mine"
    spare: str = "spare"


ADMIN = Person("admin", "admin", "session")
PEOPLE: tuple[Person, ...] = (
    Person("worker", "worker", "session"),
    Person("worker's narrow token", "worker", "token"),
    Person("guest", "guest", "session", "guests", "guests_spare"),
    Person("idle", "idle", "session"),
    Person("nobody", None, "none"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, as text that is compared."""

    status: int
    headers: Mapping[str, str]
    body: str


class World:
    """One database, its application, and a way to ask as somebody."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.app: Flask = create_app(workspace, *rooms())
        self._ways: dict[str, dict[str, str]] = {}

    def ask(self, person: Person, method: str, path: str, **given: Any) -> Answer:
        """Ask as somebody and return the answer."""
        headers = {**self._way(person), **given.pop("headers", {})}
        client = self.app.test_client(use_cookies=False)
        answer = client.open(path, method=method, headers=headers, buffered=True, **given)
        return Answer(answer.status_code, dict(answer.headers), answer.get_data(as_text=True))

    def work(self) -> None:
        """Do the jobs that are due."""
        worker = Worker(self.workspace, HANDLERS)
        while worker.run_due():
            pass

    def _way(self, person: Person) -> dict[str, str]:
        if person.user is None:
            return {}
        if person.name not in self._ways:
            self._ways[person.name] = self._sign_in(person)
        return self._ways[person.name]

    def _sign_in(self, person: Person) -> dict[str, str]:
        user, now = IDS[str(person.user)], clock.now()
        with self.workspace.database.write() as transaction:
            if person.way == "token":
                scopes = ["records:project:read", "records:client:read"]
                _, secret = create_token(transaction, user, name="narrow", scopes=scopes, created_by=user, now=now)
                return {"Authorization": f"Bearer {secret}"}
            opened = open_session(transaction, user, now=now, limits=SessionLimits())
        return {"Cookie": f"gx_session={opened.cookie}", "X-CSRF-Token": opened.csrf}


def open_world(databases: Databases, name: str, files: Path) -> World:
    """Open the world `seen` or the world `other` on a fresh database."""
    url = databases.fresh(f"leaks-{name}", partial(_prepare, fill=_SEEN if name == "seen" else _OTHER))
    return World(open_workspace(Settings(database_url=url, sqlite_synchronous="normal", files=str(files / name))))


def _prepare(url: str, fill: "Callable[[Workspace], None]") -> None:
    workspace = open_workspace(Settings(database_url=url))
    try:
        initialise(workspace)
        apply(workspace, Wanted((read_package(_PACKAGE),)), author=_SYSTEM)
        fill(workspace)
        seal_pending(workspace.database)
    finally:
        workspace.close()


def _put(workspace: Workspace, object_name: str, *rows: Mapping[str, Any], operation: str = "create") -> None:
    save(workspace.context(_SYSTEM), object_name, rows, operation=operation)  # type: ignore[arg-type]  # checked there


def _person(name: str, role: str | None, audience: str = "staff") -> dict[str, Any]:
    roles = [role] if role else []
    return {"id": IDS[name], "login": name, "name": name, "audience": audience, "roles": roles}


def _fill(workspace: Workspace, *, seen: bool) -> None:
    """Fill a world: what differs between the two stands behind `seen`."""
    _put(
        workspace, "user", _person("admin", "administrator"), _person("worker", "worker"), _person("idle", None),
        _person("guest", "guest", "portal"),
    )  # fmt: skip
    word, number = ("MARK one", "4242.42") if seen else ("plain other", "17.17")
    _put(
        workspace, "client",
        {"id": IDS["client"], "name": "Open client", "code": "C-1", "budget": "10", "owner": IDS["worker"]},
        {"id": IDS["lonely_client"], "name": "Lonely client", "code": "C-2", "owner": IDS["worker"]},
        {"id": IDS["hidden_client"], "name": word, "code": word, "budget": number, "owner": IDS["admin"]},
    )  # fmt: skip
    phone = "+8613800000001" if seen else "+8613877770001"
    for row, owner, client, amount in (
        ("mine", "worker", "hidden_client", "10"), ("second", "worker", "client", "20"),
        ("third", "worker", None, "20"), ("spare", "worker", None, "30"),
        ("guests", "guest", None, "5"), ("guests_spare", "guest", None, "6"),
    ):  # fmt: skip
        _put(workspace, "project", {
            "id": IDS[row], "name": row, "code": f"CODE-{row}", "amount": amount, "owner": IDS[owner], "phone": phone,
            "client": client and IDS[client], "secret_margin": number, "secret_place": word,
            "secret_key": None if row == "third" else f"{word} {row}",
        })  # fmt: skip
    _put(workspace, "task", {"id": IDS["task"], "name": "Task", "project": IDS["mine"], "hours": 3})
    about = {"type": "project", "id": IDS["mine"]}
    _put(workspace, "comment", {"id": IDS["comment"], "text": "About mine", "record": about, "owner": IDS["admin"]})
    changed = {"id": IDS["mine"], "secret_margin": "99.99" if seen else "18.18"}
    _put(workspace, "project", changed, operation="update")
    # A portal user does not even learn that its own record points to one that it may not see (decision A9).
    changed = {"client": IDS["hidden_client"]} if seen else {"secret_margin": "19.19"}
    _put(workspace, "project", {"id": IDS["guests"], **changed}, operation="update")
    # Once it could be seen: what is told of it now is what is told of a record that is gone.
    told = [Notice(IDS[name], "owner_given", {"by": IDS["admin"]}, "project", IDS["restricted"])
            for name in ("worker", "guest")]  # fmt: skip
    with workspace.database.write() as transaction:
        put(transaction, told)
    if seen:
        _hide(workspace)


def _hide(workspace: Workspace) -> None:
    """Add the records that only the administrator may see."""
    hidden = {
        "code": "MARK-CODE", "amount": "777777", "owner": IDS["admin"], "client": IDS["lonely_client"],
        "secret_margin": "4242.42", "secret_key": "MARK-KEY",
    }  # fmt: skip
    _put(workspace, "project", {**hidden, "id": IDS["hidden"], "name": "MARK hidden"})
    _put(workspace, "project", {"id": IDS["taken"], "name": "MARK taken", "owner": IDS["admin"]})
    mine_but = {"id": IDS["restricted"], "name": "MARK restricted", "owner": IDS["worker"], "secret_flag": True}
    _put(workspace, "project", {**mine_but, "amount": "777777", "client": IDS["client"]})
    in_bin = {**hidden, "id": IDS["hidden_bin"], "name": "MARK bin", "code": "MARK-BIN", "secret_key": "MARK-BIN"}
    _put(workspace, "project", in_bin)
    _put(workspace, "project", {"id": IDS["hidden_bin"]}, operation="delete")
    _put(workspace, "project", {"id": IDS["hidden"], "name": "MARK renamed"}, operation="update")
    for name in ("hidden", "restricted"):
        about = {"type": "project", "id": IDS[name]}
        _put(workspace, "comment", {"text": "MARK comment", "record": about, "owner": IDS["admin"]})
    _put(workspace, "task", {"name": "MARK task", "project": IDS["hidden"], "hours": 99})
    _put(workspace, "secret_vault", {
        "id": IDS["hidden_vault"], "name": "MARK vault", "project": IDS["mine"], "owner": IDS["admin"],
    })  # fmt: skip
    project = workspace.snapshot().catalog.object("project").id
    _put(workspace, "personal_view", {
        "id": IDS["hidden_own_view"], "label": "MARK view", "object": project, "body": {"filter": "name = 'MARK'"},
        "owner": IDS["admin"],
    })  # fmt: skip
    now, admin = clock.now(), IDS["admin"]
    with workspace.database.write() as transaction:
        put(transaction, [Notice(admin, "owner_given", {"by": IDS["worker"]}, "project", IDS["hidden"])])
        job = enqueue(transaction, "build", {"note": "MARK job"}, principal={"user": admin, "user_id": admin})
        transaction.update("gx_job", {"id": IDS["hidden_job"], "state": "done"}, {"id": job})
        order = {"object": "project", "fields": ["secret_margin"], "sort": [], "filter": "name = 'MARK'"}
        job = enqueue(transaction, "export", {"order": order, "language": "en"}, principal={"user_id": admin})
        ended = {"id": IDS["hidden_export"], "state": "done", "finished_at": now, "result": {"rows": 777777}}
        transaction.update("gx_job", ended, {"id": job})
        source = {"path": "MARK path", "name": "MARK.csv", "dry_run": False, "errors": None}
        transaction.insert("gx_import", {
            "id": IDS["hidden_import"], "job": IDS["hidden_job"], "object": "project", "mode": "partial", "mapping": {},
            "source": source, "chunk": 0, "counts": {}, "created_at": now, "finished_at": now, "created_by": admin,
        })  # fmt: skip
        way = {"created": [{"id": IDS["hidden"], "version": 2}]}
        transaction.insert("gx_import_undo", {
            "id": clock.new_id(), "import_id": IDS["hidden_import"], "at": now, "ways": way,
        })  # fmt: skip
        token, _ = create_token(transaction, admin, name="MARK token", scopes=["read"], created_by=admin, now=now)
        transaction.update("gx_token", {"id": IDS["hidden_token"]}, {"id": token})
        hidden = open_session(transaction, admin, now=now, limits=SessionLimits(), agent="MARK browser")
        transaction.update("gx_session", {"id": IDS["hidden_session"]}, {"hash": session_hash(hidden.cookie)})


_SEEN, _OTHER = partial(_fill, seen=True), partial(_fill, seen=False)
