import { useDroppable } from "@dnd-kit/core";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import { textOf, type Body } from "../api";
import type { Surrounding } from "../form/around";
import { worded } from "../words";
import { ANYWHERE, type Dragged } from "./dragging";
import { partAt, partsIn, pathOf, type PartKind, type Place } from "./parts";
import { End, Spot } from "./Spot";
import { endOf, type Design } from "./useDesign";

interface Props {
  design: Design;
  dragged: Dragged | null;
  around: Surrounding;
}

const CONDITIONS = ["visible_when", "required_when", "readonly_when"] as const;
const SIGNS = { visible_when: "eye", required_when: "warning", readonly_when: "lock" } as const;

/** The page as it will be built up: its tabs, and of the open one sections, related lists and panels. */
export function Canvas(props: Props) {
  const { t } = useTranslation("setup");
  const { design, dragged } = props;
  const { layout, tab } = design;
  const tabs = partsIn(layout, "tab", []);
  const sections = partsIn(layout, "section", [tab]);
  const { setNodeRef } = useDroppable({ id: ANYWHERE, disabled: dragged === null });
  return (
    <section ref={setNodeRef} className="layout-canvas" aria-label={t("design.page")} onClick={(event) => { if (event.target === event.currentTarget) design.select(null); }}>
      <div className="layout-tabs" role="group" aria-label={worded("key", "tabs")}>
        {tabs.map((part, at) => <TabHead key={at} {...props} part={part} at={at} />)}
        <End dragged={dragged} place={{ kind: "tab", path: [tabs.length] }} />
      </div>
      {tabs.length === 0 && <p className="quiet layout-none">{t("design.noTabs")}</p>}
      {sections.map((part, at) => <Section key={at} {...props} part={part} place={{ kind: "section", path: [tab, at] }} />)}
      <End dragged={dragged} place={endOf(layout, "section", tab)} />
      {tabs.length > 0 && sections.length === 0 && <End dragged={dragged} place={{ kind: "field", path: [tab, 0, 0] }}><p className="quiet">{t("design.empty")}</p></End>}
      <Boxes {...props} kind="related" icon="table" />
      <Boxes {...props} kind="component" icon="layout_board" />
    </section>
  );
}

function TabHead({ design, dragged, around, part, at }: Props & { part: Body; at: number }) {
  const place: Place = { kind: "tab", path: [at] };
  const title = design.titleOf("tab", part);
  const elsewhere = dragged !== null && dragged.kind !== "tab" && at !== design.tab;
  const into = useDroppable({ id: `into ${at}`, disabled: !elsewhere, data: { place: dragged && endOf(design.layout, dragged.kind, at), title } });
  const opening: Design = { ...design, select: (chosen) => { design.openTab(at); design.select(chosen); } };
  return (
    <span ref={into.setNodeRef} className="layout-tab" data-open={at === design.tab || undefined} data-over={into.isOver || undefined}>
      <Spot design={opening} dragged={dragged} place={place} part={part} className="layout-tab-head" faulty={faulty(around, design, place)} />
    </span>
  );
}

const faulty = (around: Surrounding, { layout }: Design, place: Place) => {
  const path = pathOf(layout, place);
  return around.findings.some((found) => found.path === path || found.path.startsWith(`${path}/`));
};

function Section({ design, dragged, around, part, place }: Props & { part: Body; place: Place }) {
  const { t } = useTranslation("setup");
  const fields = partsIn(design.layout, "field", place.path);
  const columns = Number(textOf(part["columns"]) || 2);
  return (
    <section className="layout-section" aria-label={design.titleOf("section", part)}>
      <Spot design={design} dragged={dragged} place={place} part={part} className="layout-section-head">
        <strong className="clip">{design.titleOf("section", part)}</strong><Conditions part={part} />
        {part["collapsed"] === true && <span className="quiet">{worded("key", "collapsed")}</span>}
      </Spot>
      <div className="layout-fields" data-columns={columns}>
        {fields.map((field, at) => <FieldSpot key={at} design={design} dragged={dragged} around={around} part={field} place={{ kind: "field", path: [...place.path, at] }} />)}
        <End dragged={dragged} place={{ kind: "field", path: [...place.path, fields.length] }}>{fields.length === 0 && <p className="quiet">{t("design.empty")}</p>}</End>
      </div>
    </section>
  );
}

function FieldSpot({ design, dragged, around, part, place }: Props & { part: Body; place: Place }) {
  const field = design.seen?.fields.find(({ name }) => name === part["field"]);
  return (
    <Spot design={design} dragged={dragged} place={place} part={part} className={part["wide"] === true ? "layout-field layout-wide" : "layout-field"} faulty={faulty(around, design, place)}>
      <span className="clip">{design.titleOf("field", part)}{field?.required && <b aria-hidden> *</b>}</span>
      <Conditions part={part} />
      <span className="clip quiet">{field ? worded("type", field.type) : textOf(part["field"])}</span>
    </Spot>
  );
}

/** Which conditions a part has. */
function Conditions({ part }: { part: Body }) {
  return CONDITIONS.filter((key) => part[key] !== undefined).map((key) => (
    <span key={key} className="layout-condition" title={`${worded("key", key)}: ${textOf(part[key])}`}><Icon name={SIGNS[key]} size={13} /></span>
  ));
}

/** The related lists or the panels of the open tab. */
function Boxes({ design, dragged, around, kind, icon }: Props & { kind: PartKind; icon: "table" | "layout_board" }) {
  const { layout, tab } = design;
  return (
    <div className="layout-boxes">
      {partsIn(layout, kind, [tab]).map((part, at) => {
        const place: Place = { kind, path: [tab, at] };
        return partAt(layout, place) && (
          <Spot key={at} design={design} dragged={dragged} place={place} part={part} className="layout-box" faulty={faulty(around, design, place)}>
            <Icon name={icon} size={15} /><strong className="clip">{design.titleOf(kind, part)}</strong><Conditions part={part} />
            <span className="clip quiet">{worded("key", kind === "related" ? "related" : "components")}</span>
          </Spot>
        );
      })}
      <End dragged={dragged} place={endOf(layout, kind, tab)} />
    </div>
  );
}
