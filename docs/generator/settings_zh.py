"""The settings in Chinese: what each expects and what it does."""

__all__ = ["SETTINGS_ZH"]

SETTINGS_ZH = {
    "database_url": ("URL", "数据所在：sqlite:///FILE 或 postgresql://USER@HOST/NAME。"),
    "plugins": ("文件夹", "另在此文件夹中查找插件包。"),
    "host": ("地址", "`guanxi serve` 监听的地址。"),
    "port": ("0 至 65535", "`guanxi serve` 监听的端口。"),
    "workers": ("1 至 256", "`guanxi serve` 的网页服务进程数。"),
    "threads": ("0 至 256", "一个服务进程同时处理的请求数；0 表示 PostgreSQL 上为 4、SQLite 上为 6。"),
    "streams": ("0 至 1024", "一个服务进程的实时连接数，不计入正在处理的请求。"),
    "job_threads": ("0 至 64", "`guanxi serve` 中的任务线程数；0 表示任务全部交给 `guanxi worker`。"),
    "zone": ("IANA 时区", "TODAY() 与筛选中日期所用的时区，直到工作区另行设定。"),
    "language": ("en 或 zh", "调用者未指明语言时所用的消息语言。"),
    "sqlite_synchronous": ("full 或 normal", "SQLite 多久等待一次磁盘写入。"),
    "log_level": ("级别", "写入日志的最低级别。"),
    "session_idle_minutes": ("分钟", "会话在这段时间内没有请求即结束。"),
    "view_as_minutes": ("分钟", "以他人身份查看在这段时间后结束。"),
    "session_days": ("天", "会话无论如何在这段时间后结束。"),
    "statement_seconds": ("秒", "数据库查询超过这段时间即放弃。"),
    "portal_statement_seconds": ("秒", "门户用户的数据库查询超过这段时间即放弃。"),
    "requests_per_minute": (
        "0 至 1,000,000", "一台服务器（含其全部工作进程）每分钟为一个会话用户或一个令牌应答的请求数；0 表示不限。",
    ),
    "portal_requests_per_minute": ("0 至 1,000,000", "同上，针对一位门户用户。"),
    "secure_cookies": ("true 或 false", "Cookie 是否只经 HTTPS 发送。"),
    "text_limit_mb": ("MB", "请求体的最大大小。"),
    "files": ("文件夹", "上传的文件保存于此；所有进程都必须能访问。"),
    "keep_jobs_days": ("天", "已结束的任务以及导入任务连同上传的文件，在这段时间后清除。"),
    "keep_events_days": ("天", "变更流可回溯的时间。"),
    "keep_exports_hours": ("小时", "导出的文件在这段时间内可供下载并予保留。"),
    "keys": ("NAME:KEY 对，其中一个名为 index", "加密字段所用的密钥，由 `guanxi keys new` 输出；写入时用第一把。"),
}  # fmt: skip
