import { useEffect, useMemo, useRef } from "react";

import "./formatted.css";
import { cleanHtml, cleanMarkdown } from "./clean";

/** Formatted text; its links open elsewhere and tell nothing of where they were followed. */
export function Formatted({ html, markdown }: { html?: string; markdown?: string }) {
  const box = useRef<HTMLDivElement>(null);
  const clean = useMemo(() => (markdown === undefined ? cleanHtml(html ?? "") : cleanMarkdown(markdown)), [html, markdown]);
  useEffect(() => {
    for (const link of box.current?.querySelectorAll("a") ?? []) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
  }, [clean]);
  return <div ref={box} className="formatted" dangerouslySetInnerHTML={{ __html: clean }} />;
}
