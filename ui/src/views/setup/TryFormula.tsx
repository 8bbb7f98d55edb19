import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { objectQuery, objectsQuery } from "../../core/metadata";
import { listRecords, recordsKey } from "../../core/records";
import { DRAFTING, tryFormula, type Json } from "./api";
import { shortly } from "./telling";

const ASK_AFTER = 250;
const MOST = 20;

/** What a formula gives on a record that one chooses, as far as one may read what it names. */
export function TryFormula({ object, formula }: { object: string; formula: string }) {
  const { t } = useTranslation("setup");
  const objects = useQuery(objectsQuery());
  const published = objects.data?.some((each) => each.name === object) ?? false;
  const { data: meta } = useQuery({ ...objectQuery(object), enabled: published });
  const [find, setFind] = useState("");
  const [words] = useDebouncedValue(find.trim(), ASK_AFTER);
  const [chosen, setChosen] = useState("");
  const name = meta?.name_field ?? "id";
  const query = { fields: ["id", name], sort: ["-id"], limit: MOST, ...(words !== "" && { search: words }) };
  const records = useQuery({
    queryKey: [...recordsKey(object), "try", query], enabled: meta !== undefined, placeholderData: keepPreviousData, queryFn: ({ signal }) => listRecords(object, query, signal),
  });
  if (objects.data !== undefined && !published) return <p className="quiet">{t("formula.unpublished")}</p>;
  if (meta === undefined) return null;
  return (
    <div className="setup-try">
      <TextInput size="xs" aria-label={t("formula.find")} placeholder={t("formula.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} />
      <NativeSelect
        size="xs" aria-label={t("formula.record")} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}
        data={[{ value: "", label: t("formula.choose") }, ...(records.data?.data ?? []).map((row) => ({ value: row.id, label: String(row[name] ?? row.id) }))]}
      />
      {chosen !== "" && <Tried object={object} formula={formula} id={chosen} />}
    </div>
  );
}

function Tried({ object, formula, id }: { object: string; formula: string; id: string }) {
  const { t } = useTranslation("setup");
  const [asked] = useDebouncedValue(formula, ASK_AFTER);
  const { data, error } = useQuery({
    queryKey: [DRAFTING, "tried", object, id, asked], enabled: asked.trim() !== "", placeholderData: keepPreviousData, retry: false, queryFn: ({ signal }) => tryFormula(object, asked, id, signal),
  });
  if (error) return <output className="setup-fault">{error.message}</output>;
  const tried = data?.tried;
  if (tried === undefined) return <output className="quiet">{t("formula.notYet")}</output>;
  if (tried.message !== null) return <output className="quiet">{tried.message}</output>;
  return <output>{t("formula.result")} <strong>{shown(tried.value, t("formula.blank"), t("formula.yes"), t("formula.no"))}</strong></output>;
}

const shown = (value: Json, blank: string, yes: string, no: string): string =>
  value === null || value === "" ? blank : typeof value === "boolean" ? (value ? yes : no) : shortly(value);
