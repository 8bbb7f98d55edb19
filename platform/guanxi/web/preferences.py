"""What one chooses for oneself: the language, and the zone in which instants are read and written."""

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from flask import Blueprint, Response

from guanxi.access.principal import Principal
from guanxi.errors import Denied, Invalid, Problem
from guanxi.records.save import save
from guanxi.web.answers import nothing
from guanxi.web.bodies import BodySchema, loaded, text
from guanxi.web.call import FixedCall

if TYPE_CHECKING:
    from guanxi.web.door import Door
    from guanxi.workspace.context import Context

__all__ = ["CALLS", "preferences_blueprint"]


class PreferencesBody(BodySchema):
    """What one chooses for oneself; what is not named stays, and null leaves it to the browser."""

    language = text(help="A value of the picklist `language`.")
    zone = text(help="A name of the zone database, such as Asia/Shanghai.")


CALLS = (
    FixedCall("PATCH", "/me", "Choose one's own language and time zone", None, PreferencesBody, 204),
)  # fmt: skip


def preferences_blueprint(door: "Door") -> Blueprint:
    """Return the call that changes what one chose."""
    calls = Blueprint("preferences", __name__)
    calls.add_url_rule("/me", "change_me", door.opened(_change), methods=["PATCH"])
    return calls


def _change(context: "Context") -> Response:
    """Keep what the caller chose; nobody needs the right to change users for it."""
    given, who = loaded(PreferencesBody()), context.principal
    if who.session_id is None:
        raise Denied(right="preferences")  # a token writes within its scopes only
    zone = given.get("zone")
    if zone is not None and zone not in available_timezones():
        raise Invalid(problems=[Problem("zone", "zone_unknown", {"value": zone[:100]})])
    if given:
        system = replace(context, principal=Principal.system("preferences"))
        save(system, "user", [{"id": who.user_id, **given}], operation="update")
    return nothing()
