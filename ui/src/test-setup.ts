import { afterEach } from "vitest";

/** What browsers have and jsdom has not. */
globalThis.matchMedia ??= (query) => Object.assign(new EventTarget(), {
  matches: false, media: query, onchange: null, addListener: () => {}, removeListener: () => {},
});
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// Files share a document, as they share the modules they import: each test leaves it empty. Some run without one.
if ("Element" in globalThis) {
  Element.prototype.scrollIntoView ??= () => {};
  const { cleanup } = await import("@testing-library/react");
  afterEach(cleanup);
}
