import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Rule } from "../../core/metadata";
import type { ProblemEntry } from "../../core/problem";
import { ownerOf } from "./FormFields";
import { focusField } from "./Summary";

interface Warning {
  field: string | null;
  message: string;
  records: readonly { id: string; name: string | null }[];
}

/** What one should look at before a record is saved, though it may be: each warning, and the records that it names. */
export function Warnings({ object, rules, foreseen, stopped }: { object: string; rules: readonly Rule[]; foreseen: readonly ProblemEntry[]; stopped: number }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stopped > 0) box.current?.focus();
  }, [stopped]);
  const warnings = warningsOf(rules, foreseen);
  if (warnings.length === 0) return null;
  return (
    <div className="form-summary form-warnings" role="status" tabIndex={-1} ref={box}>
      <h2>{t("form.warned")}</h2>
      <ul>
        {warnings.map(({ field, message, records }) => (
          <li key={message}>
            {field === null || records.length > 0 ? message : <button type="button" onClick={() => focusField(field)}>{message}</button>}
            {records.map(({ id, name }) => (
              // In a window of its own: what is written here stays.
              <Link key={id} to={`/o/${object}/${id}`} target="_blank">{name ?? t("form.openFound")}</Link>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

function warningsOf(rules: readonly Rule[], foreseen: readonly ProblemEntry[]): readonly Warning[] {
  const told = foreseen.map(({ field, message, params }): Warning => ({ field: field ? ownerOf(field) : null, message, records: recordsIn(params?.["records"]) }));
  const known = rules.filter(({ message }) => !told.some((other) => other.message === message));
  return [...told, ...known.map(({ at, message }): Warning => ({ field: at, message, records: [] }))];
}

const recordsIn = (told: unknown): Warning["records"] =>
  (Array.isArray(told) ? told : []).flatMap((one: unknown) =>
    typeof one === "object" && one !== null && "id" in one && typeof one.id === "string"
      ? [{ id: one.id, name: "name" in one && typeof one.name === "string" ? one.name : null }] : []);
