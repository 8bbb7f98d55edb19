import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";

import { objectQuery } from "../../core/metadata";
import { pathOf, readRecord, recordsKey } from "../../core/records";
import { kindOf } from "../../fields/registry";
import { Failure } from "../../widgets/Failure";

/** A record with all its fields. */
export function RecordPage() {
  const { object = "", id = "" } = useParams();
  const described = useQuery(objectQuery(object));
  const fields = described.data?.fields ?? [];
  const record = useQuery({
    queryKey: [...recordsKey(object), "one", id],
    queryFn: ({ signal }) => readRecord(object, id, fields.map(pathOf), signal),
    enabled: described.data !== undefined,
  });
  const cause = described.error ?? record.error;
  if (cause) return <Failure cause={cause} />;
  const row = record.data?.data;
  if (row === undefined) return null;
  return (
    <dl>
      {fields.map((field) => {
        const { Display } = kindOf(field);
        return (
          <div key={field.name}>
            <dt className="quiet">{field.label}</dt>
            <dd><Display field={field} value={row[field.name]} /></dd>
          </div>
        );
      })}
    </dl>
  );
}
