"""Run the command line as `python -m guanxi.cli`."""

from guanxi.cli.main import main

main()
