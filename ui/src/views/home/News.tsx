import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { markRead, noticesKey, noticesQuery } from "../../core/notices";
import { tellProblem } from "../../widgets/telling";
import { NoticeWay } from "../notices/NoticeWay";
import { HomeCard } from "./HomeCard";

const MOST = 5;

/** The newest things that concern the reader. */
export function News() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery(noticesQuery());
  const read = (id: string) => void markRead([id])
    .then(() => client.invalidateQueries({ queryKey: noticesKey }))
    .catch((cause: unknown) => tellProblem(cause, t("state.unreachable")));
  return (
    <HomeCard icon="bell" title={t("home.news")}>
      {data?.data.length === 0 && <p className="quiet">{t("notices.none")}</p>}
      <ul className="notices-list" aria-busy={data === undefined}>
        {data?.data.slice(0, MOST).map((notice) => (
          <li key={notice.id} data-unread={notice.read_at === null || undefined}>
            <NoticeWay notice={notice} onFollow={() => { if (notice.read_at === null) read(notice.id); }} />
          </li>
        ))}
      </ul>
    </HomeCard>
  );
}
