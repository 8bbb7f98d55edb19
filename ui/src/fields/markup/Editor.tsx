import { EditorContent, useEditor, useEditorState, type Editor as Writing } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useTranslation } from "react-i18next";

import type { Word } from "../../words/resources";
import { textIn } from "../frame";
import type { InputProps } from "../registry";
import "./formatted.css";

const KIT = StarterKit.configure({ link: { openOnClick: false, autolink: true, protocols: ["http", "https", "mailto", "tel"] }, heading: { levels: [2, 3] } });

interface Tool {
  word: Word;
  sign: string;
  active: string;
  act: (editor: Writing) => void;
}

const TOOLS: readonly Tool[] = [
  { word: "input.bold", sign: "B", active: "bold", act: (editor) => editor.chain().focus().toggleBold().run() },
  { word: "input.italic", sign: "I", active: "italic", act: (editor) => editor.chain().focus().toggleItalic().run() },
  { word: "input.heading", sign: "H", active: "heading", act: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run() },
  { word: "input.bullets", sign: "•", active: "bulletList", act: (editor) => editor.chain().focus().toggleBulletList().run() },
  { word: "input.numbers", sign: "1.", active: "orderedList", act: (editor) => editor.chain().focus().toggleOrderedList().run() },
  { word: "input.quote", sign: "❝", active: "blockquote", act: (editor) => editor.chain().focus().toggleBlockquote().run() },
];

/** Writes formatted text; the pages' policy allows no style that a script writes, so its styles are in a file. */
export function Editor({ field, value, onChange, onCommit, ariaLabel, autoFocus, disabled }: InputProps) {
  const { t } = useTranslation();
  const editor = useEditor({
    extensions: [KIT], content: textIn(value), injectCSS: false, editable: !disabled, autofocus: autoFocus ?? false, immediatelyRender: true,
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": ariaLabel ?? field.label } },
    onUpdate: ({ editor: now }) => onChange(now.isEmpty ? null : now.getHTML()),
    onBlur: ({ editor: now }) => onCommit?.(now.isEmpty ? null : now.getHTML()),
  });
  const active = useEditorState({ editor, selector: ({ editor: now }) => TOOLS.map((tool) => now.isActive(tool.active)) });
  return (
    <div className="rich-text formatted">
      <div role="toolbar" aria-label={t("input.formatting")}>
        {TOOLS.map(({ word, sign, act }, index) => (
          <button key={word} type="button" aria-label={t(word)} title={t(word)} aria-pressed={active[index] ?? false} onMouseDown={(event) => event.preventDefault()} onClick={() => act(editor)}>{sign}</button>
        ))}
      </div>
      <EditorContent editor={editor} />
    </div>
  );
}
