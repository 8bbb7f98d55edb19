import { lazy, Suspense, useCallback, useState, type ReactNode } from "react";

import { Creation, type Create } from "../core/creation";
import { later } from "../core/outdated";

const CreationDialog = lazy(async () => {
  const [{ CreationDialog: Dialog }] = await Promise.all([later(import("../views/form/CreationDialog")), later(import("../fields/lazy")).then(({ loadInputs }) => loadInputs())]);
  return { default: Dialog };
});

interface Asked {
  object: string;
  values: Parameters<Create>[1];
  answer: (made: Awaited<ReturnType<Create>>) => void;
}

/** Lets whatever stands inside ask for a new record; a dialog may ask for another one. */
export function Creations({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const create: Create = useCallback(
    (object, values) => new Promise((answer) => setAsked((before) => [...before, { object, values, answer }])),
    [],
  );
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
      </Suspense>
    </Creation>
  );
}
