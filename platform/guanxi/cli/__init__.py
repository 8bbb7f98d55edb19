"""The command line `guanxi`: the same services as the HTTP API, for terminals and scripts."""

from guanxi.cli.main import main

__all__ = ["main"]
