import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";

import { listRecords, recordsKey } from "../../core/records";

const PAGE = 60;

/** The rows of a question, page after page by its cursor as they come in sight. */
export function usePages(object: string, asked: { fields: readonly string[]; filter: string | null; search: string | null; sort: readonly string[] }) {
  const answer = useInfiniteQuery({
    queryKey: [...recordsKey(object), "list", "pages", asked],
    queryFn: ({ pageParam, signal }) => listRecords(object, { ...asked, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.page.next,
    placeholderData: keepPreviousData,
  });
  const rows = answer.data?.pages.flatMap(({ data }) => data) ?? [];
  const onEnd = () => { if (answer.hasNextPage && !answer.isFetching) void answer.fetchNextPage(); };
  return { rows, answer, onEnd };
}
