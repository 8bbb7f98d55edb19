import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { createElement, Fragment, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { ask, type Request } from "../core/client";
import { moneyText } from "../fields/number/text";
import { Failure } from "../widgets/Failure";
import { Icon } from "../widgets/Icon";
import { State } from "../widgets/State";
import type { Answer, BrowserAction, Guanxi, Panel, Words } from "./contract";

/** What packages have put into the slots, by `PACKAGE/NAME`. */
export interface Slots {
  readonly panels: Map<string, Panel>;
  readonly actions: Map<string, BrowserAction>;
}

/** Pick the words of a language. */
export const said = (words: Words, language: string): string => (language.startsWith("zh") ? words.zh : words.en);

function useAnswer<T>(path: string, request: Request = {}): Answer<T> {
  const found = useQuery({
    queryKey: ["extensions", "answer", path, request.query, request.body],
    queryFn: ({ signal }) => ask<T>(path, { ...request, signal }),
  });
  return { data: found.data, cause: found.error };
}

function useWords(): (words: Words) => string {
  useTranslation();
  return (words) => said(words, i18next.language);
}

function useNumber(): (value: number) => string {
  useTranslation();
  return (value) => new Intl.NumberFormat(i18next.language).format(value);
}

function useMoney(): (value: number, currency: string | null) => string {
  useTranslation();
  return (value, currency) => moneyText({}, value, i18next.language, currency);
}

function linkStyle(href: string): void {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href });
  document.head.append(link);
}

/** Make what one package is given; what it puts in stands under its name, and a name that is taken is an error of its own. */
export function given(owner: string, script: string, slots: Slots): Guanxi {
  function put<T>(slot: Map<string, T>, name: string, value: T): void {
    const key = `${owner}/${name}`;
    if (slot.has(key)) throw new Error(`${key} is there already.`);
    slot.set(key, value);
  }
  return {
    panel: (name, panel) => put(slots.panels, name, panel),
    action: (name, action) => put(slots.actions, name, action),
    style: (file) => linkStyle(new URL(file, new URL(script, location.href)).href),
    ask, useAnswer, useWords, useNumber, useMoney,
    react: { createElement, Fragment, useEffect, useMemo, useState },
    widgets: { Failure, Icon, State },
  };
}
