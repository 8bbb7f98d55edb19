"""Finer codes of what is wrong with a request, with who sends it, or with its size."""

from docs.generator.reason import Reason

__all__ = ["REASONS_OF_REQUESTS"]

REASONS_OF_REQUESTS = (
    Reason(
        "method_not_allowed",
        "refused",
        cause=("The address is there, but does not take this method.", "地址存在，但不支持该请求方法。"),
        request=("PUT me", "{}"),
        remedy=("Use a method that the header `Allow` names.", "改用应答头 `Allow` 列出的方法。"),
        status=405,
    ),
    Reason(
        "not_json",
        "malformed",
        cause=(
            "The body is not JSON, or its `Content-Type` says that it is something else; `params` may name line and "
            "column.",
            "请求体不是 JSON，或 `Content-Type` 声明为其他类型；`params` 可能给出行与列。",
        ),
        request=("POST records/account", "{name: Ada}"),
        remedy=(
            "Send JSON (names in double quotes) with `Content-Type: application/json`.",
            "发送 JSON（名称用双引号），并带上 `Content-Type: application/json`。",
        ),
    ),
    Reason(
        "body_not_object",
        "malformed",
        cause=("The body is JSON, but no object.", "请求体是 JSON，但不是对象。"),
        request=("PATCH records/account/{id}", '["Ada"]'),
        remedy=("Send an object: `{…}`.", "请发送对象：`{…}`。"),
    ),
    Reason(
        "nested_too_deep",
        "malformed",
        cause=(
            "Lists and objects stand within each other more than 64 deep, or a formula nests too far.",
            "列表与对象嵌套超过 64 层，或公式嵌套过深。",
        ),
        request=("POST records/account", "[[[…]]]"),
        when=("nested 65 deep", "嵌套 65 层"),
        remedy=("Send the data flatter, in several calls.", "减少嵌套，分多次发送。"),
    ),
    Reason(
        "row_not_object",
        "malformed",
        cause=(
            "An entry of the records is no object; `params` names its row.",
            "某条记录不是对象；`params` 指明其行号。",
        ),
        request=("POST records/account", '{"records": ["Ada"]}'),
        remedy=("Give each record as an object of field names and values.", "每条记录都应是由字段名和值组成的对象。"),
    ),
    Reason(
        "if_match",
        "malformed",
        cause=("`If-Match` names no version of a record.", "`If-Match` 不是记录的版本号。"),
        request=("PATCH records/account/{id}", "If-Match: three", '{"name": "Ada"}'),
        remedy=(
            'Send the `ETag` that the record was read with, such as `"3"`.',
            '发送读取该记录时得到的 `ETag`，例如 `"3"`。',
        ),
    ),
    Reason(
        "idempotency_key",
        "malformed",
        cause=(
            "`Idempotency-Key` is blank, longer than 200 characters, or has others than printable ASCII.",
            "`Idempotency-Key` 为空、超过 200 个字符，或含有可打印 ASCII 以外的字符。",
        ),
        request=("POST records/account", "Idempotency-Key: clé", '{"name": "Ada"}'),
        remedy=("Send a random id, such as a UUID.", "发送随机标识，例如 UUID。"),
    ),
    Reason(
        "no_file",
        "malformed",
        cause=("The form has no part `file`.", "表单中没有 `file` 部分。"),
        request=("POST imports",),
        when=("as a form with `object` alone", "表单只含 `object`"),
        remedy=(
            "Send `multipart/form-data` with the file as the part `file`.",
            "以 `multipart/form-data` 发送，文件放在 `file` 部分。",
        ),
    ),
    Reason(
        "cursor_invalid",
        "malformed",
        cause=("The cursor is not as this server gave it out.", "游标不是本服务器给出的原样。"),
        request=("GET records/account?cursor=abc",),
        remedy=(
            "Take `page.next` of an answer as it is, or begin without a cursor.",
            "原样使用应答中的 `page.next`，或不带游标重新开始。",
        ),
    ),
    Reason(
        "cursor_expired",
        "malformed",
        cause=(
            "The cursor belongs to another question: filter, sort or reader changed, or a field that it sorts by did.",
            "游标属于另一个查询：筛选、排序或读者已改变，或排序字段已变更。",
        ),
        request=("GET records/account?sort=-name&cursor=…",),
        when=("with the cursor of `sort=name`", "使用 `sort=name` 得到的游标"),
        remedy=(
            "Begin again without a cursor, and leave the question as it is from page to page.",
            "不带游标重新开始，翻页时保持查询不变。",
        ),
    ),
    Reason(
        "match_key_not_unique",
        "malformed",
        cause=(
            "Records cannot be found by this field: it is not unique, its index is not ready, or you may not read it.",
            "无法按此字段查找记录：该字段不唯一、索引尚未就绪，或您无权读取。",
        ),
        request=("POST records/account", '{"records": [{"name": "Ada", "city": "Oslo"}], "upsert_by": "city"}'),
        remedy=(
            "Name a unique field, or `id`; `GET objects/account` tells which are unique.",
            "改用唯一字段或 `id`；`GET objects/account` 会说明哪些字段唯一。",
        ),
    ),
    Reason(
        "formula_syntax",
        "malformed",
        cause=(
            "The formula cannot be read; `errors` says where, and what was expected there.",
            "公式无法读取；`errors` 指出位置及此处应有的内容。",
        ),
        request=("GET records/account?filter=name%20%3D",),
        remedy=(
            "Mend it at `start`; `guanxi formula check` points to the place.",
            "在 `start` 处修正；`guanxi formula check` 会指出位置。",
        ),
    ),
    Reason(
        "formula_invalid",
        "malformed",
        cause=(
            "The formula can be read, but names what is not there (or what you may not read), or its types do not fit; "
            "`errors` lists all of it, with the nearest names.",
            "公式语法正确，但引用了不存在（或您无权读取）的内容，或类型不符；`errors` 全部列出，并给出相近的名称。",
        ),
        request=("GET records/account?filter=nmae%20%3D%20%22Ada%22",),
        remedy=(
            "Mend every name and type that `errors` lists; `GET objects/account` has the fields.",
            "按 `errors` 所列逐项修正名称与类型；字段见 `GET objects/account`。",
        ),
    ),
    Reason(
        "not_filterable",
        "malformed",
        cause=(
            "The formula uses a function that the database cannot compute.",
            "公式使用了数据库无法计算的函数。",
        ),
        when=(
            "a formula of the metadata that the database would have to compute with PINYIN(name); for a filter that a "
            "caller writes the code stands in `errors`",
            "元数据中的公式使用 PINYIN(name) 且须由数据库计算；调用者所写的筛选中，该代码位于 `errors`",
        ),
        remedy=(
            "Use functions that the [list of functions](formula-functions.md) calls filterable, or keep the result in "
            "a stored formula field.",
            "改用[函数表](formula-functions.zh.md)中可筛选的函数，或将结果存为存储公式字段。",
        ),
    ),
    Reason(
        "text_not_storable",
        "malformed",
        cause=("A text has a NUL or half of a character.", "文本含有空字符或不完整的字符。"),
        when=(
            "a plugin that stores such a text where no field checks it; a field tells it in `errors`",
            "插件保存此类文本且没有字段检查；由字段检查时该代码位于 `errors`",
        ),
        remedy=("Take the character out.", "去掉该字符。"),
    ),
    Reason(
        "number_out_of_range",
        "malformed",
        cause=("A number is larger than SQLite keeps (2⁶³).", "数字超出 SQLite 可保存的范围（2⁶³）。"),
        when=("a plugin that compares with such a value where no field checks it", "插件与此类值比较且没有字段检查"),
        remedy=("Send a smaller number.", "使用较小的数字。"),
    ),
    Reason(
        "number_too_precise",
        "malformed",
        cause=(
            "A number has more digits than can be compared exactly on SQLite.",
            "数字位数过多，SQLite 无法精确比较。",
        ),
        when=("a plugin that compares with such a value where no field checks it", "插件与此类值比较且没有字段检查"),
        remedy=("Round the number to the places of the field.", "按字段的小数位数取整。"),
    ),
    Reason(
        "value_out_of_range",
        "malformed",
        cause=(
            "PostgreSQL cannot keep or compute a value: a number or date too far out.",
            "PostgreSQL 无法保存或计算某个值：数字或日期过大。",
        ),
        when=("a plugin that compares with such a value where no field checks it", "插件与此类值比较且没有字段检查"),
        remedy=("Send a value within the field's limits.", "使用字段范围内的值。"),
    ),
    Reason(
        "statement_time",
        "too_expensive",
        cause=(
            "The database worked longer than the caller may have it work; `errors` names the parts of the question "
            "that no index serves.",
            "数据库处理时间超过调用者的上限；`errors` 指出查询中没有索引支持的部分。",
        ),
        request=('GET records/account?filter=CONTAINS(city, "a")',),
        when=("on millions of records", "有数百万条记录时"),
        remedy=(
            "Narrow by an indexed field, skip by cursor, count `capped`; the limit is `GUANXI_STATEMENT_SECONDS`.",
            "用已建索引的字段缩小范围、用游标翻页、以 `capped` 计数；上限由 `GUANXI_STATEMENT_SECONDS` 规定。",
        ),
    ),
    Reason(
        "formula_too_large",
        "too_expensive",
        cause=(
            "Written out for the database, the formula fields and filters have more than 20,000 parts; `errors` names "
            "the fields.",
            "公式字段与筛选展开后超过 20,000 个部分；`errors` 指出有关字段。",
        ),
        request=("GET records/account?fields=*",),
        when=("with formula fields that name each other many times over", "公式字段多次相互引用时"),
        remedy=(
            "Ask for fewer formula fields, or store the one that others build on (`stored: true`).",
            "减少公式字段，或将被其他公式引用的字段设为存储（`stored: true`）。",
        ),
    ),
    Reason(
        "formula_too_deep",
        "too_expensive",
        cause=(
            "On SQLite the formula nests deeper than the database reads, with too many parts at the bottom.",
            "在 SQLite 上，公式嵌套超过数据库可读的深度，且底层部分过多。",
        ),
        request=("GET records/account?filter=IF(…, IF(…, IF(…",),
        when=("nested more than 40 deep over a hundred values", "嵌套超过 40 层且涉及上百个值"),
        remedy=(
            "Write alternatives side by side (`CASE`), or store a part as a field of its own.",
            "用 `CASE` 并列书写各分支，或将其中一部分存为单独字段。",
        ),
    ),
    Reason(
        "too_many_rows_at_once",
        "too_large",
        cause=(
            "An import in the mode `all_or_none` has more rows than fit in one transaction.",
            "`all_or_none` 模式的导入行数超过一次事务的上限。",
        ),
        request=("guanxi import account accounts.csv",),
        when=("with more rows than `params.limit`", "行数超过 `params.limit`"),
        remedy=("Use the mode `partial`, or several files.", "改用 `partial` 模式，或拆分为多个文件。"),
    ),
    Reason(
        "row_too_big",
        "too_large",
        cause=(
            "A record has more text in short fields than PostgreSQL keeps in one row.",
            "记录短文本字段的内容超过 PostgreSQL 单行上限。",
        ),
        request=("POST records/account", "{…}"),
        when=("with hundreds of filled text fields", "填写了数百个文本字段"),
        remedy=("Shorten the texts, or move fields to an object of their own.", "缩短文本，或将字段移到单独的对象。"),
    ),
    Reason(
        "value_too_big",
        "too_large",
        cause=("One value or statement is larger than SQLite takes (1 GB).", "单个值或语句超过 SQLite 上限（1 GB）。"),
        request=("POST records/account", "{…}"),
        when=("with such a value", "含有此类值"),
        remedy=("Send smaller parts.", "分成较小的部分发送。"),
    ),
)
