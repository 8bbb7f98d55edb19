import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { foretoldQuery, loginsIn, mentions, namedQuery, offeredQuery, USER, type Named } from "../../core/mentions";
import { objectQuery, objectsQuery, type ObjectMeta } from "../../core/metadata";
import { useMe } from "../../core/session";

const ASK_AFTER = 150;
const FORETELL_AFTER = 400;
const NOBODY: ReadonlyMap<string, Named> = new Map();

/** The object of people, where the reader may mention them. */
function useUser(): ObjectMeta | undefined {
  const known = useQuery(objectsQuery()).data?.some(({ name }) => name === USER) ?? false;
  const { data } = useQuery({ ...objectQuery(USER), enabled: known });
  return data && mentions(data) ? data : undefined;
}

/** Those who may be meant by what is typed after the sign; null where nothing is. */
export function useOffered(typed: string | null): readonly Named[] {
  const user = useUser();
  const [asked] = useDebouncedValue(typed, ASK_AFTER);
  const { data } = useQuery({ ...offeredQuery(typed === null ? undefined : user, asked ?? ""), placeholderData: keepPreviousData });
  return typed === null ? [] : (data ?? []);
}

/** The people that texts mention, by their sign-in names. */
export function useNamed(texts: readonly string[]): ReadonlyMap<string, Named> {
  return useQuery({ ...namedQuery(useUser(), loginsIn(...texts)), placeholderData: keepPreviousData }).data ?? NOBODY;
}

/** The names of those whom a text mentions though they may not see the record that it is about. */
export function useUnseeing(object: ObjectMeta, id: string, text: string): readonly string[] {
  const user = useUser();
  const { data: me } = useMe();
  const [asked] = useDebouncedValue(text, FORETELL_AFTER);
  const { data = [] } = useQuery({ ...foretoldQuery(object.name, id, user ? loginsIn(asked) : []), placeholderData: keepPreviousData });
  const named = useNamed([asked]);
  const meant = new Set(loginsIn(text));
  return data.filter(({ login, sees }) => !sees && meant.has(login) && named.get(login)?.id !== me?.id).map(({ login }) => named.get(login)?.name ?? login);
}
