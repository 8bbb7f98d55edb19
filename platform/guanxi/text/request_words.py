"""The words of what is wrong with a request itself: its sign-in, body, headers and arguments."""

from collections.abc import Mapping
from typing import Final

__all__ = ["REQUEST_WORDS"]

REQUEST_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "body_not_object": ("A JSON object is needed here.", "此处需要 JSON 对象。"),
    "nested_too_deep": ("This nests too deeply; send it flatter.", "嵌套层数过多，请减少层数。"),
    "if_match": ('If-Match must name a version, such as "3".', 'If-Match 必须是版本号，例如 "3"。'),
    "idempotency_key": (
        "The idempotency key must be 1 to 200 printable ASCII characters.",
        "幂等键必须是 1 到 200 个可打印的 ASCII 字符。",
    ),
    "method_not_allowed": ("This address does not take this method.", "该地址不支持此请求方法。"),
    "wrong_credentials": ("Sign-in name or password is wrong.", "登录名或密码错误。"),
    "token_invalid": ("The token is not valid, or no longer.", "令牌无效或已失效。"),
    "session_invalid": ("The session has ended; sign in again.", "会话已结束，请重新登录。"),
    "not_a_positive_number": ("This must be a whole number of 1 or more.", "此项必须是不小于 1 的整数。"),
    "no_free_connection": ("Too many requests at once; try again.", "同时请求过多，请重试。"),
    "no_file": ("A file must be sent as the part “file” of a form.", "必须以表单的 file 部分上传文件。"),
    "not_a_package_file": (
        "This is no zip file with the plugin.yaml of one package at its top or in one folder.",
        "这不是在顶层或单一文件夹内含有一个包的 plugin.yaml 的 zip 文件。",
    ),
    "package_file_too_large": (
        "A package may have {files} files, and 32 megabytes of them.",
        "一个包最多可有 {files} 个文件，合计 32 兆字节。",
    ),
    "cannot_listen": (
        "Guanxi cannot listen on {place}: {detail}. Stop what uses the port, or choose another with --port.",
        "无法监听 {place}：{detail}。请停止占用该端口的程序，或用 --port 选择其他端口。",
    ),
}
