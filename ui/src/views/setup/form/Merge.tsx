import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { labelOf, textOf, titleOf, type Body } from "../api";
import { said, type Named } from "./around";

/** Lets an entry become one with another of the list. */
export function Merge({ entries, name, called, onMerge }: { entries: readonly Body[]; name: string; called: string; onMerge: (into: string) => void }) {
  const { t, i18n } = useTranslation("setup");
  const others = entries.map((entry): Named => {
    const own = textOf(entry["name"]);
    return { name: own, title: titleOf({ name: own, label: labelOf(entry) }, i18n.language) };
  }).filter((other) => other.name !== name && other.name !== "");
  return (
    <NativeSelect
      className="setup-merge" label={t("form.merge", { name: called })} description={t("form.mergeHint")} value="" onChange={(event) => onMerge(event.currentTarget.value)}
      data={[{ value: "", label: t("form.unset") }, ...others.map((other) => ({ value: other.name, label: said(other) }))]}
    />
  );
}
