"""What `--help` says in Chinese, by the English sentence that stands at the command or option."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["COMMAND_WORDS", "GROUP_WORDS", "OPTION_WORDS"]

GROUP_WORDS: Final[Mapping[str, str]] = MappingProxyType({
    "Guanxi 关系: a low-code CRM platform.\n\n"
    "Exit codes: 0 done, 1 refused, 2 wrong use of the command line, 3 done in part.":
        "Guanxi 关系：低代码 CRM 平台。\n\n退出码：0 完成，1 被拒绝，2 命令用法有误，3 部分完成。",
    "The audit trail.": "审计记录。",
    "Edit, hand over or delete all records that a filter finds, all or none.":
        "修改、移交或删除筛选出的全部记录：要么全部完成，要么全不改动。",
    "The formula language.": "公式语言。",
    "The keys of encrypted fields.": "加密字段的密钥。",
    "Packages of metadata and hooks.": "由元数据与钩子组成的包。",
    "API tokens.": "API 令牌。",
    "Users and their passwords.": "用户及其密码。",
})  # fmt: skip

COMMAND_WORDS: Final[Mapping[str, str]] = MappingProxyType({
    "Show with whom a record is shared by hand, or share it.": "查看一条记录手动共享给了谁，或共享该记录。",
    "Run an action on a record.": "对一条记录执行动作。",
    "Count and sum records in groups.": "分组统计记录：计数、求和等。",
    "Apply packages or documents, all or nothing.": "应用包或文档：要么全部生效，要么全不生效。",
    "Seal what waits and check the chain of hashes from its first link to its last.":
        "封存待封存的审计行，并从头到尾校验哈希链。",
    "Put records into the recycle bin.": "把记录移入回收站。",
    "Give fields of records a value; an empty one makes them blank.": "为记录的字段赋值；空值即清空。",
    "Hand records over to another owner.": "把记录移交给另一位负责人。",
    "Take back a bulk call of one's own within a day; what was changed since stays.":
        "一天之内撤销自己的一次批量操作；此后又被改过的内容保持不变。",
    "Do the operations of a JSON file (- for the input), all in one transaction or none.":
        "执行 JSON 文件（- 表示标准输入）中的各项操作，在同一事务中全部完成或全不执行。",
    "Look for what needs an operator: failed builds and jobs, rows not sealed, plugins that did not load.":
        "检查需要运维处理的问题：失败的构建和任务、未封存的审计行、未能加载的插件。",
    "Say whether a user may do something, and why.\n\nACTION is a right such as read, a button of the object, or with "
    "the OBJECT `system` a right of the workspace.":
        "说明某用户能否进行某项操作，以及原因。\n\nACTION 是读取等权限或该对象的操作按钮；"
        "OBJECT 为 `system` 时是工作区的权限。",
    "Export records as a file.": "把记录导出为文件。",
    "Say the type of a formula, or what is wrong with it and where.": "给出公式的类型，或指出错误及其位置。",
    "Measure how many formulas of a JSON lines file parse and type-check; needs no database.":
        "统计 JSON Lines 文件中有多少公式能通过解析和类型检查；无需数据库。",
    "Import a CSV file as records of an object.": "把 CSV 文件导入为某对象的记录。",
    "Take an import back: what it created goes to the recycle bin, what it updated gets its former values.":
        "撤销一次导入：新建的记录移入回收站，更新过的记录恢复原值。",
    "Create the database with core and base; harmless when it is there.":
        "创建含 core 与 base 的数据库；数据库已存在时不作改动。",
    "Print GUANXI_KEYS with a new key in front of those that are there; nothing is kept.":
        "输出 GUANXI_KEYS，新密钥排在现有密钥之前；不作任何保存。",
    "Seal every value of encrypted fields by the first key; after that the other keys may go.":
        "用第一把密钥重新加密加密字段的全部值；完成后其余密钥即可删除。",
    "Bring the database, with core and base in it, to what this version needs.":
        "把数据库以及其中的 core 与 base 升级到当前版本所需的状态。",
    "Show what applying packages or documents would do.": "预览应用包或文档会带来哪些变更。",
    "Say what is wrong with a package folder, each fault with its file and line.":
        "检查包文件夹，逐项列出错误及其文件与行号。",
    "Switch a package off; its documents and data stay for `enable`.":
        "停用包；其文档与数据保留，可用 `enable` 重新启用。",
    "Switch a package on again.": "重新启用包。",
    "Install packages with what they depend on; what is installed already stays as it is.":
        "安装包及其依赖；已安装的保持不变。",
    "List packages that are installed or could be.": "列出已安装和可安装的包。",
    "Make the folder of a new package: an object, a rule, a role, a hook and a test that passes.":
        "新建包文件夹：含一个对象、一条规则、一个角色、一个钩子和一项能通过的测试。",
    "Take a package out; `--purge` also drops the data of one that was taken out before.":
        "卸载包；`--purge` 还会删除先前已卸载的包的数据。",
    "Take packages to the versions that are here; the workspace's own changes stay over them.":
        "把包升级到此处的版本；工作区自己的改动仍覆盖其上。",
    "Drop hidden objects and fields with their values, for ever.": "永久删除已隐藏的对象和字段及其数据。",
    "Write all objects and fields with their types, labels, helps and readers.":
        "输出全部对象和字段，含类型、标签、说明和可读取的角色。",
    "List every text that people read with what translations say in a language, such as fr.":
        "列出用户看到的每段文字，以及翻译在某种语言（如 fr）中的译文。",
    "Tell what of the metadata nobody needs, or costs too much.": "指出元数据中无人使用或代价过高的内容。",
    "Read records.": "查询记录。",
    "Let former names answer no longer, so that they can be used anew.": "让旧名称不再有效，以便重新使用。",
    "List the newest changes of the metadata.": "列出元数据最近的变更。",
    "Undo a revision, one item of it or one property, by a new change.":
        "以一次新的变更撤销某个修订版，或其中的一个项目、一项属性。",
    "Load demo data and print the demo sign-ins; harmless when it is there.":
        "加载演示数据并列出演示账号；数据已存在时不作改动。",
    "Serve pages and the API, and work on jobs.": "提供网页与 API 服务，并处理任务。",
    "Make a token for a user and print it; it is shown this once.": "为用户创建令牌并输出；仅显示这一次。",
    "Add a user and print a random password for it, to be changed at the first sign-in.":
        "新增用户并输出随机密码，首次登录时须修改。",
    "Take a user's access away at once; its records stay.": "立即停用用户的访问权限；其记录保留。",
    "Change a password as its owner, who knows the present one.": "由知道当前密码的本人修改密码。",
    "Give a user a new random password, to be changed at the next sign-in, and end its sessions.":
        "为用户重置随机密码，下次登录时须修改，并结束其全部会话。",
    "List what names an item, a field, a record type or a value.": "列出引用了某个项目、字段、记录类型或值的内容。",
    "Work on jobs, number events and hand them on, until stopped.": "处理任务，为事件编号并分发，直到被停止。",
})  # fmt: skip

OPTION_WORDS: Final[Mapping[str, str]] = MappingProxyType({
    "Who may see it from now on, by id.": "以标识指定：今后可以查看该记录的人员、团队等。",
    "Who may change it from now on, by id.": "以标识指定：今后可以修改该记录的人员、团队等。",
    "From whom it is taken back, by id.": "以标识指定：收回与谁的共享。",
    "Those it is given to become the record's team.": "将其作为记录团队的成员。",
    "The database; else GUANXI_DATABASE_URL, else var/guanxi.db.":
        "数据库地址；不指定时取 GUANXI_DATABASE_URL，再不然为 var/guanxi.db。",
    "Show the version and exit.": "显示版本并退出。",
    "Show this message and exit.": "显示本说明并退出。",
    "Answer in JSON.": "以 JSON 输出。",
    "A parameter; several with several --set.": "一个参数；可重复使用 --set 给出多个。",
    "Do it, tell what came of it, and undo it.": "试运行：执行并报告结果，然后全部撤销。",
    "Act as this user (sign-in name) instead of the platform itself.":
        "以该用户（登录名）的身份操作，而非以平台自身的身份。",
    'Fields, paths or formulas, such as "STARTOF(close_date, \'quarter\')".':
        "字段、路径或公式，例如 \"STARTOF(close_date, 'quarter')\"。",
    "count, sum:FIELD, avg:, min:, max:, count_distinct:, with commas between them.":
        "count、sum:FIELD、avg:、min:、max:、count_distinct:，以逗号分隔。",
    "Which records count.": "统计哪些记录。",
    "A view whose filter counts too.": "同时应用该视图的筛选条件。",
    "Which groups are shown.": "显示哪些分组。",
    "Keys of the answer, each with - in front for descending order.": "结果中的键，以逗号分隔；前加 - 表示降序。",
    "Let values of this field become blank where they do not fit its new type.": "该字段中不符合新类型的值改为空。",
    "Why, for the history.": "变更原因，记入历史。",
    "Do not ask.": "不再询问确认。",
    "Do not ask; take as many as there are.": "不再询问确认；有多少条就处理多少条。",
    "Leave builds to workers instead of doing them now.": "不立即构建，交由后台进程完成。",
    "Which records.": "处理哪些记录。",
    "Only count them.": "只计数，不改动。",
    "Only those that nothing says in that language.": "只列出该语言尚无译文的文字。",
    "How many there must be, as a dry run counted them.": "应有的记录数，即试运行得到的数目。",
    "What they get.": "要写入的值。",
    "The user, team, unit or queue that owns them then.": "移交给哪个用户、团队、部门或队列。",
    "Children that go along where they have the same owner.": "负责人相同的下级记录一并移交。",
    "Which records, such as \"stage = 'won'\".": "哪些记录，例如 \"stage = 'won'\"。",
    "Words that the name or another searchable field must hold.": "名称或其他可搜索字段须包含的文字。",
    "A view that says what the other options do not.": "其他选项未指定的内容取自该视图。",
    "Fields and paths with commas between them; without them all.": "字段与路径，以逗号分隔；不指定则为全部。",
    "Fields and paths with commas between them; * for all.": "字段与路径，以逗号分隔；* 表示全部。",
    "Fields, each with - in front for descending order.": "排序字段，以逗号分隔；前加 - 表示降序。",
    "How it is written.": "输出格式。",
    "The kind of file (csv).": "文件格式（默认 csv）。",
    "Titles: names of fields, as import reads them, or labels.": "表头：字段名称（可再次导入）或标签。",
    "Picklist values by name and records by id, or both as people know them.":
        "选项值用名称、记录用编号，或两者都用可读的文字。",
    "Where the file goes; else OBJECT.FORMAT.": "输出文件；不指定则为 OBJECT.FORMAT。",
    "The object the formula is about.": "公式所属的对象。",
    "The mapping in YAML; without it the titles are names of fields.": "YAML 映射文件；不指定时表头即字段名称。",
    "A unique field: records that have its value already are updated.": "唯一字段：已有该值的记录将被更新。",
    "All rows or none, up to 100,000; or what passes, in steps of 5,000 rows.":
        "全部行要么都导入要么都不导入（最多 100,000 行）；或只导入通过的行，每步 5,000 行。",
    "Where refused rows are written, to be mended.": "被拒绝的行写入该文件，以便修正。",
    "Report every problem and keep nothing.": "报告全部问题，不保存任何内容。",
    "Leave the import to a worker.": "把导入交给后台进程。",
    "Count what would be done and do nothing.": "只统计将要处理的数目，不作改动。",
    "Mend what a program can mend.": "修复可由程序修复的问题。",
    "Take those that are installed to the versions that are here.": "把已安装的包升级到此处的版本。",
    "The folder around it.": "在哪个文件夹中创建。",
    "Whether its data stays hidden, or is dropped for ever.": "数据隐藏保留，或永久删除。",
    "How many records at most (50).": "最多返回多少条记录（默认 50）。",
    "How many revisions at most.": "最多列出多少个修订版。",
    "How much data.": "数据量。",
    "Whether the user is of the staff or signs in at the portal.": "内部员工，或从门户登录的用户。",
    "Whether to count all that fit.": "是否统计符合条件的总数。",
    "The address to listen on.": "监听地址。",
    "The port to listen on.": "监听端口。",
    "Web processes.": "网页服务进程数。",
    "What the token is for.": "令牌的用途。",
    "A scope such as read or records:NAME:write; may be repeated; else everything the user may do.":
        "权限范围，例如 read 或 records:NAME:write；可重复；不指定则等同该用户的全部权限。",
    "The name to show; else the sign-in name.": "显示名称；不指定则为登录名。",
    "A role to give; may be repeated.": "授予的角色；可重复。",
    "Code of the unit the user belongs to.": "用户所属部门的编码。",
    "Id of the record that a portal user belongs to.": "门户用户所属记录的编号。",
    "The user signs in at the portal.": "该用户从门户登录。",
    "The present password.": "当前密码。",
    "The new password.": "新密码。",
    "Jobs at a time.": "同时处理的任务数。",
})  # fmt: skip
