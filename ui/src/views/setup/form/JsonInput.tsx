import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Json } from "../api";

export function JsonInput(props: { label: string; value: Json | undefined; error?: string | undefined; onChange: (value: Json | undefined) => void }) {
  const { t } = useTranslation("setup");
  const [text, setText] = useState(() => (props.value === undefined ? "" : JSON.stringify(props.value, null, 2)));
  const [bad, setBad] = useState(false);
  const change = (next: string) => {
    setText(next);
    try {
      props.onChange(next.trim() === "" ? undefined : (JSON.parse(next) as Json));
      setBad(false);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      setBad(true);
    }
  };
  return (
    <label className="setup-json">
      <span>{props.label}</span>
      <textarea value={text} rows={Math.min(16, text.split("\n").length + 1)} spellCheck={false} aria-invalid={bad} onChange={(event) => change(event.currentTarget.value)} />
      {(bad || props.error) && <p className="setup-fault">{bad ? t("form.jsonBad") : props.error}</p>}
    </label>
  );
}
