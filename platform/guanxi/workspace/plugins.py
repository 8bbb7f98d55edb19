"""Code of plugins: loaded once per process, each alone, so that one that fails is named and the others work on."""

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pluggy
import structlog

from guanxi.hooks.specs import PROJECT, RecordHooks

if TYPE_CHECKING:
    from guanxi.metadata.packages import PackageSource

__all__ = ["Plugins", "load_plugins"]

log = structlog.get_logger("guanxi.plugins")


@dataclass(frozen=True, slots=True)
class Plugins:
    """The hooks of all packages whose code loaded, and the reason of each that did not, by package name."""

    relay: pluggy.PluginManager
    failed: Mapping[str, str]

    def callers(self, hook: str, enabled: frozenset[str]) -> tuple[pluggy.HookImpl, ...]:
        """Return the implementations of a hook by enabled packages, in the order in which they are called."""
        found = getattr(self.relay.hook, hook).get_hookimpls()
        return tuple(item for item in reversed(found) if item.plugin_name in enabled)


def load_plugins(sources: "Mapping[str, PackageSource]") -> Plugins:
    """Import `hooks` of every package that has code and register what it implements."""
    relay = pluggy.PluginManager(PROJECT)
    relay.add_hookspecs(RecordHooks)
    failed: dict[str, str] = {}
    for name, source in sources.items():
        if source.module is None:
            continue
        try:
            module = importlib.import_module(f"{source.module}.hooks")
            relay.register(module, name=name)
            relay.check_pending()
        except Exception as error:
            if relay.has_plugin(name):
                relay.unregister(name=name)
            failed[name] = f"{type(error).__name__}: {error}"
            log.error("plugin_failed", package=name, reason=failed[name], exc_info=True)
    return Plugins(relay, failed)
