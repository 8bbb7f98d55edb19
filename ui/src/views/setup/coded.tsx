import type { ReactNode } from "react";

/** A sentence in which names of metadata and conditions stand between backticks, as code. */
export const coded = (sentence: string): ReactNode => sentence.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
