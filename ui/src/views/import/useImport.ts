import { useQuery } from "@tanstack/react-query";

import { isFinished, readImport } from "../../core/importing";

const ASK_EVERY = 400;

/** How far an import is, asked for until it ends. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: ["import", id],
    queryFn: ({ signal }) => readImport(id, signal),
    refetchInterval: (query) => (query.state.data && isFinished(query.state.data.state) ? false : ASK_EVERY),
  });
