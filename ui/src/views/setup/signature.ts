export interface OpenCall {
  name: string;
  /** Which argument the caret stands in, from 0. */
  argument: number;
}

/** The function whose brackets stand around the end of a text; what stands in quotes does not count. */
export function openCall(text: string): OpenCall | null {
  const open: OpenCall[] = [];
  let quote: string | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quote !== null) {
      if (sign === "\\") at += 1;
      else if (sign === quote) quote = null;
    } else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === "(") open.push({ name: /[A-Za-z_]\w*$/.exec(text.slice(0, at))?.[0]?.toUpperCase() ?? "", argument: 0 });
    else if (sign === ")") open.pop();
    else if (sign === ",") {
      const inner = open.pop();
      if (inner !== undefined) open.push({ ...inner, argument: inner.argument + 1 });
    }
  }
  return open.reverse().find(({ name }) => name !== "") ?? null;
}
