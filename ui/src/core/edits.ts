import { useQueryClient } from "@tanstack/react-query";

import { changeRecord, recordsKey, type RecordPage, type RecordRow, type Value } from "./records";

const isPage = (data: unknown): data is RecordPage => typeof data === "object" && data !== null && "page" in data;

/** Changes of single fields, shown at once and taken back when the server refuses. */
export function useEdits(object: string) {
  const client = useQueryClient();
  const lists = { queryKey: [...recordsKey(object), "list"] };

  const show = (id: string, change: Readonly<Record<string, Value>>) => {
    client.setQueriesData<RecordPage>(lists, (data) => {
      if (!isPage(data)) return data;
      return { ...data, data: data.data.map((row: RecordRow) => (row.id === id ? { ...row, ...change } : row)) };
    });
  };
  const refresh = () => client.invalidateQueries({ queryKey: recordsKey(object) });

  return {
    refresh,
    /** Change a field and return what the server warns of; what is written is what the API takes, what is shown is what it will read. */
    async change(row: RecordRow, field: string, written: Value, shown: Value = written): Promise<readonly string[]> {
      await client.cancelQueries(lists);
      show(row.id, { [field]: shown });
      try {
        const { warnings = [] } = await changeRecord(object, row.id, { [field]: written }, row.version);
        return warnings.map(({ message }) => message);
      } catch (cause) {
        show(row.id, { [field]: row[field] });
        throw cause;
      } finally {
        void refresh();
      }
    },
  };
}
