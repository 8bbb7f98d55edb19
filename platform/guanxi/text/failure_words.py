"""The words of whole failures, by the stable code of their class or by the finer reason they carry."""

from collections.abc import Mapping
from typing import Final

__all__ = ["FAILURE_WORDS"]

FAILURE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "internal": ("Something went wrong here. It has been logged.", "系统内部出错，已记录日志。"),
    "refused": ("The request is refused.", "请求被拒绝。"),
    "malformed": ("The request cannot be read.", "无法读取该请求。"),
    "too_expensive": ("The question would take too long; narrow it.", "该查询耗时过长，请缩小范围。"),
    "unauthenticated": ("Please sign in.", "请先登录。"),
    "denied": ("You may not do this.", "您没有执行此操作的权限。"),
    "missing": ("There is nothing here.", "找不到所请求的内容。"),
    "conflict": ("This fights with the present state.", "与当前状态冲突。"),
    "stale": ("Somebody else saved first.", "已有他人先行保存。"),
    "too_large": ("That is too large.", "内容过大。"),
    "invalid": ("Some of the data is refused.", "部分数据未通过校验。"),
    "too_many": ("Too many requests; try again later.", "请求过于频繁，请稍后再试。"),
    "busy": ("The system is busy; try again.", "系统繁忙，请重试。"),
    "catalog_moved": ("The configuration changed meanwhile; try again.", "配置刚刚发生变化，请重试。"),
    "misconfigured": ("The configuration has faults.", "配置存在错误。"),
}
