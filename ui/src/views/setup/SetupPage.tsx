import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Route, Routes, useParams } from "react-router";

import { described } from "../../core/describing";
import { holds, useMe } from "../../core/session";
import { Failure } from "../../widgets/Failure";
import { draftsAnew, itemsQuery, vocabularyQuery } from "./api";
import { useItems } from "./items";
import { Forbidden } from "../missing/Forbidden";
import { ExplainPage } from "./ExplainPage";
import { DictionaryPage } from "./DictionaryPage";
import { HintsPage } from "./HintsPage";
import { HistoryPage } from "./HistoryPage";
import { ItemPage } from "./ItemPage";
import { KindPage } from "./KindPage";
import { SetupMenu } from "./SetupMenu";
import { PluginPage } from "./plugins/PluginPage";
import { PluginsPage } from "./plugins/PluginsPage";
import { GuidePage } from "./start/GuidePage";
import { StartPage } from "./start/StartPage";
import { Tray } from "./Tray";
import { keepAll } from "./useDraft";
import { ViewAsPage } from "./ViewAsPage";
import "./setup.css";

/** Where administrators build: everything here is a draft of one's own until it is published. */
export function SetupPage() {
  const { t } = useTranslation();
  const vocabulary = useQuery(vocabularyQuery());
  const me = useMe();
  useOthers();
  if (me.data && !holds(me.data, "setup")) return <Forbidden title={t("state.forbidden")} to="/" back={t("act.home")} />;
  if (vocabulary.error) return <Failure cause={vocabulary.error} onRetry={() => void vocabulary.refetch()} />;
  return (
    <div className="setup">
      <SetupMenu />
      <div className="setup-main">
        <Routes>
          <Route index element={<Beginning />} />
          <Route path="start" element={<StartPage />} />
          <Route path="start/:object" element={<GuidePage />} />
          <Route path="history" element={<HistoryPage />} />
          <Route path="explain" element={<ExplainPage />} />
          <Route path="dictionary" element={<DictionaryPage />} />
          <Route path="hints" element={<HintsPage />} />
          <Route path="view-as" element={<ViewAsPage />} />
          <Route path="plugins" element={<PluginsPage />} />
          <Route path="plugins/:name" element={<PluginPage />} />
          <Route path="extension/:name" element={<Extended />} />
          <Route path=":kind" element={<KindPage />} />
          <Route path=":kind/:name" element={<ItemPage />} />
        </Routes>
      </div>
      <Tray />
    </div>
  );
}

/** Drafts tell whether others have published what they change: they are read anew once what is published was. */
function useOthers(): void {
  const client = useQueryClient();
  const { dataUpdatedAt: read } = useQuery(itemsQuery());
  const known = useRef(0);
  useEffect(() => {
    const before = known.current;
    known.current = read;
    if (before !== 0 && before !== read) void described().then(keepAll).then(() => draftsAnew(client));
  }, [client, read]);
}

/** An extension: where what it adds to is edited, but for one of one's own. */
function Extended() {
  const { name = "" } = useParams();
  const objects = useItems("object");
  const picklists = useItems("picklist").items;
  const own = useItems("extension").items;
  if (objects.pending) return null;
  const isIn = (items: readonly { name: string }[]) => items.some((item) => item.name === name);
  const kind = isIn(own) ? null : isIn(objects.items) ? "object" : isIn(picklists) ? "picklist" : null;
  return kind === null ? <ItemPage of="extension" /> : <Navigate to={`/setup/${kind}/${name}`} replace />;
}

/** Where Setup opens: the first steps while nothing is one's own yet, the objects later. */
function Beginning() {
  const { items, pending } = useItems("object");
  if (pending) return null;
  return <Navigate to={items.some((item) => item.package === "workspace") ? "/setup/object" : "/setup/start"} replace />;
}
