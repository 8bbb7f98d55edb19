import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";

import { suggestNames, type Label } from "./api";
import { freshName } from "./layout/parts";
import { isName, nameFrom } from "./schema";

const ASK_AFTER = 150;

/** A text as the server spells it for a name; blank until it has. */
function useSpelled(text: string): string {
  const wanted = text.trim();
  const [asked] = useDebouncedValue(wanted, ASK_AFTER);
  const { data = "" } = useQuery({
    queryKey: ["spelled", asked], enabled: asked !== "", staleTime: Infinity, queryFn: async ({ signal }) => (await suggestNames([asked], signal))[0] ?? "",
  });
  return wanted !== "" && asked === wanted ? data : "";
}

/** The name that a label makes by itself: of its English, or of the other text where that has our letters alone. */
export const plainName = ({ en = "", zh = "" }: Label): string => nameFrom(en) || (/^[\x20-\x7e]*$/.test(zh) ? nameFrom(zh) : "");

/** The name that a label suggests: made of its English at once, of Chinese alone once it is spelled; blank while nothing does. */
export function useSuggestedName(label: Label): string {
  const own = plainName(label);
  const spelled = useSpelled(own === "" ? label.zh ?? "" : "");
  return own === "" ? spelled : own;
}

interface Named {
  label: Label;
  name: string;
  /** Whether nobody named it yet. */
  isUnnamed: boolean;
  others: readonly string[];
}

/** Lets the name of what is new follow its label while that is edited, as long as nobody named it otherwise. */
export function useNaming({ label, name, isUnnamed, others }: Named, rename: (name: string) => void): void {
  const { en = "", zh = "" } = label;
  const [first] = useState({ en, zh });
  const [given, setGiven] = useState<string | null>(null);
  const spelled = useSpelled(zh);
  const made = plainName(label) || spelled;
  const follows = (en !== first.en || zh !== first.zh) && (isUnnamed || name === given || name === spelled);
  const wanted = follows && isName(made) ? freshName(made, others) : name;
  const give = useEffectEvent(() => {
    setGiven(wanted);
    rename(wanted);
  });
  useEffect(() => { if (wanted !== name) give(); }, [wanted, name]);
}
