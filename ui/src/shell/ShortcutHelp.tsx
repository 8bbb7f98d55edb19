import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { MenuEntry } from "../core/menu";
import type { Word } from "../words/resources";

const EVERYWHERE: readonly [string, Word][] = [
  ["Ctrl K", "shortcut.palette"], ["?", "shortcut.help"], ["g h", "shortcut.goHome"], ["g s", "shortcut.goSettings"],
  ["c", "shortcut.create"], ["Ctrl Enter", "shortcut.save"],
];
const IN_LISTS: readonly [string, Word][] = [
  ["/", "shortcut.search"], ["j k", "shortcut.move"], ["Enter", "shortcut.open"], ["x", "shortcut.mark"], ["e", "shortcut.edit"],
  ["Esc", "shortcut.leave"],
];

/** `?`: every shortcut there is. */
export function ShortcutHelp({ entries, onClose }: { entries: readonly MenuEntry[]; onClose: () => void }) {
  const { t } = useTranslation();
  const places = entries.flatMap(({ label, letter }): [string, string][] =>
    letter === null ? [] : [[`g ${letter}`, t("shortcut.go", { label })]],
  );
  const words = (rows: readonly [string, Word][]): [string, string][] => rows.map(([keys, word]) => [keys, t(word)]);
  return (
    <Modal opened onClose={onClose} title={t("shortcut.title")} size={640} closeButtonProps={{ "aria-label": t("act.close") }}>
      <div className="shortcut-help">
        <Group title={t("shortcut.everywhere")} rows={[...words(EVERYWHERE), ...places]} />
        <Group title={t("shortcut.lists")} rows={words(IN_LISTS)} />
      </div>
    </Modal>
  );
}

function Group({ title, rows }: { title: string; rows: readonly [string, string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, words]) => (
          <div key={keys}><dt>{words}</dt><dd>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dd></div>
        ))}
      </dl>
    </section>
  );
}
