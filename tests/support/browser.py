"""Finds a Chromium to drive, or installs one, and makes its pages slow; as a program it prints where the browser is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

__all__ = ["PATIENCE", "BrowserMissing", "chromium", "move_away", "slow_down"]

PATIENCE = 15_000
"""Milliseconds that a page may take to show what a test expects; the machine may be busy."""

_LIGHT = ("chromium-headless-shell", "chrome-headless-shell")
"""The same browser without its own windows, which take half of the time of one that shows pages to nobody."""
_NAMES = (*_LIGHT, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ROOT = Path(__file__).resolve().parents[2]


class BrowserMissing(RuntimeError):
    """No Chromium is here and none could be installed; the text names the command that mends it."""


def chromium() -> str:
    """Return the path of a Chromium: $CHROME, one without windows, any, or one that Debian or npm gives."""
    named = os.environ.get("CHROME")
    if named:
        if Path(named).exists():
            return named
        raise BrowserMissing(f"$CHROME names {named}, which does not exist: correct or unset CHROME.")
    found = _on_path(_LIGHT) or _from_debian(_LIGHT[0]) or _on_path(_NAMES) or _from_debian("chromium") or _from_npm()
    if found is None:
        raise BrowserMissing(
            "No Chromium was found: run `apt-get install -y chromium-headless-shell fonts-noto-cjk` "
            "or set CHROME to a browser's path."
        )
    return found


def move_away(page: Page, latency: int) -> None:
    """Put a page so many milliseconds away from its server."""
    line = {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)


def slow_down(page: Page, times: int) -> None:
    """Have a page think that many times as long."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def _on_path(names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def _from_debian(package: str) -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", package, "fonts-noto-cjk"]
    for arguments in (install, ["update", "-q"], install):
        # Standard output is for the answer alone.
        done = subprocess.run(["apt-get", *arguments], env=environment, stdout=sys.stderr, check=False)
        if done.returncode == 0 and arguments is install:
            return _on_path(_NAMES)
    return None


def _from_npm() -> str | None:
    if shutil.which("npm") is None:
        return None
    folder = _ROOT / ".stamp" / "chromium"
    folder.mkdir(parents=True, exist_ok=True)
    install = ["npm", "install", "--prefix", str(folder), "--no-save", "@sparticuz/chromium"]
    if subprocess.run(install, stdout=sys.stderr, check=False).returncode:
        return None
    ask = "import('@sparticuz/chromium').then(m => m.default.executablePath()).then(p => console.log(p))"
    said = subprocess.run(["node", "-e", ask], cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    path = said.stdout.strip()
    return path if said.returncode == 0 and Path(path).exists() else None


if __name__ == "__main__":
    try:
        sys.stdout.write(chromium() + "\n")
    except BrowserMissing as missing:
        raise SystemExit(str(missing)) from None
