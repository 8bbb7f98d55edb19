import { Button, Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { tellDone, tellProblem } from "../../widgets/telling";
import { draftsAnew, discardDraft, draftsQuery, type Draft } from "./api";
import { goingWith } from "./goingWith";
import { useKindWords } from "./kinds";
import { keepAll } from "./useDraft";
import { takeFromPages } from "./fields/useFieldPages";
import { useTitles } from "./useTitles";

type Named = Pick<Draft, "kind" | "name">;

interface Discarding {
  /** Discard a draft; where others were begun because of it, ask whether they go too. */
  discard: (draft: Named) => void;
  dialog: ReactNode;
}

/** Discards drafts of one's own, so that none is left that is for nothing or wrong without another. */
export function useDiscarding(): Discarding {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const client = useQueryClient();
  const called = useTitles();
  const [asked, setAsked] = useState<{ draft: Named; others: readonly Named[] } | null>(null);
  const tell = (cause: unknown) => tellProblem(cause, base("state.unreachable"));

  const drop = async (drafts: readonly Named[]) => {
    setAsked(null);
    try {
      for (const { kind, name } of drafts) {
        const pages = kind === "object" ? await takeFromPages(client, name) : [];
        await keepAll();
        await discardDraft(kind, name);
        if (pages.length > 0) tellDone(t("discard.pages", { name: called(kind, name), pages: pages.map((page) => called("layout", page)).join(t("discard.comma")) }));
      }
    } finally {
      await draftsAnew(client);
    }
  };
  const begin = async (draft: Named) => {
    await keepAll();
    const others = goingWith(draft, await client.fetchQuery(draftsQuery()));
    if (others.length > 0) setAsked({ draft, others });
    else await drop([draft]);
  };
  return {
    discard: (draft) => void begin(draft).catch(tell),
    dialog: asked && (
      <Together
        {...asked} onClose={() => setAsked(null)}
        onAlone={() => void drop([asked.draft]).catch(tell)} onAll={() => void drop([...asked.others, asked.draft]).catch(tell)}
      />
    ),
  };
}

interface TogetherProps {
  draft: Named;
  others: readonly Named[];
  onClose: () => void;
  onAlone: () => void;
  onAll: () => void;
}

/** Asks whether what was begun because of a draft goes with it. */
function Together({ draft, others, onClose, onAlone, onAll }: TogetherProps) {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const words = useKindWords();
  const called = useTitles();
  const name = called(draft.kind, draft.name);
  return (
    <Modal opened onClose={onClose} title={t("discard.title", { name })} size={460} zIndex={320} closeButtonProps={{ "aria-label": base("act.close") }}>
      <p className="quiet">{t("discard.others", { name })}</p>
      <ul className="setup-drafts">
        {others.map((each) => <li key={`${each.kind}/${each.name}`}><span className="setup-kind">{words.one(each.kind)}</span><span className="clip">{called(each.kind, each.name)}</span></li>)}
      </ul>
      <div className="form-acts">
        <Button variant="default" onClick={onClose}>{base("act.cancel")}</Button>
        <Button variant="default" onClick={onAlone}>{t("discard.alone")}</Button>
        <Button color="red" onClick={onAll} data-autofocus>{t("discard.all", { count: others.length + 1 })}</Button>
      </div>
    </Modal>
  );
}
