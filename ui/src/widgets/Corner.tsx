import { useEffect, useState, type ComponentType } from "react";

import { isUnreachable } from "../core/problem";
import { loadNotes } from "./telling";

const QUIET_AFTER = 1_500; // what the first screen needs is there by then
const AGAIN_AFTER = 5_000;

/** The corner in which notes are told. No screen begins with one, so that it is loaded a while later, again where nobody answered. */
export function Corner() {
  const [Notes, setNotes] = useState<ComponentType | null>(null);
  useEffect(() => {
    const load = () => loadNotes().then((loaded) => setNotes(() => loaded.Notes), (cause: unknown) => {
      if (!isUnreachable(cause)) throw cause;
      timer = setTimeout(load, AGAIN_AFTER);
    });
    let timer = setTimeout(load, QUIET_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return Notes && <Notes />;
}
