/** What is said of what packages bring to the pages. */
export const EXTEND = {
  "extend.failed": { en: "{{name}} cannot be shown", zh: "无法显示 {{name}}" },
  "extend.failedHint": { en: "The package that brings it did not load or met an error. The record itself is fine.", zh: "提供该部分的包未能加载或自身出错，记录本身没有问题。" },
} as const;
