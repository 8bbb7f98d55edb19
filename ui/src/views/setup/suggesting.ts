/** A name or a function that may stand in a formula, with what people call it or how it is called. */
export interface Suggestion {
  text: string;
  hint: string;
  call: boolean;
}

const WORD = /[$\p{L}_][\p{L}\p{N}_.:$]*$/u;

/** The piece of a name that ends a text, in letters of any language. */
export const typedBefore = (text: string): string => WORD.exec(text)?.[0] ?? "";

/** What fits what is typed of a name: fields by their names or by what people call them, then functions by their names. */
export function suggested(typed: string, fields: readonly Suggestion[], functions: readonly Suggestion[]): readonly Suggestion[] {
  const last = typed.slice(typed.lastIndexOf(".") + 1).toLowerCase();
  const begins = ({ text }: Suggestion) => text.toLowerCase().startsWith(last) && text.toLowerCase() !== last;
  const isCalled = ({ text, hint }: Suggestion) => last !== "" && text.toLowerCase() !== last && hint.toLowerCase().includes(last);
  const named = fields.filter(begins);
  return [...named, ...fields.filter((field) => !named.includes(field) && isCalled(field)), ...functions.filter(begins)];
}
