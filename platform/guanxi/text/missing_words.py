"""What is not there, by its kind: whether it never was or the caller may not know of it, the words are the same."""

from collections.abc import Mapping
from typing import Final

__all__ = ["MISSING_WORDS"]

MISSING_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "object": ("There is no object “{name}”.", "没有对象“{name}”。"),
    "field": ("There is no field “{name}” of “{object}”.", "“{object}”没有字段“{name}”。"),
    "relation": ("There is no relation “{name}” of “{object}”.", "“{object}”没有关系“{name}”。"),
    "record": ("There is no record “{id}” of “{object}”.", "“{object}”没有记录“{id}”。"),
    "action": ("There is no action “{name}” of “{object}”.", "“{object}”没有操作“{name}”。"),
    "formula": ("There is no formula “{name}” of “{object}”.", "“{object}”没有公式“{name}”。"),
    "picklist": ("There is no picklist “{name}”.", "没有选项列表“{name}”。"),
    "kind": ("There is no kind “{name}”.", "没有种类“{name}”。"),
    "role": ("There is no role “{name}”.", "没有角色“{name}”。"),
    "package": ("There is no package “{name}”.", "没有插件包“{name}”。"),
    "file": ("There is no file “{name}”.", "没有文件“{name}”。"),
    "hidden": ("Nothing hidden has the name “{name}”.", "没有名为“{name}”的已隐藏项。"),
    "alias": ("There is no former name “{name}”.", "没有曾用名“{name}”。"),
    "copy": ("“{name}” has no former values that are kept.", "“{name}”没有保留的旧值。"),
    "viewing": ("You do not look as somebody else.", "您当前未以他人身份查看。"),
    "property": ("It has no property “{name}”.", "没有属性“{name}”。"),
    "shares": (
        "Records of “{object}” have no owners, and are not shared by hand.",
        "“{object}”的记录没有负责人，不能手动共享。",
    ),
    "draft": ("You have no draft of “{name}”.", "您没有“{name}”的草稿。"),
    "revision": ("There is no revision {number}.", "没有修订版 {number}。"),
    "undo": ("There is nothing to undo with “{id}”.", "“{id}”没有可撤销的内容。"),
    "user": ("There is no user “{id}”.", "没有用户“{id}”。"),
    "token": ("There is no token “{id}”.", "没有令牌“{id}”。"),
    "session": ("There is no session “{id}”.", "没有会话“{id}”。"),
    "job": ("There is no job “{id}”.", "没有任务“{id}”。"),
    "import": ("There is no import “{id}”.", "没有导入“{id}”。"),
    "errors": ("The import “{id}” has no file of refused rows.", "导入“{id}”没有未通过行的文件。"),
    "export": ("There is no export “{id}”.", "没有导出“{id}”。"),
    "export_file": ("The export “{id}” has no file, or no longer.", "导出“{id}”没有文件，或文件已不再保留。"),
}
