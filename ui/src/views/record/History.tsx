import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { readHistory, type FieldChange } from "../../core/history";
import { fieldOf, type ObjectMeta } from "../../core/metadata";
import { recordsKey } from "../../core/records";
import { kindOf } from "../../fields/registry";
import { Avatar } from "../../widgets/Avatar";
import { Failure } from "../../widgets/Failure";
import { State } from "../../widgets/State";
import { isBlank } from "../form/places";
import { Moment } from "./Moment";

/** Who changed what and when, the newest first. */
export function History({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [...recordsKey(object.name), "history", id], queryFn: ({ signal }) => readHistory(object.name, id, signal).then((answer) => answer.data),
  });
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <p className="unseen" role="status">{t("state.loading")}</p>;
  if (data.length === 0) return <State title={t("history.none")} hint={t("history.noneHint")} />;
  return (
    <ol className="history">
      {data.map((change) => {
        const name = change.by.name ?? t("history.somebody");
        return (
          <li key={`${change.at} ${change.by.id ?? ""}`}>
            <Avatar name={name} />
            <div>
              <p><b>{name}</b> <Moment at={change.at} /></p>
              <Changes object={object} changes={change.changes} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** Old and new value of each field. */
export function Changes({ object, changes }: { object: ObjectMeta; changes: readonly FieldChange[] }) {
  const { t } = useTranslation();
  return (
    <ul className="changes">
      {changes.map((change) => {
        const field = fieldOf(object, change.field) ?? object.fields.flatMap((item) => item.parts ?? []).find(({ name }) => name === change.field);
        if (!field) return null;
        const { Display } = kindOf(field);
        const shown = (value: FieldChange["old"]) => (isBlank(value) ? <span className="quiet">{t("value.none")}</span> : <Display field={field} value={value} dense />);
        return <li key={change.field}><span className="quiet">{field.label}</span>{shown(change.old)}<span aria-label={t("history.to")}>→</span>{shown(change.new)}</li>;
      })}
    </ul>
  );
}
