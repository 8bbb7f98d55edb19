import { lazy, Suspense } from "react";

import { later } from "../../core/outdated";
import { textIn } from "../frame";
import type { DisplayProps } from "../registry";
import { wordsOf } from "./text";

const Formatted = lazy(async () => ({ default: (await later(import("./Formatted"))).Formatted }));

/** A formatted text, or in a cell its words. */
export function RichTextDisplay({ field, value, dense = false }: DisplayProps) {
  const words = wordsOf(field, value);
  if (dense || words === "") return <span className="clip">{words}</span>;
  return <Suspense fallback={<span className="long-text">{words}</span>}><Formatted html={textIn(value)} /></Suspense>;
}

export function MarkdownDisplay({ value, dense = false }: DisplayProps) {
  const text = textIn(value);
  if (dense || text === "") return <span className="clip">{text}</span>;
  return <Suspense fallback={<span className="long-text">{text}</span>}><Formatted markdown={text} /></Suspense>;
}
