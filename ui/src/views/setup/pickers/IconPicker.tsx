import { Input, Popover, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import { PATHS } from "../../../widgets/icon-paths";
import { iconTitle } from "./pickerWords";
import "./pickers.css";

interface Props {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  value: string;
  onChange: (icon: string | undefined) => void;
}

/** The pictures by their names; several names may share a picture, which stands once. */
const NAMES = Object.keys(PATHS).filter((name, at, all) => all.findIndex((each) => PATHS[each as keyof typeof PATHS] === PATHS[name as keyof typeof PATHS]) === at);

/** Chooses a picture by looking, or by a word for it. */
export function IconPicker({ label, description, error, value, onChange }: Props) {
  const { t, i18n } = useTranslation("setup");
  const id = useId();
  const [opened, setOpened] = useState(false);
  const [find, setFind] = useState("");
  const sought = find.trim().toLowerCase();
  const title = (name: string) => iconTitle(name, i18n.language);
  const shown = NAMES.filter((name) => `${name} ${title(name)}`.toLowerCase().includes(sought));
  const known = value.replaceAll("-", "_");
  const close = () => { setOpened(false); setFind(""); };
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id }} description={description} error={error}>
      <Popover opened={opened} onChange={(open) => (open ? setOpened(true) : close())} position="bottom-start" shadow="md" width={300} trapFocus returnFocus withinPortal>
        <Popover.Target>
          <button type="button" className="picker" aria-labelledby={`${id} ${id}-value`} onClick={() => setOpened(!opened)}>
            {value !== "" && <Icon name={value} size={16} />}
            <span id={`${id}-value`} className={value === "" ? "quiet" : undefined}>{value === "" ? t("picker.noIcon") : title(known)}</span>
            <Icon name="chevron_down" size={14} />
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <TextInput size="sm" aria-label={t("picker.findIcon")} placeholder={t("picker.findIcon")} value={find} onChange={(event) => setFind(event.currentTarget.value)} data-autofocus />
          <div className="picker-icons" role="radiogroup" aria-label={label} onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); close(); } }}>
            {sought === "" && <IconChoice name="" group={id} title={t("picker.noIcon")} chosen={value === ""} onChoose={() => onChange(undefined)} onClick={close} />}
            {shown.map((name) => <IconChoice key={name} name={name} group={id} title={title(name)} chosen={name === known} onChoose={() => onChange(name)} onClick={close} />)}
          </div>
          {shown.length === 0 && <p className="quiet">{t("list.none")}</p>}
        </Popover.Dropdown>
      </Popover>
    </Input.Wrapper>
  );
}

/** One picture: arrow keys go through them and choose, Enter or a click is the last word. */
function IconChoice(props: { name: string; group: string; title: string; chosen: boolean; onChoose: () => void; onClick: () => void }) {
  return (
    <label className="picker-icon" title={props.title}>
      <input
        type="radio" name={props.group} aria-label={props.title} checked={props.chosen} onChange={props.onChoose}
        onClick={(event) => { if (event.detail > 0) props.onClick(); }} // a key makes clicks too, which count nothing
      />
      {props.name === "" ? <span aria-hidden>—</span> : <Icon name={props.name} size={18} />}
    </label>
  );
}
