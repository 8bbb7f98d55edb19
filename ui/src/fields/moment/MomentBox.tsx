import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useSpoken } from "../../core/i18n";
import { later } from "../../core/outdated";
import type { Value } from "../../core/records";
import { Icon } from "../../widgets/Icon";
import { TextBox } from "../../widgets/TextBox";
import type { Word } from "../../words/resources";
import type { frameOf } from "../frame";

const Calendar = lazy(async () => ({ default: (await later(import("./Calendar"))).Calendar }));

/** How values of a type are written and read. */
export interface Clockwork {
  /** The value in the words of a language, and what a text means; undefined for one that means nothing. */
  shown: (value: Value, language: string) => string;
  /** The same in figures alone, for cells. */
  short: (value: Value) => string;
  read: (text: string, language: string) => Value | undefined;
  /** What is said of a text that means nothing. */
  unread: Word;
  /** The day of a value, and the value on another day; only of what has days. */
  day?: (value: Value) => string | null;
  onDay?: (day: string, value: Value) => Value;
}

interface Props extends Partial<Omit<ReturnType<typeof frameOf>, "error">> {
  clockwork: Clockwork;
  value: Value;
  error?: string | undefined;
  size?: "xs" | "sm";
  bare?: boolean | undefined;
  name: string;
  /** Told what a text means, undefined where it means nothing. */
  onChange: (meaning: Value | undefined, text: string) => void;
  onCommit?: ((value: Value) => void) | undefined;
  onCancel?: (() => void) | undefined;
}

/** Takes a moment as people write it; what was understood is written out when the box is left, and days have a calendar. */
export function MomentBox({ clockwork, value, error, name, bare = false, onChange, onCommit, onCancel, ...frame }: Props) {
  const { t } = useTranslation();
  const language = useSpoken();
  const [typed, setTyped] = useState<string | null>(null); // null: the value itself shows
  const [left, setLeft] = useState(false);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const { day, onDay } = clockwork;
  const meaning = typed === null ? value : clockwork.read(typed, language);
  const finish = () => {
    if (open) return;
    setLeft(true);
    if (meaning === undefined) return;
    setTyped(null);
    onCommit?.(meaning);
  };
  const pick = (chosen: string) => {
    setTyped(null);
    setOpen(false);
    const picked = onDay?.(chosen, meaning ?? null);
    onChange(picked, chosen);
    box.current?.focus();
    onCommit?.(picked);
  };
  return (
    <>
      <TextBox
        {...frame} ref={box} className="moment-input" autoComplete="off" spellCheck={false} value={typed ?? (bare ? clockwork.short(value) : clockwork.shown(value, language))}
        error={error || (left && meaning === undefined ? t(clockwork.unread) : undefined)} aria-haspopup={day && "dialog"} aria-keyshortcuts={day && "ArrowDown"}
        onChange={({ currentTarget: { value: text } }) => { setTyped(text); setLeft(false); onChange(clockwork.read(text, language), text); }}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") finish();
          if (event.key === "Escape") onCancel?.();
          if (event.key === "ArrowDown" && day) { event.preventDefault(); setOpen(true); }
        }}
        rightSection={day && !frame.disabled && (
          <button
            type="button" className="input-clear" tabIndex={-1} aria-label={t("input.openCalendar")}
            onMouseDown={(event) => event.preventDefault()} onClick={() => setOpen(true)} // the box is not left for it
          >
            <Icon name="calendar" size={14} />
          </button>
        )}
      />
      {open && day && (
        <Suspense>
          <Calendar anchor={box} label={t("input.calendar", { field: name })} day={day(meaning ?? null)} onPick={pick} onClose={() => { setOpen(false); box.current?.focus(); }} />
        </Suspense>
      )}
    </>
  );
}
