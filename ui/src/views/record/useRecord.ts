import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { inTurn, waiting } from "../../core/edits";
import type { ObjectMeta } from "../../core/metadata";
import { readWithRights, recordKey, recordsKey, type RecordRow, type Value } from "../../core/records";
import { tellDone, tellProblem } from "../../widgets/telling";
import { wholePaths } from "../form/stored";

interface Known {
  data: RecordRow;
  rights: readonly string[];
}

/** A record with everything that the reader may see of it, and what they may do with it. */
export const useRecord = (object: ObjectMeta | undefined, id: string) =>
  useQuery({
    queryKey: recordKey(object?.name ?? "", id),
    queryFn: ({ signal }): Promise<Known> => readWithRights(object?.name ?? "", id, object ? wholePaths(object) : [], signal),
    enabled: object !== undefined,
  });

/** Change fields of the record that is shown: at once for the eye, back when the server refuses, and back again by undo. */
export function useRecordChange(object: ObjectMeta, row: RecordRow) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = recordKey(object.name, row.id);
  const send = async (written: Readonly<Record<string, Value>>, shown: Readonly<Record<string, Value>>, from: Pick<RecordRow, "id" | "version">): Promise<readonly string[]> => {
    await client.cancelQueries({ queryKey: key });
    client.setQueryData<Known>(key, (known) => known && { ...known, data: { ...known.data, ...shown } });
    try {
      const { warnings = [] } = await inTurn(object.name, from, written);
      return warnings.map(({ message }) => message);
    } finally {
      if (!waiting(object.name)) await client.invalidateQueries({ queryKey: recordsKey(object.name) });
    }
  };
  return async (written: Readonly<Record<string, Value>>, shown: Readonly<Record<string, Value>>, before: Readonly<Record<string, Value>>, told: string): Promise<void> => {
    const warnings = await send(written, shown, row);
    const back = () => void send(before, {}, { id: row.id }).catch((cause: unknown) => tellProblem(cause, t("state.unreachable")));
    tellDone([told, ...warnings].join(" "), { label: t("act.undo"), act: back });
  };
}
