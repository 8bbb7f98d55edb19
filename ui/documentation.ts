import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { Marked, type Tokens } from "marked";
import type { Plugin } from "vite";

/** Give a heading the anchor that links to it use, the same as where the repository is read: its words, in lower case, with hyphens. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}_ -]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

/** Turn a link between Markdown files into one between the pages made of them. */
export function pageLink(href: string): string {
  if (/^[a-z]+:/i.test(href)) return href;
  return href.replace(/(^|\/)(README|index)\.md(?=$|#)/, "$1").replace(/\.md(?=$|#)/, "") || "./";
}

function markdown(): Marked {
  return new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        return `<h${depth} id="${anchor(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        return `<a href="${encodeURI(pageLink(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      table(token: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("");
        const body = token.rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("");
        const head = token.header.some((cell) => cell.text) ? `<thead><tr>${cells(token.header, "th")}</tr></thead>` : "";
        return `<div class="wide" tabindex="0"><table>${head}<tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
}

/** Wrap a page's text into the document that is served. */
export function documentOf(text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1]?.replace(/[`*]/g, "") ?? "Guanxi";
  const language = /[\u4e00-\u9fff]/.test(title) ? "zh" : "en";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="/mark.svg">
<link rel="stylesheet" href="/docs/docs.css">
<script type="module" src="/docs/docs.js"></script>
<title>${title} · Guanxi</title>
</head>
<body>
<header><a href="/"><img src="/mark.svg" alt="" width="24" height="24"> Guanxi 关系</a> ${language === "zh" ? `<a href="/docs/index.zh">文档</a>` : `<a href="/docs/">Documentation</a>`}</header>
<main>
${markdown().parse(text) as string}</main>
</body>
</html>
`;
}

/** Build every Markdown file under the folder into a page below /docs. */
export function documentation(source: string): Plugin {
  let target = "";
  return {
    name: "documentation",
    apply: "build",
    configResolved(config) {
      target = path.resolve(config.root, config.build.outDir, "docs");
    },
    async closeBundle() {
      const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith(".md"));
      for (const name of names) {
        const page = path.join(target, name.replace(/(^|\/)README\.md$/, "$1index.md").replace(/\.md$/, ".html"));
        await mkdir(path.dirname(page), { recursive: true });
        await writeFile(page, documentOf(await readFile(path.join(source, name), "utf8")));
      }
    },
  };
}
