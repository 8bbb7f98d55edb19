import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import type { Person } from "../core/session";
import { endViewing } from "../core/viewing";
import { CLOCK, momentText } from "../core/zone";
import { Icon } from "../widgets/Icon";
import { tellProblem } from "../widgets/telling";
import { teach } from "../words/resources";
import { VIEWING } from "../words/viewing";
import "./viewing.css";

teach(VIEWING);

/** Says above every screen as whom one looks, and ends it: when told to, and when its time is over. */
export function Viewing({ person, until }: { person: Person; until: string }) {
  const { t, i18n } = useTranslation();
  const stop = () => endViewing().catch((cause: unknown) => tellProblem(cause, t("state.unreachable")));
  useEffect(() => {
    const timer = setTimeout(() => void endViewing().catch(() => window.location.reload()), Math.max(0, Date.parse(until) - Date.now()));
    return () => clearTimeout(timer);
  }, [until]);
  const time = momentText(until, i18n.language, CLOCK);
  return (
    <div className="viewing" role="status">
      <Icon name="eye" size={16} />
      <span>{t("viewing.banner", { name: person.name, time })}</span>
      <Button variant="default" onClick={() => void stop()}>{t("viewing.stop")}</Button>
    </div>
  );
}
