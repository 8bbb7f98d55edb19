import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { appsQuery, may, objectsQuery } from "../../core/metadata";
import { recentVisits } from "../../core/recent";
import { useMe } from "../../core/session";
import { momentText } from "../../core/zone";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";
import { News } from "./News";
import { ObjectTiles } from "./ObjectTiles";
import { Recent } from "./Recent";
import { ViewCard } from "./ViewCard";
import "./home.css";

const AFTERNOON = 12;
const EVENING = 18;

/** Where one begins: what the apps have one look at first, what concerns one, and what one opened last. */
export function HomePage() {
  const { t, i18n } = useTranslation();
  const { data: me } = useMe();
  const objects = useQuery(objectsQuery());
  const apps = useQuery(appsQuery());
  if (!me) return null;
  const readable = (objects.data ?? []).filter((object) => may(object, "read") && object.child !== true);
  const cards = [...new Map((apps.data ?? []).flatMap((app) => app.cards).map((card) => [`${card.object} ${card.view}`, card])).values()];
  const hour = new Date().getHours();
  const greeting = hour < AFTERNOON ? "home.morning" : hour < EVENING ? "home.afternoon" : "home.evening";
  return (
    <div className="home" data-kept="home">
      <Title parts={[t("menu.home")]} />
      <header>
        <h1>{t(greeting, { name: me.name })}</h1>
        <p className="quiet">{momentText(Date.now(), i18n.language, { weekday: "long", month: "long", day: "numeric" })}</p>
      </header>
      <div className="home-cards">
        {cards.map((card) => <ViewCard key={card.name} card={card} />)}
        <News />
        <Recent visits={recentVisits(me.id)} />
      </div>
      {objects.data && readable.length === 0 && <State title={t("home.nothing")} hint={t("home.nothingHint")} />}
      {apps.data && cards.length === 0 && readable.length > 0 && <ObjectTiles objects={readable} />}
    </div>
  );
}
