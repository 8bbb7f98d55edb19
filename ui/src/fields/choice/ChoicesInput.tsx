import { MultiSelect, TagsInput as MantineTags } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { frameOf, textsIn } from "../frame";
import type { InputProps } from "../registry";

/** Takes several values of a picklist. */
export function ChoicesInput(props: InputProps) {
  const { t } = useTranslation();
  const chosen = textsIn(props.value);
  const offered = (props.field.values ?? []).filter((item) => item.active !== false || chosen.includes(item.name));
  return (
    <MultiSelect
      {...frameOf(props)} data={offered.map((item) => ({ value: item.name, label: item.label }))} value={[...chosen]} hidePickedOptions
      searchable nothingFoundMessage={t("input.nothingFound")} onChange={(names) => props.onChange(names)} onBlur={() => props.onCommit?.([...chosen])}
      onKeyDown={(event) => event.key === "Escape" && props.onCancel?.()}
    />
  );
}

const BETWEEN = /[,，;；]/;

/** Takes words that whoever writes them chooses freely, parted by commas of either script. */
export function TagsInput(props: InputProps) {
  const [typed, setTyped] = useState("");
  const chosen = textsIn(props.value);
  const { editor } = props.field;
  const choose = (words: readonly string[]) => props.onChange([...new Set(words.map((word) => word.trim()).filter((word) => word !== ""))]);
  const type = (text: string) => {
    const parts = text.split(BETWEEN);
    if (parts.length > 1) choose([...chosen, ...parts.slice(0, -1)]);
    setTyped(parts.at(-1) ?? "");
  };
  return (
    <MantineTags
      {...frameOf(props)} value={[...chosen]} splitChars={[]} maxTags={editor.max_items ?? Infinity} acceptValueOnBlur searchValue={typed} onSearchChange={type}
      onChange={choose} onBlur={() => props.onCommit?.([...chosen])} onKeyDown={(event) => event.key === "Escape" && props.onCancel?.()}
    />
  );
}
