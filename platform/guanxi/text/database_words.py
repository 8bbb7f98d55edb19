"""The words of failures between Guanxi and its database, each with the remedy where there is one."""

from collections.abc import Mapping
from typing import Final

__all__ = ["DATABASE_WORDS"]

DATABASE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "database_unreachable": (
        "The database does not answer: is it running, and is its address right?",
        "数据库没有响应：请确认它正在运行且地址正确。",
    ),
    "not_initialised": ("The database is empty: run `guanxi init`.", "数据库尚未初始化：请运行 guanxi init。"),
    "database_absent": ("There is no such database: create it first.", "数据库不存在，请先创建。"),
    "database_password": (
        "The database refuses the user or password: mend GUANXI_DATABASE_URL.",
        "数据库拒绝了该用户名或密码：请修正 GUANXI_DATABASE_URL。",
    ),
    "database_read_only": (
        "The database may only be read: check its permissions.",
        "数据库为只读：请检查其权限。",
    ),
    "database_resources": (
        "The database has run out of resources; its log tells of which.",
        "数据库资源不足，详情见其日志。",
    ),
    "database_unknown": (
        "Databases are named sqlite:///FILE or postgresql://USER@HOST/NAME.",
        "数据库地址应写成 sqlite:///文件 或 postgresql://用户@主机/库名。",
    ),
    "database_url": (
        "The address of the database cannot be read: write postgresql://USER@HOST:5432/NAME.",
        "无法识别数据库地址：请写成 postgresql://用户@主机:5432/库名。",
    ),
    "database_in_memory": (
        "A database in memory would be another one for each connection: name a file.",
        "内存数据库在每个连接中各不相同：请指定文件。",
    ),
    "not_a_database": (
        "The file is not an SQLite database: name another one.",
        "该文件不是 SQLite 数据库：请指定其他文件。",
    ),
    "too_many_connections": (
        "The database takes no more connections: raise its limit or run fewer workers.",
        "数据库连接数已达上限：请提高上限或减少工作进程。",
    ),
    "row_too_big": (
        "The record is too large for the database; shorten its texts.",
        "该记录超出数据库允许的大小，请缩短文本。",
    ),
    "value_too_big": ("A value is too large for the database; shorten it.", "某个值超出数据库允许的大小，请缩短。"),
    "value_out_of_range": ("A value lies outside of what the database keeps.", "某个值超出数据库的取值范围。"),
    "number_out_of_range": ("A number lies outside of what the database keeps.", "某个数字超出数据库的取值范围。"),
    "number_too_precise": (
        "A number has more digits than can be kept; round it.",
        "某个数字的位数超出可保存的范围，请取整。",
    ),
}
