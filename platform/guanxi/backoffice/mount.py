"""Putting the back office into the web application."""

from typing import TYPE_CHECKING

from flask import Blueprint, Flask
from flask_admin import Admin

from guanxi.backoffice.screens import SCREENS
from guanxi.backoffice.views import ScreenView, StartView

if TYPE_CHECKING:
    from guanxi.backoffice.views import Door

__all__ = ["mount"]


def mount(app: Flask, door: "Door") -> None:
    """Register the pages below /backoffice; templates are ours, so that they need no script and no foreign style."""
    app.register_blueprint(Blueprint("backoffice_templates", __name__, template_folder="templates"))
    admin = Admin(name="Guanxi", index_view=StartView(door))
    admin.add_views(*(ScreenView(door, screen) for screen in SCREENS))
    admin.init_app(app)
