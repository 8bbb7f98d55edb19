/** What the keys of documents about records in use are called: types, duplicates, distribution, buttons, templates. */
export const MORE_KEYS = {
  rate_date: { en: "Date of the exchange rate", zh: "汇率日期" }, provides: { en: "Provides the feature", zh: "提供功能" },
  controlled_by: { en: "Controlled by", zh: "控制字段" }, record_types: { en: "Record types", zh: "记录类型" }, record_type: { en: "Record type", zh: "记录类型" },
  goes_with: { en: "Goes with", zh: "适用于" }, depends_on: { en: "Depends on", zh: "依赖于" },
  portal_default: { en: "Default for the portal", zh: "门户默认权限" }, hierarchy: { en: "Visible to units above", zh: "上级部门可见" },
  teams: { en: "Record teams", zh: "记录团队" }, unless: { en: "Unless", zh: "除非" }, home: { en: "Start page", zh: "首先打开" }, cards: { en: "Cards on the home screen", zh: "首页卡片" },
  confirm: { en: "Confirmation question", zh: "执行前确认" }, available_when: { en: "Available when", zh: "可用条件" }, shown: { en: "Shown at", zh: "显示位置" },
  update: { en: "Changes fields", zh: "修改字段" }, create: { en: "Makes a record", zh: "新建记录" }, open: { en: "Opens an address", zh: "打开网址" },
  hook: { en: "Runs code", zh: "调用代码" }, action: { en: "What happens", zh: "处理方式" }, scope: { en: "Compared with", zh: "比较范围" },
  match: { en: "Keys", zh: "匹配键" }, how: { en: "How", zh: "方式" }, threshold: { en: "Similarity", zh: "相似度" },
  entries: { en: "Entries", zh: "条目" }, subject: { en: "Subject", zh: "主题" }, text: { en: "Text", zh: "正文" },
  texts: { en: "Texts", zh: "文字" }, item: { en: "Item", zh: "项目" }, en: { en: "English", zh: "英文" }, zh: { en: "Chinese", zh: "中文" },
} as const;

/** What the fields are called that every record has. */
export const COLUMNS = {
  id: { en: "Id", zh: "标识" }, created_at: { en: "Created at", zh: "创建时间" }, created_by: { en: "Created by", zh: "创建人" },
  updated_at: { en: "Updated at", zh: "更新时间" }, updated_by: { en: "Updated by", zh: "更新人" }, owner: { en: "Owner", zh: "负责人" },
  version: { en: "Version", zh: "版本" }, record_type: { en: "Record type", zh: "记录类型" }, currency: { en: "Currency", zh: "币种" },
} as const;

/** What their values are called. */
export const MORE_CHOICES = {
  warn: { en: "Warns", zh: "提示" }, block: { en: "Refuses", zh: "阻止" }, any: { en: "Of any kind", zh: "任意" }, all: { en: "All records", zh: "全部记录" },
  visible: { en: "Records the writer sees", zh: "录入者可见的记录" }, exact: { en: "Equal", zh: "完全相同" }, fuzzy: { en: "Alike", zh: "相似" },
  private: { en: "Nothing", zh: "无权限" }, whole: { en: "The whole group", zh: "整个组" }, in_turn: { en: "Round robin", zh: "轮流" },
  least_loaded: { en: "Least loaded", zh: "数量最少者" }, mail: { en: "Mail", zh: "邮件" }, message: { en: "Message", zh: "消息" },
  document: { en: "Document", zh: "文档" }, page: { en: "The page of a record", zh: "记录页" },
  qr: { en: "QR code", zh: "二维码" }, code128: { en: "Code 128", zh: "Code 128 码" }, code39: { en: "Code 39", zh: "Code 39 码" },
  ean13: { en: "EAN-13", zh: "EAN-13 码" }, ean8: { en: "EAN-8", zh: "EAN-8 码" }, upc_a: { en: "UPC-A", zh: "UPC-A 码" },
  itf14: { en: "ITF-14", zh: "ITF-14 码" }, data_matrix: { en: "Data Matrix", zh: "Data Matrix 码" },
} as const;
