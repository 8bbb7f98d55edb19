"""The advice on failures in Chinese, code by code as in English."""

from docs.generator.advice import Advice

__all__ = ["ADVICE_ZH"]

ADVICE_ZH = {
    "internal": Advice("Guanxi 或某个插件内部出错。", "任意调用", "把 `trace_id` 交给查看日志的人。"),
    "refused": Advice("整个请求被拒绝。", "任意调用", "查看 `detail` 与 `errors`。"),
    "malformed": Advice(
        "请求体、筛选、排序、游标或参数无法读取；`errors` 说明是哪一项、在何处。",
        "`GET records/user?limit=none`",
        "按 `errors` 所列逐项修改；游标须原样取自上一次应答。",
    ),
    "too_expensive": Advice(
        "数据库处理该查询的时间超过了调用者的上限。",
        "在大对象上使用没有索引支持的筛选",
        "按有索引的字段筛选和排序，减少字段和行数，或以 `capped` 计数；时间由设置 "
        "`GUANXI_STATEMENT_SECONDS` 规定，门户用户为 `GUANXI_PORTAL_STATEMENT_SECONDS`。",
    ),
    "unauthenticated": Advice(
        "没有会话或令牌、已失效、密码错误，或登录被暂时锁定。",
        "不带 Cookie 的 `GET me`",
        "重新登录，或发送 `Authorization: Bearer gx_…`；被锁定时请等待。",
    ),
    "denied": Advice(
        "您知道该内容存在，但缺少权限，或未发送会话的 CSRF 令牌。",
        "只读用户执行 `DELETE records/user/…`",
        "请联系管理员；`explain` 会说明缺少哪项权限。",
    ),
    "missing": Advice(
        "该内容不存在，或您无权知道它存在：两种情况的应答有意相同。",
        "`GET records/user/…` 访问被共享规则隐藏的记录",
        "检查名称或编号；管理员可用 `explain` 查看原因。",
    ),
    "conflict": Advice(
        "请求与已存内容冲突；`code` 说明原因：标识已被占用、幂等键用于不同的请求体、数量与预期不符。",
        "用已存在的标识 `POST records/user`",
        "读取当前状态后重新发送请求。",
    ),
    "stale": Advice(
        "您读取之后他人已保存；`If-Match` 或 `version` 指向旧版本。",
        '已存版本为 4 时以 `If-Match: "3"` 执行 `PATCH`',
        "重新读取，合并更改，发送新版本号。",
    ),
    "too_large": Advice("请求体或批次超过上限。", "一次 `POST` 超过 10,000 条记录", "拆分成较小的部分发送。"),
    "invalid": Advice(
        "数据被拒绝；`errors` 逐项列出字段与行。",
        "没有名称的 `POST records/user`",
        "修改 `errors` 列出的每一项；代码见下文。",
    ),
    "too_many": Advice(
        "某用户的会话或某令牌在一分钟内的请求数超过了单个 Web 进程的上限。",
        "一分钟内的第 6,001 次调用",
        "按 `Retry-After` 等待；将多条记录合并为一次调用。上限由设置 `GUANXI_REQUESTS_PER_MINUTE` 规定，门户用户为 "
        "`GUANXI_PORTAL_REQUESTS_PER_MINUTE`。",
    ),
    "busy": Advice("遇到锁、过载或停机。", "应用变更期间的保存", "等待 `Retry-After` 秒后重发同一请求。"),
    "catalog_moved": Advice("请求期间元数据连续变更了两次。", "变更接连应用时的保存", "重新发送同一请求。"),
    "catalog_stale": Advice(
        "本进程读取时所用的目录早于数据库，重新读取后仍未解决。",
        "连续多次更改期间的查询，或手工改动数据表之后",
        "重发同一请求；若一直如此，请运行 `guanxi doctor`。",
    ),
    "misconfigured": Advice(
        "设置、元数据或插件有错误，已全部列出。经 HTTP 时显示为 `internal`，日志中有具体代码。",
        "设置有误时执行 `guanxi serve`",
        "修正所列各项后重新启动。",
    ),
}
