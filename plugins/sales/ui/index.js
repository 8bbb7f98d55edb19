// What sales adds to the pages: how the other deals of the same account went, and a deal in one line to paste elsewhere.

/** @typedef {import("../../../ui/src/extend/contract").RecordPlace} RecordPlace */
/** @typedef {{ stage: string | null, count: number, amount_sum: number | null }} Share */
/** @typedef {{ name: string, label: string }} Stage */
/** @typedef {{ fields: { name: string, values?: Stage[], currency?: { sums?: string | null, code?: string | null } }[] }} Described */

const WORDS = {
  none: { en: "No account yet", zh: "尚未选择客户" },
  noneHint: { en: "Choose an account to see how its deals went.", zh: "选择客户后，即可查看该客户的商机情况。" },
  won: { en: "Won", zh: "赢单率" },
  copy: { en: "Copy summary", zh: "复制摘要" },
  copied: { en: "The summary is on the clipboard.", zh: "摘要已复制到剪贴板。" },
};

/** The id that a reference holds, whether it was read with the name of what it points to or without.
 * @param {unknown} value
 * @returns {string | null} */
function idOf(value) {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && "id" in value ? String(value.id) : null;
}

/** @type {import("../../../ui/src/extend/contract").Extend} */
export default function extend({ panel, action, style, useAnswer, useWords, useNumber, useMoney, react, widgets }) {
  const h = react.createElement;
  style("deals.css");

  /** @param {{ account: string }} props */
  function Deals({ account }) {
    const words = useWords();
    const number = useNumber();
    const money = useMoney();
    const question = { group_by: ["stage"], measures: ["count", "sum:amount"], filter: `account = '${account}'` };
    const { data, cause } = /** @type {import("../../../ui/src/extend/contract").Answer<{ data: Share[] }>} */ (
      useAnswer("aggregate/opportunity", { method: "POST", body: question })
    );
    const described = /** @type {import("../../../ui/src/extend/contract").Answer<Described>} */ (useAnswer("objects/opportunity"));
    if (cause) return h(widgets.Failure, { cause });
    if (data === undefined) return null;
    const stages = described.data?.fields.find(({ name }) => name === "stage")?.values ?? [];
    const { sums, code } = described.data?.fields.find(({ name }) => name === "amount")?.currency ?? {};
    const currency = sums ?? code ?? null;
    const all = data.data.reduce((sum, share) => sum + share.count, 0);
    const of = (/** @type {string} */ name) => data.data.find(({ stage }) => stage === name)?.count ?? 0;
    const closed = of("won") + of("lost");
    return h("div", { className: "sales-deals" },
      h("dl", null, data.data.map((share) => {
        const label = stages.find(({ name }) => name === share.stage)?.label ?? share.stage ?? "–";
        return h("div", { key: share.stage }, h("dt", null, label),
          h("dd", null, h("meter", { min: 0, max: all, value: share.count, "aria-label": label }),
            h("span", null, number(share.count)), h("b", null, money(Number(share.amount_sum ?? 0), currency))));
      })),
      closed > 0 && h("p", null, `${words(WORDS.won)} ${number(Math.round((100 * of("won")) / closed))} %`));
  }

  panel("account_deals", {
    Component({ record }) {
      const words = useWords();
      const account = idOf(record["account"]);
      if (account === null) return h(widgets.State, { title: words(WORDS.none), hint: words(WORDS.noneHint) });
      return h(Deals, { account });
    },
  });

  action("copy_summary", {
    object: "opportunity", label: WORDS.copy, icon: "copy",
    async run({ text }) {
      const told = ["name", "account", "stage", "amount", "close_date"].map(text);
      await navigator.clipboard.writeText(told.filter((words) => words !== "").join(" · "));
      return WORDS.copied;
    },
  });
}
