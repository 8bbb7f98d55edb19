"""Finer codes of who is not let in, or may not do this."""

from docs.generator.reason import Reason

__all__ = ["REASONS_OF_PEOPLE"]

REASONS_OF_PEOPLE = (
    Reason(
        "wrong_credentials",
        "unauthenticated",
        cause=(
            "Sign-in name or password is wrong, the user is not active, or uses the other door: staff `auth/login`, "
            "portal users `portal/auth/login`. The answer is the same on purpose.",
            "登录名或密码错误、用户已停用，或走错入口：内部员工用 `auth/login`，门户用户用 "
            "`portal/auth/login`。应答有意相同。",
        ),
        request=("POST auth/login", '{"login": "ada", "password": "guessed"}'),
        remedy=(
            "Try again; an administrator gives a new password in the user's record, or by `guanxi user reset`.",
            "请重试；管理员可在用户记录中或用 `guanxi user reset` 设定新密码。",
        ),
    ),
    Reason(
        "locked",
        "unauthenticated",
        cause=(
            "Several wrong passwords in a row: the sign-in name waits, longer each time, up to 15 minutes.",
            "连续多次密码错误：该登录名须等待，时间逐次加长，最长 15 分钟。",
        ),
        request=("POST auth/login", '{"login": "ada", "password": "guessed"}'),
        when=("again and again", "反复尝试"),
        remedy=("Wait as many seconds as `Retry-After` says.", "等待 `Retry-After` 指定的秒数。"),
    ),
    Reason(
        "session_invalid",
        "unauthenticated",
        cause=(
            "The cookie names no session: it ended, somebody ended it, or the password changed.",
            "Cookie 没有对应的会话：会话已到期、被结束，或密码已更改。",
        ),
        request=("GET me", "Cookie: gx_session=ended"),
        remedy=("Sign in again.", "重新登录。"),
    ),
    Reason(
        "token_invalid",
        "unauthenticated",
        cause=(
            "There is no such API token: it expired, was revoked, or its user is not active.",
            "没有此 API 令牌：已过期、已撤销，或其用户已停用。",
        ),
        request=("GET me", "Authorization: Bearer gx_gone"),
        remedy=(
            "Make a new one (`POST tokens`, `guanxi token add`).",
            "新建令牌（`POST tokens`、`guanxi token add`）。",
        ),
    ),
    Reason(
        "csrf",
        "denied",
        cause=(
            "A request of a session changes something and lacks its `X-CSRF-Token`, or has an old one.",
            "会话请求要做修改，但缺少 `X-CSRF-Token` 或其值已过时。",
        ),
        request=("POST records/account", '{"name": "Ada"}'),
        when=("with the cookie alone", "只带 Cookie"),
        remedy=(
            "Send `csrf` of the sign-in or of `GET me` as the header `X-CSRF-Token`; programs use an API token.",
            "将登录应答或 `GET me` 中的 `csrf` 作为 `X-CSRF-Token` 头发送；程序请使用 API 令牌。",
        ),
    ),
    Reason(
        "password_change_required",
        "denied",
        cause=(
            "Somebody else chose your password; until you choose your own, only that is possible.",
            "您的密码由他人设定；在您自行修改之前，只能修改密码。",
        ),
        request=("GET records/account",),
        when=("after an administrator gave you a password", "管理员为您设定密码之后"),
        remedy=(
            "`POST auth/password` with `password` and `new_password`, or sign in on the pages.",
            "以 `password` 和 `new_password` 调用 `POST auth/password`，或在网页上登录修改。",
        ),
    ),
    Reason(
        "view_as_reads_only",
        "denied",
        cause=("You look as somebody else, and that is read-only.", "您正以他人身份查看，此时只能读取。"),
        request=("POST records/account", '{"name": "Ada"}'),
        when=("while you look as somebody", "以他人身份查看时"),
        remedy=("Stop first: `DELETE access/view_as`.", "先停止查看：`DELETE access/view_as`。"),
    ),
    Reason(
        "view_as_ended",
        "denied",
        cause=(
            "The time to look as somebody is over, or they may meanwhile do more than you, or are not active.",
            "以他人身份查看的时间已到，或对方权限已多于您，或已停用。",
        ),
        request=("GET records/account",),
        when=("when the time is over", "时间已到时"),
        remedy=("`DELETE access/view_as`, then go on as yourself.", "调用 `DELETE access/view_as`，以本人身份继续。"),
    ),
    Reason(
        "view_as_needs_session",
        "denied",
        cause=("Tokens, command lines and jobs cannot look as somebody.", "令牌、命令行和任务不能以他人身份查看。"),
        request=("POST access/view_as", '{"user": "ada"}'),
        remedy=("Sign in on the pages and do it there.", "登录网页后在网页上操作。"),
    ),
    Reason(
        "view_as_nobody",
        "denied",
        cause=(
            "That is yourself, a portal user or the platform.",
            "所选的是您本人、门户用户或平台自身。",
        ),
        request=("POST access/view_as", '{"user": "boss"}'),
        when=("as boss", "由 boss 本人发送"),
        remedy=("Choose another active member of the staff.", "请选择其他在职内部员工。"),
    ),
    Reason(
        "view_as_more",
        "denied",
        cause=(
            "The person may do or see something that you may not; `params.more` names it.",
            "对方可做或可见的内容超出您的权限；`params.more` 指出是哪些。",
        ),
        request=("POST access/view_as", '{"user": "ada"}'),
        when=("as somebody with fewer roles", "由角色较少的人发送"),
        remedy=(
            "Ask an administrator who may do as much; `explain` answers for one record without looking.",
            "请权限足够的管理员操作；`explain` 无需查看即可解释单条记录的权限。",
        ),
    ),
)
