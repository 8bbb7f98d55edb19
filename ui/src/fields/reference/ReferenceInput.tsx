import { Combobox, NativeSelect, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useCreation } from "../../core/creation";
import { nameOf } from "../../core/finding";
import { may, objectQuery, type ObjectMeta } from "../../core/metadata";
import { quoted } from "../../core/operator";
import { listRecords, recordsKey, referenceOf, type Reference, type Value } from "../../core/records";
import { Icon } from "../../widgets/Icon";
import { frameOf, partsIn } from "../frame";
import type { FilterProps, InputProps } from "../registry";
import { targetOf } from "./Reference";
import "../inputs.css";

const MOST = 8;
const ASK_AFTER = 150;
const CREATE = "+";

/** The records that a text finds, by the search or in a field that is named; without a text, those that changed last. */
function useOffered(object: ObjectMeta | undefined, text: string, opened: boolean, by: string | undefined) {
  const [asked] = useDebouncedValue(text.trim(), ASK_AFTER);
  const names = ["id", object?.name_field, by].filter((name) => typeof name === "string");
  const within = [object?.name_field, by].filter((name) => typeof name === "string").map((name) => `CONTAINS(${name}, ${quoted(asked)})`).join(" OR ");
  const sought = asked === "" ? { sort: ["-updated_at"] } : by === undefined ? { search: asked } : { filter: within };
  const { data, isFetching, isPlaceholderData } = useQuery({
    queryKey: [...recordsKey(object?.name ?? ""), "offered", asked, by],
    queryFn: ({ signal }) => listRecords(object?.name ?? "", { fields: names, ...sought, limit: MOST }, signal),
    enabled: object !== undefined && opened,
    placeholderData: keepPreviousData,
  });
  const behind = asked !== text.trim();
  return { rows: data?.data ?? [], waiting: isFetching || behind, stale: isPlaceholderData || behind };
}

interface PickerProps {
  target: string;
  value: Value;
  onChoose: (reference: Reference | null) => void;
  onLeave?: (() => void) | undefined;
  frame: Partial<ReturnType<typeof frameOf>>;
  size?: string;
  /** A field by which people also know its records: looked through beside the name, and shown behind it. */
  by?: string;
  /** Whether one that is missing may be made; where not said, yes. */
  creates?: boolean;
  /** Whether what it offers shows as soon as it has the focus; else when something is typed, or it is pressed. */
  eager?: boolean;
}

/** Finds a record while its name is typed, or makes one that is missing; what answers an earlier text cannot be taken. */
export function RecordPicker({ target, value, onChoose, onLeave, frame, size = "sm", by, creates = true, eager = false }: PickerProps) {
  const { t } = useTranslation();
  const create = useCreation();
  const { data: object } = useQuery(objectQuery(target));
  const store = useCombobox({ onDropdownClose: () => store.resetSelectedOption() });
  const [typed, setTyped] = useState<string | null>(null); // null: the name of what is chosen shows
  const chosen = referenceOf(value);
  const unseen = chosen !== null && object?.name_field != null && chosen[object.name_field] === null;
  const shown = chosen === null || object === undefined ? "" : unseen ? t("value.unseen") : nameOf(object, chosen);
  const { rows, waiting, stale } = useOffered(object, typed ?? "", store.dropdownOpened, by);
  const creatable = creates && create !== null && object !== undefined && may(object, "create");

  const choose = (reference: Reference | null) => {
    setTyped(null);
    store.closeDropdown();
    onChoose(reference);
  };
  const make = async () => {
    store.closeDropdown();
    const name = object?.name_field;
    const made = create && (await create(target, name && typed?.trim() ? { [name]: typed.trim() } : {}));
    if (made) choose(made);
  };
  return (
    <Combobox store={store} onOptionSubmit={(id) => (id === CREATE ? void make() : choose(rows.find((row) => row.id === id) ?? null))}>
      <Combobox.Target>
        <TextInput
          {...frame} size={size} value={typed ?? shown} placeholder={t("input.find")} autoComplete="off" spellCheck={false}
          rightSection={chosen !== null && !frame.disabled && !frame.required && (
            <button type="button" className="input-clear" aria-label={t("input.clear")} onClick={() => choose(null)}><Icon name="x" size={14} /></button>
          )}
          onFocus={(event) => { event.currentTarget.select(); if (eager) store.openDropdown(); }} // in a form it would lie over the fields that come next
          onClick={() => store.openDropdown()}
          onChange={(event) => { setTyped(event.currentTarget.value); store.openDropdown(); store.resetSelectedOption(); }}
          onBlur={() => {
            if (typed?.trim() === "" && chosen !== null && !frame.required) onChoose(null);
            setTyped(null);
            store.closeDropdown();
            onLeave?.();
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || store.dropdownOpened) return;
            setTyped(null);
            onLeave?.();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options className="picker-options">
          {rows.map((row) => (
            <Combobox.Option key={row.id} value={row.id} selected={row.id === chosen?.id} disabled={stale}>
              {object ? nameOf(object, row) : row.id}{by !== undefined && <span className="picker-by">{String(row[by] ?? "")}</span>}
            </Combobox.Option>
          ))}
          {rows.length === 0 && !waiting && <Combobox.Empty>{t("input.nothingFound")}</Combobox.Empty>}
          {creatable && (
            <Combobox.Option value={CREATE} className="picker-create" disabled={stale}>
              <Icon name="plus" size={14} />{typed?.trim() ? t("input.createNamed", { name: typed.trim() }) : t("input.create", { label: object.label })}
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Takes a record of the object that the field points to. */
export function ReferenceInput(props: InputProps) {
  const target = targetOf(props.field);
  const frame = frameOf(props);
  if (target === undefined) return <TextInput {...frame} disabled value="" />;
  return (
    <RecordPicker
      target={target} value={props.value} frame={frame} onLeave={props.onCancel} eager={props.bare ?? false}
      onChoose={(reference) => { props.onChange(reference); props.onCommit?.(reference); }}
    />
  );
}

export function ReferenceFilter({ field, value, onChange, ariaLabel }: FilterProps) {
  return <RecordPicker target={targetOf(field) ?? ""} value={value} onChoose={onChange} frame={{ "aria-label": ariaLabel }} size="xs" />;
}

/** Takes a record of one of several objects: first which, then one of them. */
export function PointerInput(props: InputProps) {
  const { t } = useTranslation();
  const { field } = props;
  const targets = field.targets ?? [];
  const { type, id, ...names } = partsIn(props.value);
  const target = typeof type === "string" ? type : (targets[0] ?? "");
  const { required: _, ...frame } = frameOf(props);
  const change = (value: Value) => { props.onChange(value); props.onCommit?.(value); };
  return (
    <div className="pointer-input" role="group" aria-label={field.label}>
      <TargetSelect targets={targets} value={target} label={t("input.kind")} disabled={frame.disabled} onChange={(next) => props.onChange({ type: next, id: null } as unknown as Value)} />
      <RecordPicker
        target={target} frame={frame} value={typeof id === "string" ? { ...names, id } : null}
        onChoose={(reference) => change(reference === null ? null : ({ ...reference, type: target } as Value))}
      />
    </div>
  );
}

function TargetSelect(props: { targets: readonly string[]; value: string; label: string; disabled: boolean; onChange: (target: string) => void }) {
  return (
    <NativeSelect label={props.label} value={props.value} disabled={props.disabled} onChange={(event) => props.onChange(event.currentTarget.value)}>
      {props.targets.map((target) => <TargetOption key={target} target={target} />)}
    </NativeSelect>
  );
}

function TargetOption({ target }: { target: string }) {
  const { data } = useQuery(objectQuery(target));
  return <option value={target}>{data?.label ?? target}</option>;
}
