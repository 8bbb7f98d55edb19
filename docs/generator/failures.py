"""The page of error codes: what each means, an example, and what mends it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guanxi import errors
from guanxi.storage.failures import CatalogStale
from guanxi.text.failure_words import FAILURE_WORDS
from guanxi.text.finding_words import FINDING_WORDS
from guanxi.text.messages import MESSAGES
from guanxi.text.problem_words import PROBLEM_WORDS
from guanxi.text.request_words import REQUEST_WORDS

from docs.generator.advice import ADVICE
from docs.generator.advice_zh import ADVICE_ZH
from docs.generator.markdown import code, table
from docs.generator.reason import Reason
from docs.generator.reasons_of_databases import REASONS_OF_DATABASES
from docs.generator.reasons_of_people import REASONS_OF_PEOPLE
from docs.generator.reasons_of_requests import REASONS_OF_REQUESTS
from docs.generator.reasons_of_state import REASONS_OF_STATE

__all__ = ["REASONS", "failures"]

REASONS = (*REASONS_OF_REQUESTS, *REASONS_OF_PEOPLE, *REASONS_OF_STATE, *REASONS_OF_DATABASES)

INTRODUCTION = """# Errors

An answer that is not a success is an `application/problem+json` document (RFC 9457). Its `code` and the `code` of every
entry of `errors` are stable; `detail` and `message` come in the language of the caller, and `type` leads to the code's
place on this page. `code` is the finest that is known: each class below has finer codes. On the
command line (`--json`, exit code 1) and in results of jobs `code` is the class and `params.reason` the finer code."""


INTRODUCTION_ZH = """# 错误

不成功的应答是 `application/problem+json` 文档（RFC 9457）。其 `code` 以及 `errors` 中每一项的 `code` 保持不变；
`detail` 与 `message` 按调用者的语言给出，`type` 指向该代码在本页的位置。
`code` 总是已知的最细代码：下列每一类都有更细的代码。
在命令行（`--json`，退出码 1）和任务结果中，`code` 为类别，`params.reason` 为更细的代码。"""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the page in one language."""

    place: int
    cause: str
    example: str
    remedy: str
    codes: str
    about_codes: str
    head: tuple[str, str, str, str]
    values: str
    about_values: str
    findings: str
    about_findings: str


_WORDS = {
    "en": _Words(
        0, "Cause: ", "Example: ", "Remedy: ", "All codes",
        "Every code that an answer has, with its class. In the examples `{id}` is the id of an account that is there, "
        "and calls stand below `/api/v1/`.",
        ("code", "status", "class", "says"),
        "Problems of values", "They stand in `errors`, each with its field; its sentence says what to do.",
        "Findings in metadata", "They carry the file and the line.",
    ),
    "zh": _Words(
        1, "原因：", "示例：", "处理办法：", "全部代码",
        "应答可能给出的每个代码及其类别。示例中 `{id}` 为现有客户的标识，调用均位于 `/api/v1/` 之下。",
        ("代码", "状态", "类别", "提示"),
        "数值的问题", "列在 `errors` 中，各带字段；提示即说明如何处理。",
        "元数据检查结果", "各带文件与行号。",
    ),
}  # fmt: skip


def failures(language: str = "en") -> str:
    """Return the page in a language."""
    words = _WORDS[language]
    kinds = (*classes(errors.GuanxiError), CatalogStale)
    parts = [INTRODUCTION if language == "en" else INTRODUCTION_ZH, example(language), _index(kinds, words, language)]
    for kind in kinds:
        parts.append(_class(kind, words, language))
        parts += [_finer(kind, reason, words) for reason in REASONS if reason.kind == kind.code]
    parts.append(f"## {words.values}\n\n{words.about_values}\n\n" + sentences(_of_values()))
    parts.append(f"## {words.findings}\n\n{words.about_findings}\n\n" + sentences(FINDING_WORDS))
    return "\n\n".join(parts)


def _of_values() -> dict[str, tuple[str, str]]:
    """Return the words of problems: those of values, and those of a request that are no codes of an answer."""
    finer = {reason.code for reason in REASONS}
    return {**PROBLEM_WORDS, **{name: pair for name, pair in REQUEST_WORDS.items() if name not in finer}}


def _index(kinds: Iterable[type[errors.GuanxiError]], words: _Words, language: str) -> str:
    """Return the list of all codes, by their letters, each a link to its place."""
    found = {kind.code: kind for kind in kinds}
    rows = [(kind.code, kind.status, "") for kind in found.values()]
    rows += [(reason.code, _status(found[reason.kind], reason), code(reason.kind)) for reason in REASONS]
    lines = ((f"[`{name}`](#{name})", status, kind, _says(name, language)) for name, status, kind in sorted(rows))
    return f"## {words.codes}\n\n{words.about_codes}\n\n" + table(words.head, lines)


def _class(kind: type[errors.GuanxiError], words: _Words, language: str) -> str:
    """Return what the page says of a class."""
    advice = (ADVICE, ADVICE_ZH)[words.place][kind.code]
    own, other = _says(kind.code, language), _says(kind.code, "zh" if language == "en" else "en")
    told = ((words.cause, advice.cause), (words.example, advice.example), (words.remedy, advice.remedy))
    return f"## {kind.code}\n\n**{kind.status}** · {own} · {other}\n\n" + _list(told)


def _finer(kind: type[errors.GuanxiError], reason: Reason, words: _Words) -> str:
    """Return what the page says of a finer code."""
    when = [] if reason.when is None else [reason.when[words.place]]
    met = " ".join([*map(code, reason.request), *when, f"→ {_status(kind, reason)} `{reason.code}`"])
    told = ((words.cause, reason.cause[words.place]), (words.example, met), (words.remedy, reason.remedy[words.place]))
    return f"### {reason.code}\n\n{_says(reason.code, ('en', 'zh')[words.place])}\n\n" + _list(told)


def _status(kind: type[errors.GuanxiError], reason: Reason) -> int:
    return kind.status if reason.status is None else reason.status


def _says(name: str, language: str) -> str:
    """Return the sentence of a code with its values as they stand in it."""
    return MESSAGES[name].text(language)


def _list(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {name}{text}" for name, text in rows)


def classes(root: type[errors.GuanxiError]) -> Iterator[type[errors.GuanxiError]]:
    """Yield the class and everything below it in the module of errors."""
    if root.__module__ == errors.__name__:
        yield root
        for child in root.__subclasses__():
            yield from classes(child)


def sentences(rows: Mapping[str, tuple[str, str]]) -> str:
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
