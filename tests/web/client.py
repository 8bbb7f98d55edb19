"""Clients of the application in this process, each with a token of one user."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from guanxi import clock
from guanxi.access.credentials import Passwords, set_password
from guanxi.access.principal import Principal
from guanxi.access.tokens import create_token
from guanxi.records.save import save
from guanxi.workspace.workspace import Workspace
from werkzeug.test import TestResponse

__all__ = ["PASSWORD", "Client", "client_of", "give_password", "user_of"]

API = "/api/v1"
PASSWORD = "a long enough secret"
SCOPES = ("read", "write", "system:*")


@dataclass(frozen=True)
class Client:
    """Calls the API as one user."""

    flask: FlaskClient
    user_id: str
    token: str

    def __call__(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.flask.open(
            f"{API}{path}", method=method, json=body if body is not None else None,
            headers={"Authorization": f"Bearer {self.token}", **named},
        )  # fmt: skip

    def get(self, path: str, **headers: str) -> Any:
        """Return the JSON of a call that must succeed."""
        return told(self("GET", path, **headers), 200)

    def post(self, path: str, body: object, status: int = 201, **headers: str) -> Any:
        """Return the JSON of a call that must end with this status."""
        return told(self("POST", path, body, **headers), status)


def told(answer: TestResponse, status: int) -> Any:
    """Return the JSON of an answer that must have this status."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json() if answer.data else None


def user_of(
    workspace: Workspace,
    login: str,
    *roles: str,
    audience: str = "staff",
    password: bool = False,
    must_change: bool = False,
    **more: object,
) -> str:
    """Make a user and return its id."""
    row = {"login": login, "name": login.title(), "audience": audience, "roles": list(roles), **more}
    made = save(workspace.context(Principal.system("test")), "user", [row], operation="create").results[0]
    assert made.id is not None
    if password:
        give_password(workspace, made.id, must_change=must_change)
    return made.id


def give_password(workspace: Workspace, user_id: str, *, must_change: bool = False) -> None:
    """Give a user the password of all tests."""
    with workspace.database.write() as transaction:
        cheap = Passwords(time_cost=1, memory_kib=1024)
        set_password(transaction, user_id, PASSWORD, passwords=cheap, now=clock.now(), must_change=must_change)


def client_of(app: Flask, workspace: Workspace, login: str, *roles: str, **more: Any) -> Client:
    """Make a user with a token and return a client of theirs."""
    identity = user_of(workspace, login, *roles, **more)
    with workspace.database.write() as transaction:
        _, secret = create_token(
            transaction, identity, name="test", scopes=SCOPES, created_by=identity, now=clock.now()
        )  # fmt: skip
    return Client(app.test_client(use_cookies=False), identity, secret)
