"""Finer codes of what fights with what is stored: records, jobs, files, metadata and packages."""

from docs.generator.reason import Reason

__all__ = ["REASONS_OF_STATE"]

REASONS_OF_STATE = (
    # Records.
    Reason(
        "id_taken",
        "conflict",
        cause=("Another record has the id that you gave.", "您指定的标识已被其他记录使用。"),
        request=("POST records/account", '{"id": "{id}", "name": "Ada"}'),
        remedy=(
            "Leave the id out, give a new one, or change the record that is there (`upsert_by: id`).",
            "不传标识、换一个新标识，或更新已有记录（`upsert_by: id`）。",
        ),
    ),
    Reason(
        "count_unexpected",
        "conflict",
        cause=(
            "You did not say how many records you expect to change; nothing was changed.",
            "未说明预期修改的记录数；未做任何修改。",
        ),
        request=("PATCH records/account", '{"filter": "name = \\"Ada\\"", "set": {"city": "Oslo"}}'),
        remedy=(
            "Look at what the filter finds, and send as `expect` the number that a `dry_run` counts.",
            "确认筛选结果，并将 `dry_run` 计得的数目作为 `expect` 发送。",
        ),
    ),
    Reason(
        "count_changed",
        "conflict",
        cause=(
            "By now another number of records fits than you expect; nothing was changed.",
            "符合条件的记录数与预期不同；未做任何修改。",
        ),
        request=("PATCH records/account", '{"filter": "name = \\"Ada\\"", "set": {"city": "Oslo"}, "expect": 7}'),
        remedy=(
            "Count again with `dry_run`, look whether that is what you mean, and send the new `expect`.",
            "用 `dry_run` 重新计数，确认无误后发送新的 `expect`。",
        ),
    ),
    Reason(
        "key_reused",
        "conflict",
        cause=(
            "You sent another request under this `Idempotency-Key` within the last 24 hours.",
            "24 小时内您已用此 `Idempotency-Key` 发送过不同的请求。",
        ),
        request=("POST records/account", "Idempotency-Key: a1", '{"name": "Ada"}'),
        when=("after the same key with the name Bob", "此前已用同一键发送名称 Bob"),
        remedy=(
            "Make a new key for each thing to do; repeat a request as it was to get its answer again.",
            "每件事使用新的键；原样重发同一请求可再次得到其应答。",
        ),
    ),
    Reason(
        "not_unique",
        "conflict",
        cause=(
            "The record would come back with a value that another one has meanwhile, or two saves met in one value.",
            "记录恢复后会与其他记录的值重复，或两次保存同时使用了同一个值。",
        ),
        request=("POST records/user/{user}/restore",),
        when=("when another user took the sign-in name", "登录名已被其他用户使用"),
        remedy=(
            "Change the value of the other record, then restore; a save may be sent again.",
            "先修改另一条记录的值再恢复；保存操作可重新发送。",
        ),
    ),
    Reason(
        "parent_deleted",
        "conflict",
        cause=("The record belongs to one that is in the recycle bin.", "该记录所属的上级记录在回收站中。"),
        request=("POST records/price_book_entry/{entry}/restore",),
        when=("when its price book is in the bin", "其价目表在回收站中"),
        remedy=(
            "Restore that one first; it brings back what went with it.",
            "先恢复上级记录；随之删除的记录会一并恢复。",
        ),
    ),
    Reason(
        "still_referenced",
        "conflict",
        cause=(
            "Other records point to this one, by a look-up that does not let it go (`on_delete: restrict`).",
            "其他记录通过限制删除的查找字段（`on_delete: restrict`）引用此记录。",
        ),
        request=("DELETE records/account/{id}",),
        when=("when a contact belongs to it", "有联系人属于该客户"),
        remedy=("Point them elsewhere or delete them, then try again.", "先改为引用其他记录或将其删除，再重试。"),
    ),
    Reason(
        "reference_not_found",
        "invalid",
        cause=(
            "A record that was named went away during the save.",
            "保存过程中，所引用的记录已不存在。",
        ),
        request=("POST records/account", '{"name": "Ada", "parent": "…"}'),
        when=("while somebody purges that record", "同时有人清除该记录"),
        remedy=("Name a record that is there.", "引用存在的记录。"),
    ),
    # Jobs and files.
    Reason(
        "job_not_ended",
        "conflict",
        cause=("Only a job that failed or was cancelled begins again.", "只有失败或已取消的任务可以重新开始。"),
        when=(
            "the action Retry of the back office on a job that runs or is done",
            "在后台管理中对正在运行或已完成的任务执行“重试”",
        ),
        remedy=("Wait until it ends; order anew what is done.", "等待其结束；已完成的请重新提交。"),
    ),
    Reason(
        "import_file_changed",
        "conflict",
        cause=("The uploaded file is no longer there, or not as it was.", "上传的文件已不存在或已被更改。"),
        request=("POST imports",),
        when=("when the file's folder was emptied before a worker came", "后台进程处理前文件夹已被清空"),
        remedy=(
            "Send the file again; web processes and workers must share `GUANXI_FILES`.",
            "重新上传；网页进程与后台进程须共用 `GUANXI_FILES`。",
        ),
    ),
    Reason(
        "import_taken_over",
        "conflict",
        cause=(
            "This worker was silent for so long that another one goes on with the import; nothing is written twice.",
            "此后台进程长时间没有响应，另一进程已接手该导入；不会重复写入。",
        ),
        when=(
            "a `guanxi worker` that is stopped for minutes in the middle of an import",
            "导入途中 `guanxi worker` 停顿数分钟",
        ),
        remedy=("Nothing: look at the import for what came of it.", "无需处理：结果见该导入。"),
    ),
    Reason(
        "mapping_outdated",
        "conflict",
        cause=(
            "Fields were changed during the import, and its mapping names what is gone; the rows before stay.",
            "导入期间字段发生变更，映射引用了已不存在的内容；此前的行保留。",
        ),
        request=("POST imports",),
        when=("while somebody removes a mapped field", "同时有人移除了映射的字段"),
        remedy=(
            "Mend the mapping as `errors` says; import again with a match key.",
            "按 `errors` 修正映射，并使用匹配键重新导入。",
        ),
    ),
    Reason(
        "export_outdated",
        "conflict",
        cause=(
            "Fields or the reader's rights changed while the file was written; no file is left.",
            "写文件期间字段或读者的权限发生了变化；未留下文件。",
        ),
        request=("POST exports", '{"object": "account"}'),
        when=("while somebody removes a field", "同时有人移除了字段"),
        remedy=("Export again.", "重新导出。"),
    ),
    Reason(
        "export_too_many_rows",
        "conflict",
        cause=("A sheet of a spreadsheet holds about a million rows.", "电子表格的一个工作表最多约一百万行。"),
        request=("POST exports", '{"object": "account", "format": "xlsx"}'),
        when=("of more records than `params.limit`", "记录数超过 `params.limit`"),
        remedy=('Narrow the filter, or use `"format": "csv"`.', '缩小筛选范围，或使用 `"format": "csv"`。'),
    ),
    Reason(
        "export_cell_too_long",
        "conflict",
        cause=(
            "A cell holds fewer characters than the text has; `params` names column and row.",
            "文本超过一个单元格的字符上限；`params` 指明列与行。",
        ),
        request=("POST exports", '{"object": "account", "format": "xlsx"}'),
        when=("with a very long text", "含有很长的文本"),
        remedy=('Leave the field out, or use `"format": "csv"`.', '不导出该字段，或使用 `"format": "csv"`。'),
    ),
    Reason(
        "export_sheet_too_large",
        "conflict",
        cause=("A sheet grows larger than spreadsheet programs open.", "工作表超过电子表格程序可打开的大小。"),
        request=("POST exports", '{"object": "account", "format": "xlsx"}'),
        when=("of many records with long texts", "大量记录含有长文本"),
        remedy=(
            'Narrow the filter, leave fields out, or use `"format": "csv"`.',
            '缩小筛选范围、减少字段，或使用 `"format": "csv"`。',
        ),
    ),
    # Metadata.
    Reason(
        "base_moved",
        "conflict",
        cause=(
            "What is published is no longer what the plan was made on; nothing was applied.",
            "已发布的内容与制定计划时不同；未应用任何更改。",
        ),
        request=("POST metadata/apply", '{"documents": [], "plan_id": "yesterday"}'),
        remedy=("Plan again, look at it, and send its `plan_id`.", "重新生成计划，查看后发送其 `plan_id`。"),
    ),
    Reason(
        "draft_conflict",
        "conflict",
        cause=(
            "Somebody published the same items after you began to change them; `errors` names them.",
            "您开始修改后，他人已发布相同的内容；`errors` 指出是哪些。",
        ),
        request=("POST metadata/drafts/publish", '{"plan_id": "…"}'),
        when=("with such a draft", "含有此类草稿"),
        remedy=(
            "Look at both, then save the draft anew on what is published, or drop it.",
            "对比两者后，基于已发布内容重新保存草稿，或放弃草稿。",
        ),
    ),
    Reason(
        "purged",
        "conflict",
        cause=("The change dropped data for ever, so it cannot be undone.", "该更改已永久清除数据，无法撤销。"),
        request=("POST metadata/revisions/{number}/rollback", "{}"),
        when=("of a revision that purged something", "该修订含有清除操作"),
        remedy=(
            "Restore a backup, or declare the fields anew, without their values.",
            "从备份恢复，或重新声明字段（不含原有的值）。",
        ),
    ),
    # Packages.
    Reason(
        "in_use",
        "conflict",
        cause=(
            "Other packages depend on this one; `params.used_by` names them.",
            "其他包依赖于此包；`params.used_by` 列出它们。",
        ),
        request=("POST packages/base/disable", "{}"),
        remedy=("Disable or uninstall those first.", "先停用或卸载那些包。"),
    ),
    Reason(
        "still_installed",
        "conflict",
        cause=("The data of a package goes only after the package.", "须先卸载包，才能清除其数据。"),
        request=("POST packages/sales/purge", "{}"),
        remedy=("Uninstall it first: `POST packages/{name}/uninstall`.", "先卸载：`POST packages/{name}/uninstall`。"),
    ),
    Reason(
        "older_version",
        "conflict",
        cause=(
            "The version found or sent is older than the installed one; a package never goes back.",
            "找到或上传的版本早于已安装的版本；包不能降级。",
        ),
        request=("POST packages/{name}/upgrade", "{}"),
        when=("with an older folder in place", "所放文件夹的版本较旧"),
        remedy=(
            "Put the newer version in place, or undo the upgrade in the history of changes.",
            "放入较新的版本，或在更改历史中撤销升级。",
        ),
    ),
    Reason(
        "demo_needs_package",
        "conflict",
        cause=(
            "The demo data fills a package that is not installed, or was taken out.",
            "演示数据所属的包尚未安装，或已被卸载。",
        ),
        request=("guanxi seed",),
        when=("before the package `sales` is installed", "包 `sales` 尚未安装时"),
        remedy=(
            "Run `guanxi plugin install sales`, then `guanxi seed`.",
            "先运行 `guanxi plugin install sales`，再运行 `guanxi seed`。",
        ),
    ),
    Reason(
        "package_has_code",
        "conflict",
        cause=(
            "The package has Python code, powers or guards; what comes over the net never becomes code. `params.files` "
            "names what is in the way.",
            "该包含有 Python 代码、权限声明或守护；经网络上传的内容不会成为代码。`params.files` 指出有关文件。",
        ),
        request=("POST packages/{name}/install", "{}"),
        when=("of a package with `hooks.py`", "包中含有 `hooks.py`"),
        remedy=(
            "An operator puts it in place and runs `guanxi plugin install`; or send it without code.",
            "由运维部署并运行 `guanxi plugin install`；或去掉代码后上传。",
        ),
    ),
    Reason(
        "package_is_here",
        "conflict",
        cause=(
            "A package of this name is in place already, by an operator or as a part of Guanxi.",
            "同名的包已由运维部署，或属于 Guanxi 自身。",
        ),
        request=("POST packages",),
        when=("with a zip file of the name base", "zip 文件中的包名为 base"),
        remedy=(
            "Give your package another name, or have the operator bring the new version.",
            "改用其他包名，或由运维部署新版本。",
        ),
    ),
    Reason(
        "folder_taken",
        "conflict",
        cause=("The folder for the new package is there already.", "新包的文件夹已存在。"),
        request=("guanxi plugin new visit",),
        when=("a second time", "第二次运行"),
        remedy=("Choose another name, or another place with `--into`.", "换一个名称，或用 `--into` 指定其他位置。"),
    ),
)
