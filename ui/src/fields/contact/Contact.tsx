import type { MouseEvent } from "react";

import { textIn } from "../frame";
import type { DisplayProps } from "../registry";
import { hrefOf, shortUrl } from "./text";

const stay = (event: MouseEvent) => event.stopPropagation();

export function EmailDisplay({ value }: DisplayProps) {
  return <Way href={hrefOf("mailto", textIn(value))} text={textIn(value)} />;
}

export function PhoneDisplay({ value }: DisplayProps) {
  return <Way href={hrefOf("tel", textIn(value))} text={textIn(value)} />;
}

export function UrlDisplay({ value }: DisplayProps) {
  return <Way href={hrefOf("web", textIn(value))} text={shortUrl(textIn(value))} away />;
}

function Way({ href, text, away = false }: { href: string | null; text: string; away?: boolean }) {
  if (href === null) return <span className="clip">{text}</span>;
  return <a className="way clip" href={href} onClick={stay} {...(away && { target: "_blank", rel: "noopener noreferrer" })}>{text}</a>;
}
