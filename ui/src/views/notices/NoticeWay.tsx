import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { exportAddress } from "../../core/exporting";
import { placeOf, type Notice } from "../../core/notices";
import { momentText } from "../../core/zone";
import "./notices.css";

/** What concerns the reader, and the way to what it tells of. */
export function NoticeWay({ notice, onFollow }: { notice: Notice; onFollow: () => void }) {
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
