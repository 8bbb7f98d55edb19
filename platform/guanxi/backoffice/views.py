"""The pages: a start page, and for each screen a list, the page of one row, and its buttons."""

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from flask import Blueprint, Response, redirect, request
from flask_admin import Admin, BaseView, expose

from guanxi.access.sessions import csrf_of
from guanxi.backoffice.reading import page_of, row_of
from guanxi.backoffice.screens import SCREENS, Screen
from guanxi.backoffice.showing import brief, said, shown, worded
from guanxi.errors import Denied, Missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from guanxi.workspace.context import Context

__all__ = ["RIGHT", "URL", "Door", "ScreenView", "StartView"]

RIGHT = "backoffice"
URL = "/backoffice"
_COOKIE = "gx_session"
_STYLE = files("guanxi.backoffice").joinpath("style.css").read_bytes()


class Door(Protocol):
    """What lets callers in: it knows who asks, checks their CSRF token and answers in the newest catalog."""

    def opened(self, function: "Callable[..., Response]", /) -> "Callable[..., Response]":
        """Make a view of a function that takes a context."""

    def language(self) -> str:
        """Return the language of the request's answer."""


class _Room(BaseView):
    """A page behind the door, for those who hold the right."""

    def __init__(self, door: Door, *, name: str, endpoint: str, url: str) -> None:
        super().__init__(name=name, endpoint=endpoint, url=url)
        self._door = door

    def create_blueprint(self, admin: Admin) -> Blueprint:
        """Make failures that a browser shows into pages."""
        blueprint: Blueprint = super().create_blueprint(admin)
        blueprint.after_request(self._dressed)
        return blueprint

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Flask-Admin declares it
        """Run the page; Flask-Admin would run it a second time after a TypeError."""
        return fn(self, *args, **kwargs)

    def _open(self, show: "Callable[..., Response]", **path: str) -> Response:
        def checked(context: "Context", **parts: str) -> Response:
            if not context.rights.system(RIGHT):
                raise Denied(right=RIGHT)
            return show(context, **parts)

        return self._door.opened(checked)(**path)

    def _page(self, context: "Context", template: str, status: int = 200, **given: object) -> Response:
        text = self._text(template, context.language, csrf=csrf_of(request.cookies.get(_COOKIE, "")), **given)
        return Response(text, status, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})

    def _text(self, template: str, language: str, **given: object) -> str:
        say = said(language)
        text: str = self.render(
            f"backoffice/{template}.html", say=say, worded=worded(language), language=language, screens=SCREENS,
            url=URL, shown=partial(shown, say=say), brief=partial(brief, say=say), **given,
        )  # fmt: skip
        return text

    def _dressed(self, answer: Response) -> Response:
        """Show a browser a problem as a page; programs get it as it is."""
        if answer.mimetype != "application/problem+json" or not request.accept_mimetypes.accept_html:
            return answer
        if request.accept_mimetypes.best == "*/*":
            return answer
        told = answer.get_json(force=True)
        answer.set_data(self._text("problem", self._door.language(), told=told))
        answer.content_type = "text/html; charset=utf-8"
        return answer


class StartView(_Room):
    """The start page of the back office, and the style of all its pages."""

    def __init__(self, door: Door) -> None:
        """Take the door."""
        super().__init__(door, name="start", endpoint="backoffice", url=URL)

    @expose("/")
    def index(self) -> Response:
        """Show what there is."""
        return self._open(lambda context: self._page(context, "start"))

    @expose("/style.css")
    def style(self) -> Response:
        """Give the style of the pages, which tells nothing."""
        return Response(_STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=300"})


class ScreenView(_Room):
    """One screen."""

    def __init__(self, door: Door, screen: Screen) -> None:
        """Take the door and the row that describes the screen."""
        super().__init__(door, name=screen.name, endpoint=f"backoffice_{screen.name}", url=f"{URL}/{screen.name}")
        self._screen = screen

    @expose("/")
    def index(self) -> Response:
        """Show the newest rows."""
        return self._open(self._list)

    @expose("/<key>")
    def row(self, key: str) -> Response:
        """Show one row with its buttons."""
        return self._open(self._row, key=key)

    @expose("/<key>/<action>", methods=("POST",))
    def order(self, key: str, action: str) -> Response:
        """Do what a button says, then show the row, or the list where it is gone."""
        return self._open(self._order, key=key, action=action)

    def _list(self, context: "Context") -> Response:
        value, after = request.args.get("only"), request.args.get("after")
        page = page_of(context, self._screen, value=value, after=after)
        return self._page(context, "list", screen=self._screen, page=page, only=value, after=after)

    def _row(self, context: "Context", key: str) -> Response:
        row, names = row_of(context, self._screen, key)
        offered = [action for action in self._screen.actions if action.offered(row)]
        return self._page(
            context, "row", screen=self._screen, row=row, names=names, actions=offered, done="done" in request.args
        )  # fmt: skip

    def _order(self, context: "Context", key: str, action: str) -> Response:
        row, _ = row_of(context, self._screen, key)
        wanted = next((item for item in self._screen.actions if item.name == action and item.offered(row)), None)
        if wanted is None:
            raise Missing(kind="action", name=action[:100])
        wanted.order(context, key)
        back = f"{URL}/{self._screen.name}/"
        try:
            row_of(context, self._screen, key)
        except Missing:
            return _to(back)
        return _to(f"{back}{key}?done=1")


def _to(place: str) -> Response:
    answer = redirect(place, 303)
    return Response(answer.get_data(), 303, headers={"Location": place, "Cache-Control": "no-store"})
