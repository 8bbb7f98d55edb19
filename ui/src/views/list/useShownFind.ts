import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";

const ASK_AFTER = 180;

/** What is typed to be looked for: shown at once, asked when the typing rests, and following the address. */
export function useShownFind(asked: string, onAsk: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(asked);
  const ask = useDebouncedCallback(onAsk, ASK_AFTER);
  useEffect(() => setText(asked), [asked]);
  return [text, (typed) => { setText(typed); ask(typed); }];
}
