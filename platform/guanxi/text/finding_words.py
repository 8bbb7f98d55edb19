"""The words of what can be wrong with metadata documents, by stable code."""

from collections.abc import Mapping
from typing import Final

__all__ = ["FINDING_WORDS"]

FINDING_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # Reading files.
    "unreadable": ("The file cannot be read: {detail}", "无法读取文件：{detail}"),
    "not_utf8": ("The file is not UTF-8.", "文件不是 UTF-8 编码。"),
    "file_too_large": ("The file is larger than {limit} bytes; split it.", "文件超过 {limit} 字节，请拆分。"),
    "yaml_syntax": ("This is not YAML: {detail}", "YAML 语法错误：{detail}"),
    "yaml_alias": ("Anchors and aliases are not allowed; write the value out.", "不允许使用锚点与别名，请直接写出值。"),
    "yaml_tag": ("Tags such as {tag} are not allowed; leave them out.", "不允许使用 {tag} 之类的标签，请删去。"),
    "yaml_depth": ("The document is nested too deeply.", "文档嵌套过深。"),
    "yaml_key": ("The key {key} is not text; quote it.", "键 {key} 不是文本，请加引号。"),
    "yaml_word": (
        "{word} would be read as true or false; quote it or write true or false.",
        "{word} 会被读作真或假；请加引号，或写成 true 或 false。",
    ),
    "duplicate_key": ("The key “{key}” occurs twice; keep one.", "键“{key}”重复，请只保留一个。"),
    "not_a_document": ("A document must be a mapping with `kind` and `name`.", "文档必须是带有 kind 与 name 的映射。"),
    "no_manifest": (
        "There is no plugin.yaml: every package begins with one.",
        "缺少 plugin.yaml：每个包都须有此文件。",
    ),
    "wrong_folder": (
        "A document of kind {kind} belongs into the folder {folder}/.",
        "{kind} 类文档应放在 {folder}/ 目录中。",
    ),
    "wrong_file_name": ("The file should be called {expected}.", "文件应命名为 {expected}。"),
    # The schema.
    "unknown_kind": ("There is no kind “{name}”.", "没有“{name}”这种文档。"),
    "unknown_feature": ("No object provides the feature “{name}”.", "没有对象提供功能“{name}”。"),
    "provides_needs_inherits": (
        "What provides “{name}” must say with `inherits` by which poly_lookup it points to other records.",
        "提供“{name}”的对象必须用 inherits 指明通过哪个 poly_lookup 指向其他记录。",
    ),
    "inherits_no_pointer": ("“{name}” is no poly_lookup of this object.", "“{name}”不是该对象的 poly_lookup 字段。"),
    "unknown_key": ("There is no key “{key}” here.", "此处没有键“{key}”。"),
    "missing_key": ("“{key}” is missing.", "缺少“{key}”。"),
    "wrong_type": ("This must be {expected}.", "此处必须是 {expected}。"),
    "not_allowed": ("“{value}” is not one of: {allowed}.", "“{value}”不在允许的值之中：{allowed}。"),
    "bad_name": ("“{name}” is not a name: {detail}.", "“{name}”不是合法名称：{detail}。"),
    "schema": ("This does not fit: {detail_en}.", "不符合要求：{detail_zh}。"),
    # Kinds of packages.
    "json_syntax": ("This is not JSON: {detail}", "不是 JSON：{detail}"),
    "kind_file": (
        "“{name}” is no NAME.schema.json, and nothing else belongs into kinds/.",
        "“{name}”不是 名称.schema.json；kinds/ 中不应有其他文件。",
    ),
    "kind_of_packages": ("Only a package can declare the kind “{name}”.", "只有包才能声明种类“{name}”。"),
    "kind_common_key": (
        "Every item has the key “{key}”; leave it out of the schema.",
        "每个项目都有键“{key}”，请从 schema 中删去。",
    ),
    "kind_circle": ("“{name}” contains itself.", "“{name}”包含自身。"),
    "kind_untyped": ("Say what this is: type, enum or $ref.", "请用 type、enum 或 $ref 说明此处是什么。"),
    "kind_pattern": ("“{pattern}” is no regular expression.", "“{pattern}”不是正则表达式。"),
    "kind_ref": (
        "“{ref}” is neither in $defs of this file nor in common.schema.json#/$defs/, which offers {allowed}.",
        "“{ref}”既不在本文件的 $defs 中，也不在 common.schema.json#/$defs/ 提供的 {allowed} 之中。",
    ),
    "kind_list": (
        "A list says with x-list how layers merge it, and with items what its entries are.",
        "列表须用 x-list 说明各层如何合并，并用 items 说明其条目。",
    ),
    "kind_entries": ("Entries with keys of their own need x-list: keyed(KEY).", "带键的条目需要 x-list: keyed(键)。"),
    "kind_set": ("A set holds texts.", "set 中只能是文本。"),
    "kind_keyed": (
        "The list is keyed by “{key}”, which must be a required text of its entries.",
        "列表以“{key}”为键，它必须是条目的必填文本。",
    ),
    "kind_needs_object": (
        "A field or formula belongs to an object: name it in a key `object` with x-ref: object.",
        "字段或公式属于某个对象：请用带 x-ref: object 的键 object 指明。",
    ),
    "kind_value_of": ("Say with x-of of which picklist this is a value.", "请用 x-of 说明这是哪个选项列表的值。"),
    "kind_mark": ("x-ref names “{name}”, which is no kind.", "x-ref 所写的“{name}”不是种类。"),
    "kind_folder_taken": (
        "The folder {folder}/ holds items of “{kind}” of package {package}.",
        "文件夹 {folder}/ 已用于包 {package} 的“{kind}”。",
    ),
    "kind_leaves": (
        "“{name}” is of the kind “{kind}”, which goes with the package {package}; remove it first.",
        "“{name}”属于种类“{kind}”，该种类随包 {package} 一起移除；请先删除它。",
    ),
    "kind_hook_failed": (
        "The plugin “{plugin}” failed in {hook} over its kind “{kind}”: {detail}",
        "插件“{plugin}”在 {hook} 中处理种类“{kind}”时出错：{detail}",
    ),
    "item_refused": ("{text_en}", "{text_zh}"),
    # Names and layers.
    "duplicate_item": ("The {kind} “{name}” exists already, in {other}.", "{kind}“{name}”已存在于 {other}。"),
    "duplicate_entry": ("“{name}” occurs twice in this list; keep one.", "列表中“{name}”重复，请只保留一个。"),
    "reserved_name": ("“{name}” is reserved; choose another name.", "“{name}”是保留名称，请换一个。"),
    "needs_prefix": (
        "“{name}” must start with the package's prefix “{prefix}”.",
        "“{name}”必须以包前缀“{prefix}”开头。",
    ),
    "extends_nothing": ("There is no {kind} “{name}” to extend.", "没有可扩展的{kind}“{name}”。"),
    "extends_own": ("The package owns “{name}”; change the document itself.", "“{name}”属于本包，请直接修改其文档。"),
    "not_depended_on": (
        "“{name}” is in package {package}, which plugin.yaml does not depend on.",
        "“{name}”属于包 {package}，但 plugin.yaml 未声明依赖。",
    ),
    "patch_removes": ("A package's “{name}” may be hidden, not removed.", "包中的“{name}”只能隐藏，不能删除。"),
    "patch_frozen": ("The key “{key}” of “{name}” is the package's own.", "“{name}”的键“{key}”归其包所有，不能修改。"),
    "vendor_keeps": (
        "The key “{key}” comes from the package: it may be changed, not taken out.",
        "键“{key}”来自其包：可以修改，不能去掉。",
    ),
    "patch_targets_nothing": ("There is no “{name}” here to change.", "此处没有可修改的“{name}”。"),
    "anchor_gone": (
        "The place after “{after}” is gone; the entry goes to the end.",
        "定位项“{after}”已不存在，该项排到末尾。",
    ),
    "missing_label": ("A label in {language} is missing.", "缺少{language}标签。"),
    # References.
    # What the check of a package folder finds beside its documents.
    "plugin_foreign": ("“{name}” has no place in a package.", "插件包中不应有“{name}”。"),
    "plugin_language": ("The words in the language {language} are missing.", "缺少语言 {language} 的文字。"),
    "plugin_syntax": ("This is not a Python module.", "这不是有效的 Python 模块。"),
    "plugin_import": (
        "Packages import {door} and nothing else; this is {module}.",
        "插件只能导入 {door}，而这里是 {module}。",
    ),
    "plugin_power_missing": (
        "The package has code: say `powers: [{power}]`.",
        "该包含有代码：请写明 powers: [{power}]。",
    ),
    "plugin_power_idle": (
        "The package has no code for the powers that it asks for: {powers}.",
        "该包没有与所申请权限相应的代码：{powers}。",
    ),
    "plugin_guard_missing": (
        "hooks.py has no {hook}, so what is guarded is denied.",
        "hooks.py 中没有 {hook}，受守护的对象将被拒绝。",
    ),
    "plugin_kind_missing": (
        "hooks.py has {hook}, but the package declares no kind.",
        "hooks.py 中有 {hook}，但该包没有声明种类。",
    ),
    "plugin_action_missing": (
        "An action calls a hook, but hooks.py has no {hook}.",
        "有操作调用钩子，但 hooks.py 中没有 {hook}。",
    ),
    "plugin_hook_unknown": ("There is no hook “{hook}”.", "没有名为“{hook}”的钩子。"),
    "plugin_hook_argument": (
        "The hook {hook} is not given “{argument}”, but: {offered}.",
        "钩子 {hook} 不提供“{argument}”，只提供：{offered}。",
    ),
    "plugin_readme_missing": (
        "One page should say what the package adds, and for whom.",
        "应有一页说明该包增加什么、供谁使用。",
    ),
    "plugin_tests_missing": ("Code of a package needs a test.", "插件代码需要测试。"),
    "entry_point_empty": (
        "The entry point “{name}” names {module}, where no plugin.yaml can be found.",
        "入口点“{name}”指向 {module}，但其中找不到 plugin.yaml。",
    ),
    "unknown_object": ("There is no object “{name}”.", "没有对象“{name}”。"),
    "unknown_field": ("There is no field “{name}”.", "没有字段“{name}”。"),
    "unknown_picklist": ("There is no picklist “{name}”.", "没有选项列表“{name}”。"),
    "unknown_value": ("The picklist has no value “{name}”.", "选项列表没有值“{name}”。"),
    "assigns_ownerless": ("Records of “{name}” have no owner.", "“{name}”的记录没有负责人。"),
    "assigns_no_user": ("“{name}” does not end at a user.", "“{name}”指向的不是用户。"),
    "assigns_one": ("A field names one user; `how` is for groups.", "字段只指向一个用户，how 只用于群体。"),
    "subject_of_mail": ("A mail has a subject, and nothing else has one.", "邮件必须有主题，其他格式不能有主题。"),
    "stray_braces": ("Double braces open or close no merge field here.", "此处的双花括号没有成对构成合并字段。"),
    "match_needs_column": ("“{name}” has no column to compare by.", "“{name}”没有可比较的列。"),
    "fuzzy_needs_key": (
        "“{name}” must be text that is searchable, unique or sorted naturally to be matched by likeness.",
        "“{name}”须为可搜索、唯一或自然排序的文本，才能按相似度匹配。",
    ),
    "match_not_indexed": (
        "No field of “{name}” is indexed: every save compares with all records.",
        "“{name}”中没有已索引的字段：每次保存都要与全部记录比较。",
    ),
    "threshold_idle": ("A threshold is for `how: fuzzy`.", "threshold 只用于 how: fuzzy。"),
    "unknown_record_type": ("The object has no record type “{name}”.", "对象没有记录类型“{name}”。"),
    "default_outside": (
        "“{name}”, which new records would have, is not among these values.",
        "新记录的默认值“{name}”不在这些取值之中。",
    ),
    "control_unfit": (
        "“{name}” does not control this field yet: choose {wanted} as what the picklist {picklist} depends on.",
        "“{name}”还不能控制此字段：请在选项列表 {picklist} 的“依赖于”中选择 {wanted}。",
    ),
    "goes_with_nothing": (
        "The picklist says no `depends_on` whose values these could be.",
        "选项列表没有写明 depends_on，无从对应这些取值。",
    ),
    "unknown_role": ("There is no role “{name}”.", "没有角色“{name}”。"),
    "rollup_over_links": (
        "“{name}” is the way back of a field that holds several records: a roll-up counts a record under one other, "
        "by a look-up. A formula answers when it is read: COUNT({name}).",
        "“{name}”是多对多字段的反向关系；汇总字段只能沿查找字段把每条记录计入一条记录。可改用读取时计算的公式：COUNT({name})。",
    ),
    "unknown_relation": ("There is no child relation “{name}”.", "没有子关系“{name}”。"),
    "unknown_package": ("There is no package “{name}”.", "没有包“{name}”。"),
    "unknown_view": ("The object has no view “{name}”.", "对象没有视图“{name}”。"),
    "view_needs": ("A view of type {type} needs “{key}”.", "{type} 类视图需要“{key}”。"),
    "view_ignores": ("A view of type {type} takes no “{key}”.", "{type} 类视图不使用“{key}”。"),
    "repeated_item": ("“{name}” opens what “{first}” opens already.", "“{name}”与“{first}”指向同一处。"),
    "unfit_field": ("“{name}” is of type {type}; it takes {wanted}.", "“{name}”的类型是 {type}，此处需要 {wanted}。"),
    "unfit_parent": ("“{name}” does not point to {object} itself.", "“{name}”没有指向 {object} 本身。"),
    "unknown_action": ("There is no action “{name}”.", "没有操作“{name}”。"),
    "action_does_one": ("An action does exactly one of: {does}.", "一个操作只能做其中一件事：{does}。"),
    "hook_needs_code": ("Only a package with code has hooks.", "只有带代码的包才有钩子。"),
    "field_takes_nothing": ("“{name}” cannot be given a value here.", "“{name}”不能在此赋值。"),
    "bad_value": ("The value is refused: {detail}", "该值被拒绝：{detail}"),
    "unknown_item": ("There is no item “{name}”.", "没有条目“{name}”。"),
    "text_not_shown": ("“{name}” is written nowhere and shown nowhere.", "“{name}”处没有文字，翻译不会显示。"),
    "package_version": (
        "Package {name} is {version}; {wanted} is needed.",
        "包 {name} 的版本是 {version}，需要 {wanted}。",
    ),
    "package_cycle": ("Packages depend on each other in a circle: {cycle}.", "包之间存在循环依赖：{cycle}。"),
    "relation_twice": ("The child relation “{name}” exists already on {object}.", "{object} 上已有子关系“{name}”。"),
    "relation_is_field": ("“{name}” is also a field of {object}.", "“{name}”同时是 {object} 的字段。"),
    "role_cycle": ("Roles inherit from each other in a circle: {cycle}.", "角色之间存在循环继承：{cycle}。"),
    "audience_mixed": (
        "A role of the audience {audience} cannot inherit from “{name}”.",
        "{audience} 角色不能继承“{name}”。",
    ),
    "sharing_default_elsewhere": (
        "Only package {package} may set {key} for “{object}”.",
        "只有包 {package} 可以为“{object}”设置 {key}。",
    ),
    "sharing_by_parent": (
        "“{object}” follows its parent; it has no sharing of its own.",
        "“{object}”随其上级记录共享，不能单独设置。",
    ),
    # Fields.
    "key_not_for_type": ("Fields of the type {type} have no “{key}”.", "{type} 字段没有“{key}”。"),
    "field_needs_key": ("Fields of the type {type} need “{key}”.", "{type} 字段需要“{key}”。"),
    "bad_default": ("The default is refused: {detail}", "默认值被拒绝：{detail}"),
    "bad_limit": ("The limit “{key}” is refused: {detail}", "限制“{key}”被拒绝：{detail}"),
    "length_over_limit": ("At most {limit} characters are possible here.", "此处最多 {limit} 个字符。"),
    "precision_over_limit": ("A precision is 1 to {limit} digits.", "精度应为 1 到 {limit} 位。"),
    "scale_over_limit": ("A scale is 0 to {limit} digits.", "小数位应为 0 到 {limit} 位。"),
    "stars_over_limit": ("A rating has 2 to {limit} stars.", "评分应有 2 到 {limit} 颗星。"),
    "min_over_max": ("`min` is above `max`.", "min 大于 max。"),
    "bad_pattern": ("The pattern is refused: {detail}", "正则表达式被拒绝：{detail}"),
    "bad_number_shape": (
        "“{format}” needs one run of zeros in braces, such as INV-{{00000}}.",
        "“{format}”需要一段花括号中的零，例如 INV-{{00000}}。",
    ),
    "unknown_region": ("There is no region “{region}”.", "没有地区“{region}”。"),
    "needs_stored": (
        "Only a stored formula can be indexed, unique, searched or tracked.",
        "只有 stored 公式才能索引、唯一、搜索或跟踪。",
    ),
    "stored_reaches_out": (
        "A stored formula may use only the record's own columns, not “{name}”.",
        "stored 公式只能使用本记录自己的字段，不能使用“{name}”。",
    ),
    "stored_volatile": ("A stored formula may not depend on time or user.", "stored 公式不能依赖时间或用户。"),
    "acyclic_points_away": (
        "Only a look-up of “{object}” that points to “{object}” can come back to where it began.",
        "只有“{object}”中指向“{object}”自身的查找字段才可能形成循环。",
    ),
    "required_clears": (
        "A required lookup cannot be blanked on delete; restrict or cascade.",
        "必填查找字段删除时不能置空，请用 restrict 或 cascade。",
    ),
    "name_field_type": ("Fields of the type {type} cannot name records.", "{type} 字段不能作为名称字段。"),
    "key_field_type": ("Fields of the type {type} cannot be part of a key or index.", "{type} 字段不能用于键或索引。"),
    "rate_date_type": (
        "The date of the exchange rate must be a date or datetime field.",
        "汇率日期必须是日期或日期时间字段。",
    ),
    "currency_taken": (
        "The name “currency” is taken by the currency of the record's amounts.",
        "“currency”是记录金额币种的名称，已被占用。",
    ),
    "state_field_type": ("The state field must be a picklist.", "状态字段必须是选项列表。"),
    "rollup_of_type": (
        "{function} cannot summarise the {type} field “{name}”.",
        "{function} 不能汇总 {type} 字段“{name}”。",
    ),
    "rollup_of_virtual": (
        "A roll-up needs a stored field; “{name}” is computed at read.",
        "汇总需要存储的字段，“{name}”是读取时计算的。",
    ),
    "rollup_reaches_out": (
        "A roll-up's filter may use only the child's own columns, not “{name}”.",
        "汇总的过滤条件只能使用子记录自己的字段，不能使用“{name}”。",
    ),
    "field_cycle": ("Computed fields need each other in a circle: {cycle}.", "计算字段之间存在循环：{cycle}。"),
    "master_cycle": ("Objects are parts of each other in a circle: {cycle}.", "对象之间存在循环的主从关系：{cycle}。"),
    # Changes.
    "former_name": ("“{former}” is a former name; it is “{name}” now.", "“{former}”是旧名称，现名称为“{name}”。"),
    "name_is_former": (
        "“{name}” is a former name of “{former}” and still answers; retire it first.",
        "“{name}”是“{former}”的旧名称且仍然可用，请先停用。",
    ),
    "name_is_hidden": (
        "Something hidden has the name “{name}”; purge it first.",
        "名称“{name}”属于一个隐藏项，请先清除。",
    ),
    "renamed_from_stays": (
        "“{name}” cannot be renamed from “{former}”, which stays.",
        "“{former}”仍然保留，“{name}”不能由它改名而来。",
    ),
    "rename_elsewhere": ("Only package {package} may rename “{name}”.", "只有包 {package} 可以为“{name}”改名。"),
    "not_plain": (
        "The {kind} holds a character or a number that cannot be kept.",
        "{kind} 中含有无法保存的字符或数字。",
    ),
    "removes_nothing": ("There is no {kind} “{name}” in this layer to remove.", "本层没有可删除的{kind}“{name}”。"),
    "spans_parts": (
        "The fields of “{name}” stand in several storage parts; no index spans them.",
        "“{name}”的字段分处多个存储分区，无法共用一个索引。",
    ),
    "package_stays": (
        "The package “{name}” belongs to every database and stays.",
        "包“{name}”是每个数据库的基础，不能移除。",
    ),
    "field_without_keys": (
        "“{field}” is encrypted, but there are no keys: set GUANXI_KEYS to what `guanxi keys new` prints.",
        "“{field}”是加密字段，但没有密钥：请将 GUANXI_KEYS 设为 `guanxi keys new` 的输出。",
    ),
    "retype": (
        "“{field}” cannot change from {before} to {after}; make a new field.",
        "“{field}”不能从 {before} 类型改为 {after} 类型，请新建字段。",
    ),
    "retype_unfit": (
        "{unfit} of {rows} values of “{field}” do not fit the type {after}, such as {samples}. Mend them, or let those "
        "of {name} become blank.",
        "“{field}”的 {rows} 个值中有 {unfit} 个不符合类型 {after}，例如 {samples}。"
        "请先修正，或允许将 {name} 的这些值置空。",
    ),
    "retype_clashes": (
        "{rows} values of “{field}” would be the same as another one's, but it is unique.",
        "“{field}”的值必须唯一，但转换后有 {rows} 个值会重复。",
    ),
    "retype_running": (
        "The values of “{field}” are being copied for another type; “{name}” can change when that has ended.",
        "正在为 {field} 的新类型复制值；结束之后才能更改“{name}”。",
    ),
    "blank_nothing": (
        "“{name}” is no field whose type changes, so nothing of it becomes blank.",
        "“{name}”不是要更改类型的字段，无需置空。",
    ),
    # Formulas.
    "formula": ("{detail_en}", "{detail_zh}"),
    "formula_not_filterable": (
        "This formula has no form in SQL, which is needed here.",
        "此公式没有 SQL 形式，不能用在这里。",
    ),
    "formula_volatile": ("This formula may not depend on time.", "此公式不能依赖时间。"),
}
