import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { objectQuery } from "../../core/metadata";
import { namedRecord } from "../../core/names";
import { recordsKey } from "../../core/records";
import { textsIn } from "../frame";
import type { DisplayProps } from "../registry";
import "../picklist/picklist.css";

/** The name of a record, once it is read; until then undefined. */
export function useName(target: string, id: string): string | undefined {
  const { data: object } = useQuery(objectQuery(target));
  const { data } = useQuery({
    queryKey: [...recordsKey(target), "named", id],
    queryFn: () => namedRecord(target, object?.name_field ?? null, id),
    enabled: object !== undefined,
  });
  return object && data !== undefined ? (data === null ? id : nameOf(object, data)) : undefined;
}

/** The records that a field names, each leading there. */
export function ReferencesDisplay({ field, value, dense = false }: DisplayProps) {
  const { to } = field;
  return (
    <span className={dense ? "badges clip" : "badges"}>
      {textsIn(value).map((id, at) => (to === undefined || field.masked ? <span key={at} className="badge" data-colour="none">{id}</span> : <Named key={id} target={to} id={id} />))}
    </span>
  );
}

function Named({ target, id }: { target: string; id: string }) {
  const name = useName(target, id);
  return <Link className="badge linked" data-colour="none" to={`/o/${target}/${id}`} onClick={(event) => event.stopPropagation()}>{name ?? "…"}</Link>;
}
