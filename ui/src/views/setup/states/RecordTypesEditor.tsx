import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import { bodiesOf, isBody, labelOf, textOf, textsOf, titleOf, type Body } from "../api";
import { isName, merged, withLabelledName, withName, withValue } from "../schema";
import { sentenceOf } from "../findings";
import { EntryActs } from "../form/EntryActs";
import { LabelInput } from "../form/LabelInput";
import { Merge } from "../form/Merge";
import type { Surrounding } from "../form/around";
import { Uses } from "../Uses";
import { useNaming } from "../useSpelled";
import { worded } from "../words";
import { Assignment } from "./Assignment";
import { picklistFields, useChoices } from "./values";
import "./states.css";

interface TypesProps {
  object: string;
  item: Body;
  /** Types that packages brought, whose names stay. */
  foreign: ReadonlySet<string>;
  around: Surrounding;
  onChange: (item: Body) => void;
}

/** The record types of an object: the values that their records may have, and the pages that are theirs. */
export function RecordTypesEditor({ object, item, foreign, around, onChange }: TypesProps) {
  const { t, i18n } = useTranslation("setup");
  const types = bodiesOf(item["record_types"]);
  const published = bodiesOf(around.published?.["record_types"]).map((type) => textOf(type["name"]));
  const [opened, setOpened] = useState<number | null>(null);
  const put = (next: readonly Body[]) => onChange(withValue(item, "record_types", next.length > 0 ? next : undefined));
  const move = (from: number, to: number) => {
    const rest = types.filter((_, at) => at !== from);
    put([...rest.slice(0, to), ...types.slice(from, from + 1), ...rest.slice(to)]);
    setOpened(null);
  };
  const add = () => {
    const taken = types.map((type) => type["name"]);
    put([...types, { name: ["type", ...types.map((_, at) => `type_${at + 2}`)].find((name) => !taken.includes(name)) ?? "type" }]);
    setOpened(types.length);
  };
  const fallback = types.find((type) => type["active"] !== false);
  return (
    <section className="states">
      {types.length === 0 && <p className="quiet">{t("types.none")}</p>}
      <ul className="setup-rows">
        {types.map((type, at) => {
          const name = textOf(type["name"]);
          const title = titleOf({ name, label: labelOf(type) }, i18n.language);
          const faults = around.findings.filter(({ path }) => path.startsWith(`object/${object}/record_types/${name}`));
          return (
            <li key={at} data-faulty={faults.length > 0 || undefined}>
              <button type="button" className="setup-row" aria-expanded={opened === at} onClick={() => setOpened(opened === at ? null : at)}>
                <span className="unseen">{t("types.edit", { name: title })}</span><strong className="clip">{title}</strong><code className="clip quiet">{name}</code>
                <span />
                <span className="setup-marks">{type === fallback && <span className="setup-mark">{t("types.default")}</span>}<Icon name={opened === at ? "chevron_down" : "chevron_right"} size={14} /></span>
              </button>
              <EntryActs name={title} at={at} count={types.length} onMove={move} onRemove={() => { put(types.filter((_, other) => other !== at)); setOpened(null); }} />
              {faults.map((fault) => <p key={fault.path + fault.message} className="setup-fault">{sentenceOf(fault)}</p>)}
              {opened === at && (
                <TypeEditor object={object} item={item} type={type} published={published} fixed={foreign.has(name)} onChange={(next) => put(types.map((each, other) => (other === at ? next : each)))} onMerge={(into) => { setOpened(null); put(merged(types, name, into)); }} />
              )}
            </li>
          );
        })}
      </ul>
      <Button variant="default" leftSection={<Icon name="plus" size={14} />} onClick={add}>{t("types.add")}</Button>
      <Assignment object={object} item={item} published={published} />
    </section>
  );
}

/** The name that a new type has until it is labelled. */
const UNNAMED = /^type(_\d+)?$/;

interface TypeProps {
  object: string;
  item: Body;
  type: Body;
  published: readonly string[];
  fixed: boolean;
  onChange: (type: Body) => void;
  onMerge: (into: string) => void;
}

function TypeEditor({ object, item, type, published, fixed, onChange, onMerge }: TypeProps) {
  const { t, i18n } = useTranslation("setup");
  const name = textOf(type["name"]);
  const former = textOf(type["renamed_from"]);
  const fields = picklistFields(item);
  const subsets = bodiesOf(type["values"]);
  const fresh = !fixed && !published.includes(name) && former === "";
  const others = bodiesOf(item["record_types"]).map((each) => textOf(each["name"])).filter((each) => each !== name);
  useNaming({ label: fresh ? labelOf(type) ?? {} : {}, name, isUnnamed: UNNAMED.test(name), others }, (made) => onChange({ ...type, name: made }));
  const relabel = (label: Body) => {
    const next = withValue(type, "label", Object.keys(label).length > 0 ? label : undefined);
    onChange(fresh ? withLabelledName(type, next, UNNAMED.test(name) ? name : "type", others) : next);
  };
  const put = (field: string, subset: Body | null) => {
    const rest = subsets.filter((each) => each["field"] !== field);
    const next = subset === null ? rest : [...rest, subset];
    onChange(withValue(type, "values", next.length > 0 ? next : undefined));
  };
  return (
    <div className="setup-form states-type">
      <LabelInput label={worded("key", "label")} value={isBody(type["label"]) ? type["label"] : {}} onChange={relabel} />
      <TextInput
        label={t("create.name")} value={name} disabled={fixed} error={isName(name) ? undefined : t("create.nameBad")}
        description={fixed ? t("type.foreign") : former === "" ? undefined : t("field.renames", { name: former })}
        onChange={(event) => onChange(withName(type, event.currentTarget.value, published))}
      />
      <Checkbox label={worded("key", "active")} checked={type["active"] !== false} onChange={(event) => onChange(withValue(type, "active", event.currentTarget.checked ? undefined : false))} />
      {fields.length === 0 && <p className="quiet">{t("types.noPicklists")}</p>}
      {fields.map((field) => (
        <Subset key={textOf(field["name"])} field={field} subset={subsets.find((each) => each["field"] === field["name"]) ?? null} onChange={(next) => put(textOf(field["name"]), next)} />
      ))}
      {published.includes(name) && !fixed && <Merge entries={bodiesOf(item["record_types"])} name={name} called={titleOf({ name, label: labelOf(type) }, i18n.language)} onMerge={onMerge} />}
      {published.includes(name) && <details><summary>{t("field.uses")}</summary><Uses kind="object" name={object} part={`record_type.${name}`} /></details>}
    </div>
  );
}

/** Which values of a field records of a type may have; nothing said means all of them. */
function Subset({ field, subset, onChange }: { field: Body; subset: Body | null; onChange: (subset: Body | null) => void }) {
  const { t, i18n } = useTranslation("setup");
  const name = textOf(field["name"]);
  const choices = useChoices(textOf(field["values"]));
  const title = titleOf({ name, label: labelOf(field) }, i18n.language);
  const held = textsOf(subset?.["values"]);
  const usual = choices.find((choice) => choice.name === field["default"]);
  const every = choices.map((choice) => choice.name);
  const toggle = (value: string, on: boolean) => {
    const kept = every.filter((each) => (each === value ? on : (subset === null || held.includes(each))));
    if (kept.length === every.length && subset?.["default"] === undefined) onChange(null);
    else if (kept.length > 0) onChange({ ...withValue(subset ?? { field: name }, "default", kept.includes(textOf(subset?.["default"])) ? subset?.["default"] : undefined), values: kept });
  };
  return (
    <fieldset className="setup-choices">
      <legend>{t("types.field", { name: title })} <span className="quiet">{subset === null ? t("types.all") : t("types.subset", { count: held.length, all: every.length })}</span></legend>
      {choices.map((choice) => (
        <Checkbox key={choice.name} size="xs" label={choice.title} checked={subset === null || held.includes(choice.name)} onChange={(event) => toggle(choice.name, event.currentTarget.checked)} />
      ))}
      {subset !== null && (
        <NativeSelect
          size="xs" label={t("types.start")} value={textOf(subset["default"])} onChange={(event) => onChange(withValue(subset, "default", event.currentTarget.value || undefined))}
          data={[{ value: "", label: usual === undefined ? t("form.unset") : t("form.default", { value: usual.title }) }, ...choices.filter((choice) => held.includes(choice.name)).map((choice) => ({ value: choice.name, label: choice.title }))]}
        />
      )}
    </fieldset>
  );
}
