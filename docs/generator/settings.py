"""The page of settings."""

from guanxi.settings import ROWS, SettingRow, Settings

from docs.generator.markdown import code, table
from docs.generator.settings_zh import SETTINGS_ZH

__all__ = ["settings"]

_TOP = {
    "en": "# Settings\n\nSettings are environment variables. All of them are read once, at start; every faulty or\n"
    "unknown one is reported, then Guanxi stops.\n\n",
    "zh": "# 设置\n\n设置即环境变量，启动时一次读取；每个有误或未知的设置都会报告，随后 Guanxi 停止。\n\n",
}
_TITLES = {"en": ["variable", "expects", "default", "what it does"], "zh": ["变量", "取值", "默认值", "作用"]}


def settings(language: str = "en") -> str:
    """Return the page in a language."""
    defaults = {row.name: getattr(Settings(), row.name) for row in ROWS}
    rows = []
    for row in ROWS:
        expects, says = _words(row, language)
        default = "" if defaults[row.name] == "" else code(defaults[row.name])
        rows.append((code(row.variable), expects, default, says))
    return _TOP[language] + table(_TITLES[language], rows)


def _words(row: SettingRow, language: str) -> tuple[str, str]:
    return (row.expects, row.help) if language == "en" else SETTINGS_ZH[row.name]
