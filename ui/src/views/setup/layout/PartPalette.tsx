import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import type { Body } from "../api";
import { worded } from "../words";
import { everyPart, keyOf } from "./parts";
import { Offer } from "./Spot";
import { NEW_SECTION, NEW_TAB, type Design } from "./useDesign";

const COMPONENTS: readonly Body[] = [
  { name: "timeline", label: { en: "Timeline", zh: "动态" }, component: "timeline" },
  { name: "comments", label: { en: "Comments", zh: "评论" }, component: "comments" },
  { name: "history", label: { en: "History", zh: "历史" }, component: "history" },
];

/** What is not on the page yet. */
export function PartPalette({ design }: { design: Design }) {
  const { t } = useTranslation("setup");
  const [find, setFind] = useState("");
  const { layout, seen } = design;
  const placed = new Set(everyPart(layout, "field").map((part) => keyOf("field", part)));
  const listed = new Set(everyPart(layout, "related").map((part) => keyOf("related", part)));
  const shown = new Set(everyPart(layout, "component").map((part) => part["component"]));
  const words = find.trim().toLowerCase();
  const fields = (seen?.fields ?? []).filter(({ name, label }) => !placed.has(name) && `${name} ${label}`.toLowerCase().includes(words));
  const lists = (seen?.children ?? []).filter(({ name }) => !listed.has(name));
  const panels = COMPONENTS.filter(({ component }) => !shown.has(component));
  return (
    <section className="layout-palette" aria-label={t("design.palette")}>
      <div className="layout-offers"><Offer design={design} kind="section" part={NEW_SECTION} /><Offer design={design} kind="tab" part={NEW_TAB} /></div>
      <h3>{t("item.fields")}</h3>
      <TextInput size="xs" aria-label={t("field.find")} placeholder={t("field.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} leftSection={<Icon name="search" size={13} />} />
      <div className="layout-offers">
        {fields.map(({ name, type }) => <Offer key={name} design={design} kind="field" part={{ field: name }} hint={worded("type", type)} />)}
        {fields.length === 0 && <p className="quiet">{t(words === "" ? "design.allPlaced" : "list.none")}</p>}
      </div>
      {lists.length > 0 && <h3>{worded("key", "related")}</h3>}
      <div className="layout-offers">{lists.map(({ name }) => <Offer key={name} design={design} kind="related" part={{ relation: name }} />)}</div>
      {panels.length > 0 && <h3>{worded("key", "components")}</h3>}
      <div className="layout-offers">{panels.map((part) => <Offer key={String(part["name"])} design={design} kind="component" part={part} />)}</div>
    </section>
  );
}
