import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import { isNarrowed, UNNARROWED } from "../../core/listing";
import { Problem } from "../../core/problem";
import { listRecords, recordsKey } from "../../core/records";
import { Failure } from "../../widgets/Failure";
import { Waiting } from "../../widgets/Waiting";
import type { LaidOut } from "./waysOut";

/** What stands where records could not be read: the way back to all of them where a condition may be to blame. */
export function Unread({ cause, onRetry, listing, onChange }: Pick<LaidOut, "listing" | "onChange"> & { cause: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const misread = cause instanceof Problem && cause.code.startsWith("formula_"); // nor is it read when it is asked again
  const own = useOwnFault(misread ? listing.formula : "");
  if (own === undefined) return <Waiting />;
  return (
    <Failure cause={own ?? cause} title={misread ? t("list.misread") : undefined} onRetry={misread ? undefined : onRetry}>
      {isNarrowed(listing) && <Button variant={misread ? "default" : "filled"} onClick={() => onChange(UNNARROWED)}>{t("list.clear")}</Button>}
    </Failure>
  );
}

/** What the server says of a formula alone: beside what a view asks for, it finds brackets that nobody wrote. Undefined until it is known. */
function useOwnFault(formula: string): unknown {
  const { object = "" } = useParams();
  const asked = formula.trim() !== "";
  const { error, isPending } = useQuery({
    queryKey: [...recordsKey(object), "misread", formula],
    queryFn: ({ signal }) => listRecords(object, { fields: ["id"], filter: formula, limit: 1 }, signal),
    enabled: asked,
  });
  return asked && isPending ? undefined : error;
}
