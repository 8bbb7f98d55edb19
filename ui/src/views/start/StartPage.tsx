import { useEffect, useState } from "react";

import { applyLanguage, applyTheme, storedLanguage, storedTheme, THEMES, type Theme } from "../../core/preferences";
import { askStatus, type Status } from "../../core/status";
import { WORDS, type Language, type Word } from "../../core/words";
import { Choice } from "./Choice";

const ASK_AGAIN_AFTER = 5_000;

const HEADING: Record<Status["kind"], Word> = {
  starting: "headingStarting",
  ready: "headingReady",
  not_ready: "headingNotReady",
  unreachable: "headingUnreachable",
};

const THEME_WORD: Record<Theme, Word> = { system: "themeSystem", light: "themeLight", dark: "themeDark" };

const DATABASES: Record<string, string> = { sqlite: "SQLite", postgresql: "PostgreSQL" };

const LINKS: readonly { href: string; title: Word; hint: Word }[] = [
  { href: "/docs/tutorial/pipeline/", title: "tutorial", hint: "tutorialHint" },
  { href: "/docs/", title: "docs", hint: "docsHint" },
  { href: "/api/v1/openapi.json", title: "openapi", hint: "openapiHint" },
  { href: "/docs/reference/command-line", title: "reference", hint: "referenceHint" },
  { href: "/docs/reference/errors", title: "errors", hint: "errorsHint" },
  { href: "/metrics", title: "metrics", hint: "metricsHint" },
];

type Say = (word: Word) => string;

/** The page at `/`: what runs, whether it is well, and where to go. */
export function StartPage({ ask = askStatus }: { ask?: () => Promise<Status> }) {
  const [language, setLanguage] = useState<Language>(() => storedLanguage(localStorage, navigator.languages));
  const [theme, setTheme] = useState<Theme>(() => storedTheme(localStorage));
  const { status, at } = useStatus(ask);
  useEffect(() => applyLanguage(document.documentElement, localStorage, language), [language]);
  useEffect(() => applyTheme(document.documentElement, localStorage, theme), [theme]);
  const say: Say = (word) => WORDS[language][word];

  return (
    <div className="page">
      <header>
        <span className="brand">
          <img src="/mark.svg" alt="" width="28" height="28" />
          <strong>Guanxi</strong> <span lang="zh">关系</span>
        </span>
        <div className="choices">
          <Choice
            label={say("language")}
            value={language}
            options={[
              { value: "en", label: "English", lang: "en" },
              { value: "zh", label: "中文", lang: "zh" },
            ]}
            onChoose={setLanguage}
          />
          <Choice
            label={say("theme")}
            value={theme}
            options={THEMES.map((value) => ({ value, label: say(THEME_WORD[value]) }))}
            onChoose={setTheme}
          />
        </div>
      </header>
      <main>
        <section className="state" data-state={status.kind} aria-live="polite">
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
                <a href={link.href}>
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
            {say("checked")} <time dateTime={at.toISOString()}>{at.toLocaleTimeString(language)}</time>
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
