"""Making a database and installing packages into it, each with what it depends on."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from guanxi.access.principal import SYSTEM_USER_ID, Principal
from guanxi.change.apply import Applied, apply
from guanxi.change.indexes import make_search_indexes
from guanxi.change.wanted import FOUNDATION, Wanted
from guanxi.errors import Conflict, Missing, Refused
from guanxi.metadata.document import Package
from guanxi.metadata.findings import nearest
from guanxi.metadata.load import WORKSPACE, read_package
from guanxi.metadata.packages import version_key
from guanxi.records.save import save
from guanxi.storage.migrate import migrate
from guanxi.workspace.stored import sleeping, stored_items, stored_layers

if TYPE_CHECKING:
    from guanxi.workspace.workspace import Workspace

__all__ = [
    "bringing", "bringing_sent", "disable", "disabled", "disabling", "enable", "enabling", "initialise", "install",
    "installed", "installing", "package_of", "purging", "uninstall", "uninstalling", "upgrading",
]  # fmt: skip


def initialise(workspace: "Workspace") -> Applied:
    """Bring the system tables, core and base to this version, and make the user that stands for the platform.

    Each step finds out whether it was done, so a run that was broken off is completed by the next one. Raises
    Conflict (`older_version`) where the database has had a newer core or base.
    """
    migrate(workspace.database)
    author = Principal.system("init")
    applied = apply(workspace, bringing(workspace, *sorted(FOUNDATION)), author=author, message="core and base")
    make_search_indexes(workspace)
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
    text = message or f"install {', '.join(names)}"
    return apply(workspace, installing(workspace, *names), author=author, message=text)


def installing(workspace: "Workspace", *names: str) -> Wanted:
    """Return the change that installs packages with those they depend on."""
    return Wanted(_with_needs(workspace, names, present=frozenset(installed(workspace))))


def upgrading(workspace: "Workspace", *names: str) -> Wanted:
    """Return the change that takes installed packages to the versions found here, as `bringing` does."""
    present = installed(workspace)
    for name in names:
        if name not in present:
            raise Missing(kind="package", name=name, nearest=nearest(name, present))
    return bringing(workspace, *names)


def bringing(workspace: "Workspace", *names: str) -> Wanted:
    """Return the change that installs what is absent of packages and takes the others to the versions found here.

    What they depend on is installed with them. The workspace's own changes stay over them; raises Conflict
    (`older_version`) where what is found here is older than what is installed.
    """
    present = installed(workspace)
    for name in present.keys() & set(names):
        version = package_of(workspace, name).manifest.version
        if version_key(version) < version_key(present[name]):
            raise Conflict(reason="older_version", name=name, version=version, installed=present[name])
    return Wanted(_with_needs(workspace, names, present=present.keys() - set(names)))


def bringing_sent(workspace: "Workspace", package: Package) -> Wanted:
    """Return the change that takes a package in as it was sent: for the first time, or in another version.

    Raises Conflict where packages of that name are an operator's (`package_is_here`), or where it is older than what
    is installed.
    """
    name, version = package.manifest.name, package.manifest.version
    if name in workspace.sources or name in FOUNDATION or name == WORKSPACE:
        raise Conflict(reason="package_is_here", name=name)
    present = installed(workspace)
    if name in present and version_key(version) < version_key(present[name]):
        raise Conflict(reason="older_version", name=name, version=version, installed=present[name])
    needs = [wanted for wanted in package.manifest.depends_on if wanted in workspace.sources]  # others are found absent
    return Wanted((package, *_with_needs(workspace, needs, present=frozenset(present))))


def _with_needs(workspace: "Workspace", names: Iterable[str], *, present: Collection[str]) -> tuple[Package, ...]:
    packages: dict[str, Package] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in present and name not in packages:
            packages[name] = package_of(workspace, name)
            waiting += packages[name].manifest.depends_on
    return tuple(packages.values())


def uninstall(workspace: "Workspace", name: str, *, author: Principal, message: str = "") -> Applied:
    """Take a package out and keep its data hidden; refused while another package depends on it."""
    return apply(workspace, uninstalling(workspace, name), author=author, message=message or f"uninstall {name}")


def uninstalling(workspace: "Workspace", name: str) -> Wanted:
    """Return the change that takes a package out."""
    if name not in disabled(workspace):
        _free(workspace, name)
    return Wanted(dropped=frozenset({name}))


def purging(workspace: "Workspace", name: str) -> Wanted:
    """Return the change that drops what a package left behind: its hidden objects and fields, with their data.

    Raises Conflict (`still_installed`) before it was taken out, Missing where it left nothing.
    """
    if name in installed(workspace) or name in disabled(workspace):
        raise Conflict(reason="still_installed", name=name)
    with workspace.database.read() as connection:
        hidden = [row for row in stored_items(connection) if row.package == name and row.state == "hidden"]
    objects = {row.name for row in hidden if row.kind == "object"}
    fields = {f"{row.object}.{row.name}" for row in hidden if row.kind == "field" and row.object not in objects}
    if not objects and not fields:
        raise Missing(kind="package", name=name)
    return Wanted(purged=frozenset(objects | fields))


def disable(workspace: "Workspace", name: str, *, author: Principal, message: str = "") -> Applied:
    """Switch a package off, hooks and all; its documents and data stay for `enable`."""
    return apply(workspace, disabling(workspace, name), author=author, message=message or f"disable {name}")


def disabling(workspace: "Workspace", name: str) -> Wanted:
    """Return the change that switches a package off; refused while another package depends on it."""
    _free(workspace, name)
    return Wanted(asleep=frozenset({name}))


def enable(workspace: "Workspace", name: str, *, author: Principal, message: str = "") -> Applied:
    """Switch a package on again as it was."""
    return apply(workspace, enabling(workspace, name), author=author, message=message or f"enable {name}")


def enabling(workspace: "Workspace", name: str) -> Wanted:
    """Return the change that switches a package on again."""
    with workspace.database.read() as connection:
        layers = {layer.package: layer for layer in stored_layers(connection, enabled=False)}
    if name not in layers and name not in installed(workspace):
        raise Missing(kind="package", name=name)
    return Wanted(tuple(Package(layers[name].manifest, layers[name].documents, ()) for name in {name} & layers.keys()))


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
