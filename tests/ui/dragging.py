"""Dragging as a hand does it: from where a thing has come to rest, let go when the page shows where it would stand."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

__all__ = ["WIDE", "drag", "drag_by", "drag_by_finger"]

WIDE = {"width": 2200, "height": 900}
"""A window in which a whole board has place: near its edges a board moves on below what is carried."""

_BELOW_HEAD = 120  # pixels
_RESTED = 400  # milliseconds after which a finger carries what it rests on
_IS_OVER = """(element) => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(element.dataset.over === "true"))))"""


def drag(page: Page, source: Locator, target: Locator) -> None:
    """Carry something onto what shows that it would take it, wherever that moves meanwhile."""
    target.evaluate("target => target.scrollIntoView({block: 'center'})")
    _take(page, source)
    _seek(target, lambda x, y: page.mouse.move(x, y, steps=6))
    page.mouse.up()


def _seek(target: Locator, move: Callable[[float, float], None]) -> None:
    """Move to where the target is until it shows that it would take what is carried."""
    for _ in range(10):
        box = target.bounding_box()
        assert box is not None
        move(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, _BELOW_HEAD))
        if target.evaluate(_IS_OVER):
            break
    expect(target).to_have_attribute("data-over", "true")


def drag_by(page: Page, source: Locator, way: tuple[float, float]) -> None:
    """Carry something as far as that."""
    x, y = _take(page, source)
    for part in (0.2, 0.6, 1):
        page.mouse.move(x + way[0] * part, y + way[1] * part)
    page.mouse.up()


def drag_by_finger(page: Page, source: Locator, target: Locator) -> None:
    """Carry something by a finger that rested on it onto what shows that it would take it, both in sight."""
    source.scroll_into_view_if_needed()
    box = source.bounding_box()
    assert box is not None
    finger = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    touches = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    def move(to_x: float, to_y: float) -> None:
        from_x, from_y = finger
        for part in (0.2, 0.4, 0.6, 0.8, 1):
            finger[:] = from_x + (to_x - from_x) * part, from_y + (to_y - from_y) * part
            touch("touchMove", {"x": finger[0], "y": finger[1]})

    touch("touchStart", {"x": finger[0], "y": finger[1]})
    page.wait_for_timeout(_RESTED)
    _seek(target, move)
    touch("touchEnd")


def _take(page: Page, source: Locator) -> tuple[float, float]:
    """Press upon the middle of what has come to rest, and return where that is."""
    source.hover()
    box = source.bounding_box()
    assert box is not None
    page.mouse.down()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
