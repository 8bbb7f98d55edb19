import { useDraggable, useDroppable } from "@dnd-kit/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { referenceOf, type RecordRow } from "../../core/records";
import { valueAt, type Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { useBelow, useBranch, type Planted } from "./useBranch";

/** What every part of a tree knows. */
export interface Growing extends Planted {
  open: ReadonlySet<string>;
  /** The one that Tab leads to. */
  current: string | null;
  movable: boolean;
  dragged: RecordRow | null;
  onToggle: (id: string, on: boolean) => void;
  onFocus: (id: string) => void;
  onMove: (row: RecordRow) => void;
}

type BranchProps = Growing & { branch: ReturnType<typeof useBranch>; level: number; found?: boolean };

/** The records right below one, each with what stands below it when it is opened. */
export function Branch({ branch: { rows, answer }, level, found = false, ...growing }: BranchProps) {
  const { t } = useTranslation();
  const below = useBelow(growing, rows.map(({ id }) => id));
  return (
    <>
      {rows.map((row, index) => (
        <Item key={row.id} {...growing} row={row} below={below.get(row.id) ?? 0} level={level} at={index + 1} of={answer.hasNextPage ? -1 : rows.length} found={found} />
      ))}
      {answer.hasNextPage && (
        <li role="none"><button type="button" className="tree-more" style={{ paddingLeft: inset(level) + 26 }} disabled={answer.isFetching} onClick={() => void answer.fetchNextPage()}>{t("tree.more")}</button></li>
      )}
    </>
  );
}

/** The fields whose values stand beside the name. */
export const valuesOf = (object: ObjectMeta, parent: FieldMeta, shown: Shown): readonly FieldMeta[] =>
  shown.columns.map(({ field }) => field).filter((field) => field.name !== object.name_field && field.name !== parent.name);

const inset = (level: number): number => 10 + (level - 1) * 22;

/** What is below an opened record is asked for when it is opened. */
function Below({ of, level, ...growing }: Growing & { of: string; level: number }) {
  const branch = useBranch(growing, of, null);
  const { t } = useTranslation();
  if (branch.answer.isPending) return <li role="none" className="tree-wait quiet" style={{ paddingLeft: inset(level) + 26 }}>{t("state.loading")}</li>;
  return <Branch {...growing} branch={branch} level={level} />;
}

type ItemProps = Growing & { row: RecordRow; below: number; level: number; at: number; of: number; found: boolean };

function Item({ row, below, level, at, of, found, ...growing }: ItemProps) {
  const { object, parent, shown, open, current, movable, dragged, onToggle, onFocus, onMove } = growing;
  const { t, i18n } = useTranslation();
  const name = nameOf(object, row);
  const opened = below > 0 && open.has(row.id);
  const drag = useDraggable({ id: row.id, data: { row }, disabled: !movable });
  const { setNodeRef, isOver } = useDroppable({ id: row.id, data: { row }, disabled: dragged === null || dragged.id === row.id });
  const style = drag.transform ? { transform: `translate(${drag.transform.x}px, ${drag.transform.y}px)` } : undefined;
  const above = found ? referenceOf(row[parent.name]) : null;
  return (
    <li
      role="treeitem" data-id={row.id} aria-level={level} aria-posinset={at} aria-setsize={of} aria-label={below > 0 ? `${name}, ${t("tree.below", { count: below })}` : name}
      aria-expanded={below > 0 ? opened : undefined} tabIndex={row.id === current ? 0 : -1} onFocus={(event) => event.target === event.currentTarget && onFocus(row.id)}
    >
      <div ref={setNodeRef} className="tree-row" data-over={isOver || undefined} data-dragging={drag.isDragging || undefined} style={style}>
        {below > 0 ? (
          <button type="button" className="tree-toggle" style={{ marginLeft: inset(level) }} tabIndex={-1} aria-hidden onClick={() => onToggle(row.id, !opened)}><Icon name={opened ? "chevron_down" : "chevron_right"} size={14} /></button>
        ) : <span className="tree-toggle" style={{ marginLeft: inset(level) }} />}
        <span className="tree-name" ref={drag.setNodeRef} {...drag.listeners}>
          <Link to={`/o/${object.name}/${row.id}`} tabIndex={-1} draggable={false} className="clip">{name}</Link>
          {below > 0 && <span className="tree-count numeric" aria-hidden>{below.toLocaleString(i18n.language)}</span>}
          {above && <span className="quiet clip">{t("tree.in", { name: String(above[parent.to_name ?? ""] ?? "") })}</span>}
        </span>
        <span className="tree-values">
          {valuesOf(object, parent, shown).map((field) => {
            const { Display, align } = kindOf(field);
            const value = valueAt(row, field.name);
            return <span key={field.name} className="clip" data-align={align} title={field.label}>{value === null || value === undefined ? null : <Display field={field} value={value} row={row} dense />}</span>;
          })}
        </span>
        {movable && <button type="button" className="icon-button" data-move tabIndex={-1} aria-label={t("tree.moveOf", { name })} onClick={() => onMove(row)}><Icon name="arrows_exchange" size={14} /></button>}
      </div>
      {opened && <ul role="group"><Below {...growing} of={row.id} level={level + 1} /></ul>}
    </li>
  );
}
