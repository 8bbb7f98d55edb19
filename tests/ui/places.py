"""Served workspaces that journeys begin in, and pages that tell when something went wrong in them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from guanxi.workspace.workspace import Workspace
from playwright.sync_api import Browser, Page

from tests.support.databases import databases_of
from tests.support.server import served
from tests.support.workspaces import workspace_with

__all__ = ["Place", "filled_place", "on_one_database", "sound_page"]

on_one_database = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""Marks a journey about what a page does; the part of the server in it is tested on both databases elsewhere."""


@dataclass(frozen=True)
class Place:
    """A served workspace."""

    address: str
    url: str
    folder: Path


@contextmanager
def filled_place(
    kind: str, folder: Path, *packages: str, fill: Callable[[Workspace], object],
    settings: Mapping[str, str] | None = None,
) -> Iterator[Place]:  # fmt: skip
    """Serve a workspace on a database of that kind, with packages and what the function puts into it."""
    with databases_of(kind, folder) as databases:
        workspace = workspace_with(databases, *packages)
        try:
            fill(workspace)
        finally:
            workspace.close()
        url = workspace.settings.database_url
        files = {"GUANXI_FILES": str(folder / "files")}
        with served(url, folder / "server.log", settings={**files, **(settings or {})}) as address:
            yield Place(address, url, folder)


@contextmanager
def sound_page(browser: Browser, **ways: Any) -> Iterator[Page]:
    """Open a page on which the server may refuse; errors of the page itself fail the test."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **ways})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(error.stack or str(error)))
    yield page
    context.close()
    assert troubles == [], troubles
