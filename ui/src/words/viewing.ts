/** The words of looking as somebody else. */
export const VIEWING = {
  "viewing.banner": { en: "You see Guanxi as {{name}}, read-only, until {{time}}.", zh: "您正以 {{name}} 的身份只读查看，至 {{time}} 结束。" },
  "viewing.stop": { en: "Stop", zh: "停止查看" },
} as const;
