import { Modal } from "@mantine/core";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import "./palette.css";

/** One thing that the palette can do. */
export interface Command {
  id: string;
  group: string;
  label: string;
  /** What tells why it is offered. */
  hint?: string;
  icon?: ReactNode;
  keys?: string;
  act: () => void;
}

export interface CommandPaletteProps {
  label: string;
  placeholder: string;
  none: string;
  text: string;
  onText: (text: string) => void;
  commands: readonly Command[];
  onClose: () => void;
}

/** A list of commands narrowed by what is typed, worked by keyboard or pointer. */
export function CommandPalette(props: CommandPaletteProps) {
  const { commands } = props;
  const [at, setAt] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const chosen = Math.min(at, commands.length - 1);
  useEffect(() => setAt(0), [props.text]);
  useEffect(() => void box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [chosen]);

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    props.onClose();
    command.act();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && commands.length > 0) setAt((chosen + step + commands.length) % commands.length);
    else if (event.key === "Enter") run(commands[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={props.onClose} withCloseButton={false} size={600} padding={0} aria-label={props.label} transitionProps={{ duration: 80 }}>
      <input
        className="palette-input" role="combobox" aria-expanded aria-controls={list} aria-autocomplete="list" aria-label={props.label}
        aria-activedescendant={commands[chosen] && `${list}-${chosen}`} placeholder={props.placeholder} value={props.text}
        onChange={(event) => props.onText(event.currentTarget.value)} onKeyDown={press} data-autofocus
      />
      <div id={list} role="listbox" aria-label={props.label} className="palette-list" ref={box}>
        {commands.length === 0 && <p className="palette-none">{props.none}</p>}
        {commands.map((command, index) => (
          <div key={command.id} role="presentation">
            {commands[index - 1]?.group !== command.group && <div className="palette-group" role="presentation">{command.group}</div>}
            <div
              id={`${list}-${index}`} role="option" aria-selected={index === chosen} className="palette-item" tabIndex={-1}
              onPointerMove={() => setAt(index)} onClick={() => run(command)}
            >
              {command.icon}<span className="clip">{command.label}</span>{command.hint && <span className="palette-hint quiet clip">{command.hint}</span>}{command.keys && <kbd>{command.keys}</kbd>}
            </div>
          </div>
        ))}
      </div>
    </Modal>
  );
}
