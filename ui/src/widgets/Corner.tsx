import { useEffect, useState, type ComponentType } from "react";

import { loadNotes } from "./telling";

const QUIET_AFTER = 1_500; // what the first screen needs is there by then

/** The corner in which notes are told. No screen begins with one, so that it is loaded a while later. */
export function Corner() {
  const [Notes, setNotes] = useState<ComponentType | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => void loadNotes().then((loaded) => setNotes(() => loaded.Notes)), QUIET_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return Notes && <Notes />;
}
