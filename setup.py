"""Builds the wheel: the runtime, the plugins and, as data of the runtime, the shipped metadata and the built pages.

What can be said in pyproject.toml is said there; what stands here depends on the folders found at build time.
"""

import shutil
from pathlib import Path

from setuptools import find_namespace_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
ASSETS = {"metadata": ROOT / "metadata", "ui": ROOT / "ui" / "dist"}
LEFT_OUT = ["*.tests", "*.tests.*", "tests", "tests.*", "*__pycache__*", "*node_modules*"]

SCAFFOLD_TESTS = "guanxi.cli.scaffold.tests"  # not ours: what a new package begins with


class BuildWithAssets(build_py):
    """Copies the folders that an installed Guanxi reads into `guanxi/_assets`."""

    def run(self) -> None:
        """Build the modules, then add the assets, unless the install stays tied to this folder."""
        super().run()
        if self.editable_mode:
            return
        for name, source in ASSETS.items():
            if not source.is_dir():
                raise SystemExit(f"{source} is absent: run `make ui` before building the wheel.")
            target = Path(self.build_lib) / "guanxi" / "_assets" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)


def packages() -> list[str]:
    """Return the runtime's packages and every folder of every plugin, which may hold documents alone."""
    runtime = find_namespace_packages("platform", include=["guanxi", "guanxi.*"], exclude=LEFT_OUT)
    plugins = find_namespace_packages("plugins", exclude=LEFT_OUT)
    return [*runtime, SCAFFOLD_TESTS, "guanxi_seed", "guanxi_plugins", *(f"guanxi_plugins.{name}" for name in plugins)]


setup(
    packages=packages(),
    package_dir={"guanxi": "platform/guanxi", "guanxi_plugins": "plugins", "guanxi_seed": "seed"},
    package_data={"": ["*", ".*.tmpl"]},
    cmdclass={"build_py": BuildWithAssets},
)
