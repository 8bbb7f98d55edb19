import { Button, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { tellProblem } from "../../../widgets/telling";
import { labelOf, suggestNames, textOf, type Body } from "../api";
import { useItems } from "../items";
import { freshName } from "../layout/parts";
import { useChoices } from "../states/values";
import { beginDraft } from "../useDraft";
import { labelsFrom, valuesFrom } from "./valuesFrom";

interface Props {
  object: string;
  field: Body;
  onChange: (field: Body) => void;
}

/** The values of a picklist field: what there is, or the lines that become a list of its own. */
export function Picklist({ object, field, onChange }: Props) {
  const { t } = useTranslation("setup");
  const list = textOf(field["values"]);
  const choices = useChoices(list.startsWith("$") ? "" : list);
  if (list === "") return <NewList object={object} field={field} onChange={onChange} />;
  if (choices.length === 0) return null;
  return (
    <p className="setup-choices-shown">
      {choices.map((choice) => <span key={choice.name} className="badge clip" data-colour={choice.colour ?? "none"}>{choice.title}</span>)}
      <Link to={`/setup/picklist/${list}`}>{t("picklist.edit")}</Link>
    </p>
  );
}

function NewList({ object, field, onChange }: Props) {
  const { t, i18n } = useTranslation("setup");
  const { t: base } = useTranslation();
  const client = useQueryClient();
  const lists = useItems("picklist").items.map(({ name }) => name);
  const [lines, setLines] = useState("");
  const [busy, setBusy] = useState(false);
  const labels = labelsFrom(lines);
  const make = async () => {
    const name = freshName(`${object}_${textOf(field["name"])}`.slice(0, 48), lists);
    setBusy(true);
    try {
      const values = valuesFrom(labels, i18n.language === "zh" ? "zh" : "en", await suggestNames(labels));
      await beginDraft(client, "picklist", name, { ...(labelOf(field) && { label: labelOf(field) }), values });
      onChange({ ...field, values: name });
    } catch (cause) {
      tellProblem(cause, base("state.unreachable"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="setup-newlist">
      <Textarea label={t("picklist.lines")} description={t("picklist.linesHint")} autosize minRows={3} maxRows={10} value={lines} onChange={(event) => setLines(event.currentTarget.value)} />
      <Button variant="default" loading={busy} disabled={labels.length === 0} onClick={() => void make()}>{t("picklist.make")}</Button>
    </div>
  );
}
