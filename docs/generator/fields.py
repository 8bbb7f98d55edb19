"""The page of field types."""

from guanxi.fields import FIELD_TYPES

from docs.generator.fields_zh import FIELD_TYPES_ZH
from docs.generator.markdown import code, first_sentence, table

__all__ = ["field_types"]

_TOP = {
    "en": "# Field types\n\nEvery field may carry {keys};\n"
    "what a type understands besides is listed with it, and what the keys mean stands in\n"
    "[metadata kinds](metadata-kinds.md#field).\n\n",
    "zh": "# 字段类型\n\n每个字段都可以有 {keys}；\n各类型另外支持的键列在该类型之后，各键的含义见\n"
    "[元数据种类](metadata-kinds.zh.md#field)。\n\n",
}
_TITLES = {
    "en": ["type", "holds", "further keys", "filter", "sort", "group"],
    "zh": ["类型", "内容", "其他键", "筛选", "排序", "分组"],
}
_ANSWERS = {"en": ("no", "yes"), "zh": ("否", "是")}


def field_types(language: str = "en") -> str:
    """Return the page in a language."""
    common = next(iter(FIELD_TYPES.values())).common_keys
    rows = []
    for kind in FIELD_TYPES.values():
        if kind.declarable:
            flags = [_ANSWERS[language][flag] for flag in (kind.filterable, kind.sortable, kind.groupable)]
            holds = first_sentence(kind.__doc__) if language == "en" else FIELD_TYPES_ZH[kind.token]
            rows.append((code(kind.token), holds, code(*sorted(kind.keys)), *flags))
    return _TOP[language].format(keys=code(*sorted(common))) + table(_TITLES[language], rows)
