import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Values } from "../../core/judging";
import { fieldOf, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import type { Value } from "../../core/records";
import { kindOf } from "../../fields/registry";
import type { Stored } from "./useDraft";

/** The fields that both changed, and to different values. */
export function clashesOf(object: ObjectMeta, base: Values, theirs: Values, mine: Values, changed: readonly string[]): readonly FieldMeta[] {
  const text = (value: Value) => JSON.stringify(value ?? null);
  const names = changed.filter((name) => text(theirs[name]) !== text(base[name]) && text(theirs[name]) !== text(mine[name]));
  return names.flatMap((name) => fieldOf(object, name) ?? []);
}

interface Props {
  object: ObjectMeta;
  fields: readonly FieldMeta[];
  theirs: Stored;
  mine: Values;
  onChoose: (values: Values) => void;
  onClose: () => void;
}

/** Somebody else saved first: for each field that both changed, mine or theirs. */
export function Conflict({ object, fields, theirs, mine, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<Readonly<Record<string, "mine" | "theirs">>>({});
  const by = theirs.values["updated_by"];
  const who = typeof by === "object" && by !== null && "name" in by ? String(by["name"]) : null;
  const chosen = () => Object.fromEntries(fields.map(({ name }) => [name, choice[name] === "theirs" ? theirs.values[name] : mine[name]]));
  return (
    <Modal opened onClose={onClose} size={720} title={t("conflict.title")} closeButtonProps={{ "aria-label": t("act.close") }}>
      <p className="quiet conflict-lead">{who === null ? t("conflict.lead", { label: object.label }) : t("conflict.leadBy", { label: object.label, name: who })}</p>
      <div className="conflict">
        {fields.map((field, index) => (
          <fieldset key={field.name}>
            <legend>{field.label}</legend>
            <Side field={field} value={mine[field.name]} label={t("conflict.mine")} checked={choice[field.name] !== "theirs"} first={index === 0} onCheck={() => setChoice({ ...choice, [field.name]: "mine" })} />
            <Side field={field} value={theirs.values[field.name]} label={t("conflict.theirs")} checked={choice[field.name] === "theirs"} onCheck={() => setChoice({ ...choice, [field.name]: "theirs" })} />
          </fieldset>
        ))}
      </div>
      <div className="form-acts">
        <Button variant="default" onClick={onClose}>{t("conflict.back")}</Button>
        <Button onClick={() => onChoose(chosen())}>{t("conflict.save")}</Button>
      </div>
    </Modal>
  );
}

function Side(props: { field: FieldMeta; value: Value; label: string; checked: boolean; first?: boolean; onCheck: () => void }) {
  const { t } = useTranslation();
  const { Display } = kindOf(props.field);
  const blank = props.value === null || props.value === undefined || props.value === "";
  return (
    <label data-checked={props.checked || undefined}>
      <input type="radio" name={`conflict-${props.field.name}`} checked={props.checked} onChange={props.onCheck} data-autofocus={props.first || undefined} />
      <span className="quiet">{props.label}</span>
      <span className="conflict-value">{blank ? <span className="quiet">{t("value.none")}</span> : <Display field={props.field} value={props.value} dense />}</span>
    </label>
  );
}
