/** The words of lists, boards and filters. */
export const LISTS = {
  "filter.is": { en: "is", zh: "等于" },
  "filter.isNot": { en: "is not", zh: "不等于" },
  "filter.contains": { en: "contains", zh: "包含" },
  "filter.atLeast": { en: "is at least", zh: "不小于" },
  "filter.atMost": { en: "is at most", zh: "不大于" },
  "filter.anyOf": { en: "is any of", zh: "属于" },
  "filter.noneOf": { en: "is none of", zh: "不属于" },
  "filter.blank": { en: "is empty", zh: "为空" },
  "filter.filled": { en: "is not empty", zh: "不为空" },
} as const;
