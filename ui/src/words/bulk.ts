/** The words of changes of many records at once. */
export const BULK = {
  "list.bulkTitle_one": { en: "Edit {{shown}} record", zh: "编辑 {{shown}} 条记录" },
  "list.bulkTitle_other": { en: "Edit {{shown}} records", zh: "编辑 {{shown}} 条记录" },
  "list.bulkPreview": { en: "Preview", zh: "预览" },
  "list.bulkNow": { en: "Now", zh: "现在" },
  "list.bulkThen": { en: "Then", zh: "更改后" },
  "list.bulkOpen": { en: "Not chosen yet", zh: "尚未选择" },
  "list.bulkLacking": { en: "{{label}} must not be blank: choose or enter a value.", zh: "“{{label}}”必填：请先选择或填写一个值。" },
  "list.bulkOthers": { en: "Others", zh: "其他" },
  "list.bulkAny": { en: "What they have", zh: "各自的现值" },
  "list.bulkDelete_one": { en: "Delete {{shown}} record", zh: "删除 {{shown}} 条记录" },
  "list.bulkDelete_other": { en: "Delete {{shown}} records", zh: "删除 {{shown}} 条记录" },
  "list.bulkDeleteLead": { en: "They go to the recycle bin, all or none. You can undo it for a day.", zh: "将全部移入回收站（要么全部成功，要么都不变），一天内可撤销。" },
  "list.bulkField": { en: "Field", zh: "字段" },
  "list.bulkApply_one": { en: "Change {{shown}} record", zh: "更改 {{shown}} 条记录" },
  "list.bulkApply_other": { en: "Change {{shown}} records", zh: "更改 {{shown}} 条记录" },
} as const;
