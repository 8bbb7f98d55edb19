"""The words of notifications, by kind; `by` and `record` are filled in as their reader may know them."""

from collections.abc import Mapping
from typing import Final

__all__ = ["NOTIFICATION_WORDS"]

NOTIFICATION_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "notice_owner_given": ("{by} gave you {record}.", "{by}将{record}交给了您。"),
    "notice_owner_given_many": (
        "{by} gave you {count} records: {record}.",
        "{by}将 {count} 条记录交给了您：{record}。",
    ),
    "notice_shared": ("{by} shared {record} with you.", "{by}将{record}共享给了您。"),
    "notice_mentioned": ("{by} mentioned you: {record}.", "{by}在{record}的评论中提到了您。"),
    "notice_import_done": ("{file} is imported.", "{file}已导入。"),
    "notice_import_done_with_errors": (
        "{file} is imported; some rows were refused.",
        "{file}已导入，部分行被拒绝。",
    ),
    "notice_import_failed": ("{file} could not be imported.", "{file}未能导入。"),
    "notice_export_done": ("Your export is ready.", "您的导出已就绪。"),
    "notice_export_done_with_errors": ("Your export could not be written.", "您的导出未能生成。"),
    "notice_export_failed": ("Your export failed.", "您的导出失败了。"),
    "notice_file": ("Your file", "您的文件"),
    "notice_named_file": ("“{name}”", "“{name}”"),
    "notice_system": ("The system", "系统"),
    "notice_somebody": ("Somebody", "有人"),
    "notice_record": ("a record", "一条记录"),
    "notice_named_record": ("{label} “{name}”", "{label}“{name}”"),
}
