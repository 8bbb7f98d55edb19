import { lazy, Suspense, useEffect, useState } from "react";

import { loadNotes } from "./telling";

const QUIET_AFTER = 1_500; // what the first screen needs is there by then
const Notes = lazy(async () => ({ default: (await loadNotes()).Notes }));

/** The corner in which notes are told. No screen begins with one, so that it is loaded a while later, or for the first. */
export function Corner() {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setThere(true), QUIET_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return there && <Suspense><Notes /></Suspense>;
}
