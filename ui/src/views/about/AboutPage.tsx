import { useEffect, useState } from "react";

import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { askStatus, type Status } from "../../core/status";
import { Appearance, LanguageChoice } from "../../widgets/Preferences";
import { Title } from "../../widgets/Title";
import { ABOUT } from "../../words/about";
import { teach } from "../../words/resources";
import "./about.css";

const ASK_AGAIN_AFTER = 5_000;

const HEADING: Record<Status["kind"], Word> = {
  starting: "headingStarting",
  ready: "headingReady",
  not_ready: "headingNotReady",
  unreachable: "headingUnreachable",
};

const DATABASES: Record<string, string> = { sqlite: "SQLite", postgresql: "PostgreSQL" };

/** Where to go from here; what there is in Chinese has an address of its own. */
const LINKS: readonly { href: string; zh?: string; title: Word; hint: Word }[] = [
  { href: "/docs/tutorial/pipeline/", zh: "/docs/tutorial/pipeline/README.zh", title: "tutorial", hint: "tutorialHint" },
  { href: "/docs/", zh: "/docs/index.zh", title: "docs", hint: "docsHint" },
  { href: "/api/v1/openapi.json", title: "openapi", hint: "openapiHint" },
  { href: "/docs/reference/command-line", zh: "/docs/reference/command-line.zh", title: "reference", hint: "referenceHint" },
  { href: "/docs/reference/errors", zh: "/docs/reference/errors.zh", title: "errors", hint: "errorsHint" },
  { href: "/metrics", title: "metrics", hint: "metricsHint" },
];

type Word = keyof typeof ABOUT extends infer Key ? (Key extends `about.${infer Name}` ? Name : never) : never;
type Say = (word: Word) => string;

teach(ABOUT);

/** The page at `/about`: what runs, whether it is well, and where to go. */
export function AboutPage({ ask = askStatus }: { ask?: () => Promise<Status> }) {
  const { t, i18n } = useTranslation();
  const { status, at } = useStatus(ask);
  const say: Say = (word) => t(`about.${word}`);

  return (
    <div className="page">
      <header>
        <Link className="brand" to="/">
          <img src="/mark.svg" alt="" width="28" height="28" />
          <strong>Guanxi</strong> <span lang="zh">关系</span>
        </Link>
        <div className="choices">
          <LanguageChoice />
          <Appearance />
        </div>
      </header>
      <Title parts={[say(HEADING[status.kind])]} />
      <main>
        <section className="status" data-state={status.kind} aria-live="polite">
          <h1>{say(HEADING[status.kind])}</h1>
          <p>{status.kind === "unreachable" ? say("hintUnreachable") : say("tagline")}</p>
          {status.kind === "not_ready" && <Reasons reasons={status.reasons} say={say} />}
        </section>
        <Facts status={status} say={say} />
        <nav aria-labelledby="next">
          <h2 id="next">{say("next")}</h2>
          <ul className="links">
            {LINKS.map((link) => (
              <li key={link.href}>
                <a href={(i18n.language === "zh" ? link.zh : undefined) ?? link.href}>
                  <strong>{say(link.title)}</strong>
                  <span>{say(link.hint)}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </main>
      <footer>
        <span>{say("licence")}</span>
        {at && (
          <span>
            {say("checked")} <time dateTime={at.toISOString()}>{at.toLocaleTimeString(i18n.language, { hourCycle: "h23" })}</time>
          </span>
        )}
      </footer>
    </div>
  );
}

function useStatus(ask: () => Promise<Status>): { status: Status; at: Date | null } {
  const [known, setKnown] = useState<{ status: Status; at: Date | null }>({ status: { kind: "starting" }, at: null });
  useEffect(() => {
    let stopped = false;
    const look = async () => {
      const status = await ask();
      if (!stopped) setKnown({ status, at: new Date() });
    };
    void look();
    const timer = setInterval(() => void look(), ASK_AGAIN_AFTER);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [ask]);
  return known;
}

function Reasons({ reasons, say }: { reasons: readonly string[]; say: Say }) {
  return (
    <>
      <p>{say("hintNotReady")}</p>
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </>
  );
}

function Facts({ status, say }: { status: Status; say: Say }) {
  const alive = status.kind === "ready" || status.kind === "not_ready";
  const ready = status.kind === "ready" ? status : null;
  const facts: [Word, string][] = [
    ["version", (alive && status.version) || "–"],
    ["database", ready?.database ? (DATABASES[ready.database] ?? ready.database) : "–"],
    ["revision", ready?.revision?.toString() ?? "–"],
    ["health", say(alive ? "alive" : "unknown")],
    ["readiness", say(ready ? "accepts" : alive ? "refuses" : "unknown")],
  ];
  return (
    <section aria-labelledby="system">
      <h2 id="system">{say("system")}</h2>
      <dl className="facts">
        {facts.map(([word, value]) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
