import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { markRead, noticesKey, noticesQuery } from "../core/notices";
import { onlyLooks } from "../core/viewing";
import { NoticeWay } from "../views/notices/NoticeWay";
import { Failure } from "../widgets/Failure";
import type { Opened } from "../widgets/Opener";
import { Panel } from "../widgets/Panel";
import { tellProblem } from "../widgets/telling";
import "./notices.css";

/** What concerns the reader, newest first; what is followed is read. */
export function Notices(opened: Opened) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(noticesQuery());
  const read = (ids: readonly string[] | null) => void markRead(ids)
    .then(() => client.invalidateQueries({ queryKey: noticesKey }))
    .catch((cause: unknown) => tellProblem(cause, t("state.unreachable")));
  return (
    <Panel {...opened} position="bottom-start" label={t("notices.title")} width="min(380px, calc(100vw - 24px))" className="notices">
      <header>
        <h2>{t("notices.title")}</h2>
        {data && data.unread > 0 && !onlyLooks() && <button type="button" className="notice-act" onClick={() => read(null)}>{t("notices.readAll")}</button>}
      </header>
      {error && <Failure cause={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && <p className="quiet">{t("notices.none")}</p>}
      <ul className="notices-list" aria-busy={data === undefined && !error}>
        {data?.data.map((notice) => (
          <li key={notice.id} data-unread={notice.read_at === null || undefined}>
            <NoticeWay notice={notice} onFollow={() => { if (notice.read_at === null && !onlyLooks()) read([notice.id]); opened.onClose(); }} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
