import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { checkFormula, DRAFTING, vocabularyQuery, type FormulaCheck } from "./api";
import { ConditionBuilder } from "./screens/ConditionAdder";
import { openCall } from "./signature";
import { suggested, typedBefore, type Suggestion } from "./suggesting";
import { TryFormula } from "./TryFormula";
import { worded } from "./words";

const CHECK_AFTER = 250;
const MOST = 40;

interface Props {
  label: string;
  value: string;
  object: string | null;
  onChange: (formula: string) => void;
  description?: string | undefined;
  faults?: readonly string[];
  /** Whether it says of which records something is true, so that it may be built without being written. */
  condition?: boolean;
}

/** A formula with its type, what is wrong at its place, and the names and functions that may follow. */
export function FormulaInput(props: Props) {
  const { t } = useTranslation("setup");
  const box = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const list = useId();
  const [place, setPlace] = useState<number | null>(null); // where the caret stands while the box is written in
  const [trying, setTrying] = useState(false);
  const typed = caret === null ? "" : typedBefore(props.value.slice(0, caret));
  const prefix = typed.includes(".") ? typed.slice(0, typed.lastIndexOf(".")) : "";
  const [asked] = useDebouncedValue(`${prefix}\n${props.value}`, CHECK_AFTER);
  const check = useChecked(props.object, asked, place !== null);
  const options = useSuggestions(typed, prefix, check);
  const open = caret !== null && options.length > 0;
  const chosen = Math.min(at, options.length - 1);
  useEffect(() => { if (open) document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: "nearest" }); }, [open, list, chosen]);
  const take = (option: Suggestion) => {
    const [begin, end] = [(caret ?? 0) - typed.length, caret ?? 0];
    const whole = (prefix === "" ? "" : `${prefix}.`) + option.text + (option.call ? "(" : "");
    props.onChange(props.value.slice(0, begin) + whole + props.value.slice(end));
    setCaret(null);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(begin + whole.length, begin + whole.length);
    });
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = options[chosen];
    if (event.key === " " && event.ctrlKey) setCaret(event.currentTarget.selectionStart);
    else if (!open) return;
    else if (step !== undefined) setAt((chosen + step + options.length) % options.length);
    else if ((event.key === "Enter" || event.key === "Tab") && option) take(option);
    else if (event.key === "Escape") setCaret(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const blank = props.value.trim() === "";
  const problems = !blank && asked === `${prefix}\n${props.value}` ? check?.problems ?? [] : [];
  const wrong = problems.length > 0 || (props.faults ?? []).length > 0;
  return (
    <div className="setup-formula">
      <label htmlFor={`${list}-box`}><span>{props.label}</span></label>
      {props.description && <p className="setup-description" id={`${list}-description`}>{props.description}</p>}
      <textarea
        id={`${list}-box`} ref={box} value={props.value} rows={Math.min(8, props.value.split("\n").length + 1)} spellCheck={false} autoCapitalize="off"
        role="combobox" aria-expanded={open} aria-controls={list} aria-autocomplete="list" aria-activedescendant={open ? `${list}-${chosen}` : undefined}
        aria-invalid={wrong} aria-describedby={[props.description && `${list}-description`, wrong && `${list}-faults`].filter(Boolean).join(" ") || undefined} placeholder={t("formula.hint")}
        onChange={(event) => {
          props.onChange(event.currentTarget.value);
          setAt(0);
          setPlace(event.currentTarget.selectionStart);
          setCaret(typedBefore(event.currentTarget.value.slice(0, event.currentTarget.selectionStart)) === "" ? null : event.currentTarget.selectionStart);
        }}
        onKeyDown={press} onBlur={() => { setCaret(null); setPlace(null); }} onSelect={(event) => setPlace(event.currentTarget.selectionStart)}
      />
      {place !== null && <Signature text={props.value.slice(0, place)} />}
      {open && (
        <ul id={list} role="listbox" aria-label={t("formula.suggestions")} className="setup-suggestions">
          {options.map((option, index) => (
            <li
              key={option.text} id={`${list}-${index}`} role="option" aria-selected={index === chosen}
              onPointerDown={(event) => { event.preventDefault(); take(option); }}
            ><code>{option.text}</code><span className="clip quiet">{option.hint}</span></li>
          ))}
        </ul>
      )}
      {wrong && (
        <div id={`${list}-faults`}>
          {problems.map((problem) => (
            <p key={`${problem.start} ${problem.message}`} className="setup-fault">
              <Place text={props.value} start={problem.start} end={problem.end} /> {problem.message}
            </p>
          ))}
          {problems.length === 0 && (props.faults ?? []).map((fault) => <p key={fault} className="setup-fault">{fault}</p>)}
        </div>
      )}
      {!blank && problems.length === 0 && check?.type && <p className="quiet" role="status">{t("formula.gives", { type: worded("type", check.type) })}</p>}
      {props.condition === true && props.object !== null && <ConditionBuilder object={props.object} filter={props.value} onChange={props.onChange} />}
      {props.object !== null && !blank && (
        <>
          <button type="button" className="setup-link" aria-expanded={trying} onClick={() => setTrying(!trying)}>{t("formula.try")}</button>
          {trying && <TryFormula object={props.object} formula={props.value} />}
        </>
      )}
    </div>
  );
}

/** How the function is called whose brackets stand around the caret, with the argument that is being written. */
function Signature({ text }: { text: string }) {
  const vocabulary = useQuery(vocabularyQuery());
  const call = openCall(text);
  const known = vocabulary.data?.functions.find(({ name }) => name === call?.name);
  if (call === null || known === undefined) return null;
  const signature = known.signatures.find((each) => each.split(",").length > call.argument) ?? known.signatures[0] ?? "";
  const [, inner = ""] = /\((.*)\)/.exec(signature) ?? [];
  return (
    <p className="setup-signature quiet">
      <code>{known.name}({inner.split(",").map((part, at) => <span key={at}>{at > 0 && ","}{at === call.argument ? <strong>{part}</strong> : part}</span>)})</code> {known.meaning}
    </p>
  );
}

/** The piece of a formula that a problem is about. */
function Place({ text, start, end }: { text: string; start: number; end: number }) {
  const characters = [...text];
  const piece = characters.slice(start, Math.max(end, start + 1)).join("").slice(0, 40);
  return piece.trim() === "" ? null : <mark>{piece}</mark>;
}

function useChecked(object: string | null, asked: string, written: boolean) {
  const [prefix = "", ...rest] = asked.split("\n");
  const formula = rest.join("\n");
  const blank = formula.trim() === "";
  return useQuery({
    queryKey: [DRAFTING, "formula", object, asked], enabled: object !== null && (written || !blank), placeholderData: keepPreviousData, retry: false,
    queryFn: ({ signal }) => checkFormula(object ?? "", blank ? " " : formula, prefix, signal), // also nothing may be followed by names
  }).data;
}

function useSuggestions(typed: string, prefix: string, check: FormulaCheck | undefined): readonly Suggestion[] {
  const { t } = useTranslation("setup");
  const vocabulary = useQuery(vocabularyQuery());
  const names = check === undefined ? [] : [...check.names, ...(prefix === "" ? check.children : [])];
  const fields = names.map((text) => ({ text, hint: check?.labels[text] ?? t("role.field"), call: false }));
  const functions = prefix === "" && typed !== ""
    ? (vocabulary.data?.functions ?? []).map(({ name, signatures, meaning }) => ({ text: name, hint: `${signatures[0] ?? ""} · ${meaning}`, call: true }))
    : [];
  return suggested(typed, fields, functions).slice(0, MOST);
}
