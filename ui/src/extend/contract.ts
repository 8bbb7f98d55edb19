import type { ComponentType, createElement, Fragment, useEffect, useMemo, useState } from "react";

import type { Request } from "../core/client";
import type { RecordRow } from "../core/records";

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** The record that a panel stands on or an action is pressed at, with the fields that the page has read. */
export interface RecordPlace {
  readonly object: string;
  readonly id: string;
  readonly record: RecordRow;
}

/** The record that an action is pressed at; its fields as texts, in the language spoken now, as the page shows them. */
export interface PressedPlace extends RecordPlace {
  readonly text: (field: string) => string;
}

/** A part of a record page; layouts name it as `PACKAGE/NAME`. */
export interface Panel {
  readonly Component: ComponentType<RecordPlace>;
}

/** A button of a record page that works in the browser. */
export interface BrowserAction {
  readonly object: string;
  readonly label: Words;
  readonly icon?: string;
  /** Do it; what is returned is told to the person. */
  readonly run: (place: PressedPlace) => Promise<Words | undefined>;
}

/** What an answer of the API is while it comes. */
export interface Answer<T> {
  readonly data: T | undefined;
  readonly cause: unknown;
}

/** What a package's module is given: the slots it may fill, the API as the person may use it, and the means to draw. */
export interface Guanxi {
  panel(name: string, panel: Panel): void;
  action(name: string, action: BrowserAction): void;
  /** Load a style sheet that lies beside the module. */
  style(file: string): void;
  ask<T>(path: string, request?: Request): Promise<T>;
  useAnswer<T>(path: string, request?: Request): Answer<T>;
  /** A function that picks the words of the language spoken now. */
  useWords(): (words: Words) => string;
  /** A function that writes a number as the language spoken now does. */
  useNumber(): (value: number) => string;
  /** A function that writes an amount as fields of money do: with the sign of its currency, where that is known. */
  useMoney(): (value: number, currency: string | null) => string;
  readonly react: {
    readonly createElement: typeof createElement;
    readonly Fragment: typeof Fragment;
    readonly useEffect: typeof useEffect;
    readonly useMemo: typeof useMemo;
    readonly useState: typeof useState;
  };
  readonly widgets: {
    readonly Failure: ComponentType<{ cause: unknown }>;
    readonly Icon: ComponentType<{ name: string | null; size?: number }>;
    readonly State: ComponentType<{ title: string; hint?: string }>;
  };
}

/** What `ui/index.js` of a package exports as its default. */
export type Extend = (guanxi: Guanxi) => void;
