"""The page of commands."""

from collections.abc import Iterator, Sequence

import click
from guanxi.cli.language import in_chinese
from guanxi.cli.main import main

from docs.generator.markdown import code, first_sentence, table

__all__ = ["commands"]

_SHARED = frozenset({"help", "as_json"})
_TOP = {
    "en": (
        "# Command line\n\n"
        "In a clone the executable is `.venv/bin/guanxi`; put its folder on the path with\n"
        '`export PATH="$PWD/.venv/bin:$PATH"`. Every command takes `--help` and `--json`, which answers in JSON on\n'
        "standard output. The database is named by `GUANXI_DATABASE_URL`, or before the command:\n"
        "`guanxi --database URL COMMAND`. Words come in Chinese where the locale is Chinese, else in English.\n\n"
        "Exit codes: 0 done, 1 refused, 2 wrong use of the command line, 3 done in part.\n"
    ),
    "zh": (
        "# 命令行\n\n"
        "在克隆的代码库中，可执行文件是 `.venv/bin/guanxi`；\n"
        '用 `export PATH="$PWD/.venv/bin:$PATH"` 把其所在文件夹加入路径。\n'
        "每个命令都支持 `--help` 和 `--json`，后者在标准输出中以 JSON 应答。数据库由 `GUANXI_DATABASE_URL` 指定，\n"
        "或写在命令之前：`guanxi --database URL COMMAND`。区域设置为中文时文字用中文，否则用英文；\n"
        "`GUANXI_LANGUAGE` 优先于区域设置。\n\n"
        "退出码：0 完成，1 被拒绝，2 命令用法有误，3 部分完成。\n"
    ),
}
_TITLES = {"en": ["option", "what it does", "default"], "zh": ["选项", "作用", "默认值"]}


def commands(language: str = "en") -> str:
    """Return the page in a language."""
    root: click.Group = main if language == "en" else in_chinese(main)
    titles = _TITLES[language]
    return _TOP[language] + "\n".join(_section(name, command, titles) for name, command in _walk("guanxi", root))


def _walk(name: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for part, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _walk(f"{name} {part}", command)
        else:
            yield f"{name} {part}", command


def _section(name: str, command: click.Command, titles: Sequence[str]) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    own = [one for one in command.params if isinstance(one, click.Option) and one.name not in _SHARED]
    rows = [(code(" ".join(_spelled(option))), option.help or "", _default(option)) for option in own]
    options = f"\n{table(titles, rows)}\n" if rows else ""
    return f"\n## {name}\n\n`{f'{name} {usage}'.strip()}`\n\n{first_sentence(command.help)}\n{options}"


def _spelled(option: click.Option) -> list[str]:
    takes = [] if option.is_flag else [option.metavar or _taken(option)]
    return [" / ".join(option.opts), *takes]


def _taken(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.type.name.upper().replace(" RANGE", "")


def _default(option: click.Option) -> str:
    given = option.default
    return code(given) if given and isinstance(given, str | int) and not option.is_flag else ""
