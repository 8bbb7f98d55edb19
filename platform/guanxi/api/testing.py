"""Tests of packages: a database that lives as long as a test, with the package and people who hold its roles."""

import tempfile
from pathlib import Path
from types import TracebackType

from guanxi.access.authenticate import Authenticator
from guanxi.access.principal import Principal
from guanxi.change.install import initialise, install
from guanxi.errors import Misconfigured, Problem
from guanxi.records.save import save
from guanxi.settings import Settings
from guanxi.workspace.context import Context
from guanxi.workspace.workspace import open_workspace

__all__ = ["Sandbox"]


class Sandbox:
    """A workspace on an SQLite file of its own, with one package and what that depends on."""

    def __init__(self, package: Path) -> None:
        """Make the database and install the package; its code must load."""
        self._folder = tempfile.TemporaryDirectory(prefix="guanxi-sandbox-")
        url = f"sqlite:///{Path(self._folder.name) / 'test.db'}"
        self.workspace = open_workspace(Settings(url, plugins=str(package), sqlite_synchronous="normal"))
        try:
            initialise(self.workspace)
            name = next(name for name, found in self.workspace.sources.items() if found.path == package)
            if name in self.workspace.plugins.failed:
                params = {"name": name, "reason": self.workspace.plugins.failed[name]}
                raise Misconfigured(problems=[Problem(None, "doctor_plugin", params)])
            install(self.workspace, name, author=Principal.system("test"))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Sandbox":
        """Use it within a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the database."""
        self.close()

    def close(self) -> None:
        """Remove the database."""
        self.workspace.close()
        self._folder.cleanup()

    def system(self) -> Context:
        """Return the context of the platform itself, which may do everything."""
        return self.workspace.context(Principal.system("test"))

    def user(self, login: str, *roles: str) -> Context:
        """Make a member of the staff with roles and return the context in which they act."""
        row = {"login": login, "name": login.capitalize(), "audience": "staff", "roles": list(roles)}
        made = save(self.system(), "user", [row], operation="create").results[0]
        with self.workspace.database.read() as connection:
            who = Authenticator(self.workspace.snapshot().catalog).by_id(connection, str(made.id))
        return self.workspace.context(who)
