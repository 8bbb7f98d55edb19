"""The words of what can be wrong with data that a caller sends, by stable code."""

from collections.abc import Mapping
from typing import Final

__all__ = ["PROBLEM_WORDS"]

PROBLEM_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # One value of a field.
    "required": ("This is required.", "此项必填。"),
    "not_text": ("This must be text.", "此项必须是文本。"),
    "bad_text": ("The text contains characters that cannot be stored.", "文本包含无法保存的字符。"),
    "max_length": ("At most {max_length} characters.", "最多 {max_length} 个字符。"),
    "pattern": ("The text does not have the expected form.", "文本不符合要求的格式。"),
    "not_number": ("“{value}” is not a number.", "“{value}”不是数字。"),
    "number_inexact": (
        "The number has more digits than JSON keeps; send it as text.",
        "数字位数超出 JSON 精度，请以文本形式发送。",
    ),
    "precision": ("At most {digits} digits before the point.", "小数点前最多 {digits} 位。"),
    "scale": ("At most {scale} digits after the point.", "小数点后最多 {scale} 位。"),
    "min": ("At least {min}.", "不能小于 {min}。"),
    "max": ("At most {max}.", "不能大于 {max}。"),
    "not_boolean": ("“{value}” is neither true nor false.", "“{value}”既不是 true 也不是 false。"),
    "not_date": ("“{value}” is not a date written YYYY-MM-DD.", "“{value}”不是 YYYY-MM-DD 格式的日期。"),
    "not_datetime": (
        "“{value}” is not an instant written YYYY-MM-DDTHH:MM:SSZ.",
        "“{value}”不是 YYYY-MM-DDTHH:MM:SSZ 格式的时间。",
    ),
    "datetime_needs_zone": (
        "“{value}” needs a time zone, such as Z or +08:00.",
        "“{value}”缺少时区，例如 Z 或 +08:00。",
    ),
    "not_list": ("This must be a list.", "此项必须是列表。"),
    "not_in_picklist": ("“{value}” is not one of the values.", "“{value}”不在可选值中。"),
    "inactive_value": ("The value “{value}” is no longer in use.", "值“{value}”已停用。"),
    "not_reference": ("“{value}” is not the id of a record.", "“{value}”不是记录标识。"),
    "reference_not_found": ("There is no such record.", "没有这条记录。"),
    "not_email": ("“{value}” is not an email address.", "“{value}”不是有效的电子邮箱地址。"),
    "not_phone": ("“{value}” is not a telephone number.", "“{value}”不是有效的电话号码。"),
    "phone_needs_country": ("“{value}” needs its country code, such as +86.", "“{value}”缺少国家代码，例如 +86。"),
    "phone_extension": ("Leave the extension out of “{value}”.", "请去掉“{value}”中的分机号。"),
    "not_url": ("“{value}” is not a web address with http or https.", "“{value}”不是以 http 或 https 开头的网址。"),
    # A record.
    "unknown_field": ("There is no field “{name}”.", "没有字段“{name}”。"),
    "not_writable": ("This field cannot be written.", "此字段不可写。"),
    "not_unique": ("Another record has this value already.", "已有其他记录使用此值。"),
    "id_taken": ("The id is taken.", "该标识已被占用。"),
    "rule": ("A rule refuses this record.", "某条规则拒绝了此记录。"),
    "rule_error": ("The rule “{rule}” cannot be computed for this record.", "规则“{rule}”无法对此记录求值。"),
    "default_error": ("The default of this field cannot be computed.", "无法计算此字段的默认值。"),
    "transition_refused": ("A change from “{from}” to “{to}” is not allowed.", "不允许从“{from}”变为“{to}”。"),
    "not_initial_state": ("A new record cannot start as “{state}”.", "新记录不能从“{state}”开始。"),
    "required_for_state": ("This is required for the change to “{state}”.", "变为“{state}”时此项必填。"),
    "transition_condition": (
        "The condition for the change from “{from}” to “{to}” is not met.",
        "不满足从“{from}”变为“{to}”的条件。",
    ),
    "parent_not_writable": ("You may not change the parent record.", "您不能更改上级记录。"),
    "saves_too_deep": ("Saves that follow from each other nest more than {limit} deep.", "连锁保存超过 {limit} 层。"),
    "plugin_failed": ("The plugin “{plugin}” failed in {hook}.", "插件“{plugin}”在 {hook} 中出错。"),
    "not_unique_yet": ("Some records have the same value already.", "已有多条记录的值相同。"),
    "parent_deleted": ("The parent record is in the recycle bin.", "上级记录在回收站中。"),
    "still_referenced": ("Other records point to this one.", "其他记录正在引用此记录。"),
    "needs_users_right": ("This needs the system right “users”.", "此操作需要系统权限 users。"),
    "rollup_too_large": ("A roll-up of {object} would have too many digits.", "{object} 的汇总值位数过多。"),
    "in_use": ("Other records point to this one.", "其他记录正在引用此记录。"),
    # A question.
    "unknown_argument": ("There is no such argument.", "没有这个参数。"),
    "not_a_list": ("This must be a list.", "此项必须是列表。"),
    "unknown_name": ("There is no “{name}”.", "没有“{name}”。"),
    "not_filterable": ("The database cannot evaluate this formula as a filter.", "此公式不能用于筛选。"),
    "not_sortable": ("Records cannot be sorted by “{name}”.", "不能按“{name}”排序。"),
    "not_groupable": ("Records cannot be grouped by “{name}”.", "不能按“{name}”分组。"),
    "not_orderable": ("“{name}” has no smallest or largest value.", "“{name}”没有最小值或最大值。"),
    "not_a_number": ("“{name}” is not a number.", "“{name}”不是数字。"),
    # People, passwords and tokens.
    "password_too_short": ("At least {min} characters.", "至少 {min} 个字符。"),
    "password_too_long": ("At most {max} characters.", "最多 {max} 个字符。"),
    "password_is_login": ("The password must differ from the sign-in name.", "密码不能与登录名相同。"),
    "text_not_storable": ("The text contains characters that cannot be stored.", "文本包含无法保存的字符。"),
    "unit_cycle": ("A unit cannot stand below itself.", "部门不能位于自身之下。"),
    "length": ("Between {min} and {max} characters.", "长度须在 {min} 到 {max} 个字符之间。"),
    "in_the_past": ("This lies in the past.", "此时间已过。"),
    "scope_unknown": ("There is no scope “{scope}”.", "没有范围“{scope}”。"),
    "scope_too_wide": ("The scope “{scope}” is wider than your own rights.", "范围“{scope}”超出您自己的权限。"),
    # An import: its file, its mapping, its rows.
    "file_empty": ("The file is empty.", "文件为空。"),
    "encoding_unknown": ("There is no encoding “{encoding}”.", "没有名为“{encoding}”的编码。"),
    "encoding_wrong": ("The file is not written in {encoding}.", "文件不是 {encoding} 编码。"),
    "encoding_ambiguous": (
        "The encoding is not certain; say `encoding` in the mapping: {candidates}.",
        "无法确定文件编码，请在映射中用 encoding 指明：{candidates}。",
    ),
    "delimiter_ambiguous": (
        "The delimiter is not certain; say `delimiter` in the mapping: {candidates}.",
        "无法确定分隔符，请在映射中用 delimiter 指明：{candidates}。",
    ),
    "row_malformed": ("Line {line} cannot be read: {reason}.", "第 {line} 行无法读取：{reason}。"),
    "row_cells": (
        "Line {line} has {found} cells, the title line {expected}.", "第 {line} 行有 {found} 个单元格，标题行有 {expected} 个。"
    ),
    "column_missing": ("The file has no column “{column}”.", "文件中没有“{column}”列。"),
    "column_repeated": ("The file has several columns “{column}”.", "文件中有多个“{column}”列。"),
    "mapping_one_source": ("Say exactly one of column, formula and value.", "column、formula、value 必须且只能写一个。"),
    "mapping_key_unknown": ("“{key}” has no meaning here.", "此处的“{key}”没有意义。"),
    "mapping_value": ("This must be {expected}.", "此项必须是 {expected}。"),
    "mapping_format": (
        "“{format}” is not a format; write each of YYYY, M and D once, and HH and mm for an instant.",
        "“{format}”不是有效的格式；YYYY、M、D 各写一次，时间还要写 HH 和 mm。",
    ),
    "mapping_field_repeated": ("The field “{field}” stands there more than once.", "字段“{field}”出现了多次。"),
    "mapping_formula": ("The formula cannot be read.", "无法读取此公式。"),
    "mapping_formula_error": ("The formula cannot be computed for this row.", "公式无法对此行求值。"),
    "match_key_not_unique": ("“{field}” is no unique field.", "“{field}”不是唯一字段。"),
    "match_key_not_mapped": ("The match field “{field}” is not among the fields.", "匹配字段“{field}”不在映射的字段中。"),
    "match_key_blank": ("The value by which the record is found is blank.", "用于查找记录的值为空。"),
    "distinct_needs_match": ("`distinct` needs a match field.", "distinct 需要匹配字段。"),
    "lookup_object": ("There is no object “{object}” to look up.", "没有可查找的对象“{object}”。"),
    "lookup_not_unique": ("“{field}” is no unique field of {object}.", "“{field}”不是 {object} 的唯一字段。"),
    "lookup_not_found": ("There is no {object} with {field} “{value}”.", "没有 {field} 为“{value}”的 {object}。"),
    "not_in_mapping": ("“{value}” is not among the mapped values.", "“{value}”不在映射的值中。"),
    "not_in_format": ("“{value}” is not written as {format}.", "“{value}”不符合格式 {format}。"),
    "date_needs_format": (
        "“{value}” can be read in several ways; say `format` in the mapping.", "“{value}”有多种读法，请在映射中用 format 指明格式。"
    ),
    "repeated": ("The same record stands there more than once.", "同一条记录出现了多次。"),
    "field_not_writable": ("This field cannot be written.", "此字段不可写。"),
    # Settings of the process.
    "setting_unknown": ("There is no such setting.", "没有此设置项。"),
    "setting_value": ("“{value}” is not {expects}.", "“{value}”不是 {expects}。"),
}
