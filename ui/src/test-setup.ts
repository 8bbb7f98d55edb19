/** What browsers have and jsdom has not. */
globalThis.matchMedia ??= (query) => Object.assign(new EventTarget(), {
  matches: false, media: query, onchange: null, addListener: () => {}, removeListener: () => {},
});
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView ??= () => {};
