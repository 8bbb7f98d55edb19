import { lazy, Suspense, useCallback, useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { useBlocker, useLocation } from "react-router";

import { Creation, type Create } from "../core/creation";
import { later } from "../core/outdated";
import { isHolding, wouldLose } from "../core/unsaved";

const CreationDialog = lazy(async () => {
  const [{ CreationDialog: Dialog }] = await Promise.all([later(import("../views/form/CreationDialog")), later(import("../fields/lazy")).then(({ loadInputs }) => loadInputs())]);
  return { default: Dialog };
});

const Leaving = lazy(async () => ({ default: (await later(import("../views/form/Leaving"))).Leaving }));

interface Asked {
  object: string;
  values: Parameters<Create>[1];
  answer: (made: Awaited<ReturnType<Create>>) => void;
}

/** Ask before what is written and not saved is lost, by going on or by closing the pages. */
function useGuard() {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => { if (wouldLose()) event.preventDefault(); };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);
  return useBlocker(() => isHolding());
}

/** Lets whatever stands inside ask for a new record; a dialog may ask for another one. What is written is not left by mistake. */
export function Creations({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const create: Create = useCallback(
    (object, values) => new Promise((answer) => setAsked((before) => [...before, { object, values, answer }])),
    [],
  );
  const blocker = useGuard();
  const { pathname } = useLocation();
  const shut = useEffectEvent(() => {
    for (const one of asked) one.answer(null);
    setAsked([]);
  });
  useEffect(() => shut(), [pathname]); // who goes on leaves what stood over the screen
  return (
    <Creation value={create}>
      {children}
      <Suspense>
        {asked.map((one, depth) => (
          <CreationDialog
            key={depth} object={one.object} given={one.values}
            onDone={(made) => { setAsked((before) => before.filter((other) => other !== one)); one.answer(made); }}
          />
        ))}
        {blocker.state === "blocked" && <Leaving onStay={blocker.reset} onLeave={blocker.proceed} />}
      </Suspense>
    </Creation>
  );
}
