"""The page of settings."""

from guanxi.settings import ROWS, Settings

from docs.generator.markdown import code, table

__all__ = ["settings"]


def settings() -> str:
    """Return the page."""
    defaults = {row.name: getattr(Settings(), row.name) for row in ROWS}
    rows = [
        (code(row.variable), row.expects, "" if defaults[row.name] == "" else code(defaults[row.name]), row.help)
        for row in ROWS
    ]
    return (
        "# Settings\n\nSettings are environment variables. All of them are read once, at start; every faulty or\n"
        "unknown one is reported, then Guanxi stops.\n\n"
    ) + table(["variable", "expects", "default", "what it does"], rows)
