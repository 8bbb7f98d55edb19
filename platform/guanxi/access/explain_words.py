"""The sentences of explanations by code, in English and Chinese."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from guanxi.access.explain_names import Names
from guanxi.text.label import Label

__all__ = ["EXPLAIN_WORDS", "sentence"]

EXPLAIN_WORDS: Final[Mapping[str, Label]] = MappingProxyType({
    code: Label(en, zh)
    for code, en, zh in (
        ("allowed", "Allowed.", "允许。"),
        ("denied", "Denied.", "拒绝。"),
        ("system", "The platform itself acts ({reason}); everything is allowed and audited.",
         "平台自身在操作（{reason}）：一切允许，并记入审计。"),
        ("object_unknown", "There is no object of this name.", "没有该名称的对象。"),
        ("field_unknown", "There is no field of this name.", "没有该名称的字段。"),
        ("right_granted", "Role {role} grants {act} on {target}.", "角色{role}授予对{target}的{act}权限。"),
        ("right_granted_through", "Role {role}, held through {held}, grants {act} on {target}.",
         "角色{role}（通过{held}拥有）授予对{target}的{act}权限。"),
        ("right_muted", "Role {role} takes {act} on {target} away, which wins over every grant.",
         "角色{role}取消对{target}的{act}权限，优先于任何授权。"),
        ("right_missing", "No role grants {act} on {target}.", "没有角色授予对{target}的{act}权限。"),
        ("read_missing", "Without the right to read {target} none of its records is reachable.",
         "没有读取{target}的权限，因此无法访问其任何记录。"),
        ("scope_missing", "The scopes of the token ({scopes}) do not cover it.",
         "令牌的范围（{scopes}）不包含此项。"),
        ("system_field", "A system field is readable with its object.", "系统字段随对象可读。"),
        ("owner_needs_transfer", "The owner is changed with the right to transfer.", "变更负责人需要转移权限。"),
        ("not_writable", "Nobody writes this field: the platform computes it.",
         "该字段由平台计算，任何人都不能写入。"),
        ("masked", "The field is shown masked: no role shows it clear.", "该字段以掩码显示：没有角色授予明文权限。"),
        ("record_missing", "There is no such record.", "没有这条记录。"),
        ("record_deleted", "The record is in the recycle bin.", "该记录在回收站中。"),
        ("view_all", "Role {role} grants the sight of every record (`view_all`).",
         "角色{role}授予查看全部记录的权限（`view_all`）。"),
        ("modify_all", "Role {role} grants changing every record (`modify_all`).",
         "角色{role}授予修改全部记录的权限（`modify_all`）。"),
        ("default", "Every {audience} user has level {level} by default.", "{audience}默认具有{level}级别。"),
        ("owner", "The owner is {owner}, to which the user belongs.", "负责人是 {owner}，用户属于其中。"),
        ("hierarchy", "The user stands in a unit above that of the owner {owner}.",
         "用户所在部门位于负责人 {owner} 的部门之上。"),
        ("share", "The record is shared with {grantees}.", "该记录已共享给{grantees}。"),
        ("rules", "Sharing rule {rule} gives level {level}{where}.", "共享规则{rule}给予{level}级别{where}。"),
        ("rule_paths", "Sharing rule {rule} gives level {level}{where}.",
         "共享规则{rule}给予{level}级别{where}。"),
        ("parent", "The record is reached through the record it is a part of, by {by}.",
         "该记录通过其所属的主记录可访问（途径：{by}）。"),
        ("inherited", "The user sees the record that this one is about.", "用户可以看到该记录所关联的记录。"),
        ("not_inherited", "The user does not see the record that this one is about.",
         "用户看不到该记录所关联的记录。"),
        ("not_default", "The default for {audience} users is {default}.", "{audience}的默认级别是{default}。"),
        ("not_owner", "The owner is {owner}, to which the user does not belong.",
         "负责人是 {owner}，用户不属于其中。"),
        ("not_hierarchy", "The user does not stand above the owner {owner}.", "用户的部门不在负责人 {owner} 之上。"),
        ("hierarchy_off", "The hierarchy does not count for this object.", "该对象不按部门层级共享。"),
        ("no_unit", "The user stands in no unit.", "用户不属于任何部门。"),
        ("not_share", "The record is not shared with the user at this level.", "该记录未以此级别共享给该用户。"),
        ("not_rules", "Sharing rule {rule} does not match the record{where}.",
         "共享规则{rule}与该记录不匹配{where}。"),
        ("not_rule_paths", "Sharing rule {rule} does not match the record{where}.",
         "共享规则{rule}与该记录不匹配{where}。"),
        ("not_parent", "The record it is a part of is not reachable by {by}.", 
         "其所属的主记录不可访问（途径：{by}）。"),
        ("rule_for_others", "Sharing rule {rule} is for {whom}, not for the user.",
         "共享规则{rule}面向{whom}，不包括该用户。"),
        ("rule_too_low", "Sharing rule {rule} gives no more than level {level}.",
         "共享规则{rule}至多给予{level}级别。"),
        ("no_arm", "No step of sharing reaches the record at level {level}.",
         "没有任何共享途径以{level}级别触及该记录。"),
        ("restriction_met", "Restriction {rule} is met{where}.", "满足限制规则{rule}{where}。"),
        ("restriction_failed", "Restriction {rule} hides the record{where}.", "限制规则{rule}隐藏该记录{where}。"),
        ("guard_met", "The code of package {package} lets the record through ({where}).",
         "插件包{package}的代码允许访问该记录（{where}）。"),
        ("guard_failed", "The code of package {package} hides the record ({where}).",
         "插件包{package}的代码隐藏了该记录（{where}）。"),
        ("guard_missing", "Package {package}, which guards {target}, did not load: everything is denied until it does.",
         "守护{target}的插件包{package}未能加载：加载之前一律拒绝访问。"),
        ("button_open", "Button {act} is open on this record{where}.", "该记录可以使用操作按钮{act}{where}。"),
        ("button_shut", "Button {act} is not open on this record as it stands{where}.",
         "该记录目前不能使用操作按钮{act}{where}。"),
        ("restriction_exempt", "Restriction {rule} does not bind {whom}.",
         "限制规则{rule}不约束{whom}。"),
    )
})  # fmt: skip


def sentence(code: str, params: Mapping[str, object], names: Names) -> str:
    """Return the sentence of a code with its values as the names tell them."""
    return EXPLAIN_WORDS[code].text(names.language).format_map(defaultdict(str, names.told(params)))
