/** What browsers have and jsdom has not. */
window.matchMedia ??= (query) => Object.assign(new EventTarget(), {
  matches: false, media: query, onchange: null, addListener: () => {}, removeListener: () => {},
});
