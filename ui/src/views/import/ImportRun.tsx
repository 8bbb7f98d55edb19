import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { isFinished } from "../../core/importing";
import { may, objectQuery } from "../../core/metadata";
import { recordsKey } from "../../core/records";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { Title } from "../../widgets/Title";
import { IMPORT } from "../../words/import";
import { teach } from "../../words/resources";
import { Counts, Progress, Refusals } from "./Outcome";
import { Steps } from "./Steps";
import { Undo } from "./Undo";
import { useImport } from "./useImport";
import "./import.css";

teach(IMPORT);

/** An import that was started: how far it is, and what came of it; its address can be left and come back to. */
export function ImportRun() {
  const { object: name = "", id = "" } = useParams();
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: object, error: unknown } = useQuery(objectQuery(name));
  const { data, error } = useImport(id);
  const finished = data !== undefined && isFinished(data.state);
  useEffect(() => {
    if (finished) void client.invalidateQueries({ queryKey: recordsKey(name) });
  }, [client, finished, name]);
  const cause = unknown ?? error;
  if (cause) return <Failure cause={cause} />;
  if (object === undefined) return null;
  const result = data?.result ?? null;
  const title = data?.state === "cancelled" ? "import.cancelled" : !result || result.error ? "import.failed" : result.kept ? "import.done" : "import.keptNothing";
  return (
    <div className="import">
      <header className="import-head">
        <Link to={`/o/${name}`} className="quiet"><Icon name={object.icon} />{object.plural}</Link>
        <Title parts={[t("import.title", { plural: object.plural })]} />
        <h1>{t("import.title", { plural: object.plural })}</h1>
        <Steps at={finished ? 4 : 3} />
      </header>
      <section className="import-body">
        {!finished ? <Progress told={data} /> : (
          <>
            <h2>{t(title, { file: data.file })}</h2>
            {result && !result.error && <Counts result={result} />}
            {result && <Refusals object={object} id={id} result={result} />}
            <footer className="import-acts">
              {may(object, "import") && result?.kept && result.created + result.updated > 0 && <Undo object={name} id={id} file={data.file} />}
              {may(object, "import") && <Link className="tool" to={`/o/${name}/import`}>{t("import.another")}</Link>}
              <Link className="tool" data-active to={`/o/${name}`}>{t("import.show", { plural: object.plural })}</Link>
            </footer>
          </>
        )}
      </section>
    </div>
  );
}
