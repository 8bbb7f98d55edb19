"""What explanations call things: their labels in the reader's language, with the names that builders know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from guanxi.text.label import Label

if TYPE_CHECKING:
    from guanxi.catalog import Catalog

__all__ = ["WORDS", "Names"]

_Params = Mapping[str, Any]


def _words(*rows: tuple[str, str, str]) -> Mapping[str, Label]:
    return MappingProxyType({name: Label(en, zh) for name, en, zh in rows})


WORDS: Final[Mapping[str, Mapping[str, Label]]] = MappingProxyType(
    {
        "act": _words(
            ("create", "Create", "新建"),
            ("read", "Read", "读取"),
            ("update", "Update", "修改"),
            ("delete", "Delete", "删除"),
            ("export", "Export", "导出"),
            ("import", "Import", "导入"),
            ("share", "Share", "共享"),
            ("transfer", "Transfer", "转移"),
            ("merge", "Merge", "合并"),
            ("view_all", "View all", "查看全部"),
            ("modify_all", "Modify all", "修改全部"),
            ("unmask", "Unmask", "查看明文"),
            ("set_any_state", "Set any state", "设为任意状态"),
            ("write", "Write", "写入"),
            ("clear", "Show clear", "明文显示"),
            ("setup", "Setup", "系统设置"),
            ("users", "Users", "用户管理"),
            ("audit", "Audit", "审计"),
            ("jobs", "Jobs", "任务"),
            ("tokens", "Tokens", "令牌"),
            ("settings", "Settings", "参数"),
            ("view_as", "View as others", "以他人身份查看"),
            ("backoffice", "Back office", "后台"),
        ),
        "level": _words(
            ("private", "private", "私有"),
            ("read", "Read", "读取"),
            ("write", "Write", "写入"),
            ("full", "Full", "完全控制"),
        ),
        "audience": _words(
            ("staff", "staff", "内部员工"),
            ("portal", "portal", "门户用户"),
        ),
        "kind": _words(
            ("role", "the role", "角色"),
            ("team", "the team", "团队"),
            ("unit", "the unit", "部门"),
            ("unit_and_below", "the unit and those below it,", "部门及其下级"),
            ("queue", "the queue", "队列"),
        ),
        "by": _words(
            ("owner", "its owner", "负责人"),
            ("hierarchy", "the units above its owner", "上级部门"),
            ("share", "a share of it", "单独共享"),
            ("rules", "a sharing rule", "共享规则"),
            ("rule_paths", "a sharing rule", "共享规则"),
            ("default", "the default of its object", "对象的默认级别"),
            ("view_all", "the right to view all", "查看全部的权限"),
            ("modify_all", "the right to modify all", "修改全部的权限"),
            ("inherited", "the record that it is about", "其所关联的记录"),
            ("parent", "the record that it is a part of", "其所属的主记录"),
            ("all", "what everybody may see", "人人可见"),
        ),
        "share": _words(
            ("manual", "by hand", "手动"),
            ("team", "team of the record", "记录团队"),
            ("rule", "by a rule", "按规则"),
        ),
    }
)
"""Words of the platform's own, by the value that they stand for."""

_EVERYBODY = Label("all {audience} users", "所有{audience}")
_WORKSPACE = Label("the workspace", "工作区")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a catalog in one language; what it does not know is called as it is written."""

    catalog: "Catalog"
    language: str

    def told(self, params: _Params) -> dict[str, str]:
        """Return the values of a sentence as people read them."""
        told = {key: self._one(key, value, params) for key, value in params.items()}
        return {**told, "whom": self._whom(params)}

    def _one(self, key: str, value: object, params: _Params) -> str:
        teller = _TELLERS.get(key)
        return str(value) if teller is None or not value else teller(self, str(value), params)

    def called(self, label: Label | None, name: str) -> str:
        """Return a label with the name behind it, the name alone where there is no label."""
        words = "" if label is None else label.text(self.language)
        if not words:
            return f"`{name}`"
        return f"“{words}”（`{name}`）" if self._is_chinese else f"“{words}” (`{name}`)"

    @property
    def _is_chinese(self) -> bool:
        return self.language.startswith("zh")

    def word(self, kind: str, value: str) -> str:
        """Return the platform's word for a value."""
        known = WORDS[kind].get(value)
        return value if known is None else known.text(self.language)

    def role(self, name: str, _: _Params) -> str:
        """Return what a role is called."""
        found = self.catalog.roles.get(name)
        return self.called(None if found is None else found.label, name)

    def target(self, name: str, _: _Params) -> str:
        """Return what an object, a field of one, or the workspace is called."""
        if name == "system":
            return _WORKSPACE.text(self.language)
        object_name, _dot, field = name.partition(".")
        item = self.catalog.find(object_name)
        if item is None:
            return f"`{name}`"
        member = item.find(field) if field else None
        if member is None:
            return self.called(item.label, name)
        words = f"{item.label.text(self.language)} › {member.label.text(self.language)}"
        return self.called(Label(words, words), name)

    def act(self, name: str, params: _Params) -> str:
        """Return what a right or a button is called."""
        if name in WORDS["act"]:
            return f"“{self.word('act', name)}”"
        actions = self.catalog.actions.get(str(params.get("target")), ())
        label = next((action.label for action in actions if action.name == name), None)
        return self.called(label, name)

    def rule(self, name: str, params: _Params) -> str:
        """Return what a rule or a restriction is called, whose label the step carries."""
        return self.called(Label.of(params.get("label")), name)

    def package(self, name: str, _: _Params) -> str:
        """Return what a package is called."""
        found = self.catalog.plugins.get(name)
        return self.called(None if found is None else found.label, name)

    def grantees(self, value: str, params: _Params) -> str:
        """Return with whom a record is shared, and how."""
        shares = params.get("shares")
        if not shares:
            return value
        form = "{}（{}）" if self._is_chinese else "{} ({})"
        return ("、" if self._is_chinese else ", ").join(
            form.format(name, self.word("share", how)) for name, how in shares
        )

    def _whom(self, params: _Params) -> str:
        kind, name = str(params.get("kind", "")), str(params.get("name", ""))
        if kind == "audience":
            return _EVERYBODY.text(self.language).format(audience=self.word("audience", name))
        if kind == "role":
            name = self.role(name, params)
        gap = "" if self._is_chinese else " "
        return f"{self.word('kind', kind)}{gap}{name}"


def _code(_: Names, value: str, __: _Params) -> str:
    """Return a condition as code, in the brackets that it came in."""
    inner = value[2:-1] if value.startswith(" (") else value
    return value.replace(inner, f"`{inner}`")


def _scopes(_: Names, value: str, __: _Params) -> str:
    return " ".join(f"`{scope}`" for scope in value.split())


def _by(names: Names, value: str, _: _Params) -> str:
    return names.word("by", value.partition(":")[0])


def _quoted(kind: str) -> Callable[[Names, str, _Params], str]:
    return lambda names, value, _: f"“{names.word(kind, value)}”"


def _plain(kind: str) -> Callable[[Names, str, _Params], str]:
    return lambda names, value, _: names.word(kind, value)


_TELLERS: Final[Mapping[str, Callable[[Names, str, _Params], str]]] = MappingProxyType({
    "role": Names.role, "held": Names.role, "target": Names.target, "act": Names.act, "rule": Names.rule,
    "package": Names.package, "grantees": Names.grantees, "level": _quoted("level"), "default": _quoted("level"),
    "audience": _plain("audience"), "where": _code, "scopes": _scopes, "by": _by,
})  # fmt: skip
"""How the value of a sentence is told, by its key."""
