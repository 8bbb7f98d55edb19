"""Finer codes of what stands between Guanxi and its database."""

from docs.generator.reason import Reason

__all__ = ["REASONS_OF_DATABASES"]

_AGAIN = ("Send the same request again after `Retry-After` seconds.", "等待 `Retry-After` 秒后重发同一请求。")

REASONS_OF_DATABASES = (
    # Busy.
    Reason(
        "lock",
        "busy",
        cause=(
            "Somebody holds a table for long, mostly an open transaction of another program, while metadata change or "
            "a record is saved.",
            "应用元数据更改或保存记录时，有人长时间占用数据表，多为其他程序未结束的事务。",
        ),
        request=("POST metadata/apply", '{"documents": […]}'),
        when=("while such a transaction is open", "存在此类事务时"),
        remedy=(
            "Try again; the log names who holds the table (`held_by`): end that transaction.",
            "请重试；日志的 `held_by` 指出占用者：请结束该事务。",
        ),
    ),
    Reason(
        "write_lock",
        "busy",
        cause=(
            "SQLite has one writer at a time, and another one took longer than a request waits.",
            "SQLite 同时只能有一个写入者，另一写入的时间超过了请求的等待时间。",
        ),
        request=("POST records/account", '{"name": "Ada"}'),
        when=("during a long import or build", "长时间导入或构建期间"),
        remedy=("Try again; where many write at once, use PostgreSQL.", "请重试；多人同时写入时请使用 PostgreSQL。"),
    ),
    Reason(
        "deadlock",
        "busy",
        cause=(
            "Two changes waited for each other, again and again; nothing of this one was kept.",
            "两项更改反复互相等待；本次更改未保存任何内容。",
        ),
        request=("PATCH records/account", '{"records": […]}'),
        when=("by two programs over the same records", "两个程序同时修改相同记录"),
        remedy=_AGAIN,
    ),
    Reason(
        "serialization",
        "busy",
        cause=(
            "Two changes crossed each other, again and again; nothing of this one was kept.",
            "两项更改反复冲突；本次更改未保存任何内容。",
        ),
        request=("PATCH records/account", '{"records": […]}'),
        when=("by two programs over the same records", "两个程序同时修改相同记录"),
        remedy=_AGAIN,
    ),
    Reason(
        "no_free_connection",
        "busy",
        cause=(
            "All connections of this process stayed in use for as long as a request waits.",
            "本进程的数据库连接在请求等待期间一直被占用。",
        ),
        request=("GET records/account",),
        when=("with very many slow requests at once", "同时有大量慢请求"),
        remedy=("Try again; run more workers, or narrow the slow questions.", "请重试；增加进程，或缩小慢查询的范围。"),
    ),
    Reason(
        "too_many_connections",
        "busy",
        cause=("PostgreSQL takes no more connections.", "PostgreSQL 不再接受新连接。"),
        request=("GET records/account",),
        when=("with more processes than its limit serves", "进程数超出其连接上限"),
        remedy=(
            "Raise `max_connections`, or run fewer web processes and workers.",
            "提高 `max_connections`，或减少网页进程与后台进程。",
        ),
    ),
    Reason(
        "shutting_down",
        "busy",
        cause=("The process is about to end; another one will answer.", "该进程即将结束，其他进程会接替。"),
        request=("GET records/account",),
        when=("during a restart", "重启期间"),
        remedy=_AGAIN,
    ),
    Reason(
        "database_unreachable",
        "busy",
        cause=(
            "No database answers at the address, or the file cannot be opened.",
            "该地址的数据库没有响应，或文件无法打开。",
        ),
        request=("guanxi --database postgresql://127.0.0.1:1/crm doctor",),
        remedy=(
            "Start the database; look at `GUANXI_DATABASE_URL`, the network and the file's permissions.",
            "启动数据库；检查 `GUANXI_DATABASE_URL`、网络和文件权限。",
        ),
    ),
    Reason(
        "database_resources",
        "busy",
        cause=("PostgreSQL has no memory or other resource left.", "PostgreSQL 的内存等资源已用尽。"),
        request=("GET records/account",),
        when=("on a machine that is too small", "机器配置过小"),
        remedy=("Look into PostgreSQL's log; give it more memory.", "查看 PostgreSQL 日志；增加内存。"),
    ),
    Reason(
        "disk_full",
        "busy",
        cause=("The disk of the database is full.", "数据库所在磁盘已满。"),
        request=("POST records/account", '{"name": "Ada"}'),
        when=("when no space is left", "没有剩余空间时"),
        remedy=("Free disk space; nothing needs repair.", "释放磁盘空间；无需修复数据。"),
    ),
    # Misconfigured: over HTTP such a fault is `internal`, and the log names it.
    Reason(
        "not_initialised",
        "misconfigured",
        cause=("The database is there and empty.", "数据库存在但为空。"),
        request=("guanxi --database sqlite:///empty.db query user",),
        remedy=("Run `guanxi init`, or name the database that you mean.", "运行 `guanxi init`，或指定正确的数据库。"),
    ),
    Reason(
        "database_unknown",
        "misconfigured",
        cause=("The address names no kind of database that Guanxi works with.", "地址所指的数据库类型不受支持。"),
        request=("guanxi --database mysql://localhost/crm doctor",),
        remedy=(
            "Write `sqlite:///FILE` or `postgresql://USER@HOST/NAME`.",
            "写成 `sqlite:///文件` 或 `postgresql://用户@主机/库名`。",
        ),
    ),
    Reason(
        "database_url",
        "misconfigured",
        cause=("The address cannot be read; its port is no number.", "地址无法识别；端口不是数字。"),
        request=("guanxi --database postgresql://localhost:port/crm doctor",),
        remedy=(
            "Write `postgresql://USER@HOST:5432/NAME`; a password's special characters as `%40` and so on.",
            "写成 `postgresql://用户@主机:5432/库名`；密码中的特殊字符写成 `%40` 等形式。",
        ),
    ),
    Reason(
        "database_in_memory",
        "misconfigured",
        cause=("A database in memory would be another one for each connection.", "内存数据库在每个连接中各不相同。"),
        request=("guanxi --database sqlite:///:memory: doctor",),
        remedy=("Name a file: `sqlite:///FILE`.", "指定文件：`sqlite:///文件`。"),
    ),
    Reason(
        "not_a_database",
        "misconfigured",
        cause=("The file is something else than an SQLite database.", "该文件不是 SQLite 数据库。"),
        request=("guanxi --database sqlite:///notes.txt doctor",),
        when=("when notes.txt is a text", "notes.txt 为文本文件"),
        remedy=("Name another file.", "指定其他文件。"),
    ),
    Reason(
        "database_absent",
        "misconfigured",
        cause=("PostgreSQL answers, but has no database of this name.", "PostgreSQL 有响应，但没有此名称的数据库。"),
        request=("guanxi --database postgresql://localhost/crm init",),
        when=("before it is created", "尚未创建时"),
        remedy=("Create it: `createdb crm`, then `guanxi init`.", "先创建：`createdb crm`，再运行 `guanxi init`。"),
    ),
    Reason(
        "database_password",
        "misconfigured",
        cause=("PostgreSQL refuses the user or the password.", "PostgreSQL 拒绝了用户或密码。"),
        request=("guanxi --database postgresql://nobody@localhost/crm doctor",),
        when=("when there is no such user", "没有该用户时"),
        remedy=(
            "Put user and password right in `GUANXI_DATABASE_URL`; `pg_hba.conf` must let this machine in.",
            "在 `GUANXI_DATABASE_URL` 中改正用户和密码；`pg_hba.conf` 须允许此机器连接。",
        ),
    ),
    Reason(
        "database_read_only",
        "misconfigured",
        cause=("The file or server may only be read.", "文件或服务器为只读。"),
        request=("guanxi migrate",),
        when=("on a read-only file or a standby server", "文件只读或连接到备用服务器"),
        remedy=("Give write permission, or name the primary server.", "授予写权限，或指定主服务器。"),
    ),
)
