/** What one item of a kind and one entry of a list is called. */
export const ONES = {
  object: { en: "Object", zh: "对象" }, picklist: { en: "Picklist", zh: "选项列表" }, rule: { en: "Rule", zh: "校验规则" },
  layout: { en: "Layout", zh: "页面布局" }, view: { en: "View", zh: "视图" }, app: { en: "App", zh: "应用" },
  action: { en: "Action", zh: "操作按钮" }, duplicate_rule: { en: "Duplicate rule", zh: "重复规则" },
  assignment: { en: "Assignment", zh: "分配规则" }, template: { en: "Template", zh: "模板" }, role: { en: "Role", zh: "角色" },
  sharing: { en: "Sharing", zh: "共享规则" }, translation: { en: "Translation", zh: "翻译" }, setting: { en: "Setting", zh: "参数" },
  kind: { en: "Kind", zh: "种类" }, plugin: { en: "Plugin", zh: "插件" }, extension: { en: "Extension", zh: "扩展" },
  values: { en: "Value", zh: "选项" }, fields: { en: "Field", zh: "字段" }, unique_keys: { en: "Unique key", zh: "唯一键" },
  indexes: { en: "Index", zh: "索引" }, rules: { en: "Rule", zh: "规则" }, restrictions: { en: "Restriction", zh: "限制" },
  parameters: { en: "Parameter", zh: "参数" }, mutes: { en: "Right to revoke", zh: "要收回的权限" }, match: { en: "Match key", zh: "匹配键" },
  entries: { en: "Entry", zh: "条目" }, update: { en: "Field to change", zh: "要修改的字段" }, cards: { en: "Card", zh: "卡片" },
  summaries: { en: "Summary", zh: "汇总" }, columns: { en: "Column", zh: "列" }, transitions: { en: "Transition", zh: "流转" },
} as const;
