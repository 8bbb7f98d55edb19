import { useEffect } from "react";

const PRODUCT = "Guanxi 关系";

/** Names the page in the browser's tab and history, the most particular part first; without it the tab names the product alone. */
export function Title({ parts }: { parts: readonly string[] }) {
  const title = [...parts.filter((part) => part !== ""), PRODUCT].join(" – ");
  useEffect(() => {
    document.title = title;
    return () => { document.title = PRODUCT; }; // what comes next may be of somebody who may not see this
  }, [title]);
  return null;
}
