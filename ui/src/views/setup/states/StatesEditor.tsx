import { Checkbox, MultiSelect, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Icon } from "../../../widgets/Icon";
import { isBody, isList, labelOf, textOf, textsOf, titleOf, type Body } from "../api";
import { FormulaInput } from "../FormulaInput";
import { useFields } from "../RoleEditor";
import { withValue } from "../schema";
import { sentenceOf } from "../findings";
import { LabelInput } from "../form/LabelInput";
import type { Surrounding } from "../form/around";
import { useTitles } from "../useTitles";
import { worded } from "../words";
import { ANY, gated, isPossible, listed, transition } from "./transitions";
import { picklistFields, useChoices, type Choice } from "./values";
import "./states.css";

interface StatesProps {
  item: Body;
  around: Surrounding;
  onChange: (item: Body) => void;
}

/** The states of an object: its path, which state may follow which, and what a change asks for. */
export function StatesEditor({ item, around, onChange }: StatesProps) {
  const { t, i18n } = useTranslation("setup");
  const fields = picklistFields(item);
  const states = isBody(item["states"]) ? item["states"] : null;
  const held = fields.find((field) => field["name"] === states?.["field"]);
  const picklist = textOf(held?.["values"]);
  const called = useTitles();
  const choices = useChoices(picklist);
  const choose = (field: string) => onChange(withValue(item, "states", field === "" ? undefined : { field, others: "allow" }));
  const put = (next: Body) => onChange(withValue(item, "states", next));
  if (fields.length === 0) return <p className="quiet">{t("states.needsPicklist")}</p>;
  return (
    <section className="states">
      <NativeSelect
        label={t("states.field")} value={textOf(states?.["field"])} onChange={(event) => choose(event.currentTarget.value)}
        data={[{ value: "", label: t("form.unset") }, ...fields.map((field) => ({ value: textOf(field["name"]), label: titleOf({ name: textOf(field["name"]), label: labelOf(field) }, i18n.language) }))]}
      />
      {states === null ? <p className="quiet">{t("states.none")}</p> : (
        <>
          <Path states={states} choices={choices} />
          <p className="states-hint quiet">{t("states.values", { name: called("picklist", picklist) })} <Link to={`/setup/picklist/${picklist}`}>{t("states.openList")}</Link></p>
          <p className="states-hint quiet">{t(textsOf(states["initial"]).length > 0 ? "states.startsOnly" : "states.starts")}</p>
          <Checkbox label={t("states.others")} checked={states["others"] === "allow"} onChange={(event) => put(withValue(states, "others", event.currentTarget.checked ? "allow" : undefined))} />
          <ul className="states-list">
            {choices.map((choice) => <StateRow key={choice.name} from={choice} states={states} choices={choices} around={around} onChange={put} />)}
            <StateRow from={{ name: ANY, title: t("states.anyState"), colour: null }} states={states} choices={choices} around={around} onChange={put} />
          </ul>
        </>
      )}
    </section>
  );
}

/** The states in their order, as the page of a record shows them, joined where one leads to the next. */
function Path({ states, choices }: { states: Body; choices: readonly Choice[] }) {
  const { t } = useTranslation("setup");
  return (
    <ol className="states-path" aria-label={t("states.path")}>
      {choices.map((choice, at) => {
        const next = choices[at + 1];
        return (
          <li key={choice.name}>
            <Badge choice={choice} />
            {next && (isPossible(states, choice.name, next.name) ? <Icon name="arrow_right" size={14} /> : <span aria-hidden>·</span>)}
          </li>
        );
      })}
    </ol>
  );
}

function Badge({ choice }: { choice: Choice }) {
  return <span className="badge clip" data-colour={choice.colour ?? "none"}>{choice.title}</span>;
}

interface RowProps {
  from: Choice;
  states: Body;
  choices: readonly Choice[];
  around: Surrounding;
  onChange: (states: Body) => void;
}

/** One state with those that may follow it. */
function StateRow({ from, states, choices, around, onChange }: RowProps) {
  const { t } = useTranslation("setup");
  const [open, setOpen] = useState<string | null>(null);
  const initial = textsOf(states["initial"]);
  const start = (on: boolean) => {
    const next = on ? [...initial, from.name] : initial.filter((each) => each !== from.name);
    onChange(withValue(states, "initial", next.length > 0 ? next : undefined));
  };
  const targets = choices.filter(({ name }) => name !== from.name);
  const gate = open === null ? undefined : transition(states, from.name, open);
  const to = choices.find(({ name }) => name === open);
  const faults = around.findings.filter(({ path }) => path.includes(`/states/transitions/${from.name}`));
  return (
    <li className="states-row">
      <div className="states-from">
        <Badge choice={from} />
        {from.name !== ANY && <Checkbox size="xs" label={t("states.initial")} checked={initial.includes(from.name)} onChange={(event) => start(event.currentTarget.checked)} />}
      </div>
      <div className="states-to" role="group" aria-label={`${from.title} ${t("states.toMany")}`}>
        {targets.map((target) => {
          const known = transition(states, from.name, target.name);
          const names = { from: from.title, to: target.title };
          const conditions = textsOf(known?.["requires"]).length + (textOf(known?.["when"]) === "" ? 0 : 1);
          return (
            <span key={target.name} className="states-change" data-on={known !== undefined || undefined}>
              <Checkbox size="xs" aria-label={t("states.to", names)} label={target.title} checked={known !== undefined} onChange={(event) => onChange(listed(states, from.name, target.name, event.currentTarget.checked))} />
              {known && (
                <button type="button" className="icon-button" aria-expanded={open === target.name} aria-label={t("states.openGate", names)} onClick={() => setOpen(open === target.name ? null : target.name)}>
                  <Icon name="lock" size={13} />{conditions > 0 && <span className="numeric">{conditions}</span>}
                </button>
              )}
            </span>
          );
        })}
      </div>
      {faults.map((fault) => <p key={fault.path + fault.message} className="setup-fault">{sentenceOf(fault)}</p>)}
      {gate && to && <Gate gate={gate} from={from} to={to} around={around} onChange={(next) => onChange(gated(states, next))} />}
    </li>
  );
}

/** What one change of state asks for. */
function Gate({ gate, from, to, around, onChange }: { gate: Body; from: Choice; to: Choice; around: Surrounding; onChange: (gate: Body) => void }) {
  const { t } = useTranslation("setup");
  const fields = useFields(around.object ?? "");
  const required = isList(gate["requires"]) ? textsOf(gate["requires"]) : [];
  return (
    <fieldset className="states-gate">
      <legend>{t("states.gate", { from: from.title, to: to.title })}</legend>
      <MultiSelect
        label={worded("key", "requires")} size="sm" searchable value={required} data={fields.map(({ name, title }) => ({ value: name, label: title }))}
        onChange={(next) => onChange(withValue(gate, "requires", next.length > 0 ? next : undefined))}
      />
      <FormulaInput condition label={worded("key", "when")} description={t("states.whenHint")} value={textOf(gate["when"])} object={around.object} onChange={(next) => onChange(withValue(gate, "when", next || undefined))} />
      <LabelInput label={worded("key", "message")} value={isBody(gate["message"]) ? gate["message"] : {}} onChange={(next) => onChange(withValue(gate, "message", Object.keys(next).length > 0 ? next : undefined))} />
    </fieldset>
  );
}
