import { DndContext, DragOverlay, KeyboardSensor, MeasuringStrategy, MouseSensor, TouchSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from "@dnd-kit/core";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import { textOf, type Body } from "../api";
import type { Schema } from "../schema";
import type { Surrounding } from "../form/around";
import { Canvas } from "./Canvas";
import { KEYS, nearest, stepping, type Dragged } from "./dragging";
import { Inspector } from "./Inspector";
import { PartPalette } from "./PartPalette";
import type { Place } from "./parts";
import { useSeen, type Seen } from "./seen";
import { useDesign } from "./useDesign";
import "./layout.css";

interface Props {
  item: Body;
  schema: Schema;
  around: Surrounding;
  onChange: (item: Body) => void;
}

const ALWAYS = { droppable: { strategy: MeasuringStrategy.Always } };

/** Draws the page of a record, once it is known what fields are called. */
export function LayoutDesigner(props: Props) {
  const { data, isPending } = useSeen(textOf(props.item["object"]), null);
  return isPending ? <div aria-busy /> : <Designer {...props} seen={data ?? null} />;
}

/** Parts are dragged to their places by mouse, finger or keyboard, and described beside the page. */
function Designer({ item, schema, around, seen, onChange }: Props & { seen: Seen | null }) {
  const { t } = useTranslation("setup");
  const design = useDesign(item, seen, onChange);
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: stepping, keyboardCodes: KEYS }),
  );
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const what = active.data.current as Dragged | undefined;
    const to = over?.data.current?.["place"] as Place | undefined;
    if (what && to) design.put(what.part, what.from, to);
  };
  return (
    <DndContext
      sensors={sensors} collisionDetection={nearest} measuring={ALWAYS} accessibility={useWords()}
      onDragStart={({ active }) => setDragged((active.data.current as Dragged | undefined) ?? null)} onDragEnd={drop} onDragCancel={() => setDragged(null)}
    >
      <div className="layout-bar">
        <p className="quiet">{t("design.hint")}</p>
        <Button variant="default" disabled={design.undo === null} onClick={() => design.undo?.()}>{t("design.undo")}</Button>
      </div>
      <div className="layout-designer" data-dragging={dragged?.kind}>
        <PartPalette design={design} />
        <Canvas design={design} dragged={dragged} around={around} />
        <Inspector design={design} schema={schema} around={around} />
      </div>
      <DragOverlay dropAnimation={null}>{dragged && <span className="layout-chip"><Icon name="list" size={13} />{dragged.title}</span>}</DragOverlay>
    </DndContext>
  );
}

/** What is said of dragging to those who do not see it. */
function useWords() {
  const { t } = useTranslation("setup");
  const name = (data: unknown) => (data as Dragged | undefined)?.title ?? "";
  const where = (data: unknown) => (data as { title?: string } | undefined)?.title ?? "";
  const announcements: Announcements = {
    onDragStart: ({ active }) => t("design.picked", { name: name(active.data.current) }),
    onDragOver: ({ active, over }) => (over ? t("design.over", { name: name(active.data.current), place: where(over.data.current) }) : t("design.nowhere", { name: name(active.data.current) })),
    onDragEnd: ({ active, over }) => (over ? t("design.dropped", { name: name(active.data.current), place: where(over.data.current) }) : t("design.nowhere", { name: name(active.data.current) })),
    onDragCancel: ({ active }) => t("design.nowhere", { name: name(active.data.current) }),
  };
  return { announcements, restoreFocus: false, screenReaderInstructions: { draggable: t("design.how") } };
}
