import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";

import { ask, surround } from "./client";
import type { components } from "./openapi";
import { Problem } from "./problem";
import { keepZone } from "./zone";

/** Who is signed in. */
export interface Person {
  id: string;
  name: string;
  kind: string;
  audience: "staff" | "portal";
  roles: readonly string[];
  language: string | null;
  zone: string | null;
  system: readonly string[];
  csrf?: string;
  /** Whether somebody else chose the password, so that it must change before anything else. */
  must_change_password: boolean;
}

const ME = ["me"] as const;
const HINT = "guanxi.session"; // that there may be a session; its cookie is not for scripts to read

/** The person of the session; null when nobody is signed in. */
export const meQuery = () =>
  queryOptions({
    queryKey: ME,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Person | null> => {
      if (localStorage.getItem(HINT) === null) return null;
      try {
        const me = await ask<Person>("me", { signal });
        surround({ csrf: me.csrf ?? null });
        keepZone(me.zone);
        return me;
      } catch (cause) {
        if (cause instanceof Problem && cause.status === 401) {
          localStorage.removeItem(HINT);
          return null;
        }
        throw cause;
      }
    },
  });

export const useMe = () => useQuery(meQuery());

/** Signing in, out, and giving oneself a password. */
export function useSession() {
  const client = useQueryClient();
  return {
    async signIn(body: components["schemas"]["LoginBody"]): Promise<Person | null> {
      const told = await ask<{ csrf: string }>("auth/login", { method: "POST", body });
      surround({ csrf: told.csrf });
      localStorage.setItem(HINT, "open");
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
      return client.fetchQuery({ ...meQuery(), staleTime: 0 });
    },
    async changePassword(body: components["schemas"]["PasswordBody"]): Promise<void> {
      const told = await ask<{ csrf: string }>("auth/password", { method: "POST", body });
      surround({ csrf: told.csrf });
      await client.fetchQuery({ ...meQuery(), staleTime: 0 });
    },
    async signOut(): Promise<void> {
      await ask<void>("auth/logout", { method: "POST", body: {} });
      surround({ csrf: null });
      localStorage.removeItem(HINT);
      client.clear();
    },
  };
}
