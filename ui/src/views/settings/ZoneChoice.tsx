import { NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { useSession, type Person } from "../../core/session";
import { CLOCK, deviceZone, momentText } from "../../core/zone";
import { tellDone, tellProblem } from "../../widgets/telling";
import { zonesByRegion } from "./zones";

/** The zone by which one's clocks go, on every device. */
export function ZoneChoice({ me }: { me: Person }) {
  const { t, i18n } = useTranslation();
  const { prefer } = useSession();
  const [busy, setBusy] = useState(false);
  const choices = useMemo(() => zonesByRegion(i18n.language).map(({ region, zones }) => ({ group: t(`zone.${region}`), items: zones })), [i18n.language, t]);
  const device = { value: "", label: t("settings.zoneDevice", { zone: deviceZone() }) };
  const change = async (zone: string) => {
    setBusy(true);
    try {
      await prefer({ zone: zone || null });
      tellDone(t("settings.saved"));
    } catch (cause) {
      tellProblem(cause, t("state.unreachable"));
    } finally {
      setBusy(false);
    }
  };
  const time = momentText(Date.now(), i18n.language, { weekday: "short", ...CLOCK });
  return (
    <NativeSelect
      className="settings-zone" label={t("settings.zone")} description={t("settings.zoneNow", { time })}
      inputWrapperOrder={["label", "input", "description"]} value={me.zone ?? ""} disabled={busy}
      onChange={(event) => void change(event.currentTarget.value)} data={[device, ...choices]}
    />
  );
}
