import { lazy, Suspense, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Listing } from "../../core/listing";
import { may, type ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import { useShortcuts } from "../../core/shortcuts";
import type { Shown } from "../../core/views";
import { Icon, type IconName } from "../../widgets/Icon";
import { Opener } from "../../widgets/Opener";
import { Waiting } from "../../widgets/Waiting";
import { More } from "./More";
import { ShownAs } from "./ShownAs";
import type { ChangeListing } from "./useShown";
import { useShownFind } from "./useShownFind";
import { ViewSwitcher } from "./ViewSwitcher";

// Most who look at a list neither narrow nor arrange it.
const panel = () => later(import("../../widgets/Panel"));
const builder = () => later(import("./FilterBuilder"));
const chooser = () => later(import("./ColumnChooser"));
const Panel = lazy(async () => ({ default: (await panel()).Panel }));
const FilterBuilder = lazy(async () => ({ default: (await builder()).FilterBuilder }));
const ColumnChooser = lazy(async () => ({ default: (await chooser()).ColumnChooser }));

interface Props {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
}

/** The head of a list: its name and view, what it is narrowed by, and how it is shown. */
export function Toolbar({ object, listing, shown, onChange }: Props) {
  const { t } = useTranslation();
  const find = useRef<HTMLInputElement>(null);
  const [text, setText] = useShownFind(listing.find, (found) => onChange({ find: found }, found !== "" && listing.find !== ""));
  useShortcuts({ "/": () => find.current?.focus() });
  const narrowed = listing.conditions.length + (listing.formula === "" ? 0 : 1);
  return (
    <header className="list-toolbar">
      <h1 className="clip">{object.plural}</h1>
      <ViewSwitcher object={object} listing={listing} shown={shown} onChange={onChange} />
      <div className="list-find">
        <Icon name="search" size={15} />
        <input
          ref={find} type="search" aria-label={t("list.find", { plural: object.plural })} placeholder={t("list.findHint")} value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && (setText(""), event.currentTarget.blur())}
        />
        <kbd aria-hidden>/</kbd>
      </div>
      <div className="list-tools">
        <Tool icon="filter" label={narrowed > 0 ? t("filter.some", { count: narrowed }) : t("filter.none")} active={narrowed > 0} width={560} onNear={builder}>
          {(close) => <FilterBuilder object={object} listing={listing} shown={shown} onChange={onChange} onDone={close} />}
        </Tool>
        <Tool icon="columns" label={t("columns.label")} active={listing.columns !== null || listing.by !== null || Object.keys(listing.roles).length > 0} width={280} onNear={chooser}>
          {() => <ColumnChooser object={object} shown={shown} onChange={onChange} />}
        </Tool>
        <ShownAs object={object} shown={shown} onChange={onChange} />
        <More object={object} shown={shown} />
        {may(object, "create") && (
          <Link className="tool tool-main" to={`/o/${object.name}/new`} aria-keyshortcuts="c"><Icon name="plus" size={15} /><span>{t("form.add")}</span></Link>
        )}
      </div>
    </header>
  );
}

function Tool(props: { icon: IconName; label: string; active: boolean; width: number; onNear: () => Promise<unknown>; children: (close: () => void) => ReactNode }) {
  const { icon, label, width } = props;
  const near = () => Promise.all([panel(), props.onNear()]);
  return (
    <Opener
      className="tool" opens="dialog" data-active={props.active || undefined} onNear={near}
      panel={(opened) => (
        <Panel {...opened} position="bottom-end" label={label} width={`min(${width}px, calc(100vw - 24px))`}>
          <Suspense fallback={<Waiting />}>{props.children(opened.onClose)}</Suspense>
        </Panel>
      )}
    >
      <Icon name={icon} size={15} /><span>{label}</span>
    </Opener>
  );
}
