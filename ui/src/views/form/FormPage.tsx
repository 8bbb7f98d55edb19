import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useParams, useSearchParams } from "react-router";

import { nameOf } from "../../core/finding";
import type { Values } from "../../core/judging";
import { placeOfWords } from "../../core/mentions";
import { may, objectQuery, type ObjectMeta } from "../../core/metadata";
import { changeRecord, deleteRecord, recordsKey, type RecordRow, type Value } from "../../core/records";
import { useShortcuts } from "../../core/shortcuts";
import { useHolding } from "../../core/unsaved";
import { kindOf, namingBy } from "../../fields/registry";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { tellDone, tellProblem } from "../../widgets/telling";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { Forbidden } from "../missing/Forbidden";
import { RecordForm } from "./RecordForm";
import { readStored } from "./stored";

/** A page on which a record is made: `/o/OBJECT/new`, or changed: `/o/OBJECT/ID/edit`. */
export function FormPage() {
  const { t } = useTranslation();
  const { object: name = "", id } = useParams();
  const described = useQuery(objectQuery(name));
  const object = described.data;
  if (described.error) return <Failure whole cause={described.error} known={object?.plural} onRetry={() => void described.refetch()} />;
  if (object === undefined) return <Waiting headed />;
  if (!may(object, id === undefined ? "create" : "update")) {
    const { plural } = object;
    return <Forbidden title={t(id === undefined ? "form.mayNotCreate" : "form.mayNotEdit", { plural })} to={`/o/${name}`} back={t("form.back", { plural })} />;
  }
  return id === undefined ? <Creating key={name} object={object} /> : <Editing key={`${name}/${id}`} object={object} id={id} />;
}

/** The values that the address gives to a new record. */
function givenBy(object: ObjectMeta, search: URLSearchParams): Values {
  const known = object.fields.filter((field) => field.writable && search.has(field.name));
  return Object.fromEntries(known.map((field): [string, Value] => {
    const text = search.get(field.name) ?? "";
    return [field.name, field.to === undefined ? text : namingBy(field, { id: text })];
  }));
}

function Creating({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const given = useMemo(() => givenBy(object, search), [object, search]);
  return <Guarded object={object} given={given} stored={null} title={t("form.new", { label: object.label })} />;
}

function Editing({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useTranslation();
  const stored = useQuery({
    // Read once: what others save meanwhile is met when the form is saved, and takes no edit away.
    queryKey: ["written", object.name, id], queryFn: ({ signal }) => readStored(object, id, signal), staleTime: Infinity, gcTime: 0,
  });
  if (stored.error) return <Failure whole cause={stored.error} onRetry={() => void stored.refetch()} />;
  if (stored.data === undefined) return <Waiting headed />;
  const name = nameOf(object, { ...stored.data.values, id });
  if (!may(stored.data, "update")) return <Forbidden title={t("form.mayNotEditThis", { name })} to={`/o/${object.name}/${id}`} back={t("form.backToRecord", { name })} />;
  const place = placeOfWords(object.name, id, stored.data.values, true);
  if (place !== null) return <Navigate to={place} replace />;
  return <Guarded object={object} given={{}} stored={stored.data} title={name} />;
}

type GuardedProps = Pick<React.ComponentProps<typeof RecordForm>, "object" | "stored"> & { given: Values; title: string };

/** A form that is not left with edits by mistake. */
function Guarded({ object, given, stored, title }: GuardedProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const hold = useHolding();
  const up = stored === null ? `/o/${object.name}` : `/o/${object.name}/${stored.id}`;
  const leave = () => void navigate(up);
  useShortcuts({ Escape: leave });
  const undo = async (id: string, before: Readonly<Record<string, Value>>) => {
    if (stored !== null) await changeRecord(object.name, id, before);
    else await deleteRecord(object.name, id);
    await client.invalidateQueries({ queryKey: recordsKey(object.name) });
    if (stored === null) await navigate(up);
  };
  const saved = (row: RecordRow, before: Readonly<Record<string, Value>>) => {
    const field = object.fields.find(({ name }) => name === object.name_field);
    const called = field ? (kindOf(field).text?.(field, row[field.name], "") ?? "") : "";
    const back = () => void undo(row.id, before).catch((cause: unknown) => tellProblem(cause, t("state.unreachable")));
    const undoable = stored !== null || may(object, "delete");
    tellDone(t(stored === null ? "form.created" : "form.saved", { label: object.label, name: called || title }), undoable ? { label: t("act.undo"), act: back } : undefined);
    hold(false);
    void navigate(`/o/${object.name}/${row.id}`, { replace: true });
  };
  return (
    <article className="form-page">
      <RecordForm
        object={object} stored={stored} given={given} onSaved={saved} onLeave={leave} onDirty={hold}
        heading={(
          <div className="form-title">
            <Link to={up} className="quiet"><Icon name={object.icon} />{stored === null ? object.plural : object.label}</Link>
            <Title parts={stored === null ? [title] : [t("form.edit", { name: title }), object.label]} />
            <h1 className="clip">{stored === null ? title : t("form.edit", { name: title })}</h1>
          </div>
        )}
      />
    </article>
  );
}
