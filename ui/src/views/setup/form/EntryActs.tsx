import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";

/** Moving and removing an entry. */
export function EntryActs(props: { name: string; at: number; count: number; onMove: (from: number, to: number) => void; onRemove: () => void }) {
  const { t } = useTranslation("setup");
  const { name, at } = props;
  return (
    <span className="setup-acts">
      <button type="button" className="icon-button" disabled={at === 0} aria-label={t("form.up", { name })} onClick={() => props.onMove(at, at - 1)}><Icon name="arrow_up" size={14} /></button>
      <button type="button" className="icon-button" disabled={at === props.count - 1} aria-label={t("form.down", { name })} onClick={() => props.onMove(at, at + 1)}><Icon name="arrow_down" size={14} /></button>
      <button type="button" className="icon-button" aria-label={t("form.remove", { name })} onClick={props.onRemove}><Icon name="trash" size={14} /></button>
    </span>
  );
}
