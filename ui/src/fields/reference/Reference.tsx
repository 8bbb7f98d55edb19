import { useQuery } from "@tanstack/react-query";
import type { MouseEvent } from "react";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { objectQuery, type FieldMeta } from "../../core/metadata";
import { readRecord, recordsKey, referenceOf } from "../../core/records";
import { partsIn, textIn } from "../frame";
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
  if (target === undefined || reference === null) return <span className="clip">{text}</span>;
  return <Link className="way clip" to={`/o/${target}/${reference.id}`} onClick={stay}>{text}</Link>;
}

/** The name of a record of one of several objects. */
export function PointerDisplay({ value }: DisplayProps) {
  const { type, id } = partsIn(value);
  return typeof type === "string" && typeof id === "string" ? <Pointed object={type} id={id} /> : null;
}

function Pointed({ object, id }: { object: string; id: string }) {
  const { data: meta } = useQuery(objectQuery(object));
  const name = meta?.name_field;
  const { data } = useQuery({
    queryKey: [...recordsKey(object), "name", id],
    queryFn: ({ signal }) => readRecord(object, id, ["id", name ?? "id"], signal),
    enabled: meta !== undefined,
  });
  const text = meta && data ? nameOf(meta, data.data) : "";
  return <Link className="way clip" to={`/o/${object}/${id}`} onClick={stay}>{meta && `${meta.label} · `}{textIn(text)}</Link>;
}
