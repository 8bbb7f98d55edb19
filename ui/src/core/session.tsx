import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";

import { ask, surround } from "./client";
import type { components } from "./openapi";
import { Problem } from "./problem";

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
}

const ME = ["me"] as const;

/** The person of the session; null when nobody is signed in. */
export const meQuery = () =>
  queryOptions({
    queryKey: ME,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Person | null> => {
      try {
        const me = await ask<Person>("me", { signal });
        surround({ csrf: me.csrf ?? null });
        return me;
      } catch (cause) {
        if (cause instanceof Problem && cause.status === 401) return null;
        throw cause;
      }
    },
  });

export const useMe = () => useQuery(meQuery());

export interface SignedIn {
  mustChangePassword: boolean;
}

/** Signing in, out, and giving oneself a password. */
export function useSession() {
  const client = useQueryClient();
  return {
    async signIn(body: components["schemas"]["LoginBody"]): Promise<SignedIn> {
      const told = await ask<{ csrf: string; must_change_password: boolean }>("auth/login", { method: "POST", body });
      surround({ csrf: told.csrf });
      client.clear();
      if (!told.must_change_password) await client.fetchQuery(meQuery());
      return { mustChangePassword: told.must_change_password };
    },
    async changePassword(body: components["schemas"]["PasswordBody"]): Promise<void> {
      const told = await ask<{ csrf: string }>("auth/password", { method: "POST", body });
      surround({ csrf: told.csrf });
      await client.fetchQuery({ ...meQuery(), staleTime: 0 });
    },
    async signOut(): Promise<void> {
      await ask<void>("auth/logout", { method: "POST", body: {} });
      surround({ csrf: null });
      client.clear();
    },
    /** Forget who was signed in, when the server does not know the session any more. */
    expire(): void {
      client.setQueryData(ME, null);
    },
  };
}
