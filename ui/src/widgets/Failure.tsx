import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { isUnreachable, Problem } from "../core/problem";
import { Icon } from "./Icon";
import type { Word } from "../words/resources";
import { State } from "./State";
import { Title } from "./Title";

interface Props {
  cause: unknown;
  /** What was there before. */
  known?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** What is said of it instead of that it did not work. */
  title?: string | undefined;
  /** Whether it stands for a whole screen, which is then named by it. */
  whole?: boolean;
  children?: ReactNode;
}

/** What stands where something could not be read: the server's words, and a way on. */
export function Failure({ whole = false, ...props }: Props) {
  const { t } = useTranslation();
  return <>{whole && <Title parts={[t(wordOf(props.cause))]} />}<Told {...props} /></>;
}

const WORDS: Readonly<Record<number, Word>> = { 403: "state.forbidden", 404: "state.missing" };

const wordOf = (cause: unknown): Word => (isUnreachable(cause) ? "state.unreachable" : (cause instanceof Problem && WORDS[cause.status]) || "state.failed");

function Told({ cause, known, onRetry, title, children }: Omit<Props, "whole">) {
  const { t } = useTranslation();
  const problem = cause instanceof Problem ? cause : null;
  const retry = onRetry && <Button variant="default" onClick={onRetry}>{t("act.retry")}</Button>;
  const home = <Button component={Link} to="/" variant="default">{t("act.home")}</Button>;
  if (isUnreachable(cause)) return <State title={t("state.unreachable")} hint={t("state.unreachableHint")} tone="bad">{retry}</State>;
  if (problem?.status === 403) return <State title={t("state.forbidden")} hint={t("state.forbiddenHint")} icon={<Icon name="lock" size={22} />}>{home}</State>;
  if (problem?.status === 404 && known !== undefined) return <State title={t("state.gone", { name: known })} hint={t("state.goneHint")} icon={<Icon name="box" size={22} />}>{home}</State>;
  if (problem?.status === 404) return <State title={t("state.missing")} hint={t("state.missingHint")} icon={<Icon name="search" size={22} />}>{home}</State>;
  return <State title={title ?? t("state.failed")} hint={problem?.sentences.join(" ")} tone="bad">{children}{retry}</State>;
}
