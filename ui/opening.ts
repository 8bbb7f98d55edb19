import type { Plugin, Rolldown } from "vite";

/** Most of what a page begins with runs at once: browsers that know the hint compile it all while the rest still loads. */
const COMPILE_WHOLE = "//# allFunctionsCalledOnLoad\n"; // only known as the first line

type Parts = readonly (Rolldown.OutputAsset | Rolldown.OutputChunk)[];

const chunksIn = (parts: Parts) => parts.filter((part) => part.type === "chunk");

/** Find the part that is a screen; where the source moved, the build says so. */
function partOf(parts: Parts, screen: string): Rolldown.OutputChunk {
  const found = chunksIn(parts).find(({ facadeModuleId }) => facadeModuleId?.endsWith(screen));
  if (found === undefined) throw new Error(`No part of the pages is the screen ${screen}.`);
  return found;
}

/**
 * Have pages open on a screen: it is fetched while the application itself comes, so that neither waits for the other.
 *
 * Most addresses that people begin with are lists; without this their screen is only asked for when the application runs.
 */
export function opening(screen: string): Plugin {
  return {
    name: "opening",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const parts = Object.values(bundle);
        const first = new Set([partOf(parts, screen), ...chunksIn(parts).filter(({ isEntry }) => isEntry)]);
        for (const part of first) part.code = COMPILE_WHOLE + part.code;
      },
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const parts = Object.values(bundle ?? {});
        const chunks = chunksIn(parts);
        const found = partOf(parts, screen);
        const begun = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
        const files = [found.fileName, ...found.imports].filter((name) => !begun.has(name));
        const styles = new Set(chunks.filter(({ fileName }) => files.includes(fileName)).flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        const link = (rel: string, name: string, attrs = {}) => ({ tag: "link", injectTo: "head" as const, attrs: { rel, crossorigin: true, href: `/${name}`, ...attrs } });
        return [...files.map((name) => link("modulepreload", name)), ...[...styles].map((name) => link("preload", name, { as: "style" }))];
      },
    },
  };
}
