import { KeyboardCode, type Announcements, type KeyboardCoordinateGetter, type UniqueIdentifier } from "@dnd-kit/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

const HEAD = 44; // so that the card stands below the head of its column

/** Arrows carry a card to the next column that takes it; up and down there is no order to change. */
export const columnAside: KeyboardCoordinateGetter = (event, { context: { droppableContainers, droppableRects, collisionRect } }) => {
  const way = event.code === KeyboardCode.Right ? 1 : event.code === KeyboardCode.Left ? -1 : 0;
  if (way === 0 || collisionRect === null) return undefined;
  event.preventDefault();
  const middle = collisionRect.left + collisionRect.width / 2;
  const columns = droppableContainers.getEnabled().flatMap(({ id }) => droppableRects.get(id) ?? []);
  const beyond = columns
    .filter(({ left, right }) => (way > 0 ? left > middle : right < middle))
    .sort((one, other) => way * (one.left - other.left));
  const next = beyond[0];
  return next && { x: next.left + (next.width - collisionRect.width) / 2, y: next.top + HEAD };
};

/** What a screen reader says while a card is carried, by the names of cards and the labels of columns. */
export function useSpeech(labelOf: (column: UniqueIdentifier) => string, nameOfCard: (data: unknown) => string) {
  const { t } = useTranslation();
  return useMemo(() => {
    const announcements: Announcements = {
      onDragStart: ({ active }) => t("board.picked", { name: nameOfCard(active.data.current) }),
      onDragOver: ({ active, over }) => {
        const name = nameOfCard(active.data.current);
        return over ? t("board.over", { name, column: labelOf(over.id) }) : t("board.overNone", { name });
      },
      onDragEnd: ({ active, over }) => {
        const name = nameOfCard(active.data.current);
        return over ? t("board.dropped", { name, column: labelOf(over.id) }) : t("board.kept", { name });
      },
      onDragCancel: ({ active }) => t("board.kept", { name: nameOfCard(active.data.current) }),
    };
    return { announcements, screenReaderInstructions: { draggable: t("board.how") } };
  }, [t, labelOf, nameOfCard]);
}
