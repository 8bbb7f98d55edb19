import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";

import { ask, surround } from "./client";
import { adoptLanguage, chooseLanguage, readIn } from "./i18n";
import { DESCRIBED } from "./metadata";
import type { Told } from "./told";
import type { Language } from "./preferences";
import { Problem } from "./problem";
import { forgetDrafts } from "./unsaved";
import { noteViewing, onlyLooks } from "./viewing";
import { keepZone } from "./zone";

/** Who is signed in. */
export interface Person {
  id: string;
  name: string;
  kind: string;
  audience: "staff" | "portal";
  roles: readonly string[];
  role_labels: readonly string[];
  language: string | null;
  zone: string | null;
  /** In which the server reckons days. */
  workspace_zone: string;
  system: readonly string[];
  csrf?: string;
  /** Who really looks, where somebody looks as this person. */
  viewer: { id: string; name: string; until: string } | null;
  /** Whether somebody else chose the password, so that it must change before anything else. */
  must_change_password: boolean;
}

const ME = ["me"] as const;
const HINT = "guanxi.session"; // that there may be a session; its cookie is not for scripts to read
const [OPEN, BOUND] = ["open", "bound"]; // bound: nothing may be read before the password is changed

/** Whether somebody signed in here and did not sign out; the session may have ended meanwhile. */
const mayBeSignedIn = (): boolean => localStorage.getItem(HINT) !== null;

/** Whether what is asked for before it is known who is there will probably be told. */
export const mayRead = (): boolean => localStorage.getItem(HINT) === OPEN;

/** The person of the session; null when nobody is signed in. */
export const meQuery = () =>
  queryOptions({
    queryKey: ME,
    staleTime: Infinity,
    queryFn: async ({ signal, client }): Promise<Person | null> => {
      if (!mayBeSignedIn()) return null;
      try {
        const me = await ask<Person>("me", { signal });
        surround({ csrf: me.csrf ?? null });
        localStorage.setItem(HINT, me.must_change_password ? BOUND : OPEN);
        noteViewing(me.viewer !== null);
        keepZone(me.zone, me.workspace_zone);
        adoptLanguage(me.language);
        if (readIn(me.language)) void client.invalidateQueries({ queryKey: [DESCRIBED] });
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

/** Whether somebody holds a right on the workspace itself, such as `setup`; nobody uses those of one whom they look as. */
export const holds = (person: Person, right: string): boolean => person.viewer === null && (person.system.includes(right) || person.system.includes("*"));

export const useMe = () => useQuery(meQuery());

/** Signing in, out, giving oneself a password, and keeping on the server what one chose for oneself. */
export function useSession() {
  const client = useQueryClient();
  return {
    async signIn(body: Told<"LoginBody">): Promise<Person | null> {
      const told = await ask<{ csrf: string }>("auth/login", { method: "POST", body });
      surround({ csrf: told.csrf });
      localStorage.setItem(HINT, OPEN);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
      return client.fetchQuery({ ...meQuery(), staleTime: 0 });
    },
    async changePassword(body: Told<"PasswordBody">): Promise<void> {
      const told = await ask<{ csrf: string }>("auth/password", { method: "POST", body });
      surround({ csrf: told.csrf });
      await client.fetchQuery({ ...meQuery(), staleTime: 0 });
    },
    async prefer(body: Told<"PreferencesBody">): Promise<void> {
      await ask<void>("me", { method: "PATCH", body });
      await client.fetchQuery({ ...meQuery(), staleTime: 0 });
    },
    async signOut(): Promise<void> {
      await ask<void>("auth/logout", { method: "POST", body: {} });
      surround({ csrf: null });
      localStorage.removeItem(HINT);
      forgetDrafts();
      client.clear();
    },
  };
}

/** Speaking another language: here at once, and from now on wherever one signs in. */
export function useLanguage(): (language: Language) => void {
  const { prefer } = useSession();
  return (language) => {
    void chooseLanguage(language);
    if (onlyLooks()) return;
    prefer({ language }).catch((cause: unknown) => {
      if (!(cause instanceof Problem)) throw cause; // it is spoken here all the same
    });
  };
}
