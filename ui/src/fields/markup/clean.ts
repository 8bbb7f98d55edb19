import DOMPurify from "dompurify";
import { marked } from "marked";

const TAGS = [
  "a", "abbr", "b", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
  "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
];
const ATTRIBUTES = ["href", "title", "src", "alt", "width", "height", "colspan", "rowspan", "scope", "start"];

/** HTML with nothing in it that could act; the server cleans it too, before it is kept. */
export function cleanHtml(html: string): string {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ATTRIBUTES, ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false, ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  });
}

/** Markdown as HTML in which nothing can act. */
export const cleanMarkdown = (text: string): string => cleanHtml(marked.parse(text, { async: false, gfm: true }));
