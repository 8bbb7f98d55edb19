"""Workspaces for tests: a database with core and base, or with further packages, opened through the real services."""

from collections.abc import Callable
from functools import partial

from guanxi.access.principal import Principal
from guanxi.access.rights import Policy
from guanxi.catalog import Catalog
from guanxi.change.install import initialise, install
from guanxi.settings import Settings
from guanxi.workspace.context import Snapshot
from guanxi.workspace.memo import Memo
from guanxi.workspace.workspace import Workspace, open_workspace

from tests.support.databases import Databases

__all__ = ["MakeWorkspace", "open_copy", "workspace_with"]

MakeWorkspace = Callable[..., Workspace]

_compiled: dict[tuple[str, str], Catalog] = {}
"""The catalogs of templates, by their name and the kind of their database."""


def workspace_with(databases: Databases, *packages: str, plugins: str = "") -> Workspace:
    """Open a fresh database in which core, base and the packages are installed; further ones are in a folder."""
    name = "-".join(("foundation", *packages))
    url = databases.fresh(name, partial(_prepare, packages=packages))
    settings = Settings(database_url=url, plugins=plugins)
    return open_workspace(settings) if plugins else open_copy(name, databases.kind, settings)


def open_copy(template: str, kind: str, settings: Settings) -> Workspace:
    """Open a fresh copy of a template, whose catalog is compiled once in this process.

    All copies hold the same documents and items, and threads share a catalog anyway: compiling it takes longer than
    most tests. What is worked out from it, the policy and the plans, is each workspace's own.
    """
    workspace = open_workspace(settings)
    known = _compiled.get((template, kind))
    if known is None:
        _compiled[template, kind] = workspace.snapshot().catalog
    else:
        policy = Policy(known, guards=workspace.plugins.guards(known))
        workspace.holder._snapshot = Snapshot(known, policy, Memo())
    return workspace


def _prepare(url: str, packages: tuple[str, ...]) -> None:
    workspace = open_workspace(Settings(database_url=url))
    try:
        initialise(workspace)
        if packages:
            install(workspace, *packages, author=Principal.system("test"))
    finally:
        workspace.close()
