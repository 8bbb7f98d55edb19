"""Workspaces for tests: a database with core and base, or with further packages, opened through the real services."""

from collections.abc import Callable
from functools import partial

from guanxi.access.principal import Principal
from guanxi.change.install import initialise, install
from guanxi.settings import Settings
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.databases import Databases

__all__ = ["MakeWorkspace", "workspace_with"]

MakeWorkspace = Callable[..., Workspace]


def workspace_with(databases: Databases, *packages: str, plugins: str = "") -> Workspace:
    """Open a fresh database in which core, base and the packages are installed; further ones are in a folder."""
    name = "-".join(("foundation", *packages))
    url = databases.fresh(name, partial(_prepare, packages=packages))
    return open_workspace(Settings(database_url=url, plugins=plugins))


def _prepare(url: str, packages: tuple[str, ...]) -> None:
    workspace = open_workspace(Settings(database_url=url))
    try:
        initialise(workspace)
        if packages:
            install(workspace, *packages, author=Principal.system("test"))
    finally:
        workspace.close()
