import type { QueryClient } from "@tanstack/react-query";
import { createBrowserRouter, redirect, type LoaderFunctionArgs } from "react-router";

import { appsQuery, objectQuery, objectsQuery } from "../core/metadata";
import { mayRead, meQuery } from "../core/session";
import { Crash } from "./Crash";
import { Lost } from "./Lost";
import { Shell } from "./Shell";

/** Ask for what a screen is drawn from while it is asked who is there, and while the screen's file comes. */
function describe(client: QueryClient, object: string | undefined): void {
  void client.prefetchQuery(objectsQuery());
  void client.prefetchQuery(appsQuery());
  if (object !== undefined) void client.prefetchQuery(objectQuery(object));
}

/** Let those in who are signed in with a password of their own; send others to sign in and back. */
const signedIn = (client: QueryClient) => async ({ request, params }: LoaderFunctionArgs) => {
  if (mayRead()) describe(client, params["object"]);
  const me = await client.ensureQueryData(meQuery());
  if (me !== null && !me.must_change_password) return null;
  const { pathname, search } = new URL(request.url);
  const back = pathname === "/" ? "" : `?back=${encodeURIComponent(pathname + search)}`;
  return redirect(`/sign-in${back}`);
};

/** The page of forms with its inputs, so that all of it is drawn at once, and with what asks before one leaves it. */
async function formPage() {
  const [{ FormPage }, { loadInputs }] = await Promise.all([import("../views/form/FormPage"), import("../fields/lazy"), import("../views/form/Leaving")]);
  await loadInputs();
  return { Component: FormPage };
}

/** The addresses of the application; each screen is a file of its own, loaded when it is first shown. */
export function makeRouter(client: QueryClient) {
  return createBrowserRouter([
    {
      errorElement: <Crash />,
      hydrateFallbackElement: <></>,
      children: [
        { path: "/sign-in", lazy: async () => ({ Component: (await import("../views/sign-in/SignInPage")).SignInPage }) },
        { path: "/about", lazy: async () => ({ Component: (await import("../views/about/AboutPage")).AboutPage }) },
        {
          path: "*",
          loader: () => (mayRead() ? client.ensureQueryData(meQuery()) : null),
          Component: Lost,
          children: [{ path: "*", lazy: async () => ({ Component: (await import("../views/missing/MissingPage")).MissingPage }) }],
        },
        {
          path: "/",
          loader: signedIn(client),
          Component: Shell,
          children: [
            {
              errorElement: <Crash />,
              children: [
                { index: true, lazy: async () => ({ Component: (await import("../views/home/HomePage")).HomePage }) },
                { path: "search", lazy: async () => ({ Component: (await import("../views/search/SearchPage")).SearchPage }) },
                { path: "settings", lazy: async () => ({ Component: (await import("../views/settings/SettingsPage")).SettingsPage }) },
                { path: "setup/*", lazy: async () => ({ Component: (await import("../views/setup/SetupPage")).SetupPage }) },
                { path: "o/:object", lazy: async () => ({ Component: (await import("../views/list/ObjectPage")).ObjectPage }) },
                { path: "o/:object/new", lazy: formPage },
                { path: "o/:object/:id/edit", lazy: formPage },
                { path: "o/:object/import", lazy: async () => ({ Component: (await import("../views/import/ImportPage")).ImportPage }) },
                { path: "o/:object/import/:id", lazy: async () => ({ Component: (await import("../views/import/ImportRun")).ImportRun }) },
                { path: "o/:object/:id", lazy: async () => ({ Component: (await import("../views/record/RecordPage")).RecordPage }) },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
