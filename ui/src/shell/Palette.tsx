import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { isWorthFinding, nameOf, useFinding } from "../core/finding";
import type { MenuEntry } from "../core/menu";
import { chooseTheme, THEMES } from "../core/preferences";
import { holds, useLanguage, useMe } from "../core/session";
import { Icon } from "../widgets/Icon";
import { CommandPalette, type Command } from "../widgets/Palette";

const FOUND_EACH = 4;
const ASK_AFTER = 120;

/** Ctrl-K: go anywhere, find a record, change what one looks at. */
export function Palette({ entries, onClose }: { entries: readonly MenuEntry[]; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, ASK_AFTER);
  const { found } = useFinding(asked, FOUND_EACH);
  const go = (path: string) => () => void navigate(path);
  const places = useFixedCommands(entries, go).filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  const records: Command[] = found.flatMap(({ object, rows, reasons }) =>
    rows.map((row) => ({
      hint: reasons.filter(({ record }) => record === row.id).map(({ label, text: said }) => t("search.why", { label, text: said })).join(t("search.and")),
      id: `${object.name}/${row.id}`, group: object.plural, label: nameOf(object, row), icon: <Icon name={object.icon} />,
      act: go(`/o/${object.name}/${row.id}`),
    })),
  );
  const everywhere: Command[] = isWorthFinding(text)
    ? [{
        id: "everywhere", group: t("menu.search"), label: t("palette.everywhere", { text: text.trim() }), icon: <Icon name="search" />,
        act: go(`/search?q=${encodeURIComponent(text.trim())}`),
      }]
    : [];
  return (
    <CommandPalette
      label={t("palette.label")} placeholder={t("palette.placeholder")} none={t("palette.none", { text })}
      text={text} onText={setText} commands={[...places, ...records, ...everywhere]} onClose={onClose}
    />
  );
}

function useFixedCommands(entries: readonly MenuEntry[], go: (path: string) => () => void): Command[] {
  const { t } = useTranslation();
  const speak = useLanguage();
  const me = useMe();
  const language = (to: "en" | "zh", label: string): Command => ({
    id: `language-${to}`, group: t("palette.settings"), label, icon: <Icon name="file" />, act: () => speak(to),
  });
  return [
    { id: "home", group: t("palette.goto"), label: t("menu.home"), icon: <Icon name="home" />, keys: "g h", act: go("/") },
    ...entries.map(({ id, label, icon, letter, path }): Command => ({
      id, group: t("palette.goto"), label, icon: <Icon name={icon} />, ...(letter !== null && { keys: `g ${letter}` }), act: go(path),
    })),
    ...(me.data && holds(me.data, "setup") ? [{ id: "setup", group: t("palette.settings"), label: t("menu.setup"), icon: <Icon name="apps" />, act: go("/setup") }] : []),
    { id: "settings", group: t("palette.settings"), label: t("menu.settings"), icon: <Icon name="settings" />, keys: "g s", act: go("/settings") },
    ...THEMES.map((theme): Command => ({
      id: `theme-${theme}`, group: t("palette.settings"), label: t("palette.switchTo", { name: t(`theme.${theme}`) }),
      icon: <Icon name="sun_moon" />, act: () => chooseTheme(theme),
    })),
    language("en", "English"),
    language("zh", "中文"),
  ];
}
