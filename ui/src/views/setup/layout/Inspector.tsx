import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import { useFields } from "../RoleEditor";
import { SchemaForm } from "../form/SchemaForm";
import type { Surrounding } from "../form/around";
import type { Schema } from "../schema";
import { keyOf, partAt, pathOf, schemaOf, type PartKind } from "./parts";
import type { Design } from "./useDesign";

/** What is edited of a part beside the page; what stands in it has its own place there. */
const EDITED: Readonly<Record<PartKind, readonly string[]>> = {
  tab: ["label", "visible_when", "name"],
  section: ["label", "columns", "collapsed", "visible_when", "name"],
  field: ["wide", "visible_when", "required_when", "readonly_when"],
  related: ["label", "columns", "sort", "visible_when"],
  component: ["label", "component", "visible_when", "name"],
};

/** What the chosen part is like, and when it shows. */
export function Inspector({ design, schema, around }: { design: Design; schema: Schema; around: Surrounding }) {
  const { t } = useTranslation("setup");
  const { selected, layout } = design;
  const part = selected && partAt(layout, selected);
  const child = selected?.kind === "related" && part ? design.seen?.children.find(({ name }) => name === keyOf("related", part))?.object : undefined;
  const listed = useFields(child ?? "");
  if (selected === null || !part) {
    return <aside className="layout-inspector" aria-label={t("design.inspector")}><p className="quiet">{t("design.choose")}</p></aside>;
  }
  return (
    <aside className="layout-inspector" aria-label={t("design.inspector")}>
      <header>
        <h3 className="clip">{design.titleOf(selected.kind, part)}</h3>
        <button type="button" className="icon-button" aria-label={t("design.close")} onClick={() => design.select(null)}><Icon name="x" size={14} /></button>
      </header>
      <SchemaForm
        schema={child === undefined ? schemaOf(schema, selected.kind) : ofChild(schemaOf(schema, selected.kind))} only={EDITED[selected.kind]} value={part}
        path={pathOf(layout, selected)} around={child === undefined ? around : { ...around, fields: listed }}
        onChange={(next) => design.replace(selected, next)}
      />
      <Button variant="subtle" color="red" leftSection={<Icon name="trash" size={14} />} onClick={() => design.remove(selected)}>{t("design.takeOff")}</Button>
    </aside>
  );
}

/** The schema of a related list, whose columns are fields of the child. */
const ofChild = (schema: Schema): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, withoutOwner(inner)])),
});

const withoutOwner = (schema: Schema): Schema => Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "x-of"));
