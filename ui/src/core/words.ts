/** The words of the pages, by language; a missing one does not compile. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

const EN = {
  tagline: "A CRM that is drawn from metadata: objects, rules, roles and roll-ups without a deploy.",
  headingStarting: "Asking the server…",
  headingReady: "Guanxi is running",
  headingNotReady: "Guanxi is up, but not ready yet",
  headingUnreachable: "The server does not answer",
  hintNotReady: "It takes no requests until these are settled:",
  hintUnreachable: "Check that it still runs (make run), and that your network reaches it. This page asks again every few seconds.",
  system: "What runs here",
  version: "Version",
  database: "Database",
  revision: "Catalog revision",
  health: "Process",
  readiness: "Requests",
  alive: "alive",
  accepts: "accepted",
  refuses: "not accepted yet",
  unknown: "unknown",
  next: "Where to go",
  openapi: "HTTP API description",
  openapiHint: "OpenAPI 3.1, as the caller may see it",
  tutorial: "Tutorial: a sales pipeline",
  tutorialHint: "From CSV files to an explained, secured pipeline",
  docs: "Documentation",
  docsHint: "How-to guides, reference and decisions",
  reference: "Command line",
  referenceHint: "Every command of guanxi, with its options",
  errors: "Error codes",
  errorsHint: "What each one means and what mends it",
  metrics: "Metrics",
  metricsHint: "Counters and timings in Prometheus form",
  language: "Language",
  theme: "Appearance",
  themeSystem: "System",
  themeLight: "Light",
  themeDark: "Dark",
  licence: "Free software under the Apache License 2.0.",
  checked: "Checked at",
} as const;

export type Word = keyof typeof EN;

const ZH: Record<Word, string> = {
  tagline: "由元数据驱动的 CRM：对象、规则、角色与汇总，无需重新部署。",
  headingStarting: "正在询问服务器……",
  headingReady: "关系 Guanxi 正在运行",
  headingNotReady: "关系 Guanxi 已启动，但尚未就绪",
  headingUnreachable: "服务器没有应答",
  hintNotReady: "以下事项解决之前，它不接受请求：",
  hintUnreachable: "请确认它仍在运行（make run），且网络可达。本页每隔几秒会再次询问。",
  system: "运行状况",
  version: "版本",
  database: "数据库",
  revision: "目录修订号",
  health: "进程",
  readiness: "请求",
  alive: "正常",
  accepts: "接受",
  refuses: "暂不接受",
  unknown: "未知",
  next: "从这里开始",
  openapi: "HTTP 接口说明",
  openapiHint: "OpenAPI 3.1，按调用者权限生成",
  tutorial: "教程：销售管道",
  tutorialHint: "从 CSV 文件到可解释、受保护的销售管道",
  docs: "文档",
  docsHint: "操作指南、参考与设计决定",
  reference: "命令行",
  referenceHint: "guanxi 的每个命令及其选项",
  errors: "错误代码",
  errorsHint: "每个代码的含义与处理办法",
  metrics: "指标",
  metricsHint: "Prometheus 格式的计数与耗时",
  language: "语言",
  theme: "外观",
  themeSystem: "跟随系统",
  themeLight: "浅色",
  themeDark: "深色",
  licence: "依据 Apache License 2.0 发布的自由软件。",
  checked: "检查时间",
};

export const WORDS: Record<Language, Record<Word, string>> = { en: EN, zh: ZH };

/** Choose the language that the reader's browser prefers. */
export function preferredLanguage(preferences: readonly string[]): Language {
  const first = preferences.find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith("zh") ? "zh" : "en";
}
