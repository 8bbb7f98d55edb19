import { useEffect, useEffectEvent, useRef, type KeyboardEvent, type PointerEvent } from "react";

import { nearer, pushed, type Sight, type Size, type Spot } from "./projection";

const PUSH = 80; // pixels that an arrow pushes the map along
const BY_KEY = 1.6;

/** Ways to move a map: by mouse, wheel, one finger or two, and keys. */
export function useSight(box: HTMLElement | null, sight: Sight, size: Size, onSight: (sight: Sight) => void, onAll: () => void) {
  const fingers = useRef(new Map<number, Spot>());
  const middle: Spot = [size.width / 2, size.height / 2];
  const come = (by: number, at: Spot = middle) => onSight(nearer(sight, by, at, size));

  const wheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault(); // the page behind does not move
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    come(Math.exp(-event.deltaY / 300), [event.clientX - left, event.clientY - top]);
  });
  useEffect(() => {
    if (box === null) return;
    const turn = (event: WheelEvent) => wheel(event);
    box.addEventListener("wheel", turn, { passive: false });
    return () => box.removeEventListener("wheel", turn);
  }, [box]);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.target instanceof Element && event.target.closest("a, button")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, [event.clientX, event.clientY]);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = fingers.current.get(event.pointerId);
    if (before === undefined) return;
    const now: Spot = [event.clientX, event.clientY];
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, now);
    if (other === undefined) return onSight(pushed(sight, now[0] - before[0], now[1] - before[1]));
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const apart = (spot: Spot) => Math.hypot(spot[0] - other[0], spot[1] - other[1]) || 1;
    come(apart(now) / apart(before), [(now[0] + other[0]) / 2 - left, (now[1] + other[1]) / 2 - top]);
  };
  const lift = (event: PointerEvent<HTMLElement>) => void fingers.current.delete(event.pointerId);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const ways: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => onSight(pushed(sight, PUSH, 0)), ArrowRight: () => onSight(pushed(sight, -PUSH, 0)),
      ArrowUp: () => onSight(pushed(sight, 0, PUSH)), ArrowDown: () => onSight(pushed(sight, 0, -PUSH)),
      "+": () => come(BY_KEY), "=": () => come(BY_KEY), "-": () => come(1 / BY_KEY), "0": onAll,
    };
    const way = ways[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    way();
  };
  return { come, by: BY_KEY, hands: { onPointerDown, onPointerMove, onPointerUp: lift, onPointerCancel: lift, onKeyDown } };
}
