"""How quick the web app is in a real browser: lists, records, forms, a long list scrolled, and the bytes until then."""

import gzip
import os
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

from guanxi.settings import Settings
from guanxi.workspace.workspace import open_workspace
from playwright.sync_api import BrowserContext, Page, Response, sync_playwright

from tests.bench.loading import load, prepare
from tests.bench.measured import Measured
from tests.bench.places import Place, serve
from tests.bench.servers import guanxi
from tests.support.browser import chromium
from tests.web.client import PASSWORD, user_of

__all__ = ["pages"]

ROUNDS = 7
FIELDS = 500
LIST = "/o/bench_opportunity"
KIB = 1024
ROW = ".grid-row:not(.grid-blank)"
# Milliseconds since the navigation began, or since the click, until what is looked for is drawn.
DRAWN = """([selector, many]) => new Promise((done) => {
  const there = () => document.querySelectorAll(selector).length >= many;
  const look = () => there() ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""
CLICKED = """([clicked, selector, many]) => new Promise((done) => {
  const start = performance.now();
  document.querySelector(clicked).click();
  const there = () => document.querySelectorAll(selector).length >= many;
  const look = () => there() ? done(performance.now() - start) : requestAnimationFrame(look);
  look();
})"""
# Scrolls for so long, and tells the longest task and the longest time that a row in sight was blank.
SCROLLED = """(seconds) => new Promise((done) => {
  const box = document.querySelector(".grid");
  let [longest, blank, since, before] = [0, 0, null, performance.now()];
  const note = ({ duration }) => { longest = Math.max(longest, duration); };
  const watch = new PerformanceObserver((list) => list.getEntries().forEach(note));
  watch.observe({ type: "longtask" });
  const end = before + seconds * 1000;
  const seen = () => {
    const sight = box.getBoundingClientRect();
    const places = [...box.querySelectorAll(".grid-blank")].map((row) => row.getBoundingClientRect());
    return places.some((place) => place.bottom > sight.top + 36 && place.top < sight.bottom);
  };
  const step = (now) => {
    box.scrollTop += (now - before) * 2.5;
    before = now;
    since = seen() ? since ?? now : null;
    if (since !== null) blank = Math.max(blank, now - since);
    if (now < end) return requestAnimationFrame(step);
    watch.disconnect();
    done([longest, blank]);
  };
  requestAnimationFrame(step);
})"""
JUMPED = """() => new Promise((done) => {
  const box = document.querySelector(".grid");
  const start = performance.now();
  box.scrollTop = box.scrollHeight / 2;
  const look = () => {
    const rows = [...box.querySelectorAll(".grid-row")].map((row) => Number(row.getAttribute("aria-rowindex")));
    const there = rows.some((index) => index > 40000) && box.querySelector(".grid-blank") === null;
    return there ? done(performance.now() - start) : requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def pages(kind: str, work: Path) -> Iterator[Measured]:
    """Measure on 100,000 rows and on an object of 500 fields, medians of seven."""
    place = prepare(kind, "bench", work)
    load(place, "bench_opportunity", "opportunities", work)
    guanxi(place.url, "apply", wide_object(work / "packages" / "wide"))
    make_admin(place)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with serve(place, work) as (base, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=base)
        sign_in(context.new_page())
        state = work / "session.json"
        context.storage_state(path=state)

        def fresh() -> BrowserContext:
            return browser.new_context(viewport={"width": 1440, "height": 900}, base_url=base, storage_state=state)

        yield from first_visits(kind, fresh)
        page = fresh().new_page()
        yield from later_visits(kind, page)
        yield from long_list(kind, page)
        browser.close()


def first_visits(kind: str, fresh: Callable[[], BrowserContext]) -> Iterator[Measured]:
    """Time pages whose files no cache has, and weigh what the list needs."""
    shell = [visit(fresh(), "/search", ".state") for _ in range(ROUNDS)]
    listed = [visit(fresh(), LIST, ROW) for _ in range(ROUNDS)]
    script, style = weighed(fresh())
    yield Measured(kind, "empty shell, cold", statistics.median(shell), "ms")
    yield Measured(kind, "list of 50, cold", statistics.median(listed), "ms", 1000)
    yield Measured(kind, "scripts until a list can be used, gzip", script / KIB, "KiB", 250)
    yield Measured(kind, "styles until a list can be used, gzip", style / KIB, "KiB", 45)


def visit(context: BrowserContext, path: str, selector: str) -> float:
    """Return the milliseconds until a fresh page shows what is looked for."""
    page = context.new_page()
    page.goto(path, wait_until="commit")
    taken: float = page.evaluate(DRAWN, [selector, 1])
    context.close()
    return taken


def weighed(context: BrowserContext) -> tuple[int, int]:
    """Return the compressed bytes of the scripts and styles that a list needs."""
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))  # playwright marks what it calls
    page.goto(LIST)
    page.locator(ROW).first.wait_for()
    kinds = [(answer.request.resource_type, answer) for answer in answers]
    script, style = (
        sum(len(gzip.compress(answer.body())) for kind, answer in kinds if kind == wanted)
        for wanted in ("script", "stylesheet")
    )
    context.close()
    return script, style


def later_visits(kind: str, page: Page) -> Iterator[Measured]:
    """Time ways within the app, when its files are there."""
    page.goto(LIST)
    page.locator(ROW).first.wait_for()
    home, listing, record, form = [], [], [], []
    for turn in range(ROUNDS + 1):  # the first loads the files
        home.append(clicked(page, "a.brand", ".home"))
        listing.append(clicked(page, f'a[href="{LIST}"]', ROW))
        page.locator(f"{ROW}").nth(turn).evaluate("row => row.setAttribute('data-next', '')")
        record.append(clicked(page, "[data-next]", ".record dl dd"))
        page.goto("/o/wide_thing")
        page.locator("a.tool-main").wait_for()
        form.append(clicked(page, "a.tool-main", ".form-place", FIELDS))
        page.goto(LIST)
        page.locator(ROW).first.wait_for()
    yield Measured(kind, "home, warm", statistics.median(home[1:]), "ms")
    yield Measured(kind, "list of 50, warm", statistics.median(listing[1:]), "ms", 200)
    yield Measured(kind, "record page, warm", statistics.median(record[1:]), "ms", 150)
    yield Measured(kind, f"form of {FIELDS} fields, whole", statistics.median(form[1:]), "ms", 500)


def clicked(page: Page, what: str, selector: str, many: int = 1) -> float:
    """Return the milliseconds from a click until so many of what is looked for are drawn."""
    taken: float = page.evaluate(CLICKED, [what, selector, many])
    page.wait_for_timeout(300)
    return taken


def long_list(kind: str, page: Page) -> Iterator[Measured]:
    """Scroll through a list of 100,000 rows, and jump into its middle."""
    tasks, blanks, jumps = [], [], []
    for _ in range(ROUNDS):
        page.goto(LIST)
        page.get_by_text("100,000").first.wait_for()
        task, blank = page.evaluate(SCROLLED, 3)
        tasks.append(task)
        blanks.append(blank)
        jumps.append(page.evaluate(JUMPED))
    yield Measured(kind, "longest task while scrolling 100,000 rows", statistics.median(tasks), "ms", 50)
    yield Measured(kind, "longest blank row meanwhile", statistics.median(blanks), "ms", 100)
    yield Measured(kind, "jump to the middle", statistics.median(jumps), "ms", 500)


def sign_in(page: Page) -> None:
    """Sign the administrator in."""
    page.goto("/sign-in")
    page.locator("input[autocomplete=username]").fill("pages")
    page.locator("input[autocomplete=current-password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def make_admin(place: Place) -> None:
    """Make an administrator who signs in with the password of tests."""
    workspace = open_workspace(Settings(database_url=place.url))
    try:
        user_of(workspace, "pages", "administrator", password=True)
    finally:
        workspace.close()


def wide_object(folder: Path) -> Path:
    """Write a package with one object of many fields."""
    (folder / "objects").mkdir(parents=True, exist_ok=True)
    label = "label: {en: Thing, zh: 事物}\n"
    (folder / "plugin.yaml").write_text(f'name: wide\n{label}version: 1.0.0\ndepends: [core]\nprefix: ""\n', "utf-8")
    texts = [f"{{name: text_{n}, label: {{en: Text {n}, zh: 文本 {n}}}, type: text}}" for n in range(FIELDS - 1)]
    fields = ["{name: name, label: {en: Name, zh: 名称}, type: text, required: true}", *texts]
    body = "".join(f"  - {field}\n" for field in fields)
    (folder / "objects" / "wide_thing.yaml").write_text(
        f"kind: object\nname: wide_thing\n{label}owned: true\nname_field: name\nfields:\n{body}", "utf-8"
    )
    return folder
