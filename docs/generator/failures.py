"""The page of error codes: what each means, an example, and what mends it."""

import json
from collections.abc import Iterator, Mapping

from guanxi import errors
from guanxi.text.failure_words import FAILURE_WORDS
from guanxi.text.finding_words import FINDING_WORDS
from guanxi.text.messages import MESSAGES
from guanxi.text.problem_words import PROBLEM_WORDS

from docs.generator.advice import ADVICE
from docs.generator.advice_zh import ADVICE_ZH
from docs.generator.markdown import code, table

__all__ = ["failures"]


INTRODUCTION = """# Errors

An answer that is not a success is an `application/problem+json` document (RFC 9457). Its `code` and the `code` of every
entry of `errors` are stable; the words come in the language of the caller. On the command line `--json` prints the same
document, and the exit code is 1."""


INTRODUCTION_ZH = """# 错误

不成功的应答是 `application/problem+json` 文档（RFC 9457）。其 `code` 以及 `errors` 中每一项的 `code` 保持不变；
文字按调用者的语言给出。
命令行加 `--json` 输出同样的文档，退出码为 1。"""
_WORDS = {
    "en": ("Cause", "Example", "Remedy", "Problems of values", "They stand in `errors`, each with its field.",
           "Findings in metadata", "They carry the file and the line."),
    "zh": ("原因", "示例", "处理办法", "数值的问题", "列在 `errors` 中，各带字段。",
           "元数据检查结果", "各带文件与行号。"),
}  # fmt: skip


def failures(language: str = "en") -> str:
    """Return the page in a language."""
    parts = [INTRODUCTION if language == "en" else INTRODUCTION_ZH, example(language)]
    cause, remark, remedy, values, of_values, findings, of_findings = _WORDS[language]
    for kind in classes(errors.GuanxiError):
        advice = (ADVICE if language == "en" else ADVICE_ZH)[kind.code]
        en, zh = FAILURE_WORDS[kind.code]
        parts.append(
            f"## {kind.code}\n\n**{kind.status}** · {' · '.join((en, zh) if language == 'en' else (zh, en))}\n\n"
            f"- {cause}: {advice.cause}\n- {remark}: {advice.example}\n- {remedy}: {advice.remedy}"
        )
    parts.append(f"## {values}\n\n{of_values}\n\n" + words(PROBLEM_WORDS))
    parts.append(f"## {findings}\n\n{of_findings}\n\n" + words(FINDING_WORDS))
    return "\n\n".join(parts)


def classes(root: type[errors.GuanxiError]) -> Iterator[type[errors.GuanxiError]]:
    """Yield the class and everything below it in the module of errors."""
    if root.__module__ == errors.__name__:
        yield root
        for child in root.__subclasses__():
            yield from classes(child)


def words(rows: Mapping[str, tuple[str, str]]) -> str:
    """Return a table of codes and their sentences."""
    return table(["code", "says", "中文"], ((code(name), en, zh) for name, (en, zh) in rows.items()))


def example(language: str) -> str:
    """Return a document as it is answered."""
    page = "errors" if language == "en" else "errors.zh"
    title, required = FAILURE_WORDS["invalid"][language != "en"], MESSAGES["required"].text(language)
    body = {
        "type": f"/docs/reference/{page}#invalid",
        "title": title,
        "status": 422,
        "code": "invalid",
        "errors": [
            {"field": "name", "code": "required", "message": required, "params": {}},
        ],
        "trace_id": "019ab3c2d4e5",
    }
    return "```json\n" + json.dumps(body, indent=1, ensure_ascii=False) + "\n```"
