"""Fixtures of the web's tests: an application on each database, and clients that are signed in."""

from collections.abc import Callable

import pytest
from flask import Flask
from guanxi.web.app import create_app
from guanxi.workspace.workspace import Workspace

from tests.web.client import Client, client_of


@pytest.fixture
def app(sales: Workspace) -> Flask:
    """The application on a workspace with core, base and sales."""
    return create_app(sales)


@pytest.fixture
def admin(app: Flask, sales: Workspace) -> Client:
    """An administrator with a token of every scope."""
    return client_of(app, sales, "admin", "administrator")


@pytest.fixture
def person(app: Flask, sales: Workspace) -> Callable[..., Client]:
    """Make people: `person(login, *roles)` gives a client of theirs."""
    return lambda login, *roles, **more: client_of(app, sales, login, *roles, **more)
