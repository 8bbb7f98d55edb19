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
    "state_refused": ("A change from “{source}” to “{target}” is not allowed.", "不允许从“{source}”变为“{target}”。"),
    "state_initial": ("A new record cannot start as “{target}”.", "新记录不能从“{target}”开始。"),
    "state_requires": ("This is required for the change to “{target}”.", "变为“{target}”时此项必填。"),
    "state_condition": ("The condition for the change to “{target}” is not met.", "不满足变为“{target}”的条件。"),
    "in_use": ("Other records point to this one.", "其他记录正在引用此记录。"),
}
