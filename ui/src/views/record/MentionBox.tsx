import { Textarea } from "@mantine/core";
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { completed, openMention, type Named, type Wording } from "../../core/mentions";
import { Avatar } from "../../widgets/Avatar";
import { useOffered } from "./useMentions";

interface Props {
  label: string;
  placeholder: string;
  value: Wording;
  onChange: (wording: Wording) => void;
  onSend: () => void;
  onCancel?: () => void;
}

/** A box for words about a record; after @ it offers the people who can be mentioned. */
export function MentionBox({ label, placeholder, value, onChange, onSend, onCancel }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [open, setOpen] = useState<ReturnType<typeof openMention>>(null);
  const [at, setAt] = useState(0);
  const caret = useRef<number | null>(null); // where it goes with the text that was completed
  const offered = useOffered(open?.typed ?? null);
  const chosen = Math.min(at, offered.length - 1);
  const shown = open !== null && offered.length > 0;
  useLayoutEffect(() => {
    if (caret.current !== null) box.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [value.text]);
  const items = useRef<HTMLUListElement>(null);
  useEffect(() => void items.current?.children[chosen]?.scrollIntoView({ block: "nearest" }), [chosen]);

  const look = (field: HTMLTextAreaElement) => {
    setOpen(field.selectionStart === field.selectionEnd ? openMention(field.value, field.selectionStart) : null);
    setAt(0);
  };
  const take = (person: Named) => {
    const field = box.current;
    const begun = field && openMention(field.value, field.selectionStart);
    if (!begun) return;
    const others = value.people.filter(({ id }) => id !== person.id);
    const alone = !others.some(({ name }) => name === person.name);
    const whole = completed(field.value, begun.from, field.selectionStart, alone ? person.name : person.login);
    caret.current = whole.caret;
    onChange({ text: whole.text, people: alone ? [...others, person] : others });
    setOpen(null);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return; // the keys are the input method's
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const person = offered[chosen];
    if (!shown) {
      if (event.key !== "Escape" || !onCancel) return;
      event.preventDefault();
      onCancel();
      return;
    }
    if (step !== undefined) setAt((chosen + step + offered.length) % offered.length);
    else if ((event.key === "Enter" || event.key === "Tab") && person) take(person);
    else if (event.key === "Escape") setOpen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="mention-box">
      <Textarea
        ref={box} aria-label={label} placeholder={placeholder} rows={2} value={value.text} autoComplete="off" autoFocus={onCancel !== undefined}
        role="combobox" aria-expanded={shown} aria-controls={list} aria-autocomplete="list" aria-haspopup="listbox" aria-activedescendant={shown ? `${list}-${chosen}` : undefined}
        onChange={(event) => { onChange({ ...value, text: event.currentTarget.value }); look(event.currentTarget); }}
        onClick={(event) => look(event.currentTarget)} onBlur={() => setOpen(null)} onKeyDown={press}
      />
      {shown && (
        <ul id={list} role="listbox" aria-label={t("mention.people")} ref={items} onMouseDown={(event) => event.preventDefault()}>
          {offered.map((person, index) => (
            <li key={person.id} id={`${list}-${index}`} role="option" aria-selected={index === chosen} onPointerMove={() => setAt(index)} onClick={() => take(person)}>
              <Avatar name={person.name} /><span className="clip">{person.name}</span><span className="clip quiet">@{person.login}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
