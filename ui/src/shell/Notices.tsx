import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { exportAddress } from "../core/exporting";
import { markRead, noticesKey, noticesQuery, placeOf, type Notice } from "../core/notices";
import { momentText } from "../core/zone";
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
        {data && data.unread > 0 && <button type="button" className="notice-act" onClick={() => read(null)}>{t("notices.readAll")}</button>}
      </header>
      {error && <Failure cause={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && <p className="quiet">{t("notices.none")}</p>}
      <ul aria-busy={data === undefined && !error}>
        {data?.data.map((notice) => (
          <li key={notice.id} data-unread={notice.read_at === null || undefined}>
            <Way notice={notice} onFollow={() => { if (notice.read_at === null) read([notice.id]); opened.onClose(); }} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Way({ notice, onFollow }: { notice: Notice; onFollow: () => void }) {
  const { t, i18n } = useTranslation();
  const place = placeOf(notice);
  const inside = (
    <>
      {notice.read_at === null && <span className="unseen">{t("notices.unread")}</span>}
      <span>{notice.text}</span>
      <time className="quiet" dateTime={notice.at}>{momentText(notice.at, i18n.language)}</time>
    </>
  );
  if (place === null) return <button type="button" onClick={onFollow}>{inside}</button>;
  if ("file" in place) return <a href={exportAddress(place.file)} download onClick={onFollow}>{inside}</a>;
  return <Link to={place.page} onClick={onFollow}>{inside}</Link>;
}
