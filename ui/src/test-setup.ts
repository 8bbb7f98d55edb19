/** What browsers have and jsdom has not. */
globalThis.matchMedia ??= (query) => Object.assign(new EventTarget(), {
  matches: false, media: query, onchange: null, addListener: () => {}, removeListener: () => {},
});
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
if ("Element" in globalThis) Element.prototype.scrollIntoView ??= () => {}; // some tests run without a document
