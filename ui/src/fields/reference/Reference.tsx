import { useQuery } from "@tanstack/react-query";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { objectQuery, type FieldMeta } from "../../core/metadata";
import { readRecord, recordsKey, referenceOf } from "../../core/records";
import { partsIn } from "../frame";
import { plainText } from "../plain/text";
import type { DisplayProps } from "../registry";

const PEOPLE = "user";

/** The object that a field points to; owners are people. */
export const targetOf = (field: FieldMeta): string | undefined => field.to ?? (field.type === "owner" ? PEOPLE : undefined);

const stay = (event: MouseEvent) => event.stopPropagation();

/** The name of the record that is pointed to, leading there. */
export function ReferenceDisplay({ field, value }: DisplayProps) {
  const text = plainText(field, value);
  const [target, reference] = [targetOf(field), referenceOf(value)];
  // What history tells of is the id alone.
  if (target !== undefined && typeof value === "string" && !field.masked) return <Named object={target} id={value} />;
  // It came with no name: whoever looks may not see it.
  if (reference !== null && field.to_name !== undefined && reference[field.to_name] === null) return <Unseen id={reference.id} />;
  if (target === undefined || reference === null) return <span className="clip">{text}</span>;
  return <Link className="way clip" to={`/o/${target}/${reference.id}`} onClick={stay}>{text}</Link>;
}

/** The name of a record of one of several objects. */
export function PointerDisplay({ value }: DisplayProps) {
  const { type, id } = partsIn(value);
  return typeof type === "string" && typeof id === "string" ? <Named object={type} id={id} kind /> : null;
}

function Unseen({ id }: { id: string }) {
  const { t } = useTranslation();
  return <span className="quiet clip" title={id}>{t("value.unseen")}</span>;
}

/** A record by its name, which is read; where it may not be, that alone is told of it, and on pointing at it the id. */
function Named({ object, id, kind = false }: { object: string; id: string; kind?: boolean }) {
  const { data: meta } = useQuery(objectQuery(object));
  const name = meta?.name_field;
  const { data, error } = useQuery({
    queryKey: [...recordsKey(object), "name", id],
    queryFn: ({ signal }) => readRecord(object, id, ["id", name ?? "id"], signal),
    enabled: meta !== undefined,
  });
  if (error) return <Unseen id={id} />;
  const text = meta && data ? nameOf(meta, data.data) : "";
  return <Link className="way clip" to={`/o/${object}/${id}`} onClick={stay}>{kind && meta && `${meta.label} · `}{text}</Link>;
}
