import { lazy, Suspense, useState, type ComponentType } from "react";

import { later } from "../core/outdated";

type Parts = typeof import("./inputs");

let loaded: Parts | null = null;

/** Load the parts that lists can do without; a form that waits for this draws its inputs at once. */
export async function loadInputs(): Promise<Parts> {
  loaded ??= await later(import("./inputs"));
  return loaded;
}

/** A part that is loaded when it is first drawn; its place is kept meanwhile. */
export function lazily<Props extends object>(pick: (parts: Parts) => ComponentType<Props>): ComponentType<Props> {
  const Later: ComponentType<Props> = lazy(async () => ({ default: pick(await loadInputs()) })) as unknown as ComponentType<Props>;
  return function Lazy(props: Props) {
    const [parts] = useState(loaded); // what is drawn once is not drawn anew when the file is there
    if (parts === null) return <Suspense fallback={<span className="input-waiting" aria-busy />}><Later {...props} /></Suspense>;
    const Part = pick(parts);
    return <Part {...props} />;
  };
}
