"""The words of whole failures, by the stable code of their class or by the finer reason they carry."""

from collections.abc import Mapping
from typing import Final

__all__ = ["FAILURE_WORDS"]

FAILURE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "job_not_ended": (
        "The job is {state}; only one that failed or was cancelled begins again.",
        "任务当前为 {state}；只有失败或已取消的任务可以重试。",
    ),
    "internal": ("Something went wrong here. It has been logged.", "系统内部出错，已记录日志。"),
    "refused": ("The request is refused.", "请求被拒绝。"),
    "malformed": ("The request cannot be read.", "无法读取该请求。"),
    "too_expensive": (
        "The question takes too long: filter or sort by an indexed field, or ask for fewer fields and rows.",
        "该查询耗时过长：请按已建索引的字段筛选或排序，或减少字段和行数。",
    ),
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
    "catalog_stale": ("The configuration is older than the database; try again.", "配置早于数据库，请重试。"),
    "formula_syntax": ("The formula cannot be read.", "公式存在语法错误。"),
    "formula_invalid": ("The formula cannot be used here.", "公式不能用在这里。"),
    "formula_too_large": ("The formula is too large; store parts of it as fields.", "公式过大，请将部分内容存为字段。"),
    "formula_too_deep": (
        "The formula is nested too deeply; write its branches side by side.",
        "公式嵌套过深，请并列书写各分支。",
    ),
    # Finer reasons.
    "draft_conflict": (
        "Somebody else changed this since you began to change it.",
        "自您开始修改后，他人已更改此项。",
    ),
    "base_moved": ("Somebody else changed this meanwhile; look again.", "此内容已被他人修改，请重新查看。"),
    "password_change_required": (
        "Somebody else chose your password: choose your own first.",
        "您的密码由他人设定，请先修改密码。",
    ),
    "count_unexpected": (
        "Say how many records you expect; it is {count} now.",
        "请说明预期的记录数；现在有 {count} 条。",
    ),
    "count_changed": (
        "There are {count} such records now, not {expected}.",
        "现在符合条件的记录有 {count} 条，而不是 {expected} 条。",
    ),
    "not_tried": (
        "It cannot be tried here: it names what is not published yet, or what you may not read.",
        "无法在此试算：其中引用了尚未发布或您无权读取的内容。",
    ),
    "not_tried_as_long": ("Long texts are not tried here.", "此处不试算长文本。"),
    "view_as_reads_only": (
        "You are looking as somebody else: nothing can be changed. Stop first.",
        "您正以他人身份查看：不能做任何修改。请先停止查看。",
    ),
    "view_as_ended": (
        "Looking as somebody else has ended. Stop it to go on as yourself.",
        "以他人身份查看已结束。请停止查看后以本人身份继续。",
    ),
    "view_as_needs_session": (
        "Only somebody signed in on the pages can look as somebody else.",
        "只有登录网页的用户才能以他人身份查看。",
    ),
    "view_as_nobody": (
        "One can look as another active member of the staff, not as oneself or a portal user.",
        "只能以其他在职内部员工的身份查看，不能是本人或门户用户。",
    ),
    "view_as_more": (
        "This person may do or see more than you do: {more}.",
        "此人的权限多于您：{more}。",
    ),
    "csrf": ("The request lacks its CSRF token; load the page again.", "请求缺少 CSRF 令牌，请刷新页面。"),
    "cursor_expired": ("The cursor no longer fits; begin again.", "游标已失效，请重新开始。"),
    "cursor_invalid": ("The cursor is not one of ours; begin again without it.", "游标无效，请不带游标重新开始。"),
    "key_reused": ("The key was used for another request; make a new one.", "该幂等键已用于其他请求，请使用新键。"),
    "locked": ("Too many wrong attempts; try again later.", "尝试次数过多，请稍后再试。"),
    "lock": ("Something else holds the lock; try again.", "资源被占用，请重试。"),
    "write_lock": ("Another writer is at work; try again.", "另有写入正在进行，请重试。"),
    "deadlock": ("Two changes waited for each other; try again.", "两项更改互相等待，请重试。"),
    "serialization": ("Two changes crossed each other; try again.", "两项更改相互冲突，请重试。"),
    "statement_time": ("The question took too long; narrow it.", "查询耗时过长，请缩小范围。"),
    "disk_full": ("The disk is full: free some space.", "磁盘已满：请释放空间。"),
    "shutting_down": ("The server is shutting down; try again.", "服务正在关闭，请重试。"),
    "version": ("Somebody else saved first.", "已有他人先行保存。"),
    # What hints about metadata say.
    "hint_never_filled": ("No record fills {field}.", "没有记录填写{field}。"),
    "hint_in_no_layout": ("No layout shows {field}.", "没有页面布局显示{field}。"),
    "hint_role_unheld": ("Nobody holds the role {role}.", "没有人拥有角色{role}。"),
    "hint_picklist_unused": ("No field uses the picklist {picklist}.", "没有字段使用选项列表{picklist}。"),
    "hint_view_unoffered": (
        "Nobody is offered the view {name}: nobody holds its roles ({roles}).",
        "没有人能用到视图{name}：无人拥有其角色（{roles}）。",
    ),
    "hint_layout_unoffered": (
        "Nobody is offered the layout {name}: nobody holds its roles ({roles}).",
        "没有人能用到页面布局{name}：无人拥有其角色（{roles}）。",
    ),
    "hint_app_unoffered": (
        "Nobody is offered the app {name}: nobody holds its roles ({roles}).",
        "没有人能用到应用{name}：无人拥有其角色（{roles}）。",
    ),
    "hint_layout_covered": (
        "The layout {name} is never shown: {other} comes before it for the same people and record types.",
        "页面布局{name}从不显示：对同样的人员和记录类型，{other}总是优先。",
    ),
    "hint_delete_unused": (
        "Nobody has deleted records of {object} since the audit began on {since}; {roles} may.",
        "自 {since} 审计开始以来，没有人删除过{object}的记录；{roles}有此权限。",
    ),
    "hint_export_unused": (
        "Nobody has exported records of {object} since the audit began on {since}; {roles} may.",
        "自 {since} 审计开始以来，没有人导出过{object}的记录；{roles}有此权限。",
    ),
    "hint_import_unused": (
        "Nobody has imported records of {object} since the audit began on {since}; {roles} may.",
        "自 {since} 审计开始以来，没有人导入过{object}的记录；{roles}有此权限。",
    ),
    "hint_rule_never": (
        "The rule {rule} of {object} never fires: its formula is false whatever the record is.",
        "{object}的校验规则{rule}永远不会触发：无论记录如何，其公式都为假。",
    ),
    "hint_rule_always": (
        "The rule {rule} of {object} always fires: its formula is true whatever the record is.",
        "{object}的校验规则{rule}总是触发：无论记录如何，其公式都为真。",
    ),
    "hint_rule_unfilled": (
        "The rule {rule} of {object} looks only at what no record fills: {fields}.",
        "{object}的校验规则{rule}只检查没有任何记录填写的字段：{fields}。",
    ),
    # What `doctor` finds.
    "doctor_migrate": (
        "The system tables are at {stored}, {needed} is needed: run `guanxi migrate`.",
        "系统表版本为 {stored}，需要 {needed}：请运行 guanxi migrate。",
    ),
    "doctor_build": ("A build for “{name}” failed; its job tells why.", "“{name}”的后台构建失败，原因见其任务。"),
    "doctor_job": ("Job {id} ({kind}) failed: {error}", "任务 {id}（{kind}）失败：{error}"),
    "doctor_key": (
        "{values} values of {fields} are sealed by the key “{key}”, which is not in GUANXI_KEYS: nobody can read them.",
        "{fields} 有 {values} 个值由密钥“{key}”加密，但 GUANXI_KEYS 中没有它：无人能读取这些值。",
    ),
    "doctor_unsealed": (
        "Audit rows wait for their seal since {since}: is a worker running?",
        "审计行自 {since} 起未封存：后台进程是否在运行？",
    ),
    "doctor_foundation": (
        "Core or base of the database are not those of this version: run `guanxi migrate`.",
        "数据库中的核心或基础包与当前版本不符：请运行 `guanxi migrate`。",
    ),
    "doctor_searches": (
        "The database lacks the extension {extension}, so searches read every record: "
        "make it (CREATE EXTENSION {extension}), then run `guanxi migrate`.",
        "数据库缺少扩展 {extension}，搜索会逐条读取记录："
        "请执行 CREATE EXTENSION {extension}，再运行 `guanxi migrate`。",
    ),
    "doctor_guard": (
        "Everything about {object} is denied, as package “{name}”, which guards it, did not load.",
        "守护 {object} 的包“{name}”未能加载，对该对象的访问一律拒绝。",
    ),
    "doctor_plugin_behind": (
        "The code of package “{name}” is {here}, older than {there} which the metadata was made with: roll it out.",
        "包“{name}”的代码版本 {here} 早于元数据所需的 {there}：请先部署新代码。",
    ),
    "doctor_plugin": ("The code of package “{name}” did not load: {reason}", "包“{name}”的代码未能加载：{reason}"),
    "doctor_kind": (
        "The code of package “{name}” can make nothing of its kind “{kind}”: {reason}",
        "包“{name}”的代码无法处理其种类“{kind}”：{reason}",
    ),
    # What a plan tells of data.
    "makes_table": ("Makes the table of {object}.", "新建{object}的数据表。"),
    "keeps_alias": (
        "{old} becomes {new}; the old name goes on to answer.",
        "{old}改名为{new}，旧名称仍然可用。",
    ),
    "gives_back": ("{old} is called {new} again.", "{old}恢复旧名称{new}。"),
    "merges_value": (
        "{old} becomes one with {new}; afterwards nothing tells them apart.",
        "{old}并入{new}，合并后无法再区分。",
    ),
    "purges": (
        "Drops {name} for ever, with what {rows} records hold of it: {drops}. Nothing brings it back.",
        "永久清除{name}，涉及 {rows} 条记录：{drops}。此操作无法撤销。",
    ),
    "purged": ("What was purged cannot be brought back.", "已清除的内容无法恢复。"),
    "rewrites": ("Rewrites {count} documents: {documents}.", "改写 {count} 个文档：{documents}。"),
    "recodes_rows": (
        "Turns {old} into {new} in {rows} records afterwards.",
        "随后将 {rows} 条记录的{old}改为{new}。",
    ),
    "retype_copies": (
        "Copies {rows} values of {field} into a new column; until that is done the old type answers. The old column "
        "stays hidden and comes back when this is undone.",
        "将{field}的 {rows} 个值复制到新列；完成之前仍按旧类型读写。旧列会隐藏保留，撤销时可恢复。",
    ),
    "retype_keeps": (
        "{rows} records have their former value of {field} again.",
        "{rows} 条记录恢复{field}的原值。",
    ),
    "retype_shortens": ("What {field} says besides the day is lost.", "{field}中日期以外的部分会丢失。"),
    "retype_blanks": (
        "{rows} values of {field} do not fit and become blank: {samples}.",
        "{field}有 {rows} 个值不符合，将被置空：{samples}。",
    ),
    "lock_none": ("Nobody waits.", "无需等待。"),
    "lock_rows": ("Locks a thousand records at a time.", "每次锁定一千条记录。"),
    "lock_moment": ("The table is locked for a moment.", "数据表会短暂锁定。"),
    "lock_writers": ("Writers wait until it is done; readers do not.", "完成之前写入需要等待，读取不受影响。"),
    "adds_column": ("Adds a column to {object} for {field}.", "为{field}在{object}中增加一列。"),
    "hides_object": ("Hides {object} with {rows} records.", "隐藏{object}及其 {rows} 条记录。"),
    "hides_field": ("Hides {field}, which is filled in {rows} records.", "隐藏字段{field}，其中 {rows} 条记录有值。"),
    "leaves_blank": (
        "{rows} records have no {field}; they keep it blank until they are edited.",
        "{rows} 条记录的{field}为空，编辑之前保持为空。",
    ),
    "computes_rows": ("Computes {field} for {rows} records afterwards.", "随后为 {rows} 条记录计算{field}。"),
    "builds": ("Builds an index over {rows} records afterwards.", "随后为 {rows} 条记录建立索引。"),
    "blocks_writers": (
        "Writers to {object} wait about {seconds} s while the index is built.",
        "建立索引期间，对{object}的写入约需等待 {seconds} 秒。",
    ),
    "limit_would_refuse": (
        "Of the newest {of} records that fill {field}, {refused} would be refused at their next change of it.",
        "在最新的 {of} 条填写了{field}的记录中，有 {refused} 条在下次修改该字段时会被拒绝。",
    ),
    "would_not_be_unique": (
        "{rows} records share their values of {fields}: the key cannot be built until they differ.",
        "{rows} 条记录的{fields}与其他记录相同：值各不相同之后才能建立唯一键。",
    ),
    "rule_would_refuse": (
        "Of the newest {of} records the rule would have refused {refused}.",
        "在最新的 {of} 条记录中，该规则会拒绝 {refused} 条。",
    ),
    "rule_not_tried": (
        "The rule could not be tried on the present records.",
        "该规则无法在现有记录上试运行。",
    ),
    "rule_without_index": (
        "No index serves the sharing rule {rule}: its readers' lists of {object} read the whole table.",
        "共享规则{rule}没有可用的索引：其读者的{object}列表会读取整张表。",
    ),
    "unit_not_there": (
        "No unit has the code “{code}”: the rule gives nothing to anybody until one does.",
        "没有编码为“{code}”的部门：在有该部门之前，此规则不对任何人生效。",
    ),
    "keeps_value": ("{rows} records keep the value {value}.", "{rows} 条记录仍保留取值{value}。"),
    "value_rests": (
        "{rows} records keep the value {value}, which can be chosen no longer.",
        "{rows} 条记录仍保留取值{value}，但该值不可再选。",
    ),
    "keeps_values_beside": (
        "{rows} records keep values of {field} that the list {picklist} does not have.",
        "{rows} 条记录的{field}仍保留列表{picklist}中没有的取值。",
    ),
    "keeps_type": (
        "{rows} records keep the record type {type}, which is there no longer.",
        "{rows} 条记录仍保留记录类型{type}，但该类型不复存在。",
    ),
    "type_rests": (
        "{rows} records keep the record type {type}, which can be chosen no longer.",
        "{rows} 条记录仍保留记录类型{type}，但该类型不可再选。",
    ),
    "outside_type": (
        "{rows} records of the type {type} hold values of {field} that their type no longer allows; they keep them "
        "until {field} or the type is changed.",
        "{rows} 条类型为{type}的记录，其{field}的取值不再适用于该类型；修改该字段或类型之前保持原值。",
    ),
    "outside_control": (
        "{rows} records hold values of {field} that no longer go with their {control}; they keep them until one of the "
        "two is changed.",
        "{rows} 条记录的{field}取值不再适用于其{control}；修改其中任一字段之前保持原值。",
    ),
    "hides_owner": (
        "{object} has owners no longer: the owners of {rows} records go out of sight, and nobody sees a record as its "
        "owner.",
        "{object}不再有负责人：{rows} 条记录的负责人将被隐藏，也不再有人以负责人身份看到记录。",
    ),
    "history_stops": (
        "The history of {object} stops: what changes in its {rows} records is recorded no longer. What was recorded "
        "stays.",
        "{object}停止记录历史：其 {rows} 条记录的修改不再留痕，已有的历史仍保留。",
    ),
    "history_thins": (
        "The history of {object} goes on for the fields that track theirs; other changes of its {rows} records are "
        "recorded no longer. What was recorded stays.",
        "{object}只为单独启用历史的字段留痕；其 {rows} 条记录的其他修改不再留痕，已有的历史仍保留。",
    ),
    "hides_history": (
        "No page of {object} shows the history of its {rows} records any longer; the API still gives it.",
        "{object}的页面不再显示其 {rows} 条记录的历史；仍可通过接口读取。",
    ),
    "tracks_no_longer": (
        "The history of {field} stops: what changes in it is recorded no longer in any of {rows} records. What was "
        "recorded stays.",
        "{field}停止记录历史：{rows} 条记录中该字段的修改不再留痕，已有的历史仍保留。",
    ),
    "tracks_from_now": (
        "The history of {field} begins: from now on what changes in it is recorded in {rows} records; what changed "
        "before is not known.",
        "{field}开始记录历史：此后 {rows} 条记录中该字段的修改会留痕，此前的修改没有记录。",
    ),
    "tracks_on": (
        "Changes of {field} go on to be recorded: {object} keeps the history of all its fields.",
        "{field}的修改仍会留痕：{object}记录所有字段的历史。",
    ),
    "stuck_in_state": (
        "{rows} records hold values of {field} that no transition leaves: {states}.",
        "{rows} 条记录的{field}处于没有任何流转可离开的状态：{states}。",
    ),
    "stuck_without_state": (
        "{rows} records have no {field}, and no transition gives them one.",
        "{rows} 条记录的{field}为空，且没有任何流转可为其赋值。",
    ),
    "opens_to_staff": (
        "All staff whose role may read {object} see its {rows} records, but for those that a restriction hides.",
        "凡角色可读取{object}的员工都能看到其 {rows} 条记录，受限制条件隐藏的除外。",
    ),
    "closes_to_staff": (
        "The {rows} records of {object} are seen by all staff no longer: owners, hierarchy, teams and rules decide who "
        "sees which.",
        "{object}的 {rows} 条记录不再对全体员工可见：由负责人、上下级、团队和共享规则决定谁能看到哪些。",
    ),
    "lets_change_to_staff": (
        "All staff whose role may write {object} may change its {rows} records, which they have only read.",
        "凡角色可写入{object}的员工都可修改其 {rows} 条记录，此前只能读取。",
    ),
    "locks_to_staff": (
        "All staff still see the {rows} records of {object}, but owners, hierarchy, teams and rules decide who changes "
        "which.",
        "全体员工仍可看到{object}的 {rows} 条记录，但由负责人、上下级、团队和共享规则决定谁能修改哪些。",
    ),
    "opens_to_portal": (
        "All portal users whose role may read {object} see its {rows} records, but for those that a restriction hides.",
        "凡角色可读取{object}的门户用户都能看到其 {rows} 条记录，受限制条件隐藏的除外。",
    ),
    "closes_to_portal": (
        "The {rows} records of {object} are seen by all portal users no longer: rules decide who sees which.",
        "{object}的 {rows} 条记录不再对全体门户用户可见：由共享规则决定谁能看到哪些。",
    ),
    "lets_change_to_portal": (
        "All portal users whose role may write {object} may change its {rows} records, which they have only read.",
        "凡角色可写入{object}的门户用户都可修改其 {rows} 条记录，此前只能读取。",
    ),
    "locks_to_portal": (
        "All portal users still see the {rows} records of {object}, but rules decide who changes which.",
        "全体门户用户仍可看到{object}的 {rows} 条记录，但由共享规则决定谁能修改哪些。",
    ),
    "rule_comes": (
        "The rule {rule} shares {rows} of the {of} records of {object}.",
        "规则{rule}共享{object}的 {of} 条记录中的 {rows} 条。",
    ),
    "rule_changes": (
        "The rule {rule} now bears on {rows} of the {of} records of {object}.",
        "规则{rule}现涉及{object}的 {of} 条记录中的 {rows} 条。",
    ),
    "rule_ends": (
        "The rule {rule} shares {rows} of the {of} records of {object} no longer.",
        "规则{rule}不再共享{object}的 {of} 条记录中的 {rows} 条。",
    ),
    "limit_comes": (
        "The restriction {rule} hides {rows} of the {of} records of {object} from those whom it binds.",
        "限制{rule}对受其约束的人隐藏{object}的 {of} 条记录中的 {rows} 条。",
    ),
    "limit_changes": (
        "The restriction {rule} now hides {rows} of the {of} records of {object} from those whom it binds.",
        "限制{rule}现对受其约束的人隐藏{object}的 {of} 条记录中的 {rows} 条。",
    ),
    "limit_ends": (
        "The restriction {rule} hides {rows} of the {of} records of {object} no longer.",
        "限制{rule}不再隐藏{object}的 {of} 条记录中的 {rows} 条。",
    ),
    "reach_not_counted": (
        "How many records of {object} {rule} bears on was not counted: it depends on who looks, or costs too much.",
        "未统计{rule}涉及多少条{object}记录：这取决于由谁查看，或统计代价过高。",
    ),
    "role_gives": (
        "{people} people hold the role {role} and may from now on: {rights}.",
        "{people} 人拥有角色{role}，今后将获得：{rights}。",
    ),
    "role_takes": (
        "{people} people hold the role {role} and lose, unless another role gives it to them: {rights}.",
        "{people} 人拥有角色{role}，将失去（其他角色另有授予的除外）：{rights}。",
    ),
    "pairs_already": (
        "Of the newest {of} records {rows} have a duplicate already: changing what is compared would be refused.",
        "在最新的 {of} 条记录中，有 {rows} 条已存在重复：修改所比较的字段时会被拒绝。",
    ),
    "pairs_not_tried": (
        "The duplicate rule could not be tried on the present records.",
        "该重复规则无法在现有记录上试运行。",
    ),
    "folder_taken": ("{folder} exists.", "{folder} 已存在。"),
    "plugin_name": (
        "“{name}” cannot name a package: 2 to 24 small letters and digits, a letter first.",
        "“{name}”不能作为包名：须为 2 到 24 个小写字母或数字，以字母开头。",
    ),
    "older_version": (
        "Version {version} of “{name}” is older than {installed}, which is installed.",
        "“{name}”的版本 {version} 早于已安装的 {installed}。",
    ),
    "still_installed": (
        "“{name}” is still there: take it out before its data is dropped.",
        "“{name}”仍在系统中：请先卸载，再清除其数据。",
    ),
    "package_has_code": (
        "“{name}” has code, which an operator puts in place and installs with `guanxi plugin`.",
        "“{name}”包含代码，须由运维部署并用 `guanxi plugin` 安装。",
    ),
    "demo_needs_package": (
        "The demo data fills the package “{name}”, which is not here: run `guanxi plugin install {name}` first.",
        "演示数据属于包“{name}”，而该包尚未安装：请先运行 `guanxi plugin install {name}`。",
    ),
    "package_is_here": (
        "“{name}” is a package that an operator puts in place; it is not taken in as a file.",
        "“{name}”是由运维部署的包，不能以文件方式安装。",
    ),
    "in_use": ("Something else depends on it; take that out first.", "仍有其他内容依赖于它，请先移除它们。"),
    "row_not_object": ("Each record must be a JSON object.", "每条记录必须是 JSON 对象。"),
    "mapping_outdated": (
        "The configuration changed and the mapping no longer fits; mend it and import again.",
        "配置已变更，映射不再适用，请修正后重新导入。",
    ),
    "import_taken_over": ("Another worker goes on with this import.", "此导入已由其他后台进程接手。"),
    "import_file_changed": (
        "The file “{name}” is gone or has changed since; send it again.",
        "文件“{name}”已不存在或已被修改，请重新上传。",
    ),
    "export_outdated": (
        "The fields or rights changed while the file was written; export again.",
        "导出期间字段或权限发生了变化，请重新导出。",
    ),
    "export_too_many_rows": (
        "A sheet holds at most {limit} rows; narrow the filter or export as CSV.",
        "一个工作表最多 {limit} 行，请缩小筛选范围或导出为 CSV。",
    ),
    "export_cell_too_long": (
        "A cell holds at most {limit} characters; row {row} of “{column}” has more: export as CSV.",
        "一个单元格最多 {limit} 个字符，“{column}”第 {row} 行超出，请导出为 CSV。",
    ),
    "export_sheet_too_large": (
        "A sheet holds at most {limit} GB; narrow the filter, leave out fields or export as CSV.",
        "一个工作表最多 {limit} GB，请缩小筛选范围、减少字段或导出为 CSV。",
    ),
    "too_many_rows_at_once": (
        "{rows} rows are more than {limit}, the most at once; use the mode partial.",
        "共 {rows} 行，超过一次最多 {limit} 行，请使用 partial 模式。",
    ),
}
