"""The web application: every call of the API, the pages, and the doors before them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from flask import Flask, Request, request
from flask.sessions import NullSession, SessionInterface
from werkzeug.routing import MapAdapter

from guanxi.web.actions import actions_blueprint
from guanxi.web.authoring import authoring_blueprint
from guanxi.web.comparing import comparing_blueprint
from guanxi.web.composite import composite_blueprint
from guanxi.web.door import Door
from guanxi.web.drafts import drafts_blueprint
from guanxi.web.events import events_blueprint
from guanxi.web.explaining import explain_blueprint
from guanxi.web.exports import exports_blueprint
from guanxi.web.extensions import extensions_blueprint
from guanxi.web.front import API, Front
from guanxi.web.imports import imports_blueprint
from guanxi.web.jobs import jobs_blueprint
from guanxi.web.metadata import metadata_blueprint
from guanxi.web.metrics import Metrics
from guanxi.web.noted import noted
from guanxi.web.notifications import notifications_blueprint
from guanxi.web.objects import objects_blueprint
from guanxi.web.openapi import openapi_blueprint
from guanxi.web.operations import operations_blueprint
from guanxi.web.overview import overview_blueprint
from guanxi.web.packages import packages_blueprint
from guanxi.web.pages import pages_blueprint
from guanxi.web.passwords import passwords_blueprint
from guanxi.web.past import past_blueprint
from guanxi.web.preferences import preferences_blueprint
from guanxi.web.problems import answer_problems
from guanxi.web.records import records_blueprint
from guanxi.web.routes import Route
from guanxi.web.search import search_blueprint
from guanxi.web.sessions import sessions_blueprint
from guanxi.web.sharing import sharing_blueprint
from guanxi.web.signing import signing_blueprint
from guanxi.web.tally import Tally
from guanxi.web.tokens import tokens_blueprint
from guanxi.web.viewing import viewing_blueprint
from guanxi.web.views import views_blueprint

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["Room", "create_app"]

_BLUEPRINTS = (
    signing_blueprint, tokens_blueprint, objects_blueprint, records_blueprint, metadata_blueprint, explain_blueprint,
    jobs_blueprint, imports_blueprint, exports_blueprint, search_blueprint, openapi_blueprint, packages_blueprint,
    views_blueprint, actions_blueprint, notifications_blueprint, extensions_blueprint, events_blueprint,
    past_blueprint, drafts_blueprint, authoring_blueprint, composite_blueprint, preferences_blueprint,
    sharing_blueprint, sessions_blueprint, passwords_blueprint, viewing_blueprint, comparing_blueprint,
    overview_blueprint,
)  # fmt: skip


class _NoSessions(SessionInterface):
    """Flask's own sessions are not used: ours are rows of the database."""

    def __init__(self) -> None:
        self._nothing = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """Return the session that holds nothing."""
        del app, request
        return self._nothing

    def is_null_session(self, obj: object) -> bool:
        """Tell that there is nothing to save."""
        return obj is self._nothing


class _Application(Flask):
    """Flask without what this application does not use: hosts to choose from, and functions before requests."""

    session_interface = _NoSessions()
    url_rule_class = Route
    door: Door

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return what finds the route of a request; every host has the same routes."""
        if request is None:
            return super().create_url_adapter(None)
        return self.url_map.bind("guanxi", "/", "", request.scheme, request.method, request.path)

    def preprocess_request(self) -> None:
        """Note the route that was found."""
        rule = request.url_rule
        if rule is not None:
            noted().route = rule.rule


Room: TypeAlias = Callable[[Flask, Door], None]
"""Adds pages of their own to the application, behind its door."""


def create_app(workspace: "Workspace", *rooms: Room, tally: Tally | None = None) -> _Application:
    """Return the WSGI application of a workspace; `tally` is what it shares with other processes of its server."""
    app = _Application("guanxi", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = workspace.settings.text_limit_mb * 1024 * 1024
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.door = door = Door(workspace, tally or Tally())
    metrics = Metrics()
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint(door), url_prefix=API)
    app.register_blueprint(operations_blueprint(door, metrics))
    for room in rooms:
        room(app, door)
    app.register_blueprint(pages_blueprint(door))
    answer_problems(app, door)
    app.wsgi_app = Front(app.wsgi_app, door, metrics)  # type: ignore[assignment, method-assign]
    return app
