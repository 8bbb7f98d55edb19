"""Making a database and installing packages into it, each with what it depends on."""

from typing import TYPE_CHECKING

from guanxi.access.principal import SYSTEM_USER_ID, Principal
from guanxi.change.apply import Applied, apply
from guanxi.change.wanted import FOUNDATION, Wanted
from guanxi.errors import Conflict, Missing, Refused
from guanxi.metadata.document import Package
from guanxi.metadata.findings import nearest
from guanxi.metadata.load import WORKSPACE, read_package
from guanxi.records.save import save
from guanxi.storage.migrate import migrate
from guanxi.workspace.stored import sleeping, stored_layers

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = ["disable", "disabled", "enable", "initialise", "install", "installed", "package_of", "uninstall"]


def initialise(workspace: "Workspace") -> Applied:
    """Bring the system tables up to date, install core and base, and make the user that stands for the platform.

    Each step finds out whether it was done, so a run that was broken off is completed by the next one.
    """
    migrate(workspace.database)
    author = Principal.system("init")
    applied = install(workspace, *sorted(FOUNDATION), author=author)
    if not _has_system_user(workspace):
        row = {"id": SYSTEM_USER_ID, "name": "System", "login": "system", "kind": "system", "audience": "staff"}
        try:
            save(workspace.context(author), "user", [row], operation="create")
        except Refused:
            if not _has_system_user(workspace):  # else another process made it in this moment
                raise
    return applied


def _has_system_user(workspace: "Workspace") -> bool:
    with workspace.database.read() as connection:
        return bool(connection.select("gx_grantee", ("id",), {"id": SYSTEM_USER_ID}))


def installed(workspace: "Workspace") -> dict[str, str]:
    """Return the versions of the installed packages by name, in order of dependency."""
    with workspace.database.read() as connection:
        layers = stored_layers(connection)
    return {layer.package: layer.manifest.version for layer in layers if layer.package != WORKSPACE}


def install(workspace: "Workspace", *names: str, author: Principal, message: str = "") -> Applied:
    """Install packages with those they depend on, all or none; what is installed already stays as it is."""
    present = installed(workspace)
    packages: dict[str, Package] = {}

    def visit(name: str) -> None:
        if name in present or name in packages:
            return
        package = package_of(workspace, name)
        packages[name] = package
        for need in package.manifest.depends_on:
            visit(need)

    for name in names:
        visit(name)
    text = message or f"install {', '.join(names)}"
    return apply(workspace, Wanted(tuple(packages.values())), author=author, message=text)


def uninstall(workspace: "Workspace", name: str, *, author: Principal, message: str = "") -> Applied:
    """Take a package out and keep its data hidden; refused while another package depends on it."""
    with workspace.database.read() as connection:
        asleep = name in sleeping(connection)
    if not asleep:
        _free(workspace, name)
    return apply(workspace, Wanted(dropped=frozenset({name})), author=author, message=message or f"uninstall {name}")


def disable(workspace: "Workspace", name: str, *, author: Principal, message: str = "") -> Applied:
    """Switch a package off, hooks and all; its documents and data stay for `enable`."""
    _free(workspace, name)
    return apply(workspace, Wanted(asleep=frozenset({name})), author=author, message=message or f"disable {name}")


def enable(workspace: "Workspace", name: str, *, author: Principal, message: str = "") -> Applied:
    """Switch a package on again as it was."""
    with workspace.database.read() as connection:
        layers = {layer.package: layer for layer in stored_layers(connection, enabled=False)}
    packages = tuple(Package(layers[name].manifest, layers[name].documents, ()) for name in {name} & layers.keys())
    if not packages and name not in installed(workspace):
        raise Missing(kind="package", name=name)
    return apply(workspace, Wanted(packages), author=author, message=message or f"enable {name}")


def disabled(workspace: "Workspace") -> frozenset[str]:
    """Return the names of the packages that are switched off."""
    with workspace.database.read() as connection:
        return sleeping(connection)


def _free(workspace: "Workspace", name: str) -> None:
    """Raise unless the package is installed and no other one depends on it."""
    with workspace.database.read() as connection:
        layers = stored_layers(connection)
    if name not in {layer.package for layer in layers} - {WORKSPACE}:
        raise Missing(kind="package", name=name)
    users = [layer.package for layer in layers if name in layer.manifest.depends_on]
    if users:
        raise Conflict(reason="in_use", used_by=users)


def package_of(workspace: "Workspace", name: str) -> "Package":
    """Read a package that can be installed, else raise Missing with the nearest name."""
    source = workspace.sources.get(name)
    if source is None:
        raise Missing(kind="package", name=name, nearest=nearest(name, workspace.sources))
    return read_package(source.path)
