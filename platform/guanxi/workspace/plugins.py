"""Code of plugins: loaded once per process, each alone, so that one that fails is named and the others work on."""

import hashlib
import importlib
import importlib.util
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, cast

import pluggy

from guanxi.access.guards import Guard, Guards
from guanxi.fields import FIELD_TYPES
from guanxi.hooks.specs import MENU, PROJECT
from guanxi.logs import Log
from guanxi.metadata.packages import version_key

if TYPE_CHECKING:
    from guanxi.catalog import Catalog
    from guanxi.hooks import Actor, Declarations
    from guanxi.metadata.packages import PackageSource

__all__ = ["NO_PLUGINS", "Plugins", "load_plugins"]

_GUARD, _COMPILER = "restrict_rows", "compile_kind"
log = Log("guanxi.plugins")


def _empty_relay() -> pluggy.PluginManager:
    relay = pluggy.PluginManager(PROJECT)
    for group in MENU:
        relay.add_hookspecs(group)
    return relay


@dataclass(frozen=True, slots=True)
class Plugins:
    """The hooks of all packages whose code loaded, the reason of each that did not, and the versions of the code."""

    relay: pluggy.PluginManager = field(default_factory=_empty_relay)
    failed: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    def callers(self, hook: str, enabled: frozenset[str]) -> tuple[pluggy.HookImpl, ...]:
        """Return the implementations of a hook by enabled packages, in the order in which they are called."""
        found = getattr(self.relay.hook, hook).get_hookimpls()
        return tuple(item for item in reversed(found) if item.plugin_name in enabled)

    def guards(self, catalog: "Catalog") -> Guards:
        """Return what guards rows in a catalog; an object whose guard is not here counts as missing it."""
        loaded = {item.plugin_name: item for item in self.callers(_GUARD, frozenset(catalog.plugins))}
        by_object: dict[str, list[Guard]] = defaultdict(list)
        missing: dict[str, str] = {}
        for name, head in catalog.plugins.items():
            for guarded in sorted(head.guards & catalog.objects.keys()):
                if name in loaded:
                    by_object[guarded].append(Guard(name, partial(_ask, loaded[name])))
                else:
                    missing[guarded] = name
        return Guards({guarded: tuple(found) for guarded, found in by_object.items()}, missing)

    def compile_kind(self, package: str, kind: "Declarations") -> "Mapping[str, object] | None":
        """Let a package compile the items of a kind that it declares; None where it has no code for that."""
        if package in self.failed:
            raise LookupError(self.failed[package])
        for item in self.callers(_COMPILER, frozenset({package})):
            offered = {"kind": kind}
            return cast("Mapping[str, object]", item.function(*(offered[argument] for argument in item.argnames)))
        return None

    def behind(self, catalog: "Catalog") -> dict[str, tuple[str, str]]:
        """Return the packages whose code here is older than what the catalog was applied from: (here, there)."""
        return {
            name: (self.versions[name], head.version)
            for name, head in catalog.plugins.items()
            if name in self.versions and version_key(self.versions[name]) < version_key(head.version)
        }


def _ask(caller: pluggy.HookImpl, object_name: str, principal: "Actor") -> str | None:
    offered = {"object": object_name, "principal": principal}
    return cast("str | None", caller.function(*(offered[argument] for argument in caller.argnames)))


def load_plugins(sources: "Mapping[str, PackageSource]") -> Plugins:
    """Import `hooks` of every package that has code and register what it implements."""
    relay = _empty_relay()
    failed: dict[str, str] = {}
    for name, source in sources.items():
        if source.findings:
            failed[name] = "; ".join(finding.text("en") for finding in source.findings)
            continue
        if not source.has_hooks:
            continue
        try:
            module = importlib.import_module(f"{source.module or _as_module(source)}.hooks")
            relay.register(module, name=name)
            relay.check_pending()
            _admit_types(relay, source)
        except (Exception, SystemExit) as error:
            if relay.has_plugin(name):
                relay.unregister(name=name)
            failed[name] = f"{type(error).__name__}: {error}"
            log.error("plugin_failed", package=name, reason=failed[name], exc_info=True)
    versions = {name: source.manifest.version for name, source in sources.items() if source.has_hooks}
    return Plugins(relay, failed, versions)


def _admit_types(relay: pluggy.PluginManager, source: "PackageSource") -> None:
    """Take the field types that the package's code brings."""
    for hook in relay.hook.field_types.get_hookimpls():
        if hook.plugin_name == source.name:
            FIELD_TYPES.admit(source.name, source.manifest.prefix, cast("Iterable[object]", hook.function()))


def _as_module(source: "PackageSource") -> str:
    """Make a folder that is no installed package importable under a name that no other folder has."""
    place = hashlib.blake2b(str(source.path.resolve()).encode(), digest_size=6).hexdigest()
    name = f"_guanxi_folder_{source.name}_{place}"
    if name not in sys.modules:
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(source.path.resolve())]
        sys.modules[name] = importlib.util.module_from_spec(spec)
    return name


NO_PLUGINS = Plugins()
