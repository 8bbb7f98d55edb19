/** What browsers have and jsdom has not. */
globalThis.matchMedia ??= (query) => Object.assign(new EventTarget(), {
  matches: false, media: query, onchange: null, addListener: () => {}, removeListener: () => {},
});
